"""Whether those with an open socket may still have it: asked of Postgres every two seconds.

A sign-out, a suspension or a changed role raises an epoch or removes the sign-in; a young person's page may lock
itself. The next action is
refused in the journal's own statement; this closes a socket that only listens.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from chat.at_once import AtOnce
from chat.journal import Speaker
from config import clock
from config.postgres import async_pool

STAFF = """
SELECT s.id, s.epoch, d.session_key FROM rota_staffmember s CROSS JOIN django_session d
WHERE s.is_active AND s.id = ANY(%s::bigint[]) AND d.session_key = ANY(%s::text[]) AND d.expire_date > %s
"""
YOUNG = "SELECT id, epoch FROM chat_youngperson WHERE id = ANY(%s::uuid[]) AND NOT page_locked"


async def without_standing(screens: Iterable[Any]) -> list[Any]:
    """Those of `screens` (each with a `speaker`) that have to close."""
    watched = list(screens)
    speakers: list[Speaker] = [screen.speaker for screen in watched]
    staff = [one for one in speakers if one.by == "counsellor"]
    young = [one for one in speakers if one.by == "young_person"]
    good: set[tuple[Any, ...]] = set()
    async with (await async_pool()).connection() as connected:
        if staff:
            sign_ins = [one.session_key for one in staff]
            found = await connected.execute(STAFF, [[one.staff_id for one in staff], sign_ins, clock.now()])
            good.update(await found.fetchall())
        if young:
            found = await connected.execute(YOUNG, [[one.young_person_id for one in young]])
            good.update(await found.fetchall())
    return [screen for screen in watched if _standing(screen.speaker) not in good]


async def _all_stand(screens: list[Any]) -> list[bool]:
    fallen = {id(screen) for screen in await without_standing(screens)}
    return [id(screen) not in fallen for screen in screens]


still_stands: AtOnce[Any, bool] = AtOnce(_all_stand)
"""The same for one screen; a thousand that ask at the same moment are one question."""


def _standing(speaker: Speaker) -> tuple[int | UUID | None, ...] | tuple[Any, ...]:
    if speaker.by == "counsellor":
        return (speaker.staff_id, speaker.epoch, speaker.session_key)
    return (speaker.young_person_id, speaker.epoch)
