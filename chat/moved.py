"""Which conversations have moved since somebody looked: one statement for all that are open in a process.

Whoever shows a conversation is nudged when it moves, and a nudge may be lost. So each is looked at again, and to read
everything about every one of them each time would cost more than the words themselves. What is compared is a stamp:
it is another one when anything a screen shows beside the words is another.
"""

from datetime import timedelta

from django.db import connection

from chat import queue, service
from config import clock

# What changes with every message, or only for ourselves. Places are compared apart from this.
NOT_SHOWN = ("last_place", "first_human_at", "lease_until", "page_seen_at", "silent_since", "silence_step")
# A console shows a silence in minutes, and is told of words as they come.
NOT_ON_A_BOARD = (*NOT_SHOWN, "counsellor_saw", "young_person_saw")
SHORT_SILENCE = timedelta(seconds=20)
THEIRS = "= ANY(%(ids)s::bigint[])"
# Of words only the last hundred: older ones are hardly read anew, and whoever opens a conversation is given everything.
OF_WORDS = """
SELECT c.id, count(*) || '-' || max({newest}) FROM chat_conversation c
JOIN chat_message m ON m.conversation_id = c.id AND m.place > c.last_place - 100
JOIN {table} x ON x.message_id = m.id WHERE c.id {theirs} GROUP BY 1
"""
NEWEST = "SELECT conversation_id, max(id)::text FROM {table} WHERE conversation_id {theirs} GROUP BY 1"

ROW = """
SELECT c.id, md5(concat_ws(' ', (to_jsonb(c) - %(not_shown)s::text[])::text, y.epoch, y.page_locked))
FROM chat_conversation c JOIN chat_youngperson y ON y.id = c.young_person_id WHERE c.id {theirs}
"""
PLACE = "SELECT id, place::text FROM ({places}) waiting WHERE id {theirs}"
BOARDS = """
SELECT c.owner_id, c.id, md5(concat_ws(' ', (to_jsonb(c) - %(not_shown)s::text[])::text, p.texts, p.seen_by,
    p.asked_who_sees_at,
    CASE WHEN c.silent_since <= %(silent_since)s THEN c.silent_since END,
    EXISTS (SELECT 1 FROM chat_message m WHERE m.conversation_id = c.id AND m.place > c.last_place - 100
        AND m.reading IN ('pending', 'failed') AND m.stored_at <= %(not_checked_since)s)))
FROM chat_conversation c LEFT JOIN chat_phone p ON p.young_person_id = c.young_person_id
WHERE c.owner_id IS NOT NULL AND c.ended_at IS NULL
"""

PARTS = [
    ROW.format(theirs=THEIRS),
    PLACE.format(places=queue.PLACES, theirs=THEIRS),
    OF_WORDS.format(table="chat_mark", newest="x.id", theirs=THEIRS),
    OF_WORDS.format(table="chat_outgoingtext", newest="x.state_at", theirs=THEIRS),
    NEWEST.format(table="chat_staffnote", theirs=THEIRS),
    NEWEST.format(table="chat_safetyanswers", theirs=THEIRS),
]
"""Each gives conversation and text. The apps above add what they know of."""

Stamp = tuple[object, ...]


def stamps(conversation_ids: list[int]) -> dict[int, Stamp]:
    """For each of them that there is, what it stands at."""
    now = clock.now()
    asked = {**queue.level_parameters(now), "ids": conversation_ids, "not_shown": list(NOT_SHOWN)}
    said = service.service()
    for_all = (said.state, said.about_minutes)
    found: dict[int, list[tuple[int, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_statement(), asked)
        for conversation_id, part, stamp in cursor.fetchall():
            found.setdefault(conversation_id, []).append((part, stamp))
    return {conversation_id: (*for_all, *sorted(parts)) for conversation_id, parts in found.items()}


def boards() -> dict[int, Stamp]:
    """For everybody who has conversations, what the list of them on their console stands at."""
    now = clock.now()
    asked = {**queue.level_parameters(now), "silent_since": now - SHORT_SILENCE, "not_shown": list(NOT_ON_A_BOARD)}
    found: dict[int, list[tuple[int, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(BOARDS, asked)
        for staff_id, conversation_id, stamp in cursor.fetchall():
            found.setdefault(staff_id, []).append((conversation_id, stamp))
    return {staff_id: tuple(sorted(rows)) for staff_id, rows in found.items()}


def _statement() -> str:
    named = (f"SELECT q.id, {number}, q.stamp FROM ({part}) AS q(id, stamp)" for number, part in enumerate(PARTS))  # noqa: S608
    return " UNION ALL ".join(named)
