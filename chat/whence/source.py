"""Who is at the other end: address and port, and nothing of it that somebody could have made up.

Without a proxy of ours (`TRUSTED_PROXIES` 0) it is the connection itself, and no header is believed. Behind them it
is what the outermost of ours saw: the same entry of `X-Forwarded-For` that counts wrong passwords, and the same entry
of `X-Real-Port`. A proxy further out that says no port leaves the port unknown rather than wrong.
"""

from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

ADDRESSES, PORTS = "x-forwarded-for", "x-real-port"


class Came(NamedTuple):
    """From where. No port where a proxy does not say it."""

    address: str
    port: int | None


def of_request(request: HttpRequest) -> Came | None:
    """None where it cannot be known, and where the service keeps nothing of the kind."""
    peer = request.META.get("REMOTE_ADDR"), request.META.get("REMOTE_PORT")
    return _came({name: request.headers.get(name, "") for name in (ADDRESSES, PORTS)}, peer)


def of_socket(scope: Mapping[str, Any]) -> Came | None:
    given: dict[str, str] = {}
    for name, value in scope.get("headers", ()):
        if (word := name.decode("latin-1").lower()) in (ADDRESSES, PORTS):
            given[word] = f"{given[word]},{value.decode('latin-1')}" if word in given else value.decode("latin-1")
    return _came(given, tuple(scope.get("client") or (None, None))[:2])


def _came(headers: Mapping[str, str], peer: Iterable[Any]) -> Came | None:
    if not settings.KEEP_NETWORK_ADDRESSES:
        return None
    address, port = peer
    if proxies := settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        address, port = (_seen_by_ours(headers.get(name, ""), proxies) for name in (ADDRESSES, PORTS))
    known, beside = _address(str(address))
    return Came(known, _port(port) or _port(beside)) if known else None


def _seen_by_ours(listed: str, proxies: int) -> str:
    """Each proxy adds at the end. Fewer entries than proxies of ours: this one did not say."""
    entries = [one.strip() for one in listed.split(",")]
    return entries[-proxies] if len(entries) >= proxies else ""


def _address(given: str) -> tuple[str, str]:
    """The address, and the port where a proxy wrote both as one ("203.0.113.9:4711", "[2001:db8::1]:4711")."""
    host, port = (given, "") if ":" in given and "." not in given and "[" not in given else split_domain_port(given)
    try:
        found = ip_address(host.strip("[]"))
    except ValueError:
        return "", ""
    return str(getattr(found, "ipv4_mapped", None) or found), port


def _port(given: object) -> int | None:
    text = str(given)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65536 else None
