"""Leaving fast: the page is empty at once, and whoever takes the phone next finds none of the words."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests.house import House
from tests.pages.story import BEYOND, PHONE, answer, nothing_beyond, start_chat, take_next, write

CANARY = "marmalade-lighthouse"
HALF_WRITTEN = "half-written-walnut"
# What the tab is called on every page, so that a shared screen says nothing.
NEUTRAL = "Notes"


@pytest.fixture
def aisha(house: House, new_page: Callable[..., Page]) -> Page:
    """Somebody with a chat, words in it and a draft."""
    page = new_page(**PHONE)
    page.asked = nothing_beyond(page, house)  # type: ignore[attr-defined]
    start_chat(page, house, f"he reads my phone {CANARY}")
    write(page, f"please dont tell him {CANARY}")
    page.get_by_label("Write a message").fill(HALF_WRITTEN)
    return page


def press_exit(page: Page) -> None:
    page.get_by_role("link", name="Exit this page").last.click()


def press_shift_three_times(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def nothing_is_left(page: Page, house: House) -> None:
    """Neither on the page before, nor in what the browser keeps, nor at our address."""
    page.go_back()
    assert_without_words(page)

    page.goto(f"{house.base_url}/chat/")
    expect(page.get_by_role("heading", name="You can talk to us")).to_be_visible()
    assert_without_words(page)
    kept = page.evaluate("JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)])")
    assert kept == "[[],[]]"
    assert not [cookie for cookie in page.context.cookies() if cookie["name"].endswith("chat")]
    assert CANARY not in json.dumps(page.context.storage_state())


def assert_without_words(page: Page) -> None:
    content = page.content()
    assert CANARY not in content
    assert HALF_WRITTEN not in content


@pytest.mark.parametrize("way", [press_exit, press_shift_three_times])
def test_leaving_leaves_nothing_behind(aisha: Page, house: House, way: Callable[[Page], None]) -> None:
    way(aisha)

    expect(aisha).to_have_title(BEYOND)
    nothing_is_left(aisha, house)


def test_the_plain_site_is_not_told_where_somebody_came_from(aisha: Page) -> None:
    press_exit(aisha)
    expect(aisha).to_have_title(BEYOND)

    asked: list[Request] = aisha.asked  # type: ignore[attr-defined]
    assert len(asked) == 1
    assert asked[0].header_value("referer") is None


def test_leaving_without_a_connection(aisha: Page, house: House) -> None:
    """The page empties itself; the server is not asked, so the next page it serves has to see that somebody left."""
    aisha.context.unroute_all()
    aisha.context.set_offline(True)
    press_exit(aisha)
    aisha.wait_for_url(re.compile("^chrome-error:|bbc"))
    assert_without_words(aisha)

    aisha.context.set_offline(False)
    nothing_is_left(aisha, house)


def follow(page: Page, link: str) -> None:
    """As a person does: only a page that has finished loading has the script that leaves no step in the history."""
    page.wait_for_load_state("load")
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name=link).first.click()


def test_the_page_before_the_chat_does_not_lead_back_into_it(house: House, new_page: Callable[..., Page]) -> None:
    """However many pages were looked at: Back from the plain site leads to what was there before all of them."""
    page = new_page(**PHONE)
    nothing_beyond(page, house)
    page.goto(f"{house.base_url}/safety-tips/")
    before = page.evaluate("history.length")
    for link in ("Back to the start", "Other people you can talk to", "Back to the start"):
        follow(page, link)
    page.get_by_label("What is on your mind?").fill(CANARY)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="You are in the queue")).to_be_visible()
    page.wait_for_load_state("load")
    page.get_by_role("link", name="I am not safe now").click()

    assert page.evaluate("history.length") == before
    press_exit(page)
    expect(page).to_have_title(BEYOND)
    page.go_back()
    assert page.url == "about:blank"


def test_capital_letters_are_not_the_way_out(aisha: Page) -> None:
    box = aisha.get_by_label("Write a message")
    box.focus()
    for letter in "WHY ME":
        aisha.keyboard.press(f"Shift+{letter}" if letter != " " else "Space")

    expect(box).to_have_value(f"{HALF_WRITTEN}WHY ME")


def test_every_page_of_theirs_has_the_same_plain_title(aisha: Page, house: House) -> None:
    expect(aisha).to_have_title(NEUTRAL)
    for path in ("/", "/other-help/", "/safety-tips/", "/chat/transcript/", "/chat/end/", "/nothing-here/"):
        aisha.goto(f"{house.base_url}{path}")
        expect(aisha).to_have_title(NEUTRAL)


def test_a_draft_waits_in_the_tab_and_does_not_outlive_exit(aisha: Page, house: House) -> None:
    """After a look at other help it is there again; from another page of ours Exit wipes it too."""
    for _ in range(2):
        aisha.goto(f"{house.base_url}/other-help/")
        assert aisha.evaluate("sessionStorage.length") == 1
        aisha.goto(f"{house.base_url}/chat/")
        expect(aisha.get_by_label("Write a message")).to_have_value(HALF_WRITTEN)

    aisha.goto(f"{house.base_url}/other-help/")
    press_exit(aisha)
    expect(aisha).to_have_title(BEYOND)
    nothing_is_left(aisha, house)


@pytest.mark.usefixtures("empty_queue")
def test_hidden_words_stay_hidden_until_they_are_asked_for(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page]
) -> None:
    aisha, sam = start_chat(new_page(**PHONE), house, CANARY), signed_in("sam")
    take_next(sam)
    expect(aisha.get_by_text("Listening now", exact=True)).to_be_visible()

    aisha.get_by_label("Write a message").fill(HALF_WRITTEN)
    aisha.get_by_role("button", name="Hide words").click()

    expect(aisha.get_by_text(CANARY)).to_be_hidden()
    expect(aisha.get_by_label("Write a message")).to_have_css("color", "rgba(0, 0, 0, 0)")
    answer(sam, "I am here")
    # It has come, and it cannot be seen.
    expect(aisha.locator(".message--counsellor")).to_have_count(1)
    expect(aisha.get_by_text("I am here")).to_be_hidden()

    aisha.get_by_role("button", name="Show words").click()
    expect(aisha.get_by_text(CANARY)).to_be_visible()
    expect(aisha.get_by_text("I am here")).to_be_visible()
    expect(aisha.get_by_label("Write a message")).to_have_value(HALF_WRITTEN)
