"""Pictures of every page, taken of the running product: `python -m tests.pages.pictures FOLDER [docs]`.

The story is played once on real processes; each page is then shown in three sizes, light and dark.
Those that README and docs/tour.md show go to FOLDER/docs; with `docs` no others are taken.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import FLAGS, WAIT_MILLISECONDS, chromium
from tests.house import House
from tests.pages.pictures_album import Album
from tests.pages.pictures_tour import tour
from tests.pages.story import DESK, IN_DANGER, answer, decide, sign_in, start_chat, take_next, write
from tests.seed import clear_seed

ANY_HOURS = """
from config.tuning import change_setting, setting
paid = {**setting("rota.hours")["paid"], "shift": 10_000, "rest": 0, "break_after": 10_000}
change_setting("rota.hours", {**setting("rota.hours"), "paid": paid}, why="For the pictures.", set_by=None)
"""


def play(house: House, browser: Browser, album: Album) -> None:
    """The story, and a picture of each page on the way."""

    def somebody() -> Page:
        return browser.new_context(locale="en-GB", viewport={"width": 360, "height": 780}).new_page()

    def at_a_desk(name: str) -> Page:
        return sign_in(browser.new_context(locale="en-GB", **DESK).new_page(), house, name)

    # The demo's people are on day and night: nothing of these pictures is about their hours.
    house.manage("shell", "--verbosity", "0", "-c", ANY_HOURS)
    plain_pages(house, somebody(), album)
    staff = somebody()
    staff.goto(f"{house.base_url}/staff/sign-in/")
    album.keep(staff, "sign-in")

    sam, okafor, rhys = at_a_desk("sam"), at_a_desk("okafor"), at_a_desk("rhys")
    album.keep(rhys, "staff-home")
    album.keep(sam, "console-empty")
    album.keep(okafor, "escalations-empty")

    finch = somebody()
    finch.goto(house.base_url)
    finch.get_by_text("Add a name, your age or how you feel").click()
    finch.get_by_label("What can we call you?").fill("Robin")
    finch.get_by_label("How old are you?").select_option("16_17")
    finch.get_by_label("What is on your mind?").fill("exams are all i think about and i cant sleep")
    album.keep(finch, "home-filled", sizes=("phone",), whole=True)
    finch.get_by_role("button", name="Start").click()
    expect(finch.get_by_role("heading", name="You are in the queue")).to_be_visible()
    album.keep(finch, "waiting")
    take_next(sam)
    answer(sam, "Hello Robin. That sounds tiring. Which of them worries you most?")
    write(finch, "maths. but it helps to say it out loud")

    aisha = start_chat(somebody(), house, "dont really know how to say this")
    take_next(sam)
    sam.locator(".mine__row").last.click()
    answer(sam, "That’s okay. There’s no wrong way to say it, and no hurry.")
    write(aisha, "its my stepdad. im scared of him when he drinks")
    write(aisha, IN_DANGER)
    expect(sam.locator(".said[data-urgency=now]")).to_be_visible()
    start_chat(somebody(), house, "everyone at school is being horrible to me online and i feel really low")
    danger = start_chat(somebody(), house, "im on the bridge and i want to end it tonight")
    album.keep(danger, "waiting-written", sizes=("phone",))
    expect(sam.locator("[data-part=waiting-now]")).to_be_visible()
    put_banners_away(sam)
    album.keep(sam, "console")
    album.for_the_docs(sam, "console", 1440, 900)
    sam.keyboard.press("Alt+e")
    album.keep(sam, "console-escalate", sizes=("phone", "desk"))
    sam.keyboard.press("Escape")
    album.keep(aisha, "chat")
    album.for_the_docs(aisha, "phone", 360, 780)
    read_along(at_a_desk("grace"), album)
    aisha.get_by_role("link", name="Who reads this").click()
    album.for_the_docs(aisha, "readers", 360, 780)
    aisha.get_by_role("link", name="Back to the chat").click()
    aisha.get_by_role("button", name="Hide words").click()
    album.keep(aisha, "chat-hidden", sizes=("phone",))
    aisha.get_by_role("button", name="Show words").click()

    okafor.reload()
    expect(okafor.locator(".row").nth(1)).to_be_visible()
    album.keep(okafor, "escalations")
    okafor.locator(".row", has_text="medicine").first.click()
    album.keep(okafor, "escalation-new")
    okafor.get_by_role("button", name="Acknowledge").click()
    expect(okafor.get_by_text("Acknowledged by")).to_be_visible()
    okafor.get_by_role("link", name="Whole conversation").click()
    album.keep(okafor, "conversation", whole=True)
    okafor.go_back()
    answer(sam, "Thank you for telling me. Are you able to say where you are now?")
    album.keep(okafor, "escalation", whole=True)
    album.for_the_docs(okafor, "escalation", 1440, 920)
    okafor.get_by_role("button", name="Record decision").click()
    album.keep(okafor, "escalation-errors", whole=True)
    decide(okafor)
    okafor.get_by_role("button", name="Record decision").click()
    expect(okafor.get_by_role("heading", name="Decided:")).to_be_visible()
    album.keep(okafor, "escalation-decided", whole=True)

    album.keep(sam, "console-later", sizes=("desk",))
    aisha.get_by_role("link", name="End chat").click()
    album.keep(aisha, "end", sizes=("phone", "desk"))
    aisha.get_by_role("button", name="End the chat").click()
    album.keep(aisha, "ended")
    expect(sam.locator("[data-part=ended]")).to_be_visible()
    album.keep(sam, "console-ended", sizes=("phone", "desk"))


def read_along(grace: Page, album: Album) -> None:
    """What the shift lead sees of it."""
    expect(grace.locator(".floor__row").nth(1)).to_be_visible()
    put_banners_away(grace)
    grace.locator(".floor__row", has_text="Sam").first.click()
    expect(grace.locator(".said").first).to_be_visible()
    album.for_the_docs(grace, "floor", 1440, 900)


def plain_pages(house: House, page: Page, album: Album) -> None:
    for name, path in {"home": "/", "help": "/other-help/", "safety": "/safety-tips/", "404": "/nothing/"}.items():
        page.goto(f"{house.base_url}{path}")
        album.keep(page, name, whole=True)


def put_banners_away(page: Page) -> None:
    """What lies over the page is not what this picture is about."""
    hide = page.locator("[data-part=pages] [data-part=hide]")
    while left := hide.count():
        hide.first.click()
        expect(hide).to_have_count(left - 1)


def main(folder: str, *which: str) -> None:
    album = Album(Path(folder), docs_only="docs" in which)
    try:
        with sync_playwright() as playwright:
            expect.set_options(timeout=WAIT_MILLISECONDS)
            browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS])
            with House() as house:
                play(house, browser, album)
            with House() as house:
                tour(house, lambda: browser.new_context(locale="en-GB").new_page(), album)
            browser.close()
    finally:
        clear_seed()


if __name__ == "__main__":
    main(*sys.argv[1:])
