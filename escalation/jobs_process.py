"""The process of jobs and clocks: Procrastinate, and once a second everything that has become due.

A clock's truth is a `due_at` in its row. A job may be lost with the worker that held it; the round of
clocks finds what it should have done, so nothing that was flagged stays without a person.
"""

import logging
import threading
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, close_old_connections
from procrastinate.contrib.django import app

from chat import queue
from chat.sms import reconcile, send
from config.alive import say_alive
from escalation import clocks, stalled
from moderation import incidents
from moderation.review import commands as review

log = logging.getLogger(__name__)

ROUND_SECONDS = 1.0
NAME = "jobs"

CLOCKS: tuple[tuple[str, Callable[[], object]], ...] = (
    ("escalation", clocks.tick),
    ("leases", queue.return_lost_leases),
    ("places", queue.let_go_of_places),
    ("texts", send.start_sending),
    ("missed_texts", reconcile.start_fetching),
    ("incidents", incidents.watch),
    ("reviews", review.let_go_of_lapsed),
    ("stalled", stalled.retry_stalled),
    ("alive", lambda: say_alive(NAME)),
)


def run() -> None:
    """Runs until SIGTERM or SIGINT: the jobs in this thread, the clocks in one beside it."""
    stopping = threading.Event()
    rounds = threading.Thread(target=_keep_time, args=(stopping,), name="clocks", daemon=True)
    rounds.start()
    try:
        worker_app = app.with_connector(app.connector.get_worker_connector())
        with worker_app.open():
            worker_app.run_worker(name="jobs", concurrency=4, fetch_job_polling_interval=1, delete_jobs="successful")
    finally:
        stopping.set()
        rounds.join(timeout=5)


def _keep_time(stopping: threading.Event) -> None:
    while not stopping.wait(ROUND_SECONDS):
        for name, work in CLOCKS:
            try:
                work()
            except (OperationalError, InterfaceError) as trouble:
                log.warning("clocks.database_away", extra={"clock": name, "error": type(trouble).__name__})
                break
            except Exception:
                log.exception("clocks.failed", extra={"clock": name})
        close_old_connections()
