"""A candidate reads beside the live model: what was read already, once more, and only for the report.

It raises no flag, changes no urgency and tells nobody. It comes last: while anybody's words wait to be read it waits
too, and what has waited for longer than a few minutes it never reads. Errors are counted in its own rows.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
from django.db import DatabaseError, close_old_connections
from django.db.models import Exists, OuterRef, QuerySet

from chat.models import Message, PostVersion
from chat.urgency import Urgency, highest
from config import clock
from moderation import assess, choosing, classifiers, post_context
from moderation.checks import CATEGORIES, Check
from moderation.checks.learned import LearnedCheck
from moderation.models import Assessment, ShadowReading
from moderation.reading import Reading, read

log = logging.getLogger(__name__)

READS_WITHIN = timedelta(minutes=5)
LIMIT_SECONDS = 5.0
LOOK_EVERY_SECONDS = 0.25
LEAST_URGENT = 19
UNFINISHED, FAILED = "unfinished", "failed"


class Shadow:
    """One candidate, until it is told to stop or the worker that started it is gone."""

    def __init__(self, artefact_hash: str) -> None:
        self.artefact_hash = artefact_hash
        self._stopping = threading.Event()
        self._after: int | None = None

    def run(self) -> None:
        """Raises NotThere where the candidate cannot be loaded."""
        signal.signal(signal.SIGTERM, lambda *_: self._stopping.set())
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # from a terminal the worker hears it, and ends this one
        os.nice(LEAST_URGENT)
        parent = os.getppid()
        model = classifiers.load_kept(self.artefact_hash)
        check = LearnedCheck(lambda: model)
        log.info("shadow.started")
        while os.getppid() == parent and not self._stopping.is_set():
            try:
                with _ended_when_too_slow():
                    has_read = self.read_next(check)
            except (psycopg.Error, DatabaseError) as trouble:
                log.warning("shadow.database_away", extra={"error": type(trouble).__name__})
                close_old_connections()
                has_read = False
            if not has_read:
                self._stopping.wait(LOOK_EVERY_SECONDS)

    def read_next(self, check: Check) -> bool:
        """The next words that the live model has read, where nobody's wait."""
        if _somebody_waits():
            return False
        assessment = self._to_read().first()
        if assessment is None:
            return False
        self._after = assessment.pk
        read_beside(assessment, self.artefact_hash, check)
        return True

    def _to_read(self) -> QuerySet[Assessment]:
        since = clock.now() - READS_WITHIN
        if self._after is None:
            choice = choosing.candidate()
            begins = max(since, choice.chosen_at) if choice else since
            before = Assessment.objects.filter(at__lt=begins).order_by("-pk").first()
            self._after = before.pk if before else 0
        done = ShadowReading.objects.filter(assessment=OuterRef("pk"), artefact_hash=self.artefact_hash)
        waiting = Assessment.objects.filter(~Exists(done), pk__gt=self._after, at__gte=since)
        return waiting.order_by("pk").select_related("message__conversation__key", "post_version__post__author__key")


def read_beside(assessment: Assessment, artefact_hash: str, check: Check) -> None:
    """What the candidate makes of it, with what was found without any model. Written down once.

    The row is there before the reading: what ends this process in the middle of it is counted, and not tried again.
    """
    row, is_new = ShadowReading.objects.get_or_create(
        assessment=assessment, artefact_hash=artefact_hash, defaults={"error": UNFINISHED, "at": clock.now()}
    )
    if is_new:
        ShadowReading.objects.filter(pk=row.pk).update(**_fields(assessment, check))


def _fields(assessment: Assessment, check: Check) -> dict[str, Any]:
    try:
        began = time.perf_counter()
        reading = _read(assessment, check)
    except DatabaseError:
        raise
    except Exception as trouble:  # words that are gone, or whatever a candidate may do
        return {"error": type(trouble).__name__[:60]}
    if reading.failed:
        return {"error": FAILED}
    took = reading.milliseconds
    return _together(assessment, reading) | {
        "scores": reading.scores,
        "milliseconds": (time.perf_counter() - began) * 1000 if took is None else took,
        "error": "",
    }


def _read(assessment: Assessment, check: Check) -> Reading:
    if assessment.message is not None:
        context, _first = assess.context_of(assessment.message)
        return read(str(assessment.message.body), context, (check,))
    version = assessment.post_version
    assert version is not None  # a constraint says that it is one of the two
    return post_context.read_post(version.title or "", str(version.body), post_context.context_of(version), (check,))[0]


def _together(assessment: Assessment, reading: Reading) -> dict[str, Any]:
    """The urgency it would have come to: rules and answers as they were, the candidate in the place of the model."""
    others = [one for one in assessment.findings if not is_of_the_model(one["check"])]
    found = [{"category": one.category, "urgency": one.urgency} for one in reading.findings]
    together = [*found, *others]
    return {
        "urgency": highest(*(Urgency(one["urgency"]) for one in together)),
        "categories": [name for name in CATEGORIES if any(one["category"] == name for one in together)],
        "findings": found,
    }


def is_of_the_model(check_name: str) -> bool:
    """What a learned model found, or that it could not read."""
    return check_name == LearnedCheck.name or check_name.startswith(f"{LearnedCheck.name}.")


def _somebody_waits() -> bool:
    messages = Message.objects.filter(reading=Message.Reading.PENDING)
    return messages.exists() or PostVersion.objects.filter(reading=PostVersion.Reading.PENDING).exists()


@contextmanager
def _ended_when_too_slow() -> Iterator[None]:
    """The machine's clock ends this process, also in the middle of what is no Python. The worker starts another."""
    signal.setitimer(signal.ITIMER_REAL, LIMIT_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
