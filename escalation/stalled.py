"""Jobs whose worker died while it held them: they are put back, because every job may run twice."""

import time

from django.db import connection

SILENT_SECONDS = 30
LOOK_EVERY_SECONDS = 5.0

_looked_at = 0.0

PUT_BACK = """
UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL, queueing_lock = NULL
WHERE status = 'doing' AND (worker_id IS NULL OR NOT EXISTS (
    SELECT 1 FROM procrastinate_workers w
    WHERE w.id = procrastinate_jobs.worker_id AND w.last_heartbeat > statement_timestamp() - %s::interval))
"""
"""The heartbeat is written by Procrastinate with the server's clock, so it is compared with that one.

A job that may wait only once (`defer_once`) gives up that name: its clock has put another one in the line meanwhile,
and two of a name there would be refused, with every other job that is put back in the same statement.
"""


def retry_stalled() -> int:
    """Puts jobs back that no living worker holds. Looks every five seconds."""
    global _looked_at
    if time.monotonic() - _looked_at < LOOK_EVERY_SECONDS:
        return 0
    _looked_at = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(PUT_BACK, [f"{SILENT_SECONDS} seconds"])
        return int(cursor.rowcount)
