"""Cookies of a socket's handshake."""

from collections.abc import MutableMapping
from typing import Any

from django.http.cookie import parse_cookie


def cookies_of(scope: MutableMapping[str, Any]) -> dict[str, str]:
    """What the browser sent. A cookie that is not latin-1 text is as good as none."""
    for name, value in scope["headers"]:
        if name == b"cookie":
            return parse_cookie(value.decode("latin-1"))
    return {}
