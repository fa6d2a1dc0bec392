"""The start page, the wait and the end as a young person meets them: true, kind, and working without script."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import DESK, PHONE, SMALL_PHONE, answer, sign_in, start_chat, take_next

NEWEST = "SELECT urgency, says_safe, feeling FROM chat_conversation ORDER BY id DESC LIMIT 1"


def test_somebody_who_says_not_safe_is_shown_999_at_once_and_is_in_front(
    house: House, new_page: Callable[..., Page], empty_queue: None
) -> None:
    page = new_page(**PHONE)
    page.goto(house.base_url)
    now = page.get_by_text("Press Start and you go to the front.")
    expect(now).to_be_hidden()
    page.get_by_label("No", exact=True).check()
    expect(now).to_be_visible()
    assert violations(page) == []

    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("You go first now, with others in danger. We are calling a person.")).to_be_in_viewport()
    assert house.sql(NEWEST) == [("now", "not_safe", None)]

    # A lead is called, although not a word was said.
    okafor = sign_in(new_page(**DESK), house, "okafor")
    expect(okafor.locator(".row").filter(has_text="not safe").first).to_be_visible(timeout=15_000)


def test_every_answer_is_optional_and_none_is_lost_when_words_are_refused(
    house: House, new_page: Callable[..., Page]
) -> None:
    page = new_page(**SMALL_PHONE, java_script_enabled=False)
    page.goto(house.base_url)
    page.get_by_label("What is on your mind?").fill("a" * 4001)
    page.get_by_label("I’m not sure").check()
    page.get_by_text("Add a name, your age or how you feel").click()
    page.get_by_label("What can we call you?").fill("Otter")
    page.get_by_label("How do you feel right now?").select_option("3")
    page.get_by_role("button", name="Start").click()

    expect(page.locator("#start-error")).to_be_visible()
    expect(page.get_by_label("I’m not sure")).to_be_checked()
    expect(page.get_by_label("How do you feel right now?")).to_have_value("3")
    expect(page.get_by_label("What can we call you?")).to_have_value("Otter")
    page.get_by_label("What is on your mind?").fill("shorter")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="You are in the queue")).to_be_visible()
    assert house.sql(NEWEST) == [("soon", "not_sure", 3)]


def test_the_start_page_says_within_seconds_when_somebody_comes_on_and_goes(
    house: House, new_page: Callable[..., Page]
) -> None:
    with_script, without = new_page(**PHONE), new_page(**PHONE, java_script_enabled=False)
    for page in (with_script, without):
        page.goto(house.base_url)
    shown = with_script.locator("[data-words]")
    framed = without.frame_locator(".now-frame").get_by_role("status")

    amina = sign_in(new_page(**DESK), house, "amina")
    for words in (shown, framed):
        expect(words).to_contain_text("here to talk", timeout=30_000)
    amina.close()


def test_the_end_is_told_before_and_asks_three_things_that_may_stay_open(
    house: House, new_page: Callable[..., Page], empty_queue: None
) -> None:
    page, sam = new_page(**PHONE), sign_in(new_page(**DESK), house, "sam")
    start_chat(page, house, "hello")
    take_next(sam)
    expect(page.get_by_text("We usually talk for about 45 minutes.")).to_be_visible()
    answer(sam, "Hello, I am Sam.")

    page.get_by_role("link", name="End chat").click()
    page.get_by_role("button", name="End the chat").click()
    expect(page.get_by_role("heading", name="Three questions, if you like")).to_be_visible()
    expect(page.get_by_role("link", name="Skip")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("How do you feel now?").select_option("6")
    page.get_by_label("A bit").check()
    page.get_by_label("What could we do better?").fill("it was fine")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you. A person reads that.")).to_be_visible()
    assert house.sql("SELECT feeling, helped FROM chat_aftertalk ORDER BY id DESC LIMIT 1") == [(6, "a_bit")]
