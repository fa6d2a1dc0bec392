"""Steps of the story of the service, each done with a hand on a real page."""

from collections.abc import Mapping
from functools import cache
from json import loads
from re import compile as pattern
from typing import Any

from playwright.sync_api import Page, Request, Route, expect

from tests.house import House

PHONE: Mapping[str, Any] = {"viewport": {"width": 360, "height": 780}, "has_touch": True}
SMALL_PHONE: Mapping[str, Any] = {"viewport": {"width": 320, "height": 568}, "has_touch": True}
DESK: Mapping[str, Any] = {"viewport": {"width": 1440, "height": 900}}

# The title of every page that is not ours.
BEYOND = "elsewhere"

IN_DANGER = "i took a load of my nans heart tablets about an hour ago. feel sick"


@cache
def password_of(house: House) -> str:
    """The one all demo people share."""
    return str(loads(house.manage("demo", "--json"))["password"])


def sign_in(page: Page, house: House, name: str) -> Page:
    """As one of the demo people, through the form."""
    page.goto(f"{house.base_url}/staff/sign-in/")
    page.get_by_label("Email").fill(f"{name}@demo.example")
    page.get_by_label("Password").fill(password_of(house))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def start_chat(page: Page, house: House, words: str = "") -> Page:
    """A young person comes in, with or without first words."""
    page.goto(house.base_url)
    page.get_by_label("What is on your mind?").fill(words)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="You are in the queue")).to_be_visible()
    page.wait_for_load_state()  # the heading is there before the script is
    return page


def write(page: Page, words: str) -> None:
    """The young person sends words, and sees that they are stored."""
    page.get_by_label("Write a message").fill(words)
    page.get_by_role("button", name="Send").click()
    sent = page.get_by_role("log").locator(".message--you", has_text=words)
    expect(sent.locator(".message__state")).to_have_text(pattern("^(Sent|Seen)$"))


def take_next(page: Page) -> None:
    """The counsellor takes whoever is next, at a console that has been told who is there already."""
    expect(page.locator("[data-part=mine-count]")).not_to_have_text("–")
    here = page.locator(".mine__row")
    before = here.count()
    page.get_by_role("button", name="Take next person").click()
    try:
        expect(here).to_have_count(before + 1)
    except AssertionError:
        raise AssertionError(f"the page says: {page.locator('[data-part=take-answer]').inner_text()!r}") from None


def answer(page: Page, words: str) -> None:
    """The counsellor writes in the conversation that is open, and it is stored. The second time it goes at once."""
    page.locator("#reply").fill(words)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".said--you", has_text=words)).to_be_visible()
    expect(page.locator(".said--unsent")).to_have_count(0)


def decide(page: Page) -> None:
    """The lead fills in the whole form."""
    page.get_by_label("Emergency services, with their agreement").check()
    page.get_by_label("Why", exact=True).fill("Tablets an hour ago, and she feels sick. She agreed to an ambulance.")
    page.get_by_label("What does this do for the child?").fill("She is seen in hospital tonight.")
    page.get_by_label("What else could be done?").fill("Stay in the chat and wait. Ask her aunt to come.")
    page.get_by_label("What was shared, and with whom?").fill("To the ambulance: what she took and when.")
    page.get_by_label("On which ground was it shared?").select_option("They agreed")
    page.get_by_role("group", name="Was the young person told?").get_by_label("Yes", exact=True).check()
    page.get_by_label("They were told in another way").check()
    page.get_by_role("group", name="Was a parent or carer told?").get_by_label("No", exact=True).check()
    page.get_by_label("Why was no parent or carer told?").fill("The hospital will, once she is safe.")
    page.get_by_label("Consulted").fill("J. Hollis")
    page.get_by_label("Review on").fill("2030-01-02")


def nothing_beyond(page: Page, house: House) -> list[Request]:
    """Whatever asks for another site is noted, and answered with an empty page: none of them can be reached."""
    asked: list[Request] = []

    def answer_instead(route: Route) -> None:
        asked.append(route.request)
        route.fulfill(status=200, content_type="text/html", body=f"<title>{BEYOND}</title>")

    page.context.route(lambda url: not url.startswith(house.base_url), answer_instead)
    return asked
