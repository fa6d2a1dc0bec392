"""Role x address x method, and role x socket x action. A new one that nobody declared fails here."""

from collections.abc import Iterator
from typing import get_args

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from chat.console.consumers import ROLES, ConsoleScreen
from chat.models import Conversation
from chat.web.consumers import YoungPersonScreen
from config import clock
from config.asgi import SOCKETS
from escalation.models import Escalation
from moderation.models import Incident
from rota.models import Role
from rota.people import add_staff
from rota.policy.states import DUTY_OF
from tests.access.cast import (
    a_glass,
    a_public_post,
    a_review,
    an_escalation,
    reach_things,
    referral_things,
    rights_things,
    risk_things,
    rota_things,
    staff_member,
)
from tests.access.looking import path_of, signed_in
from tests.access.policy import ADDRESSES, SOCKET_ACTIONS, SOCKET_ROLES, Address
from tests.people import on_shift

METHODS = ("GET", "POST")
ENDS_THE_SIGN_IN = {"account_logout", "staff:lock", "staff:unlock", "staff:end_my_sign_ins"}


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + space)
        else:
            yield prefix + str(pattern.name)


def test_every_address_is_declared_once_and_is_what_it_says():
    """Once: a second one of the same name would hide behind the first."""
    assert sorted(names(get_resolver().url_patterns)) == sorted(ADDRESSES)
    for name, address in ADDRESSES.items():
        assert resolve(path_of(address, {})).view_name == name


def test_no_address_takes_a_method_that_nobody_declared(database):
    """Also for somebody who holds every role there is."""
    everybody = signed_in(add_staff("all@matrix.example", "All", Role.values))
    taken = [
        f"{method} {name}: {answer.status_code}"
        for name, address in ADDRESSES.items()
        for method in ("PUT", "PATCH", "DELETE", "TRACE")
        if (answer := everybody.generic(method, path_of(address, {}))).status_code != 405
    ]

    assert taken == []


def test_every_socket_and_every_action_is_declared():
    actions = {
        address: {frame.__struct_config__.tag for frame in get_args(kind.shape)} for address, kind in SOCKETS.items()
    }

    assert actions == SOCKET_ACTIONS
    assert set(SOCKETS.values()) == {YoungPersonScreen, ConsoleScreen}
    assert frozenset(ROLES) == SOCKET_ROLES["ws/console/"]


@pytest.fixture
def cells(database):
    """Everybody signed in, nobody signed in, and one escalation that has nothing to do with most of them."""
    escalation = an_escalation()
    clients = {None: Client()}
    for role in Role.values:
        clients[role] = Client()
        clients[role].force_login(
            staff_member(role), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    return escalation, clients


@pytest.mark.timeout(900)  # a walk through all there is, role by role
def test_every_role_gets_in_where_declared_and_nowhere_else(cells):
    assert "\n".join(wrong_cells(*cells)) == ""


@pytest.mark.timeout(900)  # a walk through all there is, role by role
def test_whoever_is_on_shift_gets_in_where_declared_for_it_and_nowhere_else(cells):
    escalation, clients = cells
    # Somebody else has the chat: whoever takes the next one would have it.
    has_it = {"owner": staff_member(Role.SAFEGUARDING_LEAD), "state": Conversation.State.ACTIVE}
    Conversation.objects.update(**has_it, waiting_since=None, reply_due_at=None)
    roles = (Role.COUNSELLOR, Role.SHIFT_LEAD)
    for role in roles:
        on_shift(staff_member(role), DUTY_OF[role])

    wrong = wrong_cells(escalation, {role: clients[role] for role in roles}, is_on=True)
    assert "\n".join(wrong) == ""


def wrong_cells(escalation: Escalation, clients: dict[str | None, Client], *, is_on: bool = False) -> list[str]:
    post, review = a_public_post(), a_review()
    rota, rights, glass = rota_things(), rights_things(), a_glass(escalation)
    risk = risk_things()
    told, reach = referral_things(escalation), reach_things()
    incident = Incident.objects.create(kind=Incident.Kind.NOBODY_ON_DUTY, page_due_at=clock.now())
    wrong = []

    for name, address in ADDRESSES.items():
        for role, client in clients.items():
            # A method that an address does not take is asked of two: who you are makes no difference to it.
            for method in METHODS if role in (None, Role.SAFEGUARDING_LEAD) else sorted(address.methods):
                things = {
                    "escalation": escalation.pk, "thread": post.thread_id, "post": post.pk, "review": review.pk,
                    "second_look": 1, "blind": 1, "incident": incident.pk, "glass": glass, **rota, **rights, **told,
                    **reach, **risk,
                }  # fmt: skip
                path = address.path.format(**things)
                got = outcome(client.generic(method, path, **form(address, method, escalation)), path)
                wanted = expected(address, role, method, is_on=is_on)
                if got not in wanted:
                    wrong.append(f"{role or 'nobody'} {method} {name}: {got}, not {' or '.join(sorted(wanted))}")
                if role and name in ENDS_THE_SIGN_IN and method == "POST":
                    client.logout()
                    client.force_login(
                        staff_member(role), backend="allauth.account.auth_backends.AuthenticationBackend"
                    )

    return wrong


def form(address: Address, method: str, escalation: Escalation) -> dict[str, str]:
    if method == "GET":
        return {}
    data = "&".join(f"{key}={value}" for key, value in address.form.items())
    data = data.format(conversation=escalation.conversation_id, somebody=staff_member("rota").pk)
    return {"data": data, "content_type": "application/x-www-form-urlencoded"}


def expected(address: Address, role: str | None, method: str, *, is_on: bool) -> set[str]:
    if address.open_to == "anyone":
        return {"in"} if method in address.methods else {"method"}
    if role is None:
        return {address.nobody} if method in address.methods else {address.nobody, "method"}
    if method not in address.methods:
        return {"method", "hidden", "refused"}
    if address.open_to == "staff" or role in address.open_to or (is_on and role in address.on_shift):
        return {"in"}
    knows = role == Role.SAFEGUARDING_LEAD or (is_on and role == Role.SHIFT_LEAD)
    if knows and "{escalation}" in address.path:
        return {"hidden", "refused"}  # who knows that it is there is told that this is not theirs
    return {"hidden"} if address.hidden else {"refused"}


def outcome(response, path: str) -> str:
    if response.status_code == 405:
        return "method"
    if response.status_code == 403:
        return "refused"
    if response.status_code == 404:
        return "hidden"
    going_to = response.headers.get("Location", "")
    signing_out = path.startswith("/staff/sign-out")
    if response.status_code == 302 and going_to.startswith("/staff/sign-in/") and not signing_out:
        return "sign-in"
    # /readyz answers 503 here: no worker runs beside this test.
    assert response.status_code < 500 or path == "/readyz", f"{path}: {response.status_code}"
    return "in"
