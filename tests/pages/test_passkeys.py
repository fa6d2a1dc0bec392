"""From an invitation to signing in with a passkey alone, by keyboard, in a browser with a virtual authenticator."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import DESK, PHONE, answer, password_of, start_chat, take_next, write

# A folder to keep pictures in, for somebody who wants to look.
PICTURES = os.environ.get("PICTURES", "")
PASSWORD = "slow harbour window"
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
    """Nothing an auditor would find, in both lights; the pictures are for whoever looks."""
    for light in ("light", "dark"):
        page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
        assert violations(page) == [], f"{name}, {light}"
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{light}.png"), full_page=True)
    page.emulate_media(color_scheme="light")


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

    # By password, with the passkey as the second step
    page.context.clear_cookies()
    page.goto(f"{house.base_url}/staff/sign-in/?next=/staff/sign-ins/")
    page.get_by_label("Email").fill("nia@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    looks_right(page, "second-step")
    press(page, "Use my passkey")
    expect(page.get_by_role("heading", name="Where I am signed in")).to_be_visible()


def test_a_console_covers_itself_rings_and_comes_back_as_it_was(
    house: House, signed_in: Callable[..., Page], new_page: Callable[..., Page]
) -> None:
    young = start_chat(new_page(**PHONE), house, "hello is somebody there")
    sam = signed_in("sam")
    take_next(sam)
    answer(sam, "I am here.")
    sam.locator("#reply").fill("take all the time you")

    sam.get_by_role("button", name="Lock", exact=True).click()

    cover = sam.get_by_role("dialog", name="Locked")
    expect(cover).to_be_visible()
    expect(sam.locator(".said--you")).not_to_be_visible()
    assert violations(sam) == []
    sam.keyboard.press("Escape")
    expect(cover).to_be_visible()
    write(young, "i want to end my life tonight")
    expect(cover.get_by_text("Somebody needs a person here now")).to_be_visible()
    expect(sam.get_by_text("tonight")).to_have_count(0)
    if PICTURES:
        sam.screenshot(path=str(Path(PICTURES) / "console-locked.png"))

    cover.get_by_label(re.compile("assword")).fill(password_of(house))
    sam.keyboard.press("Enter")

    expect(cover).not_to_be_visible()
    expect(sam.locator("#reply")).to_have_value("take all the time you")
    expect(sam.get_by_text("i want to end my life tonight").first).to_be_visible()
