"""The one way to store what was said: a batch, in one short transaction.

Two statements. The first locks the conversations in id order. The second, which therefore sees what
the one before it committed, checks row by row that the speaker may speak, drops what is already
stored, numbers the rest without gaps and inserts it. In a single statement a re-send that waited for
the lock would see the old snapshot, lose its answer and leave a gap.

Web sockets feed it through a queue that commits whatever has come together (`Journal.append`). A page
without script and a text message call it with a batch of one (`append_now`). Never the ORM here.

The same statement starts the clock of silence where a counsellor speaks and stops it where a young person does, and
wakes a conversation that was quiet or held, with its row of history (by the table in chat/moves.py, under test).

What we say in a conversation by text is also put down as a text to send, in the same statement: words
that were acknowledged to a counsellor can never be missing from what the phone is to get.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from django.db import InterfaceError, OperationalError, connection, transaction
from prometheus_client import Counter, Histogram

from chat import live, outbox
from config import clock, sealing
from config.postgres import async_pool
from rota import sign_ins

log = logging.getLogger(__name__)

COMMIT_SECONDS = Histogram("nightlight_commit_seconds", "From the first of a batch being taken to its commit")
STORED = Counter("nightlight_messages_stored", "Messages stored over the sockets of this process")

MOST_IN_A_BATCH = 256
TRY_AGAIN_FOR_SECONDS = 8.0


class Unavailable(Exception):
    """The database cannot be reached. Nothing was stored; the sender keeps the words and comes again."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and the sign-in or cookie they speak under.

    `by` is young_person, counsellor or system; `epoch` is the one their sign-in was made in, and
    `session_key` the staff member's sign-in: either one out of date means that nothing is stored.
    """

    by: str
    young_person_id: UUID | None = None
    staff_id: int | None = None
    epoch: int = 0
    session_key: str = field(default="", repr=False)
    name: str = ""


SYSTEM = Speaker(by="system")


@dataclass(frozen=True, slots=True)
class Words:
    """One thing to store, and the key to seal it under."""

    conversation_id: int
    client_id: UUID
    speaker: Speaker
    body: str = field(repr=False)
    key_id: int
    key: bytes = field(repr=False)

    def sealed(self) -> bytes:
        about = sealing.place_of("chat_message", self.conversation_id, self.client_id, self.key_id)
        return sealing.seal(self.key, self.body, about=about)


@dataclass(frozen=True, slots=True)
class Stored:
    """Committed: these words have this place. `repeated` where they were stored before.

    `woke`: they ended a silence that had moved the conversation.
    """

    words: Words
    place: int
    at: datetime
    repeated: bool
    message_id: int
    woke: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Not stored. `reason`: not_yours (no right to speak here), over (the conversation has ended)."""

    words: Words
    reason: str


Answer = Stored | Refused
Waiting = list[tuple[Words, "asyncio.Future[Answer]"]]

LOCK = "SELECT id FROM chat_conversation WHERE id = ANY(%(ids)s::bigint[]) ORDER BY id FOR UPDATE"

