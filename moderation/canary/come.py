"""For whoever watches from outside: when the last one came through. It counts on nothing that the jobs process does."""

from datetime import datetime, timedelta

from config import clock
from config.tuning import setting
from moderation.models import Canary

MISSED = 3


def seconds_since() -> int | None:
    """Since the newest came through; None where none ever did."""
    arrived_at = _last()
    return None if arrived_at is None else int((clock.now() - arrived_at).total_seconds())


def is_overdue() -> bool:
    """Whether several should have come since."""
    every = setting("canary.every_seconds")
    since = _last() or Canary.objects.order_by("pk").values_list("sent_at", flat=True).first()
    if not every or since is None:
        return False
    return clock.now() - since > timedelta(seconds=MISSED * every)


def _last() -> datetime | None:
    arrived = Canary.objects.exclude(arrived_at=None).order_by("-arrived_at")
    return arrived.values_list("arrived_at", flat=True).first()
