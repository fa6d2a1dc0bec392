"""From an invitation to signing in with a passkey alone, by keyboard, in a browser with a virtual authenticator."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import DESK, PHONE, answer, password_of, start_chat, take_next, write

# A folder to keep pictures in, for somebody who wants to look.
PICTURES = os.environ.get("PICTURES", "")
PASSWORD = "slow harbour window"
BEGUN = "take all the time you"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(page: Page) -> Page:
    """A finger on the sensor of this computer, always the right one."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def looks_right(page: Page, name: str) -> None:
    """Nothing an auditor would find, in both lights; nothing sideways on a phone. Pictures are for whoever looks."""
    for light in ("light", "dark"):
        page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
        assert violations(page) == [], f"{name}, {light}"
        picture(page, f"{name}-{light}")
    page.set_viewport_size(PHONE["viewport"])
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"], f"{name}, on a phone"
    picture(page, f"{name}-phone-dark")
    page.emulate_media(color_scheme="light")
    picture(page, f"{name}-phone-light")
    page.set_viewport_size(DESK["viewport"])


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def press(page: Page, name: str) -> None:
    """Reached with Tab from where the hand is, pressed with Enter."""
    button = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.first.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab does not reach {name}")


def invited(page: Page) -> str:
    """Maya makes the link for somebody new."""
    page.get_by_role("link", name="People").click()
    looks_right(page, "people")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Name, as young people").fill("Nia")
    page.get_by_label("E-mail address").fill("nia@example.org")
    page.get_by_label("Counsellor").check()
    looks_right(page, "invite")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Link", exact=True).input_value()
    looks_right(page, "link")
    return link


