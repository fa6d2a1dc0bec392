"""Noting where a page connects from. It costs the way of a message nothing.

    a form that brings words    noted in the same request, after the words are stored and before the answer; at most
                                once a minute for one address and port
    a socket                    noted beside the reading of frames, once it is open: all that open at the same moment in
                                one transaction, and tried again until it is stored or the socket is closed

Nothing of it waits in memory for longer than its own socket lives: a process that dies takes the socket with it, and
the page comes back to another one within seconds and is noted there. It is in no log, no job and nothing of Valkey.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest

from chat.at_once import AWAY, AtOnce
from chat.models import Conversation, Whence
from chat.sockets import Screen
from chat.whence.source import Came, of_request
from config import clock
from config.keys import key_directory
from config.models import DataKey

log = logging.getLogger(__name__)

# So many networks of one conversation, and of each so many connections: the first ones and the newest.
MOST_KEPT, FIRST_PORTS, NEWEST_PORTS = 100, 5, 45
ONCE_IN_SECONDS, MOST_REMEMBERED = 60.0, 4096
LONGEST_PAUSE = 30.0
# The same port after that is another connection: a mobile network gives it to somebody else in between.
SAME_CONNECTION = timedelta(minutes=5)

# A share of the row that hinders nobody who stores words, and waits for whoever erases them.
_KEYS = """
SELECT c.id, k.id, k.wrapped, k.wrapped_by,
    (SELECT count(*) FROM chat_whence w WHERE w.conversation_id = c.id AND w.destroyed_at IS NULL)
