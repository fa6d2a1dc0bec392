"""From where something was said, and about whom, as keyed hashes: they merge what one source says of one child.

Neither says anything by itself, and both are wiped when the time of merging is over (forgetting.py).
"""

import hashlib
import hmac
import unicodedata
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

from chat.models import Member
from config.keys import key_directory

# One household or one phone has as many addresses as it likes inside such a network.
NETWORK_V6 = 64


def source_of(request: HttpRequest) -> str:
    """Empty where the address is not known: then nothing merges."""
    network = _network(get_client_ip(request) or "")
    return _keyed("address", network) if network else ""


def source_of_member(member: Member) -> str:
    return _keyed("by_member", str(member.pk))


def child_named(name: str) -> str:
    """However it is written: capitals, accents, spaces and signs do not count. Nobody named is one child too."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return _keyed("child", "".join(letter for letter in plain if letter.isalnum()))


def child_of_member(member: Member) -> str:
    return _keyed("about_member", str(member.pk))


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, NETWORK_V6), strict=False))
    return str(parsed)


def _keyed(kind: str, value: str) -> str:
    about = f"concern:{kind}:{value}".encode("utf-8", "replace")
    return hmac.new(key_directory().named("lookup"), about, hashlib.sha256).hexdigest()
