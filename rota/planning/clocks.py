"""The clocks of the rota, once a second: what begins, who did not come, what nobody signed, what nobody covers.

Their truth is in rows, so a process that was away loses none. Gaps are looked for once a minute, and places of the
patterns are made once an hour: nobody waits for those.
"""

import logging
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError

from rota.planning import breaks, gaps, no_shows, notes, patterns, test_pages
from rota.reach import trying_out

log = logging.getLogger(__name__)

# How often in seconds, and what.
WORK: tuple[tuple[float, Callable[[], int]], ...] = (
    (0, test_pages.tick),
    (0, trying_out.tick),
    (0, no_shows.tick),
    (0, notes.tick),
    (0, breaks.tick),
    (60, gaps.tell),
    (3600, patterns.fill_ahead),
)
_done_at: dict[str, float] = {}


def tick() -> None:
    """Called each second by the process of clocks. One that fails does not stop the others."""
    for every, work in WORK:
        name = f"{work.__module__}.{work.__name__}"
        if every and time.monotonic() - _done_at.get(name, -every) < every:
            continue
        _done_at[name] = time.monotonic()
        try:
            work()
        except (OperationalError, InterfaceError):
            raise  # the database is away, for all of them
        except Exception:
            log.exception("rota.clock_failed", extra={"clock": "rota"})


def look_again() -> None:
    """Forgets when each was done, so that the next round does all of it. For tests."""
    _done_at.clear()
