"""What a process of sockets does every two seconds, whatever Redis does; and every second for staff: whoever may no
longer is cut off within two."""

import asyncio
import logging
from datetime import datetime, timedelta

from channels.db import database_sync_to_async

from chat import moved
from chat.console import everybody
from chat.keeping.screens import on_erased_words
from chat.live import Hub, this_hub
from chat.sockets import NOT_ALLOWED
from chat.standing import look_at_staff, without_standing
from config import clock
from config.postgres import async_pool
from rota import cover

log = logging.getLogger(__name__)

_telling: asyncio.Task[None] | None = None

STILL_HERE = cover.PRESENT
SAY_STILL_HERE_EVERY = timedelta(seconds=5)
# Those whose words are stored at this moment are noted at the next look: nobody waits for the other.
STILL_THERE = """
UPDATE chat_conversation SET page_seen_at = %s WHERE id IN (
    SELECT id FROM chat_conversation WHERE id = ANY(%s::bigint[]) AND page_seen_at < %s
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
"""
SAY_STILL_THERE_EVERY = timedelta(seconds=30)


async def look() -> None:
    """Closes the sockets of people whose sign-in or cookie has ended; brings the consoles up to date."""
    global _telling
    hub = this_hub()
    await _note_open_pages([screen.conversation_id for screen in hub.watched if hasattr(screen, "conversation_id")])
    for screen in await without_standing(hub.watched - hub.staff_screens):
        screen.close(NOT_ALLOWED)
    for screen in await on_erased_words(hub.watched):
        screen.close(NOT_ALLOWED)
    await _note_open_consoles([screen.staff.pk for screen in hub.staff_screens])  # type: ignore[attr-defined]
    if hub.staff_screens and (_telling is None or _telling.done()):
        _telling = asyncio.create_task(_tell_consoles(hub))


async def _tell_consoles(hub: Hub) -> None:
    """One after the other: a thread for each of thirty consoles at once held everybody's words up for 0.2 s."""
    try:
        seen = await everybody.now()
    except Exception as trouble:
        log.warning("live.look_failed", extra={"error": type(trouble).__name__})
        return
    for screen in list(hub.staff_screens):
        await screen.look_again(seen)  # type: ignore[attr-defined]


_said_here_at: datetime | None = None


async def _note_open_consoles(staff_ids: list[int]) -> None:
    """Whoever's console is open is there: the cover of the service is counted from it."""
    global _said_here_at
    now = clock.now()
    if not staff_ids or (_said_here_at is not None and timedelta() <= now - _said_here_at < SAY_STILL_HERE_EVERY):
        return
    _said_here_at = now
    async with (await async_pool()).connection() as connected:
        await connected.execute(STILL_HERE, [now, sorted(set(staff_ids))])


async def _note_open_pages(conversation_ids: list[int]) -> None:
    """A young person whose page is open keeps their place in the queue."""
    if conversation_ids:
        now = clock.now()
        async with (await async_pool()).connection() as connected:
            await connected.execute(STILL_THERE, [now, conversation_ids, now - SAY_STILL_THERE_EVERY])


LOOK_AT_STAFF_SECONDS = 1.0
_watching: asyncio.Task[None] | None = None


async def _watch_staff(hub: Hub) -> None:
    """Nothing else stands in its way: not Redis, and no slow look at the rest."""
    while True:
        await asyncio.sleep(LOOK_AT_STAFF_SECONDS)
        try:
            for screen in await look_at_staff(hub.staff_screens):
                screen.close(NOT_ALLOWED)
        except Exception as trouble:
            log.warning("live.look_failed", extra={"error": type(trouble).__name__})


_begun_for: int | None = None


def begin_once() -> None:
    """Before a socket opens: the hub of this process looks from now on."""
    global _begun_for, _watching
    hub = this_hub()
    if _begun_for != id(hub):
        _begun_for = id(hub)
        if _watching is not None:
            _watching.cancel()
        _watching = asyncio.create_task(_watch_staff(hub))
        hub.at_every_look(look)
        hub.stamps = database_sync_to_async(moved.stamps, thread_sensitive=False)
