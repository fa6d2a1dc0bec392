"""Every page can be read and worked by people who see, hear or move differently: light and dark, phone and desk."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import DESK, IN_DANGER, PHONE, SMALL_PHONE, answer, decide, start_chat, take_next, write

Scheme = Literal["light", "dark"]
# Each side of a page is seen once in every size and every light.
LOOKS: tuple[tuple[str, dict[str, Any], Scheme], ...] = (
    ("desk", DESK["viewport"], "light"),
    ("phone", PHONE["viewport"], "dark"),
)


# The frame that takes the place of a script looks for new words every 5 seconds: a conversation is as it happens,
# which WCAG 2.2.1 lets be. axe cannot know that.
LET_BE = ("the frame without script", "critical meta-refresh")


class Auditor:
    """Collects what is wrong anywhere, so that one run tells all."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def look_at(self, page: Page, name: str) -> None:
        was = page.viewport_size
        assert was
        for size, viewport, scheme in LOOKS:
            page.set_viewport_size(viewport)
            page.emulate_media(color_scheme=scheme)
            found = [one for one in violations(page) if not (name == LET_BE[0] and one.startswith(LET_BE[1]))]
            self.found += [f"{name}, {size}, {scheme}: {one}" for one in found]
        self.fits_a_small_phone(page, name)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(was)

    def fits_a_small_phone(self, page: Page, name: str) -> None:
        """Nothing has to be scrolled sideways at 320 px, which is also 1280 px at 400 % (WCAG 1.4.10)."""
        page.set_viewport_size(SMALL_PHONE["viewport"])
        width = page.evaluate("document.scrollingElement.scrollWidth")
        if width > 320:
            self.found.append(f"{name}: {width} px wide on a phone of 320 px")


@pytest.fixture
def auditor() -> Auditor:
    return Auditor()


def test_a_young_persons_pages(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page], empty_queue: None, auditor: Auditor
) -> None:
    aisha = new_page(**PHONE)
    for name, path in {"home": "/", "help": "/other-help/", "safety": "/safety-tips/", "404": "/nothing/"}.items():
        aisha.goto(f"{house.base_url}{path}")
        auditor.look_at(aisha, name)
    aisha.goto(house.base_url)
    aisha.get_by_text("Add a name, your age or how you feel").click()
    aisha.get_by_label("What is on your mind?").fill("much " * 1000)
    aisha.get_by_role("button", name="Start").click()
    expect(aisha.get_by_text("longer than we can take")).to_be_visible()
    auditor.look_at(aisha, "home refused")

    start_chat(aisha, house, "hi")
    auditor.look_at(aisha, "waiting")
    sam = signed_in("sam")
    take_next(sam)
    answer(sam, "Hello. I am here.")
    write(aisha, "thank you")
    expect(aisha.get_by_text("Listening now", exact=True)).to_be_visible()
    auditor.look_at(aisha, "chat")
    aisha.goto(f"{house.base_url}/chat/transcript/")
    auditor.look_at(aisha, "the frame without script")
    aisha.goto(f"{house.base_url}/chat/")
    aisha.context.set_offline(True)
    aisha.get_by_label("Write a message").fill("is it still working")
    aisha.get_by_role("button", name="Send").click()
    expect(aisha.get_by_text("Not sent yet")).to_be_visible()
    auditor.look_at(aisha, "chat without a connection")
    aisha.context.set_offline(False)
    aisha.get_by_role("button", name="Hide words").click()
    auditor.look_at(aisha, "chat hidden")
    aisha.get_by_role("link", name="End chat").click()
    auditor.look_at(aisha, "end")
    aisha.get_by_role("button", name="End the chat").click()
    expect(aisha.get_by_role("heading", name="This chat has ended")).to_be_visible()
    auditor.look_at(aisha, "ended")
    aisha.goto(f"{house.base_url}/chat/")
    auditor.look_at(aisha, "chat over")

    assert auditor.found == [], "\n".join(["", *auditor.found])


def test_the_way_in_for_staff(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page], auditor: Auditor
) -> None:
    page = new_page()
    page.goto(f"{house.base_url}/staff/sign-in/")
    auditor.look_at(page, "sign-in")
    page.get_by_label("Email").fill("nobody@demo.example")
    page.get_by_label("Password").fill("a wrong one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    auditor.look_at(page, "sign-in refused")
    rhys = signed_in("rhys")
    auditor.look_at(rhys, "staff home")
    rhys.goto(f"{house.base_url}/staff/two-step/")
    auditor.look_at(rhys, "second step")

    assert auditor.found == [], "\n".join(["", *auditor.found])


@pytest.mark.usefixtures("empty_queue")
def test_the_console(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page], auditor: Auditor
) -> None:
    sam = signed_in("sam")
    expect(sam.get_by_text("Nobody is waiting.")).to_be_visible()
    auditor.look_at(sam, "console empty")
    aisha = start_chat(new_page(**PHONE), house, "i feel a bit low today")
    take_next(sam)
    auditor.look_at(sam, "console with a conversation")
    answer(sam, "I am listening.")
    write(aisha, IN_DANGER)
    expect(sam.locator(".said[data-urgency=now]")).to_be_visible()
    start_chat(new_page(**PHONE), house, "i am going to end my life tonight")
    expect(sam.locator("[data-part=waiting-now]")).to_be_visible()
    auditor.look_at(sam, "console with marks")
    for keys, name in {"Alt+e": "escalate", "Alt+x": "end", "?": "keys"}.items():
        sam.locator(".transcript:visible").focus()
        sam.keyboard.press(keys)
        expect(sam.get_by_role("dialog")).to_be_visible()
        auditor.look_at(sam, f"console, {name}")
        sam.keyboard.press("Escape")
    sam.set_viewport_size(PHONE["viewport"])
    sam.get_by_role("button", name="What we know").click()
    auditor.look_at(sam, "console, what we know")

    assert auditor.found == [], "\n".join(["", *auditor.found])


@pytest.mark.usefixtures("empty_queue")
def test_the_escalations(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page], auditor: Auditor
) -> None:
    sam, okafor = signed_in("sam"), signed_in("okafor")
    aisha = start_chat(new_page(**PHONE), house, "can i ask you something")
    take_next(sam)
    write(aisha, IN_DANGER)
    expect(okafor.locator(".banner--page").first).to_be_visible()
    auditor.look_at(okafor, "escalations")
    handle = sam.locator("[data-part=to]").inner_text()
    okafor.locator(".row", has_text=handle).click()
    auditor.look_at(okafor, "escalation")
    okafor.get_by_role("button", name="Acknowledge").click()
    expect(okafor.get_by_text("Acknowledged by")).to_be_visible()
    okafor.get_by_role("button", name="Record decision").click()
    expect(okafor.get_by_text("Nothing is recorded yet.")).to_be_visible()
    auditor.look_at(okafor, "escalation with errors")
    decide(okafor)
    okafor.get_by_role("button", name="Record decision").click()
    expect(okafor.get_by_role("heading", name="Decided:")).to_be_visible()
    auditor.look_at(okafor, "escalation decided")
    okafor.get_by_role("link", name="Whole conversation").click()
    auditor.look_at(okafor, "whole conversation")

    assert auditor.found == [], "\n".join(["", *auditor.found])
