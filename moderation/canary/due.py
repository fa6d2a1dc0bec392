"""When the next one goes out, and how long they are kept. The row comes first: one that gets no further is missed."""

from datetime import datetime, timedelta

from django.db import transaction

from config import clock, jobs
from config.tuning import setting
from moderation.canary.words import SAID
from moderation.models import Canary, Incident

Kind = Incident.Kind


def rests() -> bool:
    """Whether somebody has told them to rest."""
    return not setting("canary.every_seconds")


def send_if_due(since: datetime) -> Canary | None:
    """The next one, if its time has come. `since`: from when on the processes are watched."""
    last = Canary.objects.order_by("-pk").first()
    if last is None or last.sent_at < since:
        is_due = clock.now() - since >= timedelta(seconds=setting("canary.first_seconds"))
    else:
        is_due = clock.now() - last.sent_at >= _pause_after(last)
    return _send(last.number + 1 if last else 0) if is_due else None


def _pause_after(last: Canary) -> timedelta:
    """Where something is wrong they come more often, so that its end is soon known; but they never pile up before a
    reader who has children's words to catch up with."""
    waits = last.stored_at is not None and last.read_at is None
    is_wrong = Incident.objects.filter(kind=Kind.CANARY_LOST, closed_at=None).exists()
    return timedelta(seconds=setting("canary.again_seconds" if is_wrong and not waits else "canary.every_seconds"))


@transaction.atomic
def _send(number: int) -> Canary:
    canary = Canary.objects.create(number=number % len(SAID))
    jobs.defer("moderation.send_canary", canary_id=canary.pk)
    _forget_old()
    return canary


def _forget_old() -> None:
    """A few days are kept, and the newest that a learned model has read: it tells that there once was one."""
    old = Canary.objects.filter(sent_at__lt=clock.now() - timedelta(days=setting("canary.kept_days")))
    known = Canary.objects.exclude(artefact_hash="").order_by("-pk").values_list("pk", flat=True).first()
    old.exclude(pk=known or 0).delete()
