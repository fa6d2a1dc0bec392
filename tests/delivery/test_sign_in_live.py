"""The way in to a live service: production, https, `__Host-` cookies, and nobody without a second step."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.delivery.nginx import Nginx
from tests.folders import forget, temporary_folder
from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import DESK, PHONE
from tests.pages.test_passkeys import with_authenticator
from tests.ports import lasting_port

PASSWORD = "slow harbour window"
TRUSTING = {"ignore_https_errors": True}


@pytest.fixture(scope="module")
def live() -> Iterator[House]:
    inside, http_port, https_port = (lasting_port() for _ in range(3))
    folder = temporary_folder("nl-live-")
    environ = {
        "NIGHTLIGHT_ENV": "production",
        "PORT": str(inside),
        "PUBLIC_URL": f"https://localhost:{https_port}",
        "TRUSTED_PROXIES": "1",
    }
    nginx = Nginx(folder, f"127.0.0.1:{inside}", http_port=http_port, https_port=https_port)
    with House(environ=environ, web_processes=1) as house, nginx:
        yield house
    forget(folder)


def public(house: House) -> str:
    return house.environ["PUBLIC_URL"]


def chooses_a_password(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Nothing else opens until you have set one up")).to_be_visible()


def adds_a_passkey(page: Page) -> list[str]:
    """Gives the recovery codes that come with it."""
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert violations(page) == []
    return page.locator(".door__codes li").all_inner_texts()


def types_password(page: Page, house: House, password: str = PASSWORD) -> None:
    page.goto(f"{public(house)}/staff/sign-in/")
    page.get_by_label("Email").fill("nia@example.org")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def types_code(page: Page, code: str) -> None:
    page.get_by_label("Code", exact=False).fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_from_an_invitation_to_a_recovery_code_on_another_computer(live: House, new_page: Callable[..., Page]) -> None:
    # Whoever runs it makes the first manager, who sets up a second step before anything else opens.
    told = live.manage("create_staff", "--email", "maja@example.org", "--name", "Maja", "--role", "manager", "--invite")
    manager = with_authenticator(new_page(**DESK, **TRUSTING))
    chooses_a_password(manager, f"{public(live)}/staff/invitation/{told.strip().rsplit('/staff/invitation/')[1]}")
    manager.goto(f"{public(live)}/staff/people/")
    expect(manager.get_by_role("heading", name="Second step at sign-in")).to_be_visible()
    adds_a_passkey(manager)

    # She invites Nia.
    manager.get_by_role("link", name="People").click()
    manager.get_by_role("link", name="Invite somebody").click()
    manager.get_by_label("Name, as young people").fill("Nia")
    manager.get_by_label("E-mail address").fill("nia@example.org")
    manager.get_by_label("Counsellor").check()
    manager.get_by_role("button", name="Make the link").click()
    link = manager.get_by_label("Link", exact=True).input_value()
    assert link.startswith(public(live))

    # On a phone: nothing opens, then the console does, live.
    nia = with_authenticator(new_page(**PHONE, **TRUSTING))
    chooses_a_password(nia, link)
    nia.goto(f"{public(live)}/console/")
    expect(nia.get_by_role("heading", name="Second step at sign-in")).to_be_visible()
    codes = adds_a_passkey(nia)
    assert len(codes) == 10
    with nia.expect_websocket() as opened:
        nia.goto(f"{public(live)}/console/")
    assert opened.value.url.startswith("wss://")
    opened.value.wait_for_event("framereceived")
    kept = [one for one in nia.context.cookies() if one["name"].startswith("__Host-staff")]
    assert [(one["secure"], one["httpOnly"], one["sameSite"]) for one in kept] == [(True, True, "Strict")]

    # Another computer, where her passkey is not.
    other = new_page(**DESK, **TRUSTING)
    types_password(other, live, "not this one at all")
    expect(other.get_by_text("not correct")).to_be_visible()
    expect(other.get_by_label("Email")).to_have_value("nia@example.org")
    types_password(other, live)
    expect(other.get_by_role("heading", name="Second step")).to_be_visible()
    types_code(other, "123456")
    expect(other.get_by_role("alert").filter(has_text="code")).to_be_visible()
    assert violations(other) == []
    types_code(other, codes[0])
    expect(other.locator("[data-console]")).to_be_attached()

    # A code works once.
    third = new_page(**DESK, **TRUSTING)
    types_password(third, live)
    types_code(third, codes[0])
    expect(third.get_by_role("alert").filter(has_text="code")).to_be_visible()
    third.goto(f"{public(live)}/console/")
    expect(third.get_by_role("heading", name="Second step")).to_be_visible()

    # She sees both, and ends the other from her phone.
    nia.goto(f"{public(live)}/staff/sign-ins/")
    expect(nia.get_by_text("by password and recovery code")).to_be_visible()
    assert violations(nia) == []
    nia.locator(".sign-ins__one").filter(has_text="recovery code").get_by_role("button").click()
    expect(nia.get_by_text("by password and recovery code")).not_to_be_visible()
    other.goto(f"{public(live)}/console/")
    expect(other.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
