"""The clock of the hashes: who said something about whom is forgotten as soon as nothing merges any more."""

import logging
import time
from datetime import timedelta

from django.db.models import Q

from chat.models import Concern
from config import clock
from config.tuning import setting

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 60.0
_looked_at = 0.0


def tick() -> None:
    """Called each second, looks each minute."""
    global _looked_at
    if time.monotonic() - _looked_at >= LOOK_EVERY_SECONDS:
        _looked_at = time.monotonic()
        forget_sources()


def forget_sources() -> int:
    """Wipes the hashes of concerns that are too old to merge."""
    until = clock.now() - timedelta(hours=setting("concern.merge_hours"))
    old = Concern.objects.filter(~Q(source_hash="") | ~Q(child_hash=""), at__lte=until)
    count = old.update(source_hash="", child_hash="")
    if count:
        log.info("concern.sources_forgotten", extra={"count": count})
    return count
