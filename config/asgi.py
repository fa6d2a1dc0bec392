"""The service as Daphne runs it: pages by Django, sockets by the two doors."""

import os
from collections.abc import Awaitable, Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path, re_path

from chat.console.consumers import ConsoleScreen
from chat.live_watch import begin_once
from chat.sockets import Receive, Scope, Screen, Send
from chat.web.consumers import YoungPersonScreen
from config.origin import OurOrigin

SOCKETS: dict[str, type[Screen]] = {"ws/chat/": YoungPersonScreen, "ws/console/": ConsoleScreen}
"""Every socket address. Its actions are the frames in the door's `frames.py`."""


def _screen(kind: type[Screen]) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        begin_once()
        await kind()(scope, receive, send)

    return application


async def _no_such_door(scope: Scope, receive: Receive, send: Send) -> None:
    """Without it whoever knocks at a wrong address writes a traceback into our log."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})


_addresses = [path(address, _screen(kind)) for address, kind in SOCKETS.items()]  # type: ignore[arg-type]
_anything_else = re_path("", _no_such_door)  # type: ignore[arg-type]

application = ProtocolTypeRouter({"http": pages, "websocket": OurOrigin(URLRouter([*_addresses, _anything_else]))})
