"""The only clock. Everything that asks what time it is asks here, so that a test can move it.

SQL never asks the server for the time: it is given `now()` as a parameter. A child process under
test reads its offset from a file, so that one write moves every process of the house together.
"""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_OFFSET_FILE = os.environ.get("NIGHTLIGHT_CLOCK_FILE", "")
_offset = timedelta()


def now() -> datetime:
    """The time now, in UTC. Shown to people in Europe/London by the templates."""
    return datetime.fromtimestamp(time.time(), tz=UTC) + _offset + _offset_of_the_house()


def move(by: timedelta) -> None:
    """Moves this process's clock. For tests."""
    global _offset
    _offset += by


def reset() -> None:
    """Puts this process's clock right again. For tests."""
    global _offset
    _offset = timedelta()


def _offset_of_the_house() -> timedelta:
    if not _OFFSET_FILE:
        return timedelta()
    try:
        return timedelta(seconds=float(Path(_OFFSET_FILE).read_text() or "0"))
    except (OSError, ValueError):
        return timedelta()
