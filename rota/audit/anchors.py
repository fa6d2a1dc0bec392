"""The head of the audit chain, told to a file that lives outside the database.

A chain shows what was changed inside it, but not that its end was cut off or that the whole of it
was put back to last week. Each line of the file is a place and its signature that the chain had once,
and so must have for ever. Copy the file to where the people who run the database cannot write.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from config import clock

AT_MOST_EVERY = timedelta(seconds=60)
_TAIL = 4096


class Anchor(NamedTuple):
    place: int
    signature: bytes
    at: datetime


def file() -> Path:
    """Where the anchors of this installation are."""
    return Path(settings.NIGHTLIGHT_DATA) / "anchors" / "audit-head.jsonl"


def drop(place: int, signature: bytes, *, force: bool = False) -> bool:
    """Notes the head and makes sure it is on disk. Says whether it did: a known head or a fresh anchor needs none."""
    known = last()
    if known and (known.place >= place or (not force and clock.now() - known.at < AT_MOST_EVERY)):
        return False
    path = file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps({"place": place, "signature": signature.hex(), "at": clock.now().isoformat()})
    with path.open("ab") as anchors:
        # A line that a crash left unfinished stays what it is, alone on its line.
        anchors.write((b"" if _ends_well(path) else b"\n") + line.encode() + b"\n")
        anchors.flush()
        os.fsync(anchors.fileno())
    return True


def read() -> Iterator[tuple[int, Anchor | None]]:
    """Each line's number and its anchor; None for one that cannot be read."""
    try:
        with file().open() as anchors:
            for number, line in enumerate(anchors, start=1):
                yield number, _anchor_of(line)
    except FileNotFoundError:
        return


def last() -> Anchor | None:
    """The newest anchor that can be read, from the end of the file only: it is asked for every second."""
    try:
        with file().open("rb") as anchors:
            anchors.seek(max(0, anchors.seek(0, os.SEEK_END) - _TAIL))
            lines = anchors.read().decode(errors="replace").splitlines()
    except FileNotFoundError:
        return None
    return next((anchor for line in reversed(lines) if (anchor := _anchor_of(line))), None)


def _ends_well(path: Path) -> bool:
    with path.open("rb") as anchors:
        size = anchors.seek(0, os.SEEK_END)
        anchors.seek(max(0, size - 1))
        return anchors.read(1) in {b"", b"\n"}


def _anchor_of(line: str) -> Anchor | None:
    try:
        told = json.loads(line)
        return Anchor(int(told["place"]), bytes.fromhex(told["signature"]), datetime.fromisoformat(told["at"]))
    except (ValueError, KeyError, TypeError):
        return None