STORE = """
WITH asked AS (
    SELECT * FROM unnest(
        %(conversations)s::bigint[], %(clients)s::uuid[], %(bys)s::text[], %(young)s::uuid[],
        %(staff)s::bigint[], %(epochs)s::int[], %(sign_ins)s::text[], %(bodies)s::bytea[]
    ) WITH ORDINALITY AS asked(
        conversation_id, client_id, by, young_person_id, staff_id, epoch, session_key, body, nth)
), judged AS (
    SELECT asked.*, c.last_place, c.ended_at IS NULL AS is_open, CASE asked.by
        WHEN 'young_person' THEN c.young_person_id = asked.young_person_id AND EXISTS (
            SELECT 1 FROM chat_youngperson y WHERE y.id = asked.young_person_id AND y.epoch = asked.epoch)
        WHEN 'counsellor' THEN c.owner_id = asked.staff_id AND EXISTS (
            SELECT 1 FROM rota_staffmember s JOIN django_session d ON d.session_key = asked.session_key
            LEFT JOIN rota_signin i ON i.session_key = d.session_key
            WHERE s.id = asked.staff_id AND s.is_active AND s.epoch = asked.epoch AND d.expire_date > %(at)s
                AND (i.id IS NULL OR (i.ended_at IS NULL AND coalesce(i.renewed_at, i.began_at) > %(shown_since)s)))
        ELSE asked.by = 'system' END AS may
    FROM asked JOIN chat_conversation c ON c.id = asked.conversation_id
), known AS (
    SELECT DISTINCT ON (judged.nth) judged.nth, m.id, m.place, m.stored_at,
        m.by = judged.by AND m.staff_id IS NOT DISTINCT FROM judged.staff_id AS is_theirs
    FROM judged JOIN chat_message m USING (conversation_id, client_id)
    WHERE judged.may
), fresh AS (
    SELECT DISTINCT ON (conversation_id, client_id) * FROM judged
    WHERE may AND is_open AND NOT EXISTS (SELECT 1 FROM known WHERE known.nth = judged.nth)
    ORDER BY conversation_id, client_id, nth
), numbered AS (
    SELECT *, last_place + row_number() OVER (PARTITION BY conversation_id ORDER BY nth) AS place FROM fresh
), inserted AS (
    INSERT INTO chat_message (conversation_id, client_id, place, by, staff_id, body, stored_at, reading)
    SELECT conversation_id, client_id, place, by, staff_id, body, %(at)s,
        CASE by WHEN 'young_person' THEN 'pending' ELSE 'not_needed' END
    FROM numbered ORDER BY nth
    RETURNING id, conversation_id, client_id, place, by, staff_id
), texted AS (
    INSERT INTO chat_outgoingtext (message_id, phone_id, state, state_at, created_at, next_try_at, attempts)
    SELECT inserted.id, p.id, 'queued', %(at)s, %(at)s, %(at)s, 0
    FROM inserted JOIN chat_conversation c ON c.id = inserted.conversation_id AND c.channel = 'sms'
    JOIN chat_phone p ON p.young_person_id = c.young_person_id
    WHERE inserted.by <> 'young_person'
), spoken AS (
    SELECT conversation_id, max(place) AS place, bool_or(by = 'counsellor') AS human,
        bool_or(by = 'young_person') AS young,
        max(place) FILTER (WHERE by = 'counsellor') > coalesce(max(place) FILTER (WHERE by = 'young_person'), 0)
            AS unanswered
    FROM numbered GROUP BY conversation_id
), woken AS (
    SELECT c.id, c.state AS was, CASE WHEN c.owner_id IS NULL THEN 'waiting' ELSE 'active' END AS state
    FROM spoken JOIN chat_conversation c ON c.id = spoken.conversation_id
    WHERE spoken.young AND c.state IN ('quiet', 'safety_hold')
), noted AS (
    INSERT INTO chat_conversationevent (conversation_id, kind, at, from_value, to_value, request_id)
    SELECT id, CASE was WHEN 'quiet' THEN 'spoke_again' ELSE 'reached' END, %(at)s, was, state, '' FROM woken
), moved AS (
    UPDATE chat_conversation c SET last_place = n.place,
        first_human_at = CASE WHEN n.human THEN coalesce(c.first_human_at, %(at)s) ELSE c.first_human_at END,
        left_at = CASE WHEN n.young THEN NULL ELSE c.left_at END,
        silent_since = CASE WHEN n.unanswered AND n.young THEN %(at)s
            WHEN n.unanswered THEN coalesce(c.silent_since, %(at)s)
            WHEN n.young THEN NULL ELSE c.silent_since END,
        silence_step = CASE WHEN n.young THEN 0 ELSE c.silence_step END,
        state = coalesce(woken.state, c.state)
    FROM spoken n LEFT JOIN woken ON woken.id = n.conversation_id
    WHERE c.id = n.conversation_id
)
SELECT asked.nth, coalesce(known.place, inserted.place) AS place, coalesce(known.stored_at, %(at)s) AS at,
    known.nth IS NOT NULL AND known.is_theirs AS repeated, coalesce(judged.may, false) AS may,
    coalesce(known.is_theirs, inserted.by = asked.by AND inserted.staff_id IS NOT DISTINCT FROM asked.staff_id, true)
        AS is_theirs, coalesce(known.id, inserted.id) AS message_id, woken.id IS NOT NULL AS woke
FROM asked
LEFT JOIN judged USING (nth)
LEFT JOIN known USING (nth)
LEFT JOIN inserted ON inserted.conversation_id = asked.conversation_id AND inserted.client_id = asked.client_id
LEFT JOIN woken ON woken.id = inserted.conversation_id
ORDER BY asked.nth
"""


