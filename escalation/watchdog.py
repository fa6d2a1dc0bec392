"""The process that watches those that watch. It has a role of its own in the database, and no Valkey.

It says out loud, on the log and as an error report, when nobody reads, when no clock runs, when a page that
was due has not been made, or when the database cannot be reached. Where calls to people may have stopped, it calls
those on call itself, by text and by mail (shouting.py). It repairs nothing: it is as small as it can be, so that
whatever stops the others does not stop it.
"""

import logging
import signal
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import FrameType

from django.db import DatabaseError, close_old_connections

from config import clock
from config.alive import say_alive
from config.models import ProcessSeen
from escalation.models import Escalation
from escalation.shouting import Shouting
from moderation.models import Incident

log = logging.getLogger(__name__)

NAME = "watchdog"
WATCHED = ("worker", "jobs")
# Source: architecture, paging: a heartbeat older than 30 s; a page is made within a second of being due.
SILENT_AFTER = timedelta(seconds=30)
LOOK_EVERY_SECONDS = 5.0
SHOUT_EVERY_SECONDS = 30.0
# With these nobody is called about anybody. A silent reader is an incident, and the clocks call about it.
NOBODY_IS_CALLED = frozenset({"jobs", "page", "database"})
# A database that restarts is away for some seconds, and comes back by itself.
CALLS_AFTER_SECONDS = 30.0


def troubles(at: datetime) -> Iterator[str]:
    """What is wrong now: "worker", "jobs", "page", "keys"; nothing while all is well. Raises DatabaseError."""
    seen = dict(ProcessSeen.objects.filter(name__in=WATCHED).values_list("name", "seen_at"))
    for name in WATCHED:
        if name not in seen or at - seen[name] > SILENT_AFTER:
            yield name
    late = Escalation.objects.filter(state__in=Escalation.UNDECIDED, page_due_at__lt=at - SILENT_AFTER)
    if late.exists():
        yield "page"
    if Incident.objects.filter(kind=Incident.Kind.KEYS_STALLED, closed_at=None).exists():
        yield "keys"


def look() -> list[str]:
    """One look: everything that is wrong, "database" alone where it cannot be asked."""
    try:
        found = list(troubles(clock.now()))
        say_alive(NAME)
    except DatabaseError:
        return ["database"]
    finally:
        close_old_connections()
    return found


class Watchdog:
    """Runs until it is told to stop."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._shouted: dict[str, float] = {}
        self._shouting = Shouting()
        self._silent_since: float | None = None

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        log.info("watchdog.started")
        # Whoever is started beside it gets a moment before silence means anything.
        self._stopping.wait(LOOK_EVERY_SECONDS)
        while not self._stopping.is_set():
            found = look()
            self._tell(found)
            self.call(found)
            self._stopping.wait(LOOK_EVERY_SECONDS)
        log.info("watchdog.stopped")

    def call(self, found: list[str]) -> int:
        """Calls people where nobody else does. Gives how many it reached."""
        if "database" not in found:
            self._shouting.look()
        if not NOBODY_IS_CALLED & set(found):
            self._silent_since = None
            self._shouting.is_well()
            return 0
        moment = time.monotonic()
        self._silent_since = moment if self._silent_since is None else self._silent_since
        # A heartbeat is half a minute old before it counts as silence at all.
        is_long = found != ["database"] or moment - self._silent_since >= CALLS_AFTER_SECONDS
        return self._shouting.shout() if is_long else 0

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping.set()

    def _tell(self, found: list[str]) -> None:
        """At once when something goes wrong, again twice a minute while it is, once when it is well."""
        moment = time.monotonic()
        for what in set(self._shouted) - set(found):
            del self._shouted[what]
            log.warning("watchdog.well_again", extra={"clock": what})
        for what in found:
            if moment - self._shouted.get(what, -SHOUT_EVERY_SECONDS) >= SHOUT_EVERY_SECONDS:
                self._shouted[what] = moment
                log.critical("watchdog.shouts", extra={"clock": what})
