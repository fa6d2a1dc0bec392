"""What a person says was done where this program cannot look: a copy carried away, a list set at the carrier.

Lines of a file beside the database, so that they are still there when the database is not. Nothing of it is trusted
for ever: whoever asks says how old it may be.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from config import clock

WHAT = {
    "backup_taken": "a backup of the database lies where it belongs",
    "keys_copied": "a copy of the key folder lies off this machine, apart from backups",
    "anchors_copied": "the audit's anchor file was copied to where those who run the database cannot write",
    "opt_out_words": "the carrier's list of opt-out words was set as docs/operations.md says",
    "on_call_phones": "whoever is on call was rung on the number in the rota's list, and answered",
}


@dataclass(frozen=True)
class Confirmation:
    """Somebody said so, then. `detail`: what it was about, such as the newest key that was copied."""

    what: str
    at: datetime
    by: str
    detail: str = ""


def file() -> Path:
    """Where the confirmations of this installation are written down."""
    return Path(settings.NIGHTLIGHT_DATA) / "confirmed.jsonl"


def confirm(what: str, *, by: str, detail: str = "") -> Confirmation:
    """Adds a line, and makes sure that it is on disk. Raises KeyError for what nobody asks about."""
    WHAT[what]
    said = Confirmation(what, clock.now(), by, detail)
    line = {"what": what, "at": said.at.isoformat(), "by": by, "detail": detail}
    descriptor = os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        # A line that a crash left unfinished stays alone on its line.
        os.write(descriptor, b"\n" + json.dumps(line).encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return said


def newest(what: str, *, within: timedelta | None = None) -> Confirmation | None:
    """The last time somebody said so, if that was not longer ago than `within`."""
    said = [one for one in _all() if one.what == what]
    if not said or (within is not None and clock.now() - said[-1].at > within):
        return None
    return said[-1]


def _all() -> list[Confirmation]:
    try:
        lines = file().read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return [said for line in lines if (said := _line_of(line))]


def _line_of(line: str) -> Confirmation | None:
    try:
        told = json.loads(line)
        return Confirmation(str(told["what"]), datetime.fromisoformat(told["at"]), str(told["by"]), str(told["detail"]))
    except (ValueError, KeyError, TypeError):
        return None
