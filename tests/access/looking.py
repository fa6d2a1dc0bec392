"""Everything somebody can look at, read once: every address that is declared, as they would open it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

from django.http import HttpResponseBase
from django.test import Client

from config import clock
from rota.models import SignIn, StaffMember
from rota.policy.doors import ADDRESSES, Address

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# New in every answer, whatever was looked at.
NEW_EACH_TIME = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|data-csrf="[^"]*"|<time[^>]*>[^<]*</time>'
)


class Numbers(dict[str, int]):
    """Of things that are there; of any other kind the first there may be."""

    def __missing__(self, _kind: str) -> int:
        return 1


def path_of(address: Address, things: dict[str, int]) -> str:
    return address.path.format_map(Numbers(things))


def signed_in(staff: StaffMember) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(staff, backend=BACKEND)
    return client


def shows_who_they_are(client: Client) -> Client:
    """Within the last minutes: what asks for that opens."""
    client.get("/staff/")  # the first page writes down that they are signed in
    known = SignIn.objects.filter(session_key=client.session.session_key)
    assert known.update(stepped_up_at=clock.now()) == 1
    return client


def body_of(answer: HttpResponseBase) -> str:
    """Whatever is in it to read: a page, a list, or the files of a zip."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    return body.decode(errors="replace")


@contextmanager
def the_clock_stands_at(moment: datetime) -> Iterator[None]:
    """It is this moment again, however long it takes: what a page says about time is the same."""
    stands = (moment - clock._offset).timestamp()
    was, clock.time = clock.time, SimpleNamespace(time=lambda: stands)  # type: ignore[assignment]
    try:
        yield
    finally:
        clock.time = was


def pages_of(client: Client, things: dict[str, int], moment: datetime) -> dict[str, str]:
    """By address, what it answers: the status, where it sends somebody on to, and the page."""
    found = {}
    for name, address in ADDRESSES.items():
        if "GET" not in address.methods or name == "account_logout":
            continue
        with the_clock_stands_at(moment):
            answer = client.get(path_of(address, things))
        found[name] = f"{answer.status_code} {answer.headers.get('Location', '')}\n{body_of(answer)}"
    return found


def same_each_time(page: str) -> str:
    return NEW_EACH_TIME.sub("", page)
