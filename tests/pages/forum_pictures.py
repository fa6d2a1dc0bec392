"""Pictures of the forum: `python -m tests.pages.forum_pictures FOLDER`."""

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import FLAGS, chromium
from tests.house import House
from tests.pages.pictures_album import Album
from tests.pages.test_forum import begins, puts_up, tell_them
from tests.seed import clear_seed

WORDS = (
    ("does it get easier after a move", "we moved in the summer and i still eat lunch on my own\n\nis it just me"),
    ("my mum is ill and i do everything", "i cook and i get my brother to school. i am so tired. i love her though"),
    ("what do you do when you cant sleep", "i just lie there and everything goes round and round. any ideas welcome"),
)


def forum(house: House, somebody: Callable[[], Page], album: Album) -> None:
    """Each page of the forum, with what three young people wrote."""
    for title, words in WORDS:
        begins(somebody(), house, title, words)
    puts_up(house)
    reader = somebody()
    reader.goto(f"{house.base_url}/forum/")
    album.keep(reader, "forum", whole=True)
    reader.get_by_text("How we keep it safe here").click()
    album.keep(reader, "forum-rules", sizes=("phone",), whole=True)
    reader.get_by_role("link", name=WORDS[2][0]).click()
    reader.get_by_label("Your words").fill("i listen to rain sounds and count backwards. sometimes it works")
    album.keep(reader, "forum-thread-new-name", sizes=("phone", "desk"), whole=True)
    reader.get_by_role("button", name="Post it").click()
    expect(reader.get_by_role("heading", name="My posts")).to_be_visible()
    puts_up(house)
    reader.goto(f"{house.base_url}/forum/threads/new/")
    album.keep(reader, "forum-new", whole=True)
    reader.get_by_role("button", name="Post it").click()
    expect(reader.get_by_text("Give it a title")).to_be_visible()
    album.keep(reader, "forum-new-refused", sizes=("phone",), whole=True)
    begins(reader, house, "i do not want to be here any more", "i think about it each day and i have not told anybody")
    tell_them(house)
    reader.goto(f"{house.base_url}/forum/")
    album.keep(reader, "forum-offer", sizes=("phone", "desk"))
    reader.get_by_role("link", name="My posts").click()
    album.keep(reader, "forum-mine", whole=True)
    reader.get_by_role("link", name="Change it").first.click()
    album.keep(reader, "forum-edit", sizes=("phone",), whole=True)
    reader.goto(f"{house.base_url}/forum/")
    reader.get_by_role("link", name=WORDS[2][0]).click()
    album.keep(reader, "forum-thread", whole=True)
    reader.goto(house.base_url)
    album.keep(reader, "home-with-forum", sizes=("phone",), whole=True)


def main(folder: str) -> None:
    try:
        with House() as house, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS])

            def somebody() -> Page:
                return browser.new_context(locale="en-GB", viewport={"width": 360, "height": 780}).new_page()

            forum(house, somebody, Album(Path(folder)))
            browser.close()
    finally:
        clear_seed()


if __name__ == "__main__":
    main(sys.argv[1])