def test_from_an_invitation_to_a_sign_in_by_passkey(
    house: House, signed_in: Callable[..., Page], new_page: Callable[..., Page]
) -> None:
    link = invited(signed_in("maya"))
    page = with_authenticator(new_page(**DESK))

    # The invitation: a password, then the second step
    page.goto(link)
    looks_right(page, "invitation")
    page.get_by_label("New password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Second step at sign-in")).to_be_visible()
    looks_right(page, "two-step-first")
    press(page, "Add a passkey")
    expect(page.get_by_label("What you call it")).to_be_visible()
    looks_right(page, "passkey-new")
    page.get_by_label("What you call it").fill("Desk in the office")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{house.base_url}/staff/two-step/")
    expect(page.get_by_text("Desk in the office").first).to_be_visible()
    looks_right(page, "two-step")

    # Out, and in again with nothing but the passkey
    press(page, "Sign out")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()
    looks_right(page, "sign-in")
    press(page, "Use a passkey")
    expect(page.locator("[data-console]")).to_be_attached()
    page.get_by_role("link", name="Nia").click()
    expect(page.get_by_text("by passkey")).to_be_visible()
    looks_right(page, "sign-ins")

    # The lock, and the key to it
    press(page, "Lock")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    looks_right(page, "lock")
    page.reload()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    looks_right(page, "locked-page")
    press(page, "Use my passkey")
    expect(page.get_by_role("heading", name="Where I am signed in")).to_be_visible()

    # Her link again, and a wrong password: said kindly, and what she typed stays
    page.context.clear_cookies()
    page.goto(link)
    expect(page.get_by_role("heading", name="This link works no more")).to_be_visible()
    looks_right(page, "link-used")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Email").fill("nia@example.org")
    page.get_by_label("Password").fill("something else")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="not correct")).to_be_visible()
    expect(page.get_by_label("Email")).to_have_value("nia@example.org")
    looks_right(page, "sign-in-wrong")

    # By password, with the passkey as the second step
    page.goto(f"{house.base_url}/staff/sign-in/?next=/staff/sign-ins/")
    page.get_by_label("Email").fill("nia@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    looks_right(page, "second-step")
    press(page, "Use my passkey")
    expect(page.get_by_role("heading", name="Where I am signed in")).to_be_visible()


@pytest.fixture
def with_her(
    house: House, empty_queue: None, signed_in: Callable[..., Page], new_page: Callable[..., Page]
) -> tuple[Page, Page]:
    """Sam has somebody, has answered, and is in the middle of a sentence that the service has already."""
    young = start_chat(new_page(**PHONE), house, "hello is somebody there")
    sam = signed_in("sam")
    take_next(sam)
    answer(sam, "I am here.")
    house.sql("DELETE FROM chat_draft")
    sam.locator("#reply").fill(BEGUN)
    house.wait_until(lambda: house.sql("SELECT count(*) FROM chat_draft") == [(1,)], "the draft is kept")
    return sam, young


def test_a_console_covers_itself_rings_and_comes_back_as_it_was(house: House, with_her: tuple[Page, Page]) -> None:
    sam, young = with_her

    sam.get_by_role("button", name="Lock", exact=True).click()

    cover = sam.get_by_role("dialog", name="Locked")
    expect(cover).to_be_visible()
    expect(sam.locator(".said--you")).not_to_be_visible()
    for _ in range(3):  # the browser itself would close a card at the second Escape
        sam.keyboard.press("Escape")
    expect(cover).to_be_visible()
    # From the moment it is covered: whether its socket knows of the lock yet or not, these words come to no screen.
    write(young, "i want to end my life tonight")
    expect(cover.get_by_text("Somebody needs a person here now")).to_be_visible()
    expect(sam.get_by_text("tonight")).to_have_count(0)
    assert violations(sam) == []
    if PICTURES:
        sam.screenshot(path=str(Path(PICTURES) / "console-locked.png"))

    cover.get_by_label(re.compile("assword")).fill(password_of(house))
    sam.keyboard.press("Enter")

    expect(cover).not_to_be_visible()
    expect(sam.get_by_text("i want to end my life tonight").first).to_be_visible()
    expect(sam.locator("#reply")).to_have_value(BEGUN)


def test_an_answer_from_before_the_lock_uncovers_nothing(with_her: tuple[Page, Page]) -> None:
    """The service was asked while the page was open, and says "not locked" when it is covered already."""
    sam, _ = with_her
    asked: list[Route] = []
    sam.route(
        "**/staff/lock/", lambda route: asked.append(route) if route.request.method == "GET" else route.continue_()
    )
    with sam.expect_request(lambda request: request.url.endswith("/staff/lock/")):
        sam.evaluate("dispatchEvent(new Event('pageshow'))")

    with sam.expect_response(lambda answered: answered.request.method == "POST" and "/staff/lock/" in answered.url):
        sam.get_by_role("button", name="Lock", exact=True).click()
    with sam.expect_response(lambda answered: answered.request.method == "GET" and "/staff/lock/" in answered.url):
        open_still = {"locked": False, "due": False, "locks_in": 600, "ends_in": 40_000, "tell_at": [1800, 300]}
        asked.pop(0).fulfill(json=open_still)

    expect(sam.locator("html.is-locked")).to_be_attached()
    expect(sam.get_by_role("dialog", name="Locked")).to_be_visible()


def test_the_end_of_twelve_hours_is_told_and_passed_without_losing_a_word(
    house: House, with_her: tuple[Page, Page]
) -> None:
    """H01: nobody's chat is cut off because a clock ran out. First in time, then too late."""
    sam, young = with_her
    has_her = (
        "SELECT c.state FROM chat_conversation c JOIN rota_staffmember s ON s.id = c.owner_id"
        " WHERE s.email = 'sam@demo.example' AND c.ended_at IS NULL"
    )

    began(house, sam, hours=11.9)
    sam.evaluate("dispatchEvent(new Event('pageshow'))")
    sam.get_by_role("link", name="Show it now").click()
    longer = sam.get_by_role("dialog", name="Go on for twelve more hours")
    expect(longer).to_be_visible()
    looks_right(sam, "console-longer")
    longer.get_by_label("assword").fill(password_of(house))
    sam.keyboard.press("Enter")
    expect(longer).not_to_be_visible()
    expect(sam.get_by_role("link", name="Show it now")).not_to_be_visible()

    began(house, sam, hours=12.01)
    due = sam.get_by_role("dialog", name="Is it still you?")
    expect(due).to_be_visible()
    looks_right(sam, "console-due")
    write(young, "are you still there")
    assert house.sql(has_her) == [("active",)]
    due.get_by_label("assword").fill(password_of(house))
    sam.keyboard.press("Enter")
    expect(due).not_to_be_visible()
    expect(sam.get_by_text("are you still there").first).to_be_visible()
    expect(sam.locator("#reply")).to_have_value(BEGUN)


def began(house: House, page: Page, *, hours: float) -> None:
    """This browser has been signed in for so long."""
    [key] = [cookie["value"] for cookie in page.context.cookies() if cookie["name"].endswith("staff")]
    since = "UPDATE rota_signin SET renewed_at = now() - interval '1 minute' * %s WHERE session_key = %s"
    house.sql(since, hours * 60, key)
