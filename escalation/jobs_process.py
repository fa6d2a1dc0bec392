"""The process of jobs and clocks: Procrastinate, and once a second everything that has become due.

A clock's truth is a `due_at` in its row. A job may be lost with the worker that held it; the round of
clocks finds what it should have done, so nothing that was flagged stays without a person.
"""

import logging
import threading
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, close_old_connections
from procrastinate.contrib.django import app

from chat import away, handover, queue, silence
from chat.concern import forgetting
from chat.sms import reconcile, send
from config.alive import say_alive
from escalation import audit_watch, clocks, keys_watch, second_look_calls, stalled
from escalation.dissent import due as dissent_due
from escalation.referral import clock as referral_clock
from escalation.rights import clock as retention
from escalation.risk import clock as risk_clock
from moderation import concerns, incident_pages, incidents, rota_incidents
from moderation.blind import draw as blind_draw
from moderation.canary import watch as canaries
from moderation.review import commands as review
from rota.planning import clocks as rota_clocks
from rota.reach import making

log = logging.getLogger(__name__)

ROUND_SECONDS = 1.0
# While the database was away no console and no page could say that it is there: they get so long to come back.
TIME_TO_COME_BACK_SECONDS = 45.0
SAID_IN_TIME = ("leases", "places", "one_owner")
NAME = "jobs"

CLOCKS: tuple[tuple[str, Callable[[], object]], ...] = (
    ("escalation", clocks.tick),
    ("leases", queue.return_lost_leases),
    ("places", queue.let_go_of_places),
    ("handover", handover.tick),
    ("away", away.tick),
    ("silence", silence.tick),
    ("waiting", concerns.watch_waiting),
    ("holds", concerns.watch_holds),
    ("one_owner", concerns.watch_owners),
    ("texts", send.start_sending),
    ("missed_texts", reconcile.start_fetching),
    ("concerns", forgetting.tick),
    ("incidents", incidents.watch),
    ("canaries", canaries.watch),
    ("cover", incidents.watch_cover),
    ("rota", rota_clocks.tick),
    ("rota_incidents", rota_incidents.watch),
    ("incident_pages", incident_pages.page_all_due),
    ("reach", making.look),
    ("reviews", review.let_go_of_lapsed),
    ("blind", blind_draw.watch),
    ("referrals", referral_clock.tick),
    ("dissents", dissent_due.tick),
    ("second_looks", second_look_calls.tick),
    ("risk", risk_clock.tick),
    ("stalled", stalled.retry_stalled),
    ("keys", keys_watch.watch),
    ("audit", audit_watch.watch),
    ("retention", retention.watch),
    ("alive", lambda: say_alive(NAME)),
)


def run() -> None:
    """Runs until SIGTERM or SIGINT: the jobs in this thread, the clocks in one beside it."""
    stopping = threading.Event()
    canaries.begin()
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
    people_are_back_at = 0.0
    while not stopping.wait(ROUND_SECONDS):
        if not one_round(gives_time=time.monotonic() < people_are_back_at):
            people_are_back_at = time.monotonic() + TIME_TO_COME_BACK_SECONDS
        close_old_connections()


def one_round(*, gives_time: bool = False) -> bool:
    """Every clock once. False where the database was not there for the first of them.

    `gives_time`: nobody loses a chat or a place yet who could not say that they are there.
    """
    for name, work in CLOCKS:
        if gives_time and name in SAID_IN_TIME:
            continue
        try:
            work()
        except (OperationalError, InterfaceError) as trouble:
            log.warning("clocks.database_away", extra={"clock": name, "error": type(trouble).__name__})
            return name != CLOCKS[0][0]
        except Exception:
            log.exception("clocks.failed", extra={"clock": name})
    return True
