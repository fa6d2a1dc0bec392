"""Of a socket that is gone nothing stays behind, however it went. `make soak` says the same in megabytes."""

import asyncio
import gc
import json
from typing import Any
from uuid import uuid4

from chat import capacity, live
from chat.access import new_young_person
from chat.conversations import start_conversation
from chat.web.consumers import YoungPersonScreen
from config.draining import draining
from config.postgres import close_async_pool

SAYS, HALF, LEAVES = "says", "half", "leaves"


def test_a_hundred_who_came_and_went_leave_nothing_behind(database, valkey, settings):
    cookies = []
    for _ in range(5):
        young_person, cookie = new_young_person()
        start_conversation(young_person)
        cookies.append(f"{settings.YOUNG_PERSON_COOKIE}={cookie}")

    asyncio.run(_come_and_go(cookies, 100))

    gc.collect()
    assert [one for one in gc.get_objects() if isinstance(one, YoungPersonScreen)] == []
    assert draining._goodbyes == set()
    assert capacity.places._count == 0


async def _come_and_go(cookies: list[str], times: int) -> None:
    live.hub = None
    hub = live.this_hub()
    try:
        for number in range(0, times, 10):
            visits = (
                _visit(cookies[n % len(cookies)], (SAYS, HALF, LEAVES)[n % 3]) for n in range(number, number + 10)
            )
            await asyncio.gather(*visits)
        await asyncio.sleep(0.2)  # nudges that are still on their way
        assert (hub.followed, hub.watched, hub.staff_screens) == ({}, set(), set())
    finally:
        await hub.stop()
        live.hub = None
        await close_async_pool()


async def _visit(cookie: str, how: str) -> None:
    """Speaks and hears it back; goes before it is heard; or goes at once."""
    heard = asyncio.Event()
    events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    events.put_nowait({"type": "websocket.connect"})
    if how != LEAVES:
        frames = ({"type": "resume", "after": 0}, {"type": "say", "id": str(uuid4()), "body": "hello"})
        for frame in frames:
            events.put_nowait({"type": "websocket.receive", "text": json.dumps(frame)})

    async def send(told: Any) -> None:
        if '"type":"said"' in told.get("text", ""):
            heard.set()

    scope = {"type": "websocket", "path": "/ws/chat/", "headers": [(b"cookie", cookie.encode())]}
    screen = asyncio.create_task(YoungPersonScreen()(scope, events.get, send))
    if how == SAYS:
        await asyncio.wait_for(heard.wait(), 30)
    events.put_nowait({"type": "websocket.disconnect", "code": 1006})
    await screen
