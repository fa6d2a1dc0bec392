"""In front of the pages: the process that takes a canary in also has to hear that it was read."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from moderation.canary.arrival import listen
from moderation.canary.views import PATH

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[..., Awaitable[None]]


def canaries_heard(pages: Application) -> Application:
    """The pages, with this before them."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == PATH:
            listen()
        await pages(scope, receive, send)

    return application
