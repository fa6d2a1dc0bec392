"""Where each role comes to after signing in, and where the bar on top leads: to what the policy opens, all of it."""

import re

import pytest
from django.test import Client

from config.shell import bar_links
from escalation.bar_links import PAGES, WHAT_WE_KEEP
from rota.models import Role, StaffMember
from rota.policy.doors import ADDRESSES
from tests.access.cast import staff_member

FIRST = {
    Role.SAFEGUARDING_LEAD: "/escalations/",
    Role.SHIFT_LEAD: "/console/",
    Role.COUNSELLOR: "/console/",
    Role.MODERATOR: "/review/",
    Role.MANAGER: "/service/",
    Role.ROTA: "/rota/",
    Role.PRIVACY: "/audit/",
}
NAV = re.compile(r'<nav class="(?:bar__nav|section)".*?</nav>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]+)"(?: aria-current="(page|true)")?>')


def signed_in(member: StaffMember) -> Client:
    browser = Client(headers={"host": "localhost"})
    browser.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def links_on(page: str) -> list[list[tuple[str, str]]]:
    """Of each bar of links: where they lead, and which says that it is here."""
    return [LINK.findall(bar) for bar in NAV.findall(page)]


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_each_role_comes_to_its_work_and_the_bar_leads_to_all_it_may_open_and_no_further(database: str, role: Role):
    browser = signed_in(staff_member(role))

    first = browser.get("/staff/", follow=True)

    [bar] = links_on(first.content.decode())
    assert first.redirect_chain[-1][0] == FIRST[role]
    assert [link for link in bar if link[1]] == [(FIRST[role], "page")]
    assert [address for address, _here in bar] == [*opens(role, PAGES), *opens(role, WHAT_WE_KEEP)[:1]]
    assert {browser.get(address).status_code for address, _here in bar} == {200}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.PRIVACY, Role.SAFEGUARDING_LEAD], ids=str)
def test_what_we_keep_has_a_bar_of_its_own_with_what_each_role_may_open(database: str, role: Role):
    browser = signed_in(staff_member(role))

    for address in opens(role, WHAT_WE_KEEP):
        bar, section = links_on(browser.get(address).content.decode())
        assert [link for link in bar if link[1]] == [(opens(role, WHAT_WE_KEEP)[0], "true")]
        assert [one for one, _here in section] == opens(role, WHAT_WE_KEEP)
        assert [one for one, here in section if here] == [address]


def test_somebody_without_a_role_is_told_whom_to_ask(database: str):
    browser = signed_in(StaffMember.objects.create_user("new@example.org", name="New"))

    page = browser.get("/staff/")

    assert page.status_code == 200
    assert "A manager gives roles" in page.content.decode()
    assert links_on(page.content.decode()) == []


def test_a_page_below_another_marks_the_nearest_of_them():
    pages = [("escalation:list", "Escalations"), ("escalation:contacts", "Phone numbers"), ("rota:week", "Rota")]

    assert [link.here for link in bar_links(pages, "/escalations/7/")] == ["true", "", ""]
    assert [link.here for link in bar_links(pages, "/escalations/contacts/")] == ["", "page", ""]
    assert [link.here for link in bar_links(pages, "/staff/sign-ins/")] == ["", "", ""]


def opens(role: Role, pages: tuple[tuple[str, object], ...]) -> list[str]:
    return [ADDRESSES[name].path for name, _words in pages if role in ADDRESSES[name].open_to]


@pytest.mark.parametrize(("role", "socket"), [(Role.MODERATOR, ""), (Role.SAFEGUARDING_LEAD, "/ws/console/")], ids=str)
def test_the_list_of_escalations_knocks_at_no_socket_that_is_closed_to_its_reader(
    database: str, role: Role, socket: str
):
    page = signed_in(staff_member(role)).get("/escalations/").content.decode()

    assert f'data-socket="{socket}"' in page