def append_now(words: Words, *, is_locked: bool = False) -> Answer:
    """Stores one thing in the caller's own thread, through Django's connection. Raises Unavailable.

    In a transaction of the caller's it is stored with the rest or not at all. `is_locked`: that transaction locked
    the conversation by a statement before this one.
    """
    parameters = _parameters([words])
    try:
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            if not is_locked:
                cursor.execute(LOCK, parameters)
            cursor.execute(STORE, parameters)
            rows = cursor.fetchall()
            outbox.wake_after_commit()
            answer = _answers([words], rows)[0]
            if isinstance(answer, Stored) and answer.woke:
                live.nudge_conversation(words.conversation_id, "state")
                live.nudge_staff("queue")
    except (OperationalError, InterfaceError) as trouble:
        raise Unavailable from trouble
    return answer


async def append_in(connected: psycopg.AsyncConnection[Any], batch: Sequence[Words]) -> list[Answer]:
    """Stores a batch in a transaction of the caller's, who locked the conversations by a statement before this one."""
    stored = await connected.execute(STORE, _parameters(batch), prepare=True)
    return _answers(batch, await stored.fetchall())


class Journal:
    """Stores what the sockets of this process say: one batch after another, each in one commit."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Words, asyncio.Future[Answer]]] = deque()
        self._writer: asyncio.Task[None] | None = None
        # By conversation and who speaks: words into an ended chat, of which only the first has been told so.
        self._held: dict[tuple[int, str], Waiting] = {}
        self._second_tries: set[asyncio.Future[Answer]] = set()

    def append(self, words: Words) -> "asyncio.Future[Answer]":
        """The answer comes after the commit. Order of calls is order of places. Fails with Unavailable.

        A young person's words into a chat that has ended are "over" one after the other, each when `let_go` was called
        for the one before it: none passes words that are stored at a second try.
        """
        if _who(words) in self._held:
            answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
            self._hold(words, answer)
            return answer
        return self._append(words)

    def append_again(self, words: Words) -> "asyncio.Future[Answer]":
        """Words that were "over", at their second try. Then they are let go."""
        answer = self._append(words)
        self._second_tries.add(answer)
        answer.add_done_callback(self._second_tries.discard)
        return answer

    def _append(self, words: Words) -> "asyncio.Future[Answer]":
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((words, answer))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return answer

    def let_go(self, words: Words) -> None:
        """These words, which were "over", have had their second try, however it went."""
        held = self._held[_who(words)]
        del held[0]
        while held and held[0][1].done():
            del held[0]
        if held:
            held[0][1].set_result(Refused(held[0][0], "over"))
        else:
            del self._held[_who(words)]

    def _hold(self, words: Words, answer: "asyncio.Future[Answer]") -> None:
        held = self._held.setdefault(_who(words), [])
        held.append((words, answer))
        if len(held) == 1:
            answer.set_result(Refused(words, "over"))

    async def finish(self) -> None:
        """Waits until everything appended so far is answered."""
        while self._writer is not None and not self._writer.done():
            await asyncio.wait([self._writer])

    async def _write(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_IN_A_BATCH))]
            try:
                with COMMIT_SECONDS.time():
                    answers = await self._store_patiently([words for words, _ in batch])
            except Unavailable as trouble:
                log.warning("journal.unavailable", extra={"messages": len(batch)})
                self._fail(batch + self._behind(batch), trouble)
            except Exception as trouble:
                # Nobody may wait for ever, and the next batch has to be stored.
                log.error("journal.failed", extra={"messages": len(batch), "error": type(trouble).__name__})
                self._fail(batch + self._behind(batch), Unavailable())
            else:
                STORED.inc(sum(isinstance(given, Stored) and not given.repeated for given in answers))
                self._give(batch, answers)

    def _give(self, batch: "Waiting", answers: "list[Answer]") -> None:
        ended: Waiting = []
        for (words, answer), given in zip(batch, answers, strict=True):
            if answer.done():
                continue
            if self._has_another_try(answer, given):
                self._hold(words, answer)
                ended.append((words, answer))
            else:
                answer.set_result(given)
        for words, answer in self._behind(ended):
            self._hold(words, answer)

    def _has_another_try(self, answer: "asyncio.Future[Answer]", given: Answer) -> bool:
        is_over = isinstance(given, Refused) and given.reason == "over"
        return is_over and given.words.speaker.by == "young_person" and answer not in self._second_tries

    def _behind(self, batch: "Waiting") -> "Waiting":
        """What the same people said after words that could not be stored: it must not pass them, and comes again."""
        who = {_who(words) for words, _ in batch}
        everybody, self._waiting = list(self._waiting), deque()
        behind: Waiting = []
        for one in everybody:
            (behind if _who(one[0]) in who else self._waiting).append(one)
        return behind

    @staticmethod
    def _fail(batch: "Waiting", trouble: Unavailable) -> None:
        for _, answer in batch:
            if not answer.done():
                answer.set_exception(trouble)

    async def _store_patiently(self, batch: Sequence[Words]) -> list[Answer]:
        """Tries again for a while: a database that restarts costs seconds, not a socket."""
        loop = asyncio.get_running_loop()
        until, pause = loop.time() + TRY_AGAIN_FOR_SECONDS, 0.1
        parameters = _parameters(batch)
        while True:
            try:
                return _answers(batch, await _store(parameters))
            except (psycopg.OperationalError, psycopg.InterfaceError, OSError) as trouble:
                if loop.time() + pause > until:
                    raise Unavailable from trouble
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1.0)


def _who(words: Words) -> tuple[int, str]:
    return words.conversation_id, words.speaker.by


async def _store(parameters: dict[str, Any]) -> list[Any]:
    async with (await async_pool()).connection() as connected:
        # One trip there and back. psycopg's own transaction() would cost as much again as everything else here.
        async with connected.pipeline():
            await connected.execute("BEGIN", prepare=True)
            await connected.execute(LOCK, parameters, prepare=True)
            stored = await connected.execute(STORE, parameters, prepare=True)
            await connected.execute("COMMIT", prepare=True)
            if "young_person" in parameters["bys"]:
                await connected.execute(outbox.WAKE, prepare=True)
        return await stored.fetchall()


def _parameters(batch: Sequence[Words]) -> dict[str, Any]:
    return {
        "ids": sorted({words.conversation_id for words in batch}),
        "conversations": [words.conversation_id for words in batch],
        "clients": [words.client_id for words in batch],
        "bys": [words.speaker.by for words in batch],
        "young": [words.speaker.young_person_id for words in batch],
        "staff": [words.speaker.staff_id for words in batch],
        "epochs": [words.speaker.epoch for words in batch],
        "sign_ins": [words.speaker.session_key for words in batch],
        "bodies": [words.sealed() for words in batch],
        "at": clock.now(),
        "shown_since": clock.now() - sign_ins.kept_for(),
    }


def _answers(batch: Sequence[Words], rows: Sequence[Any]) -> list[Answer]:
    answers: list[Answer] = []
    for words, (_nth, place, at, repeated, may, is_theirs, message_id, woke) in zip(batch, rows, strict=True):
        if not may or not is_theirs:
            answers.append(Refused(words, "not_yours"))
        elif place is None:
            answers.append(Refused(words, "over"))
        else:
            answers.append(Stored(words, place, at, repeated, message_id, woke))
    return answers
