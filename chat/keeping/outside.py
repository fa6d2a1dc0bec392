"""Which erasures there were, in a file beside the database: a backup that is restored knows nothing of later ones.

A line says what and when in ids, and how far it is: "begun" before the commit, "done" after it. A line left at
"begun" by a crash is settled by looking whether the database has it.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from chat.models import Erasure
from config import clock

# Longer than any transaction may take.
SURELY_OVER = timedelta(minutes=10)


@dataclass(frozen=True)
class Line:
    """One erasure, as the newest line about it says."""

    receipt: UUID
    at: datetime
    young_person: UUID
    conversation: int | None
    state: str


def file() -> Path:
    """Where the erasures of this installation are written down."""
    return Path(settings.NIGHTLIGHT_DATA) / "erasures.jsonl"


def note(receipt: UUID, state: str, *, at: datetime, about: tuple[UUID, int | None]) -> None:
    """Adds a line and makes sure that it is on disk."""
    young_person, conversation = about
    line = {
        "receipt": str(receipt),
        "at": at.isoformat(),
        "young_person": str(young_person),
        "conversation": conversation,
        "state": state,
    }
    descriptor = os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # A line that a crash left unfinished stays alone on its line.
        os.write(descriptor, b"\n" + json.dumps(line).encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def erasures() -> list[Line]:
    """Each once, in the order in which they began, with how far it got."""
    found: dict[UUID, Line] = {}
    for line in _lines():
        found[line.receipt] = line
    return list(found.values())


def after(place: int) -> tuple[list[Line], int]:
    """The erasures told behind this byte, each once as its newest line there says, and where the file ends now.

    A file that is shorter than that is another one: all of it is read.
    """
    try:
        with file().open("rb") as told:
            end = told.seek(0, os.SEEK_END)
            told.seek(place if place <= end else 0)
            text = told.read(end - told.tell()).decode(errors="replace")
    except FileNotFoundError:
        return [], 0
    found = {said.receipt: said for line in text.splitlines() if (said := _line_of(line))}
    return list(found.values()), end


def settle() -> None:
    """What was begun and never said to be done: done if the database has it, else it was not."""
    for line in erasures():
        if line.state == "begun" and clock.now() - line.at > SURELY_OVER:
            state = "done" if Erasure.objects.filter(receipt=line.receipt).exists() else "not_done"
            note(line.receipt, state, at=line.at, about=(line.young_person, line.conversation))


def _lines() -> Iterator[Line]:
    try:
        text = file().read_text(errors="replace")
    except FileNotFoundError:
        return
    for line in text.splitlines():
        if said := _line_of(line):
            yield said


def _line_of(line: str) -> Line | None:
    try:
        said = json.loads(line)
        return Line(
            UUID(said["receipt"]),
            datetime.fromisoformat(said["at"]),
            UUID(said["young_person"]),
            said["conversation"] if said["conversation"] is None else int(said["conversation"]),
            str(said["state"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
