"""Everything somebody can look at, read once: every address that is declared, as they would open it."""

import re
from datetime import datetime

from django.test import Client

from config import clock
from rota.models import StaffMember
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


def at(moment: datetime) -> None:
    """It is this moment again: what a page says about time is the same."""
    clock.move(moment - clock.now())


def pages_of(client: Client, things: dict[str, int], moment: datetime) -> dict[str, str]:
    """By address, what it answers: the status, where it sends somebody on to, and the page."""
    found = {}
    for name, address in ADDRESSES.items():
        if "GET" not in address.methods or name == "account_logout":
            continue
        at(moment)
        answer = client.get(path_of(address, things))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[name] = f"{answer.status_code} {answer.headers.get('Location', '')}\n{body.decode(errors='replace')}"
    return found


def same_each_time(page: str) -> str:
    return NEW_EACH_TIME.sub("", page)
