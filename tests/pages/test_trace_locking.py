"""H18: a page that nobody looks at holds no words; and coming back to it, with the code word or without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import PHONE, nothing_beyond, start_chat, write

CANARY = "marmalade-lighthouse"
DRAFT = "half-written-walnut"
WORD = "juniper"
# What 1280 by 1024 leaves at 400 %, and the narrowest phone.
SMALL = ({"width": 320, "height": 256}, {"width": 360, "height": 780})

SIGHT = """isHidden => {
    Object.defineProperty(document, "hidden", { get: () => isHidden, configurable: true });
    Object.defineProperty(document, "visibilityState", {
        get: () => isHidden ? "hidden" : "visible", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def aisha(house: House, new_page: Callable[..., Page]) -> Page:
    """Somebody with a chat and words in it, whose clock can be moved."""
    page = new_page(**PHONE)
    nothing_beyond(page, house)
    page.clock.install()
    start_chat(page, house, f"he reads my phone {CANARY}")
    return page


def out_of_sight(page: Page, minutes: float) -> None:
    """Another app is in front, and then ours again. Nothing runs meanwhile, as on a phone that sleeps."""
    page.wait_for_load_state()  # with its script, which has to see us go
    page.evaluate(SIGHT, True)
    page.clock.set_system_time(page.evaluate("Date.now()") / 1000 + minutes * 60)
    page.evaluate(SIGHT, False)


def chooses_a_word(page: Page) -> str:
    """From the chat page. Gives the name to come back by."""
    page.get_by_role("link", name="Code word").click()
    page.get_by_label("Your code word").fill(WORD)
    page.get_by_role("button", name="Take this word").click()
    expect(page.get_by_role("heading", name="Your name to come back")).to_be_visible()
    return page.locator(".return-name").inner_text()


def gives(page: Page, word: str, button: str = "Open it") -> None:
    page.get_by_label("Your code word").fill(word)
    page.get_by_role("button", name=button).click()


def looks_right(page: Page) -> None:
    """For everybody: axe, and nothing to scroll sideways on small screens and at 400 %."""
    assert violations(page) == []
    was = page.viewport_size
    assert was
    for size in SMALL:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.scrollingElement.scrollWidth") <= size["width"]
    page.set_viewport_size(was)


def test_h18_two_minutes_out_of_sight_and_the_words_have_left_the_page(aisha: Page, house: House) -> None:
    aisha.get_by_label("Write a message").fill(DRAFT)
    out_of_sight(aisha, 1.5)
    expect(aisha.get_by_text(CANARY)).to_be_visible()

    out_of_sight(aisha, 2.1)
    expect(aisha.get_by_role("heading", name="This page is locked")).to_be_visible()
    assert CANARY not in aisha.content()
    assert DRAFT not in aisha.content()
    assert aisha.locator("textarea").count() == 0
    looks_right(aisha)

    # What is said meanwhile, here in another tab, comes and is not seen.
    other = aisha.context.new_page()
    other.goto(f"{house.base_url}/chat/")
    write(other, "from the other tab")
    aisha.wait_for_timeout(500)
    assert "from the other tab" not in aisha.content()

    aisha.get_by_role("button", name="Open it").click()
    expect(aisha.get_by_text(CANARY)).to_be_visible()
    expect(aisha.get_by_text("from the other tab")).to_be_visible()
    expect(aisha.get_by_label("Write a message")).to_have_value(DRAFT)
    write(aisha, "i am back")


def test_h18_with_a_code_word_the_lock_is_ours(aisha: Page, house: House) -> None:
    chooses_a_word(aisha)
    looks_right(aisha)
    aisha.get_by_role("link", name="Go back to the chat").click()
    expect(aisha.get_by_text(CANARY)).to_be_visible()
    aisha.wait_for_load_state()
    aisha.get_by_label("Write a message").fill(DRAFT)
    other = aisha.context.new_page()
    other.goto(f"{house.base_url}/chat/")
    expect(other.get_by_text(CANARY)).to_be_visible()

    out_of_sight(aisha, 3)
    for page in (aisha, other):  # a second tab of theirs too
        expect(page.get_by_label("Your code word")).to_be_visible()
        assert CANARY not in page.content()
    other.close()
    looks_right(aisha)
    aisha.reload()
    gives(aisha, "not it")
    expect(aisha.get_by_text("That is not the word")).to_be_visible()
    assert CANARY not in aisha.content()

    gives(aisha, "Juniper ")
    expect(aisha.get_by_text(CANARY)).to_be_visible()
    expect(aisha.get_by_label("Write a message")).to_have_value(DRAFT)

    out_of_sight(aisha, 3)
    aisha.get_by_role("button", name="Go on without it").click()
    expect(aisha.get_by_label("Write a message")).to_have_value("")
    write(aisha, "it is still me")
    aisha.reload()
    expect(aisha.get_by_text("it is still me")).to_be_visible()
    assert CANARY not in aisha.content()


def test_h18_without_a_connection_the_page_locks_all_the_same(aisha: Page) -> None:
    chooses_a_word(aisha)
    aisha.get_by_role("link", name="Go back to the chat").click()
    expect(aisha.get_by_text(CANARY)).to_be_visible()
    aisha.context.set_offline(True)

    out_of_sight(aisha, 3)

    expect(aisha.get_by_role("heading", name="This page is locked")).to_be_visible()
    assert CANARY not in aisha.content()
    aisha.get_by_role("button", name="Open it").click()
    assert CANARY not in aisha.content()
    aisha.context.set_offline(False)
    aisha.get_by_role("button", name="Open it").click()
    expect(aisha.get_by_label("Your code word")).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False])
def test_coming_back_on_another_phone(
    aisha: Page, house: House, new_page: Callable[..., Page], has_script: bool
) -> None:
    name = chooses_a_word(aisha)
    phone = new_page(**PHONE, java_script_enabled=has_script)
    phone.goto(house.base_url)
    phone.get_by_role("link", name="I have been here before").click()
    if has_script:
        looks_right(phone)
    words = phone if has_script else phone.frame_locator("iframe")

    phone.get_by_label("The name we gave you").fill(name)
    gives(phone, "wrong word", "Go on")
    expect(phone.get_by_text("We could not find a chat")).to_be_visible()
    before = phone.evaluate("history.length") if has_script else 0
    phone.get_by_label("The name we gave you").fill(name.upper())
    gives(phone, WORD, "Go on")

    expect(words.get_by_text(CANARY)).to_be_visible()
    if has_script:
        assert phone.evaluate("history.length") == before  # one entry in the browser's list, as everywhere
        write(phone, "here i am")
    aisha.goto(f"{house.base_url}/chat/")
    expect(aisha.get_by_role("heading", name="You can talk to us")).to_be_visible()


def test_who_comes_back_after_an_end_is_asked_and_sees_nothing_from_before(aisha: Page) -> None:
    pages = aisha.evaluate("history.length")
    aisha.get_by_role("link", name="End chat").click()
    aisha.get_by_role("button", name="End the chat").click()
    expect(aisha.get_by_role("link", name="Choose one")).to_be_visible()
    aisha.get_by_role("link", name="Talk again").click()
    aisha.get_by_label("What is on your mind?").fill("it is me again")
    aisha.get_by_role("button", name="Start").click()

    expect(aisha.get_by_text("May your counsellor read what you said then?")).to_be_visible()
    expect(aisha.get_by_text("it is me again")).to_be_visible()
    expect(aisha.locator("body")).not_to_contain_text(CANARY)  # hidden or not, and while the page changes
    looks_right(aisha)
    aisha.get_by_role("button", name="No", exact=True).click()
    expect(aisha.get_by_text("May your counsellor read what you said then?")).to_have_count(0)
    write(aisha, "thank you")
    expect(aisha.locator("body")).not_to_contain_text(CANARY)  # hidden or not, and while the page changes
    assert aisha.evaluate("history.length") == pages  # forms too leave one entry for the whole visit


def test_hidden_words_are_hidden_from_the_keyboard_too(aisha: Page) -> None:
    box = aisha.get_by_label("Write a message")
    box.fill(DRAFT)
    aisha.wait_for_load_state()
    hide = aisha.get_by_role("button", name="Hide words")
    hide.focus()
    aisha.keyboard.press("Enter")

    expect(aisha.get_by_text(CANARY)).to_be_hidden()
    box.focus()
    expect(box).to_have_css("color", "rgba(0, 0, 0, 0)")
    aisha.get_by_role("button", name="Show words").press("Space")
    expect(aisha.get_by_text(CANARY)).to_be_visible()
    expect(box).not_to_have_css("color", "rgba(0, 0, 0, 0)")
