"""What a process of sockets does every two seconds, whatever Redis does."""

from datetime import timedelta

from chat.live import this_hub
from chat.sockets import NOT_ALLOWED
from chat.standing import without_standing
from config import clock
from config.postgres import async_pool

STILL_THERE = "UPDATE chat_conversation SET page_seen_at = %s WHERE id = ANY(%s::bigint[]) AND page_seen_at < %s"
SAY_STILL_THERE_EVERY = timedelta(seconds=30)


async def look() -> None:
    """Closes the sockets of people whose sign-in or cookie has ended; brings the consoles up to date."""
    hub = this_hub()
    await _note_open_pages([screen.conversation_id for screen in hub.watched if hasattr(screen, "conversation_id")])
    for screen in await without_standing(hub.watched):
        screen.close(NOT_ALLOWED)
    for screen in list(hub.staff_screens):
        screen.tell_soon()  # type: ignore[attr-defined]


async def _note_open_pages(conversation_ids: list[int]) -> None:
    """A young person whose page is open keeps their place in the queue."""
    if conversation_ids:
        now = clock.now()
        async with (await async_pool()).connection() as connected:
            await connected.execute(STILL_THERE, [now, conversation_ids, now - SAY_STILL_THERE_EVERY])


_begun_for: int | None = None


def begin_once() -> None:
    """Before a socket opens: the hub of this process looks from now on."""
    global _begun_for
    hub = this_hub()
    if _begun_for != id(hub):
        _begun_for = id(hub)
        hub.at_every_look(look)
