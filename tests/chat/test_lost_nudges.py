"""A nudge may be lost, or come while nobody listens yet: a young person's page is told the truth all the same."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.conf import settings

from chat import live, moved, queue
from chat.live import Hub
from chat.web.consumers import YoungPersonScreen
from config.postgres import close_async_pool
from tests.chat.people import Aisha, aisha, counsellor


@pytest.fixture
def takes(database: str) -> Callable[[], Awaitable[None]]:
    """Sam takes whoever is next, in a process whose nudges reach nobody."""
    sam = counsellor()
    return lambda: database_sync_to_async(lambda: queue.take_next(sam), thread_sensitive=False)()  # type: ignore[return-value]


def test_what_moves_while_a_page_comes_in_is_told_to_it(
    takes: Callable[[], Awaitable[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody takes them after the page asked how it stands and before it listened: no nudge of it is heard."""
    first = aisha()
    follow = Hub.follow

    async def a_moment_too_late(hub: Hub, *args: Any, **more: Any) -> None:
        await takes()
        await follow(hub, *args, **more)

    async def story() -> None:
        async with _hub(), _page(first) as (told, _screen):
            monkeypatch.setattr(Hub, "follow", a_moment_too_late)
            await told("active")

    asyncio.run(story())


def test_a_nudge_that_is_lost_on_a_page_just_opened_is_made_good_at_the_next_look(
    takes: Callable[[], Awaitable[None]],
) -> None:
    async def story(first: Aisha) -> None:
        async with _hub() as hub, _page(first) as (told, screen):
            await told("pong")
            await takes()

            hub._turn = screen.conversation_id  # the next look has others' turn
            await hub._look_at_everything()

            await told("active")

    asyncio.run(story(aisha()))


@asynccontextmanager
async def _hub() -> AsyncIterator[Hub]:
    """Of this process; what others do it hears of only when it looks."""
    live.hub = None
    hub = live.this_hub()
    hub.stamps = database_sync_to_async(moved.stamps, thread_sensitive=False)
    for task in hub._tasks:
        task.cancel()
    try:
        yield hub
    finally:
        await hub.stop()
        live.hub = None
        await close_async_pool()


@asynccontextmanager
async def _page(young: Aisha) -> AsyncIterator[tuple[Callable[[str], Awaitable[None]], YoungPersonScreen]]:
    """Their page, which asked for everything, and then for a pong; and a wait for that, or to be told a state."""
    events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    heard: asyncio.Queue[str] = asyncio.Queue()
    events.put_nowait({"type": "websocket.connect"})
    for frame in ({"type": "resume", "after": 0}, {"type": "ping"}):
        events.put_nowait({"type": "websocket.receive", "text": json.dumps(frame)})

    async def send(given: Any) -> None:
        frame = json.loads(given.get("text", "{}"))
        heard.put_nowait(frame.get("state", frame.get("type", "")))

    async def told(what: str) -> None:
        async with asyncio.timeout(20):
            while await heard.get() != what:
                pass

    headers = [(b"cookie", f"{settings.YOUNG_PERSON_COOKIE}={young.cookie}".encode())]
    screen = YoungPersonScreen()
    scope = {"type": "websocket", "path": "/ws/chat/", "headers": headers}
    living = asyncio.create_task(screen(scope, events.get, send))
    try:
        yield told, screen
    finally:
        events.put_nowait({"type": "websocket.disconnect", "code": 1006})
        await living
