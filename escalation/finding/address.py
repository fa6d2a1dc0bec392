"""Where they connected from, in words to read out to the police: the address, the port, and the moments in UTC.

A mobile network gives one address to thousands at once: only the port and the exact second tell whose it was.
"""

from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chat.models import Whence
from chat.whence.read import Connection, Network, kept_of, opened
from escalation.models import Escalation
from escalation.subjects import subjects_of, whose

# Of the newest addresses, and of each so many connections: more than anybody reads out on the phone.
MOST_NETWORKS, MOST_CONNECTIONS = 5, 6


def behind(escalation: Escalation) -> QuerySet[Whence]:
    """Of every chat of whoever it is about. Nothing of an allegation: it is about somebody who works here."""
    if escalation.is_allegation:
        return Whence.objects.none()
    return kept_of({whose(subject) for subject in subjects_of(escalation)} - {None})


def is_kept(escalation: Escalation) -> bool:
    return behind(escalation).exists()


def to_read_out(escalation: Escalation) -> list[str]:
    """The newest first; nothing where it was destroyed."""
    networks = opened(behind(escalation)[:MOST_NETWORKS])
    lines = [line for network in networks for line in _lines(network)]
    return [*lines, _reached()] if lines else []


def _lines(network: Network) -> list[str]:
    version = "IPv6" if isinstance(ip_address(network.address), IPv6Address) else "IPv4"
    return [_line(network.address, version, one) for one in network.connections[:MOST_CONNECTIONS]]


def _line(address: str, version: str, one: Connection) -> str:
    said = {
        "version": version,
        "address": address,
        "port": one.port if one.port is not None else _("not known"),
        "first": _moment(one.first_at),
        "last": _moment(one.last_at),
    }
    if one.first_at.replace(microsecond=0) == one.last_at.replace(microsecond=0):
        return _("%(version)s address %(address)s, source port %(port)s, at %(last)s") % said
    return _("%(version)s address %(address)s, source port %(port)s, from %(first)s to %(last)s") % said


def _reached() -> str:
    """What they connected to: a provider asks for it where it shares an address."""
    at = urlsplit(settings.PUBLIC_URL)
    return _("They connected to %(host)s, port %(port)s (TCP)") % {
        "host": at.hostname or "",
        "port": at.port or (443 if at.scheme == "https" else 80),
    }


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%d %b %Y %H:%M:%S} UTC"
