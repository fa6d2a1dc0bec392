"""Jobs: everything that has a time, a retry or calls outside is a row in Postgres.

A job is deferred by name in the transaction of the row it is about. It carries ids only, may run
twice, and a safety timer's truth is its `due_at` row: the job only wakes it.
"""

from procrastinate.contrib.django import app as _app


def defer(name: str, *, lock: str | None = None, **ids: int) -> None:
    """Puts a job into the current transaction."""
    _app.configure_task(name, allow_unknown=False, lock=lock).defer(**ids)
