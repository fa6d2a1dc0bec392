"""Before we tell anyone, in browsers: the console writes and shows it, the young person taps, reads and answers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import DESK, PHONE, SMALL_PHONE, answer, nothing_beyond, start_chat, take_next

TO_WHOM, WHAT = "The children’s team of your council", "That he hurts you and you are afraid to go home"
LINE = "Something to read, when you are alone"


@pytest.fixture
def sam(signed_in: Callable[..., Page], house: House, empty_queue: None) -> Page:
    page = signed_in("sam")
    page.goto(f"{house.base_url}/console/")
    return page


def escalate(sam: Page) -> None:
    sam.get_by_role("button", name="Escalate", exact=False).first.click()
    dialog = sam.locator("#escalate")
    dialog.locator("[value=very_soon]").check()
    dialog.get_by_label("Why?", exact=False).fill("he hurts her")
    dialog.get_by_role("button", name="Escalate now").click()
    expect(dialog).to_be_hidden()


def write_telling(sam: Page) -> None:
    sam.get_by_role("button", name="Write what they are told").click()
    dialog = sam.locator("#tell")
    dialog.get_by_label("Who will be told?").fill(TO_WHOM)
    dialog.get_by_label("What will be said?").fill(WHAT)
    dialog.get_by_label("Why?", exact=True).fill("So that you are safe tonight")
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog).to_be_hidden()
    expect(sam.locator(".tellings__one")).to_contain_text("Not shown yet.")


def show_it(sam: Page) -> None:
    sam.get_by_role("button", name="It is safe to show now").click()
    expect(sam.locator(".tellings__one")).to_contain_text("Shown. They have not opened it yet.")


def in_a_chat(house: House, aisha: Page, sam: Page) -> None:
    start_chat(aisha, house, "he hurts me")
    take_next(sam)
    answer(sam, "I am here.")
    expect(aisha.get_by_text("I am here.")).to_be_visible()
    escalate(sam)


def test_h24_it_is_written_shown_tapped_read_and_answered(
    house: House, new_page: Callable[..., Page], sam: Page
) -> None:
    aisha = new_page(**PHONE)
    in_a_chat(house, aisha, sam)
    write_telling(sam)
    expect(aisha.get_by_role("link", name=LINE)).to_be_hidden()

    show_it(sam)

    link = aisha.get_by_role("link", name=LINE)
    expect(link).to_be_visible()
    assert TO_WHOM not in aisha.content()
    assert aisha.title() == "Notes"
    link.click()
    expect(aisha.get_by_role("heading", name="Before we tell anyone")).to_be_visible()
    expect(aisha.get_by_text(WHAT)).to_be_visible()
    assert aisha.title() == "Notes"
    expect(sam.locator(".tellings__one")).to_contain_text("They have read it.")
    aisha.get_by_label("No, I don’t want that").check()
    aisha.get_by_label("In your own words").fill("please not my school")
    aisha.get_by_role("button", name="Send").click()
    expect(aisha.get_by_text("We have what you said")).to_be_visible()
    expect(sam.locator(".tellings__one")).to_contain_text("Does not agree. please not my school")

    aisha.get_by_role("button", name="Hide words").click()
    expect(aisha.get_by_text(WHAT)).to_be_hidden()
    expect(aisha.get_by_text("please not my school")).to_be_hidden()
    aisha.get_by_role("button", name="Show words").click()
    expect(aisha.get_by_text(WHAT)).to_be_visible()
    aisha.get_by_role("link", name="Back to the chat").click()
    expect(aisha.get_by_role("link", name=LINE)).to_be_visible()
    aisha.get_by_role("button", name="Hide words").click()
    expect(aisha.get_by_role("link", name=LINE)).to_be_hidden()


def test_h18_exit_leaves_nothing_of_it(house: House, new_page: Callable[..., Page], sam: Page) -> None:
    aisha = new_page(**PHONE)
    nothing_beyond(aisha, house)
    in_a_chat(house, aisha, sam)
    write_telling(sam)
    show_it(sam)
    aisha.get_by_role("link", name=LINE).click()
    expect(aisha.get_by_text(WHAT)).to_be_visible()

    aisha.get_by_role("link", name="Exit this page").last.click()
    aisha.wait_for_url(lambda url: not url.startswith(house.base_url))
    aisha.go_back()
    assert WHAT not in aisha.content()
    aisha.goto(f"{house.base_url}/chat/telling/")

    expect(aisha.get_by_role("heading", name="You can talk to us")).to_be_visible()
    assert WHAT not in aisha.content()


def test_without_script_the_line_comes_in_the_frame_and_the_answer_by_a_form(
    house: House, new_page: Callable[..., Page], sam: Page
) -> None:
    aisha = new_page(**PHONE, java_script_enabled=False)
    aisha.goto(house.base_url)
    aisha.get_by_label("What is on your mind?").fill("he hurts me")
    aisha.get_by_role("button", name="Start").click()
    take_next(sam)
    answer(sam, "I am here.")
    escalate(sam)
    write_telling(sam)
    show_it(sam)

    aisha.reload()
    aisha.frame_locator("iframe").get_by_role("link", name=LINE).click()
    expect(aisha.get_by_text(WHAT)).to_be_visible()
    expect(aisha.get_by_role("button", name="Hide words")).to_be_hidden()
    aisha.get_by_label("Yes, that is OK").check()
    aisha.get_by_role("button", name="Send").click()

    expect(aisha.get_by_text("We have what you said")).to_be_visible()
    expect(sam.locator(".tellings__one")).to_contain_text("Agrees.")


def test_everybody_can_read_it(house: House, new_page: Callable[..., Page], sam: Page) -> None:
    aisha = new_page(**PHONE)
    in_a_chat(house, aisha, sam)
    write_telling(sam)
    found = [f"console: {one}" for one in violations(sam)]
    sam.get_by_role("button", name="Write what they are told").click()
    found += [f"dialog: {one}" for one in violations(sam)]
    sam.locator("#tell").get_by_role("button", name="Go back").click()
    show_it(sam)
    expect(aisha.get_by_role("link", name=LINE)).to_be_visible()
    found += [f"chat: {one}" for one in violations(aisha)]
    aisha.get_by_role("link", name=LINE).click()
    expect(aisha.get_by_text(WHAT)).to_be_visible()
    for size, scheme in ((DESK["viewport"], "light"), (SMALL_PHONE["viewport"], "dark")):
        aisha.set_viewport_size(size)
        aisha.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"page {scheme}: {one}" for one in violations(aisha)]

    assert aisha.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert found == []
