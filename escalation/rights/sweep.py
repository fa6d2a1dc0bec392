"""One batch of one kind: each thing in a transaction of its own that asks again, and a receipt of what came of it."""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.db.models import Count, Sum

from chat.keeping.erase import Stopped
from chat.keeping.receipt import in_backups_until
from chat.models import Conversation, Erasure, RetentionProposal, RetentionRun
from config import clock
from config.tuning import setting
from escalation.rights.kinds import Kind

log = logging.getLogger(__name__)

DAY = timedelta(days=1)


def due_now(kind: Kind, at: datetime) -> Any:
    """What may go. What was refused within a day is let be for so long, so that not every look is a refusal."""
    found = kind.due(at)
    if found.model is not Conversation:
        return found
    asked = Erasure.objects.filter(state=Erasure.State.REFUSED, why=Erasure.Why.TIME, asked_at__gt=clock.now() - DAY)
    return found.exclude(pk__in=asked.exclude(conversation=None).values("conversation"))


def may_alone(kind: Kind, at: datetime) -> bool:
    """Few enough in 24 hours that the clock may do it without two people."""
    if not kind.is_theirs:
        return True
    done = RetentionRun.objects.filter(kind=kind.code, proposal=None, at__gt=clock.now() - DAY)
    gone = done.aggregate(gone=Sum("gone"))["gone"] or 0
    most = int(setting("keeping.alone_a_day"))
    return bool(gone + due_now(kind, at)[: most + 1].aggregate(count=Count("pk"))["count"] <= most)


def sweep(kind: Kind, at: datetime, *, proposal: RetentionProposal | None = None) -> RetentionRun | None:
    """Erases the next few of what is due at `at`. Gives the receipt; None where there was nothing."""
    things = list(due_now(kind, at)[: int(setting("keeping.at_once"))])
    if not things:
        return None
    gone, stays = _each(kind, things, at)
    now = clock.now()
    return RetentionRun.objects.create(
        kind=kind.code, at=now, proposal=proposal, gone=gone, stays=dict(stays), in_backups_until=in_backups_until(now)
    )


def _each(kind: Kind, things: Iterable[Any], at: datetime) -> tuple[int, Counter[str]]:
    gone, stays = 0, Counter[str]()
    for thing in things:
        try:
            kind.erase(thing, at)
            gone += 1
        except Stopped as stopped:
            stays.update(stopped.codes)
        except ObjectDoesNotExist:
            stays.update(["already"])  # somebody else was faster
        except DatabaseError as trouble:
            log.error("retention.failed", extra={"error": type(trouble).__name__})
            stays.update(["failed"])
    return gone, stays
