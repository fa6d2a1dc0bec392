"""Jobs: everything that has a time, a retry or calls outside is a row in Postgres.

A job is deferred by name in the transaction of the row it is about. It carries ids only, may run
twice, and a safety timer's truth is its `due_at` row: the job only wakes it.
"""

from django.db import transaction
from procrastinate.contrib.django import app as _app
from procrastinate.exceptions import AlreadyEnqueued


def defer(name: str, *, lock: str | None = None, after: float = 0, **ids: int) -> None:
    """Puts a job into the current transaction, to run `after` so many seconds (by the server's clock, not ours)."""
    later = {"seconds": after} if after else None
    _app.configure_task(name, allow_unknown=False, lock=lock, schedule_in=later).defer(**ids)


def defer_once(name: str, *, once: str, lock: str | None = None, **ids: int) -> bool:
    """The same, unless such a job waits already: then False. For clocks, which ask again every second."""
    try:
        with transaction.atomic():
            _app.configure_task(name, allow_unknown=False, lock=lock, queueing_lock=once).defer(**ids)
    except AlreadyEnqueued:
        return False
    return True
