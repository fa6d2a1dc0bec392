"""The concern door in a browser: a friend with a phone, without script, and with the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import DESK, PHONE, SMALL_PHONE, nothing_beyond

PATHS = ("/concern/", "/concern/more/")


def fill_in(page: Page, who: str) -> None:
    page.get_by_label("What did you see or hear?").fill("she said nobody would miss her")
    page.get_by_label("Who is it?").fill(who)


@pytest.mark.parametrize("runs_script", [True, False], ids=["with script", "without script"])
def test_a_friend_says_it_keeps_the_reference_and_adds_something(
    house: House, new_page: Callable[..., Page], runs_script: bool
) -> None:
    friend = new_page(**PHONE, java_script_enabled=runs_script)
    friend.goto(house.base_url)
    friend.get_by_role("link", name="Tell us about them").click()
    expect(friend.get_by_role("heading", name="Worried about somebody?")).to_be_visible()
    expect(friend.locator(".concern__now")).to_be_hidden()

    fill_in(friend, f"Mia of story {runs_script}")
    friend.get_by_label("They are in danger right now").check()
    expect(friend.locator(".concern__now")).to_be_visible()
    friend.get_by_role("button", name="Send it").click()

    expect(friend.get_by_role("heading", name="Thank you. We have it.")).to_be_visible()
    expect(friend.get_by_role("link", name="Call 999 now")).to_be_visible()
    reference = friend.locator(".return-name").inner_text()
    friend.get_by_role("link", name="Add something").click()
    friend.get_by_label("Your reference").fill(reference.upper())
    friend.get_by_label("What would you like to add?").fill("she is at the park")
    friend.get_by_role("button", name="Send it").click()
    expect(friend.locator(".return-name")).to_have_text(reference)


def test_h18_the_way_out_is_there_and_back_finds_nothing(house: House, new_page: Callable[..., Page]) -> None:
    friend = new_page(**PHONE)
    nothing_beyond(friend, house)
    friend.goto(f"{house.base_url}/concern/")
    fill_in(friend, "Mia of the way out")
    friend.get_by_role("button", name="Send it").click()
    expect(friend.locator(".return-name")).to_be_visible()
    assert friend.title() == "Notes"

    friend.get_by_role("link", name="Exit this page").last.click()
    friend.wait_for_url(lambda url: not url.startswith(house.base_url))
    friend.goto(f"{house.base_url}/concern/thanks/")

    expect(friend.get_by_role("heading", name="Worried about somebody?")).to_be_visible()


def test_a_whole_concern_with_the_keyboard_alone(house: House, new_page: Callable[..., Page]) -> None:
    friend = new_page(**DESK)
    friend.goto(f"{house.base_url}/concern/")
    field = friend.get_by_label("What did you see or hear?")
    for _ in range(12):
        if field.evaluate("field => field === document.activeElement"):
            break
        friend.keyboard.press("Tab")
    friend.keyboard.type("he was asleep in the bus shelter again")
    for _ in range(12):
        friend.keyboard.press("Tab")
        assert friend.evaluate("document.activeElement.id") != "trap"
        if friend.evaluate("document.activeElement.textContent.trim()") == "Send it":
            break
    friend.keyboard.press("Enter")

    expect(friend.get_by_role("heading", name="Thank you. We have it.")).to_be_visible()


def test_everybody_can_read_it(house: House, new_page: Callable[..., Page]) -> None:
    page = new_page(**PHONE)
    found = []
    for path in (*PATHS, "thanks"):
        if path == "thanks":
            page.goto(f"{house.base_url}/concern/")
            fill_in(page, "Mia whom everybody can read about")
            page.get_by_label("They are in danger right now").check()
            page.get_by_role("button", name="Send it").click()
            expect(page.locator(".return-name")).to_be_visible()
        else:
            page.goto(f"{house.base_url}{path}")
        for size, scheme in ((DESK["viewport"], "light"), (SMALL_PHONE["viewport"], "dark")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += [f"{path} {scheme}: {one}" for one in violations(page)]
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, path

    assert found == []
