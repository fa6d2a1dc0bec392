"""The process that reads: woken by Postgres, and looking four times a second in case it was not.

It also chains the audit, once a second, says every few seconds that it is alive, and takes up the model that people
chose. A candidate reads in a process of its own, which it starts and stops.
"""

import logging
import signal
import threading
import time
from types import FrameType

import psycopg
from django.db import DatabaseError, close_old_connections, connection

from chat import live
from chat.outbox import CHANNEL
from config.alive import say_alive
from config.lines import LINE
from moderation import classifiers, second_opinion
from moderation.assess import assess_failed_again, assess_pending
from moderation.canary.read import read_next
from moderation.checks import Context
from moderation.choosing import SAID, WORKER
from moderation.reading import read
from moderation.shadow_process import ShadowProcess
from moderation.taking_up import TakingUp
from rota import audit

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 0.25
LINK_EVERY_SECONDS = 1.0
SAY_EVERY_SECONDS = 3.0
TRY_AGAIN_EVERY_SECONDS = 5.0
LOOK_AT_CHOICE_EVERY_SECONDS = 1.0


class Worker:
    """Runs until it is told to stop, whatever the database does meanwhile."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._listening: psycopg.Connection | None = None
        self._linked_at = self._said_at = self._tried_at = self._looked_at = 0.0
        self._trouble: second_opinion.Trouble | None = None
        self._taking_up, self._shadow = TakingUp(), ShadowProcess()

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self._begin_with_the_chosen()
        # The first reading of a process builds every pattern: that must not be a child's wait.
        read("warm", Context(()))
        classifiers.prepare_hostility(second_opinion.files())
        log.info("worker.started")
        pause = 0.1
        while not self._stopping.is_set():
            try:
                self._round()
                pause = 0.1
            except (psycopg.Error, DatabaseError, OSError) as trouble:
                log.warning("worker.database_away", extra={"error": type(trouble).__name__})
                self._hang_up()
                self._stopping.wait(pause)
                pause = min(pause * 2, 2.0)
        self._shadow.stop()
        self._hang_up()
        log.info("worker.stopped")

    def _begin_with_the_chosen(self) -> None:
        try:
            self._taking_up.begin()
        except (psycopg.Error, DatabaseError, OSError) as trouble:
            # Who was chosen is asked again each second; until the database is there, nothing is read anyway.
            log.warning("worker.database_away", extra={"error": type(trouble).__name__})
            self._hang_up()

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping.set()

    def _round(self) -> None:
        self._listen()
        self._between()
        while assess_pending() + read_next() and not self._stopping.is_set():
            self._between()
        moment = time.monotonic()
        if moment - self._linked_at >= LINK_EVERY_SECONDS:
            self._linked_at = moment
            audit.link_rows()
        if moment - self._tried_at >= TRY_AGAIN_EVERY_SECONDS:
            self._tried_at = moment
            assess_failed_again()
        self._wait()

    def _between(self) -> None:
        """Between two lots of messages, also while they keep coming: no message is being read now."""
        moment = time.monotonic()
        if moment - self._looked_at >= LOOK_AT_CHOICE_EVERY_SECONDS:
            self._looked_at = moment
            self._taking_up.look()
            self._shadow.look()
        if moment - self._said_at >= SAY_EVERY_SECONDS:
            self._said_at = moment
            say_alive(WORKER, classifiers.version().artefact_hash[:SAID])
            self._say_how_the_second_opinion_is()

    def _say_how_the_second_opinion_is(self) -> None:
        named = second_opinion.files()
        if not named.is_set_up:
            return
        trouble = classifiers.prepare_hostility(named)
        say_alive(second_opinion.NAME, trouble or "")
        if trouble != self._trouble:
            self._trouble = trouble
            live.nudge_staff("queue")

    def _listen(self) -> None:
        if self._listening is None:
            given = connection.get_connection_params()
            names = ("dbname", "user", "password", "host", "port", "sslmode")
            self._listening = psycopg.connect(
                **{name: given[name] for name in names if given.get(name)}, **LINE, autocommit=True
            )
            self._listening.execute(f"LISTEN {CHANNEL}")

    def _wait(self) -> None:
        assert self._listening is not None
        for _ in self._listening.notifies(timeout=LOOK_EVERY_SECONDS, stop_after=1):
            pass

    def _hang_up(self) -> None:
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        close_old_connections()
