"""Desks of the demo people in the shared house, for stories at their sockets."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.chat.doors import AtADoor, aisha_at_the_door
from tests.house import House
from tests.pages.story import password_of
from tests.visitor import Visitor
from tests.wire import Wire

_signed_in: dict[tuple[int, str], Visitor] = {}
_since: dict[tuple[int, str], float] = {}


@dataclass
class Desk:
    """Somebody's console, open, and who they are."""

    house: House
    name: str
    wire: Wire
    staff: int = field(default=0)

    def has(self, young: AtADoor) -> int:
        """They have this conversation from now on, without the queue between; they hold its first words already."""
        self.house.sql(
            "UPDATE chat_conversation SET state = 'active', waiting_since = NULL, reply_due_at = NULL,"
            " lease_until = now() + interval '1 hour', owner_id = %s WHERE id = %s",
            self.staff,
            young.conversation,
        )
        self.resumes(young.conversation)
        return young.conversation

    def resumes(self, conversation: int) -> None:
        self.wire.send("resume", conversation=conversation, after=0)
        self.row(conversation)

    def row(self, conversation: int, **match: Any) -> dict[str, Any]:
        """The row of this conversation in the first `mine` that shows it so."""
        return self._in_a_row("mine", "conversations", "id", conversation, match)

    def on_the_floor(self, conversation: int, **match: Any) -> dict[str, Any]:
        return self._in_a_row("floor", "conversations", "conversation", conversation, match)

    def _in_a_row(self, kind: str, rows: str, key: str, number: int, match: dict[str, Any]) -> dict[str, Any]:
        for frame in reversed([one for one in self.wire.heard if one["type"] == kind]):
            for row in frame[rows]:
                if row[key] == number and all(row[name] == value for name, value in match.items()):
                    return dict(row)
            break
        for _ in range(20):
            frame = self.wire.expect(kind)
            for row in frame[rows]:
                if row[key] == number and all(row[name] == value for name, value in match.items()):
                    return dict(row)
        raise AssertionError(f"{number} never stood so in {kind}")

    def says(self, conversation: int, body: str) -> dict[str, Any]:
        client_id = str(uuid4())
        self.wire.send("say", conversation=conversation, id=client_id, body=body)
        return self.wire.expect("said", id=client_id)

    def is_refused(self, kind: str, why: str = "not_yours", **fields: Any) -> dict[str, Any]:
        self.wire.send(kind, **fields)
        return self.wire.expect("refused", reason=why)


@contextmanager
def desk_of(house: House, name: str) -> Iterator[Desk]:
    """One console of `name`; a second one of the same person is another call."""
    known = (id(house), name)
    # Older than that, and it may have locked meanwhile: nobody touched it for ten minutes.
    if known not in _signed_in or time.monotonic() - _since[known] > 300:
        _signed_in[known] = house.visitor().signs_in(f"{name}@demo.example", password_of(house))
        _since[known] = time.monotonic()
    [(staff,)] = house.sql("SELECT id FROM rota_staffmember WHERE email = %s", f"{name}@demo.example")
    with _signed_in[known].wire("/ws/console/") as wire:
        wire.expect("mine")
        yield Desk(house, name, wire, staff)


def aisha(house: House, message: str = "hello") -> AtADoor:
    return aisha_at_the_door(house, message)
