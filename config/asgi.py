"""The service as Daphne runs it: pages by Django, sockets by the two doors."""

import os
from collections.abc import Awaitable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter

from chat.console.consumers import ConsoleScreen
from chat.live_watch import begin_once
from chat.sms.door import texts_first
from chat.sockets import Receive, Scope, Screen, Send
from chat.web.consumers import YoungPersonScreen
from config.origin import OurOrigin
from moderation.canary.door import canaries_heard

SOCKETS: dict[str, type[Screen]] = {"ws/chat/": YoungPersonScreen, "ws/console/": ConsoleScreen}
"""Every socket address. Its actions are the frames in the door's `frames.py`."""


def _sockets(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
    """Hands on what the screen will do and does not wait for it itself: every layer that waits is half a kilobyte for
    each of thousands of sockets, for hours."""
    kind = SOCKETS.get(scope["path"].removeprefix("/"))
    if kind is None:
        return _no_such_door(scope, receive, send)
    begin_once()
    return kind()(scope, receive, send)


async def _no_such_door(scope: Scope, receive: Receive, send: Send) -> None:
    """Without it whoever knocks at a wrong address writes a traceback into our log."""
    await receive()
    await send({"type": "websocket.close", "code": 4404})


application = ProtocolTypeRouter({"http": texts_first(canaries_heard(pages)), "websocket": OurOrigin(_sockets)})
