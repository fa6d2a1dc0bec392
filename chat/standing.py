"""Whether those with an open socket may still have it: asked of Postgres, every second for staff, every two for others.

A sign-out, a suspension or a changed role raises an epoch or removes the sign-in; a young person's page may lock
itself. The next action is
refused in the journal's own statement; this closes a socket that only listens. A sign-in whose person has been away is
locked: its socket stays, and is told so.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async

from chat.at_once import AtOnce
from chat.journal import Speaker
from config import clock
from config.postgres import async_pool
from rota import sign_ins

# A sign-in of its own row is its owner's alone, goes on, and is locked or not. One without a row was made elsewhere.
STAFF = """
SELECT s.id, s.epoch, d.session_key,
    coalesce(i.locked_at IS NOT NULL OR i.seen_at <= %s OR coalesce(i.renewed_at, i.began_at) <= %s, false)
FROM rota_staffmember s CROSS JOIN django_session d LEFT JOIN rota_signin i ON i.session_key = d.session_key
WHERE s.is_active AND s.id = ANY(%s::bigint[]) AND d.session_key = ANY(%s::text[]) AND d.expire_date > %s
    AND coalesce(i.staff_id = s.id AND i.ended_at IS NULL AND coalesce(i.renewed_at, i.began_at) > %s, true)
"""
YOUNG = "SELECT id, epoch FROM chat_youngperson WHERE id = ANY(%s::uuid[]) AND NOT page_locked"


async def without_standing(screens: Iterable[Any]) -> list[Any]:
    """Those of `screens` (each with a `speaker`) that have to close."""
    watched = list(screens)
    speakers: list[Speaker] = [screen.speaker for screen in watched]
    staff = [one for one in speakers if one.by == "counsellor"]
    young = [one for one in speakers if one.by == "young_person"]
    good: set[tuple[Any, ...]] = set()
    if staff:
        good.update(await _staff_standing(staff))
    if young:
        async with (await async_pool()).connection() as connected:
            found = await connected.execute(YOUNG, [[one.young_person_id for one in young]])
            good.update(await found.fetchall())
    return [screen for screen in watched if _standing(screen.speaker) not in good]


async def look_at_staff(screens: Iterable[Any]) -> list[Any]:
    """Those of staff that have to close; the others are told whether they are locked."""
    watched = list(screens)
    if not watched:
        return []
    standing = await _staff_standing([screen.speaker for screen in watched])
    for screen in watched:
        locked = standing.get(_standing(screen.speaker))
        if locked is not None:
            screen.is_told_of_lock(locked)
    return [screen for screen in watched if _standing(screen.speaker) not in standing]


async def _staff_standing(staff: list[Speaker]) -> dict[tuple[Any, ...], bool]:
    """By standing: is it locked? What is not there is over."""
    idle, longest, last = await database_sync_to_async(_limits, thread_sensitive=False)()
    now = clock.now()
    ids, keys = [one.staff_id for one in staff], [one.session_key for one in staff]
    async with (await async_pool()).connection() as connected:
        found = await connected.execute(STAFF, [now - idle, now - longest, ids, keys, now, now - longest - last])
        return {(staff_id, epoch, key): locked for staff_id, epoch, key, locked in await found.fetchall()}


def _limits() -> tuple[timedelta, timedelta, timedelta]:
    return sign_ins.idle(), sign_ins.longest(), sign_ins.last_minutes()


async def _all_stand(screens: list[Any]) -> list[bool]:
    fallen = {id(screen) for screen in await without_standing(screens)}
    return [id(screen) not in fallen for screen in screens]


still_stands: AtOnce[Any, bool] = AtOnce(_all_stand)
"""The same for one screen; a thousand that ask at the same moment are one question."""


def _standing(speaker: Speaker) -> tuple[int | UUID | None, ...] | tuple[Any, ...]:
    if speaker.by == "counsellor":
        return (speaker.staff_id, speaker.epoch, speaker.session_key)
    return (speaker.young_person_id, speaker.epoch)
