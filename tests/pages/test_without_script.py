"""The whole visit of a young person whose browser runs no script: forms, pages and a frame that looks again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.house import House
from tests.pages.story import BEYOND, PHONE, nothing_beyond, password_of
from tests.visitor import Visitor
from tests.wire import Wire

# The frame asks again every 5 seconds; a slow machine may miss one.
REFRESHED = 12_000


@pytest.fixture
def aisha(house: House, new_page: Callable[..., Page]) -> Page:
    page = new_page(**PHONE, java_script_enabled=False)
    nothing_beyond(page, house)
    page.goto(house.base_url)
    return page


@pytest.fixture
def sam(house: House) -> Visitor:
    return house.visitor().signs_in("sam@demo.example", password_of(house))


def words_of(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def start(page: Page, words: str = "") -> None:
    page.get_by_label("What is on your mind?").fill(words)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="You are in the queue")).to_be_visible()


def chat_cookies(page: Page) -> list[str]:
    return [cookie["name"] for cookie in page.context.cookies() if cookie["name"].endswith("chat")]


@pytest.mark.usefixtures("empty_queue")
def test_a_whole_chat_from_start_to_end(aisha: Page, sam: Visitor) -> None:
    start(aisha, "nobody at school talks to me")
    expect(words_of(aisha).get_by_text("nobody at school talks to me")).to_be_visible()
    expect(words_of(aisha).get_by_text("Sent", exact=True)).to_be_visible()
    aisha.get_by_label("Write a message").fill("not even on the bus")
    aisha.get_by_role("button", name="Send").click()
    expect(words_of(aisha).get_by_text("not even on the bus")).to_be_visible()

    with sam.wire("/ws/console/") as console:
        console.send("take_next")
        number = console.expect("taken")["conversation"]
        say(console, number, "That sounds lonely. I am glad you told me.")

        # Nobody touches the page: the frame comes for the answer by itself.
        expect(words_of(aisha).get_by_text("That sounds lonely.")).to_be_visible(timeout=REFRESHED)
        expect(words_of(aisha).get_by_text("is listening now")).to_be_visible()
        said = words_of(aisha).get_by_role("log").inner_text()
        assert said.index("nobody at school") < said.index("on the bus") < said.index("That sounds lonely")

        aisha.get_by_role("link", name="End chat").click()
        aisha.get_by_role("button", name="End the chat").click()
        expect(aisha.get_by_role("heading", name="This chat has ended")).to_be_visible()
        console.expect("state", conversation=number, state="closed_by_yp")


def say(console: Wire, conversation: int, body: str) -> None:
    console.send("say", conversation=conversation, id="0b5c1c86-6a0f-4f4b-9d0e-0d4f7d6c1a55", body=body)
    console.expect("said", by="you")


def test_a_refusal_keeps_the_words(aisha: Page) -> None:
    start(aisha)
    long = "and then " * 500
    aisha.get_by_label("Write a message").fill(long)
    aisha.get_by_role("button", name="Send").click()

    expect(aisha.get_by_text("longer than we can take in one go")).to_be_visible()
    expect(aisha.get_by_label("Write a message")).to_have_value(long)


def test_a_refusal_at_the_start_keeps_the_words_and_the_name(aisha: Page) -> None:
    long = "it began last year " * 250
    aisha.get_by_text("Add a name, your age or how you feel").click()
    aisha.get_by_label("What can we call you?").fill("Robin")
    aisha.get_by_label("How old are you?").select_option("13_15")
    aisha.get_by_label("What is on your mind?").fill(long)
    aisha.get_by_role("button", name="Start").click()

    expect(aisha.get_by_text("longer than we can take in one go")).to_be_visible()
    expect(aisha.get_by_label("What is on your mind?")).to_have_value(long)
    expect(aisha.get_by_label("What can we call you?")).to_have_value("Robin")
    expect(aisha.get_by_label("How old are you?")).to_have_value("13_15")


def test_a_nervous_double_press_says_it_once(aisha: Page, house: House) -> None:
    start(aisha)
    client_id = aisha.locator("[name=client_id]").input_value()
    aisha.get_by_label("Write a message").fill("only once please")
    aisha.get_by_role("button", name="Send").dblclick()
    expect(words_of(aisha).get_by_text("only once please")).to_have_count(1)

    assert house.sql("SELECT count(*) FROM chat_message WHERE client_id = %s", client_id) == [(1,)]


def test_exit_forgets_the_chat(aisha: Page, house: House) -> None:
    start(aisha, "somebody is coming up the stairs")
    assert chat_cookies(aisha)

    aisha.get_by_role("link", name="Exit this page").last.click()
    expect(aisha).to_have_title(BEYOND)

    assert chat_cookies(aisha) == []
    aisha.goto(f"{house.base_url}/chat/")
    expect(aisha.get_by_role("heading", name="You can talk to us")).to_be_visible()
    expect(aisha.get_by_text("somebody is coming")).to_have_count(0)


def test_another_site_cannot_make_somebody_leave(aisha: Page, house: House) -> None:
    """A picture, a frame or a link of theirs that leads to our way out must not end a chat."""
    way_out = f"{house.base_url}/exit/"
    trap = f'<img src="{way_out}"><iframe src="{way_out}"></iframe><a href="{way_out}">look</a>'
    aisha.context.route(
        re.compile("^http://127.0.0.1:1/"), lambda route: route.fulfill(content_type="text/html", body=trap)
    )
    start(aisha, "still here")
    before = chat_cookies(aisha)

    aisha.goto("http://127.0.0.1:1/")
    aisha.get_by_role("link", name="look").click()

    assert chat_cookies(aisha) == before != []
    aisha.goto(f"{house.base_url}/chat/")
    expect(words_of(aisha).get_by_text("still here")).to_be_visible()


def test_other_help_and_staying_private_can_be_read(aisha: Page) -> None:
    aisha.get_by_role("link", name="Other people you can talk to").first.click()
    for number in ("tel:999", "tel:08001111", "sms:85258", "tel:116123", "tel:08000684141"):
        expect(aisha.locator(f'a[href="{number}"]').first).to_be_visible()
    aisha.get_by_role("link", name="How to stay private").click()
    expect(aisha.get_by_role("heading", name="How to stay private")).to_be_visible()
    aisha.get_by_role("link", name="Back to the start").click()
    expect(aisha.get_by_role("heading", name="You can talk to us")).to_be_visible()


def test_what_needs_script_is_not_shown(aisha: Page) -> None:
    start(aisha)

    expect(aisha.get_by_role("button", name="Hide words")).to_have_count(0)
    expect(aisha.locator("[data-newer]")).to_be_hidden()
