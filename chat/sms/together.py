"""Ordinary texts that come at the same moment are taken in together: one transaction for all of them.

Ordinary is a text from a phone we know, in a conversation that is open, without a picture and without a word that
means something: it makes us do nothing but keep it. Every other text, and every one that this cannot take, goes the
whole way of chat/sms/receive.py. What is stored is the same either way, under the same locks in the same order.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from chat import journal, outbox
from chat.journal import Speaker, Stored, Words
from chat.live import STAFF, this_hub
from chat.sms.numbers import hash_of, normalised
from chat.sms.receive import TEXTS, Text
from chat.sms.who_sees import answer_in
from config import clock, sealing
from config.models import DataKey
from config.postgres import async_pool

log = logging.getLogger(__name__)

MOST_AT_ONCE = 64
# Whoever cannot be given a connection in this time goes the other way, and is told there to come again.
CONNECTION_SECONDS = 1.0

# Locked as receive.py locks them: first the phones, then the conversations.
PHONES = """
SELECT p.number_hash, p.id, p.young_person_id, y.epoch
FROM chat_phone p JOIN chat_youngperson y ON y.id = p.young_person_id
WHERE p.number_hash = ANY(%(numbers)s::text[]) AND p.key_id IS NOT NULL AND p.texts <> 'dead'
ORDER BY p.id FOR NO KEY UPDATE OF p
"""
CONVERSATIONS = """
SELECT c.young_person_id, c.id, k.id, k.wrapped_by, k.wrapped
FROM chat_phone p JOIN chat_conversation c ON c.young_person_id = p.young_person_id AND c.ended_at IS NULL
JOIN config_datakey k ON k.id = c.key_id
WHERE p.number_hash = ANY(%(numbers)s::text[])
ORDER BY c.id FOR UPDATE OF c
"""
# Behind the locks: whoever took one of these in before has committed.
KNOWN = "SELECT message_sid FROM chat_incomingtext WHERE message_sid = ANY(%(sids)s::text[])"
TAKEN = """
WITH taken AS (
    INSERT INTO chat_incomingtext
        (phone_id, message_id, message_sid, came_by, keyword, pictures, was_cleaned, received_at)
    SELECT t.phone_id, t.message_id, t.sid, t.came_by, '', 0, t.was_cleaned, %(at)s FROM unnest(
        %(phones)s::bigint[], %(messages)s::bigint[], %(sids)s::text[], %(ways)s::text[], %(cleaned)s::bool[]
    ) AS t(phone_id, message_id, sid, came_by, was_cleaned)
    RETURNING id, message_sid, phone_id
), heard AS (
    UPDATE chat_phone SET last_heard_at = %(at)s WHERE id IN (SELECT phone_id FROM taken)
)
SELECT message_sid, id FROM taken
"""


@dataclass(frozen=True, slots=True)
class Ordinary:
    """One of them, and the way it came."""

    text: Text
    came_by: str
    number_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Going:
    """Where it goes."""

    ordinary: Ordinary
    phone_id: int
    words: Words


def is_ordinary(text: Text) -> bool:
    return not text.word and not text.pictures and answer_in(text.body) is None


def ordinary(text: Text, came_by: str) -> Ordinary:
    return Ordinary(text, came_by, hash_of(normalised(text.sender) or text.sender))


class Together:
    """The ordinary texts of one process, on their way in."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Ordinary, asyncio.Future[bool]]] = deque()
        self._writer: asyncio.Task[None] | None = None

    async def take(self, one: Ordinary) -> bool:
        """Once this is True it is committed. False: nothing of it is stored by us, it has to go the whole way."""
        taken: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, taken))
        if self._writer is None or self._writer.done():
            # In a context of its own: its log lines belong to no one request.
            self._writer = asyncio.create_task(self._write(), context=Context())
        return await taken

    async def _write(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
            try:
                sids = await _take_in([one for one, _ in batch])
            except Exception as trouble:
                log.warning("text.not_together", extra={"count": len(batch), "error": type(trouble).__name__})
                sids = set()
            for one, taken in batch:
                if not taken.done():
                    taken.set_result(one.text.sid in sids)


async def _take_in(batch: Sequence[Ordinary]) -> set[str]:
    """The carrier's names of those that are stored now."""
    by_sid = {one.text.sid: one for one in reversed(batch)}  # the first of each name counts
    firsts = [one for one in batch if by_sid[one.text.sid] is one]
    async with (await async_pool()).connection(timeout=CONNECTION_SECONDS) as connected:
        going = await _places(connected, firsts)
        if not going:
            return set()
        answers = await journal.append_in(connected, [one.words for one in going])
        stored = [(one, said) for one, said in zip(going, answers, strict=True) if isinstance(said, Stored)]
        taken = await _note(connected, stored)
    _tell(stored)
    for one, _ in stored:
        number, conversation = taken[one.ordinary.text.sid], one.words.conversation_id
        log.info("text.stored", extra={"text": number, "conversation": conversation})
    return set(taken)


async def _places(connected: Any, batch: Sequence[Ordinary]) -> list[_Going]:
    """Where each of them goes, locked; those that go nowhere by this way are left out."""
    asked = {"numbers": [one.number_hash for one in batch], "sids": [one.text.sid for one in batch]}
    async with connected.pipeline():
        await connected.execute("BEGIN", prepare=True)
        phones = await connected.execute(PHONES, asked, prepare=True)
        conversations = await connected.execute(CONVERSATIONS, asked, prepare=True)
        known = await connected.execute(KNOWN, asked, prepare=True)
    people = {number: (phone, person, epoch) for number, phone, person, epoch in await phones.fetchall()}
    open_ones = {row[0]: row[1:] for row in await conversations.fetchall()}
    in_already = {sid for (sid,) in await known.fetchall()}
    going = []
    for one in batch:
        phone_id, person, epoch = people.get(one.number_hash, (0, None, 0))
        if person in open_ones and one.text.sid not in in_already:
            going.append(_Going(one, phone_id, _words(one, person, epoch, *open_ones[person])))
    return going


def _words(one: Ordinary, person: UUID, epoch: int, conversation: int, key: int, by: str, wrapped: bytes) -> Words:
    speaker = Speaker(by="young_person", young_person_id=person, epoch=epoch)
    opened = sealing.KEYS.get(key) or DataKey(pk=key, wrapped_by=by, wrapped=wrapped).unwrapped()
    return Words(conversation, uuid5(TEXTS, one.text.sid), speaker, one.text.body, key, opened)


async def _note(connected: Any, stored: Sequence[tuple[_Going, Stored]]) -> dict[str, int]:
    """Each text's own row, by the carrier's name for it. Then all of it is committed."""
    asked = {
        "phones": [one.phone_id for one, _ in stored],
        "messages": [said.message_id for _, said in stored],
        "sids": [one.ordinary.text.sid for one, _ in stored],
        "ways": [str(one.ordinary.came_by) for one, _ in stored],
        "cleaned": [one.ordinary.text.was_cleaned for one, _ in stored],
        "at": clock.now(),
    }
    async with connected.pipeline():
        rows = await connected.execute(TAKEN, asked, prepare=True)
        await connected.execute("COMMIT", prepare=True)
        await connected.execute(outbox.WAKE, prepare=True)
    return dict(await rows.fetchall())


def _tell(stored: Sequence[tuple[_Going, Stored]]) -> None:
    hub = this_hub()
    for conversation_id in {one.words.conversation_id for one, _ in stored}:
        hub.nudge(f"c:{conversation_id}", {"kind": "words"})
    woken = {one.words.conversation_id for one, said in stored if said.woke}
    for conversation_id in woken:
        hub.nudge(f"c:{conversation_id}", {"kind": "state"})
    if woken:
        hub.nudge(STAFF, {"kind": "queue"})
