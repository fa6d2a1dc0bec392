"""Role x address x method, and role x socket x action. A new one that nobody declared fails here."""

from collections.abc import Iterator
from typing import get_args

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from chat.console.consumers import ROLES, ConsoleScreen
from chat.web.consumers import YoungPersonScreen
from config import clock
from config.asgi import SOCKETS
from escalation.models import Escalation
from moderation.models import Incident
from rota.models import Role
from tests.access.cast import a_glass, a_public_post, a_review, an_escalation, rights_things, rota_things, staff_member
from tests.access.policy import ADDRESSES, SOCKET_ACTIONS, SOCKET_ROLES, Address

METHODS = ("GET", "POST")
ENDS_THE_SIGN_IN = {"account_logout", "staff:lock", "staff:unlock", "staff:end_my_sign_ins"}


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + space)
        else:
            yield prefix + str(pattern.name)


def test_every_address_is_declared():
    assert set(names(get_resolver().url_patterns)) == set(ADDRESSES)


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


def test_every_role_gets_in_where_declared_and_nowhere_else(cells):
    escalation, clients = cells
    post, review = a_public_post(), a_review()
    rota, rights, glass = rota_things(), rights_things(), a_glass(escalation)
    incident = Incident.objects.create(kind=Incident.Kind.NOBODY_ON_DUTY, page_due_at=clock.now())
    wrong = []

    for name, address in ADDRESSES.items():
        for role, client in clients.items():
            for method in METHODS:
                things = {
                    "escalation": escalation.pk, "thread": post.thread_id, "post": post.pk, "review": review.pk,
                    "incident": incident.pk, "glass": glass, **rota, **rights,
                }  # fmt: skip
                path = address.path.format(**things)
                got = outcome(client.generic(method, path, **form(address, method, escalation)), path)
                wanted = expected(address, role, method)
                if got not in wanted:
                    wrong.append(f"{role or 'nobody'} {method} {name}: {got}, not {' or '.join(sorted(wanted))}")
                if role and name in ENDS_THE_SIGN_IN and method == "POST":
                    client.logout()
                    client.force_login(
                        staff_member(role), backend="allauth.account.auth_backends.AuthenticationBackend"
                    )

    assert not wrong, "\n".join(wrong)


def form(address: Address, method: str, escalation: Escalation) -> dict[str, str]:
    if method == "GET":
        return {}
    data = "&".join(f"{key}={value}" for key, value in address.form.items())
    data = data.format(conversation=escalation.conversation_id, somebody=staff_member("rota").pk)
    return {"data": data, "content_type": "application/x-www-form-urlencoded"}


def expected(address: Address, role: str | None, method: str) -> set[str]:
    if address.open_to == "anyone":
        return {"in"} if method in address.methods else {"method"}
    if role is None:
        return {address.nobody} if method in address.methods else {address.nobody, "method"}
    if method not in address.methods:
        return {"method", "hidden", "refused"}
    if address.open_to == "staff" or role in address.open_to:
        return {"in"}
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