FROM chat_conversation c JOIN config_datakey k ON k.id = c.key_id
WHERE c.id = ANY(%s) ORDER BY c.id FOR KEY SHARE OF c
"""
_ADD = """
INSERT INTO chat_whence (conversation_id, sealed_under, address, address_hash, first_at, last_at)
SELECT * FROM unnest(%s::bigint[], %s::uuid[], %s::bytea[], %s::text[], %s::timestamptz[], %s::timestamptz[])
ON CONFLICT (conversation_id, address_hash) WHERE destroyed_at IS NULL DO NOTHING
RETURNING conversation_id, address_hash
"""
_CHANGE = """
UPDATE chat_whence AS w SET address = said.address, last_at = said.last_at
FROM unnest(%s::bigint[], %s::bytea[], %s::timestamptz[]) AS said (id, address, last_at) WHERE w.id = said.id
"""


class Noted(NamedTuple):
    """One connection of one conversation."""

    conversation_id: int
    came: Came
    at: datetime

    @property
    def digest(self) -> str:
        """Keyed, and of this conversation alone: two people at one address are not seen to be so."""
        about = f"whence:{self.conversation_id}:{self.came.address}".encode()
        return hmac.new(_lookup_key(key_directory().folder), about, hashlib.sha256).hexdigest()


@cache
def _lookup_key(_folder: Path) -> bytes:
    """Read once: this key never changes, and thousands of sockets may open at the same moment."""
    return key_directory().named("lookup")


def note_request(conversation: Conversation, request: HttpRequest) -> None:
    """Never stands in the way of the words that came with it: a failure is logged by kind and goes no further."""
    came = of_request(request)
    if came is None or not _lately.is_new((conversation.pk, conversation.young_person_id, came)):
        return
    try:
        note([Noted(conversation.pk, came, clock.now())])
    except DatabaseError as trouble:
        _lately.forget((conversation.pk, conversation.young_person_id, came))
        log.warning("whence.not_noted", extra={"error": type(trouble).__name__})


async def note_socket(conversation_id: int, came: Came, *, is_open: Callable[[], bool]) -> None:
    """Tried again until it is stored, or nobody is at the other end any more."""
    noted, pause = Noted(conversation_id, came, clock.now()), 1.0
    while True:
        try:
            await opening.ask(noted)
            return
        except AWAY:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        if not is_open():
            return


@transaction.atomic
def note(many: Iterable[Noted]) -> None:
    """The same address again is the same row, with its first and last moment. Safe to repeat.

    Where the words were erased there is no key, and nothing is stored.
    """
    wanted = {(one.conversation_id, one.digest, one): one for one in many}
    by_row: dict[tuple[int, str], list[Noted]] = {}
    for conversation_id, digest, one in sorted(wanted, key=lambda key: (key[0], key[1], key[2].at)):
        by_row.setdefault((conversation_id, digest), []).append(one)
    keys = _keys({conversation_id for conversation_id, _digest in by_row})
    new = {row: ones for row, ones in by_row.items() if row[0] in keys and keys[row[0]][1] < MOST_KEPT}
    added = _add(new, {pk: key for pk, (key, _count) in keys.items()})
    _join({row: ones for row, ones in by_row.items() if row[0] in keys and row not in added})


def _keys(conversations: set[int]) -> dict[int, tuple[DataKey, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [sorted(conversations)])
        found = cursor.fetchall()
    return {pk: (DataKey(pk=key, wrapped=wrapped, wrapped_by=by), kept) for pk, key, wrapped, by, kept in found}


def _add(rows: dict[tuple[int, str], list[Noted]], keys: dict[int, DataKey]) -> set[tuple[int, str]]:
    """Gives those that were new."""
    if not rows:
        return set()
    made = [
        _row(conversation_id, digest, ones, keys[conversation_id]) for (conversation_id, digest), ones in rows.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [list(column) for column in zip(*made, strict=True)])
        return set(cursor.fetchall())


def _row(conversation_id: int, digest: str, ones: list[Noted], key: DataKey) -> tuple[Any, ...]:
    # Sealed by the model itself, so that it is opened the same way.
    row = Whence(conversation=Conversation(pk=conversation_id, key=key), sealed_under=uuid4(), address_hash=digest)
    row.address = _joined(None, ones)
    return conversation_id, row.sealed_under, row.__dict__["address"], digest, ones[0].at, ones[-1].at


def _join(rows: dict[tuple[int, str], list[Noted]]) -> None:
    """Connections of addresses that are kept already."""
    if not rows:
        return
    known = Whence.objects.select_for_update(of=("self",), no_key=True).select_related("conversation__key")
    known = known.filter(
        conversation__in={pk for pk, _digest in rows}, address_hash__in={digest for _pk, digest in rows},
        destroyed_at=None,
    )  # fmt: skip
    changed = []
    for row in known.order_by("conversation_id", "address_hash"):
        if ones := rows.get((row.conversation_id, row.address_hash)):
            row.address = _joined(row.address, ones)
            # What the row holds sealed. `bulk_update` would ask the row for it, and be given it open.
            changed.append((row.pk, row.__dict__["address"], max(row.last_at, ones[-1].at)))
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(_CHANGE, [list(column) for column in zip(*changed, strict=True)])


def _joined(sealed: str | None, ones: list[Noted]) -> str:
    """What is sealed: the address, and each port with its first and last moment, the newest last."""
    kept: dict[str, Any] = json.loads(sealed) if sealed else {"address": ones[0].came.address, "ports": []}
    ports = kept["ports"]
    for one in ones:
        again = next((entry for entry in reversed(ports) if entry[0] == one.came.port), None)
        if again is not None and one.at - datetime.fromisoformat(again[2]) < SAME_CONNECTION:
            again[2] = max(again[2], one.at.isoformat())
        else:
            ports.append([one.came.port, one.at.isoformat(), one.at.isoformat()])
    if len(ports) > FIRST_PORTS + NEWEST_PORTS:
        kept["ports"] = [*ports[:FIRST_PORTS], *ports[-NEWEST_PORTS:]]
    return json.dumps(kept)


class _Lately:
    """What this process has stored within the last minute: a page without script brings each message by a form."""

    def __init__(self) -> None:
        self._at: OrderedDict[tuple[int, UUID, Came], float] = OrderedDict()

    def is_new(self, one: tuple[int, UUID, Came]) -> bool:
        now = time.monotonic()
        while self._at and (len(self._at) >= MOST_REMEMBERED or next(iter(self._at.values())) <= now - ONCE_IN_SECONDS):
            self._at.popitem(last=False)
        if one in self._at:
            return False
        self._at[one] = now
        return True

    def forget(self, one: tuple[int, UUID, Came]) -> None:
        self._at.pop(one, None)


async def _note_all(many: list[Noted]) -> list[None]:
    await Screen.in_a_thread(note, many)
    return [None] * len(many)


_lately = _Lately()
opening: AtOnce[Noted, None] = AtOnce(_note_all)
"""Sockets that open at the same moment: after a deployment thousands do."""
