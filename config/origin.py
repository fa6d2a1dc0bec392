"""Sockets are opened by our own pages only: scheme, host and port of the Origin have to be ours."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

Application = Callable[..., Awaitable[None]]


def our_origins() -> frozenset[tuple[str, str, int]]:
    """(scheme, host, port) of the public address; in development also of the loopback names."""
    public = _parts(settings.PUBLIC_URL)
    assert public is not None
    if not settings.IS_LOOPBACK:
        return frozenset({public})
    return frozenset((public[0], host, public[2]) for host in ("localhost", "127.0.0.1", "::1"))


class OurOrigin:
    """Answers the handshake of a foreign page, or of no page at all, with 403."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._ours = our_origins()

    def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> Awaitable[None]:
        origins = [value for name, value in scope["headers"] if name == b"origin"]
        if len(origins) == 1 and _parts(origins[0].decode("latin-1")) in self._ours:
            return self._application(scope, receive, send)
        return _turned_away(receive, send)


async def _turned_away(receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 4403})


def _parts(origin: str) -> tuple[str, str, int] | None:
    try:
        parts = urlsplit(origin)
        if parts.path not in {"", "/"} or parts.username is not None or not parts.hostname:
            return None
        return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        return None
