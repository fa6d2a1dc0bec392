"""Pictures of every page, taken of the running product: `python -m tests.pages.pictures FOLDER`.

The story is played once on real processes; each page is then shown in three sizes, light and dark.
The three named in README go to FOLDER/readme.
"""

import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import FLAGS, chromium
from tests.house import House
from tests.pages.story import DESK, IN_DANGER, answer, decide, sign_in, start_chat, take_next, write
from tests.seed import clear_seed

SIZES = {"phone": (360, 780), "tablet": (768, 1024), "desk": (1440, 900)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


class Album:
    """A folder of pictures."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, page: Page, name: str, *, whole: bool = False, sizes: tuple[str, ...] = tuple(SIZES)) -> None:
        """The page in every size, light and dark; `whole` with all that has to be scrolled to."""
        was = page.viewport_size
        for size in sizes:
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                self.one(page, f"{name}-{size}-{scheme}", whole=whole)
        page.emulate_media(color_scheme="light")
        if was:
            page.set_viewport_size(was)

    def for_the_readme(self, page: Page, name: str, width: int, height: int) -> None:
        page.set_viewport_size({"width": width, "height": height})
        self.one(page, f"readme/{name}")

    def one(self, page: Page, name: str, *, whole: bool = False) -> None:
        page.mouse.move(0, 0)  # nothing is pointed at
        page.screenshot(path=self.folder / f"{name}.png", full_page=whole, animations="disabled", caret="hide")


def play(house: House, browser: Browser, album: Album) -> None:
    """The story, and a picture of each page on the way."""

    def somebody() -> Page:
        return browser.new_context(locale="en-GB", viewport={"width": 360, "height": 780}).new_page()

    def at_a_desk(name: str) -> Page:
        return sign_in(browser.new_context(locale="en-GB", **DESK).new_page(), house, name)

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
    album.for_the_readme(sam, "console", 1440, 900)
    sam.keyboard.press("Alt+e")
    album.keep(sam, "console-escalate", sizes=("phone", "desk"))
    sam.keyboard.press("Escape")
    album.keep(aisha, "chat")
    album.for_the_readme(aisha, "phone", 360, 780)
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
    album.for_the_readme(okafor, "escalation", 1440, 920)
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


def plain_pages(house: House, page: Page, album: Album) -> None:
    for name, path in {"home": "/", "help": "/other-help/", "safety": "/safety-tips/", "404": "/nothing/"}.items():
        page.goto(f"{house.base_url}{path}")
        album.keep(page, name, whole=True)


def put_banners_away(page: Page) -> None:
    """What lies over the page is not what this picture is about."""
    for hide in page.locator("[data-part=pages] [data-part=hide]").all():
        hide.click()


def main(folder: str) -> None:
    try:
        with House() as house, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS])
            play(house, browser, Album(Path(folder)))
            browser.close()
    finally:
        clear_seed()


if __name__ == "__main__":
    main(sys.argv[1])
