"""The weekly key: made and moved to by itself where this process may write the key folder, and watched everywhere."""

import logging
import time

from config import rotation, sealing
from config.keys import KeyMissing, key_directory
from moderation import incidents
from moderation.models import Incident

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 60.0

_looked_at = 0.0
_is_moving = False
_after = 0


def watch() -> None:
    """Called each second. Looks once a minute; while a rotation goes on, moves a batch each time."""
    global _looked_at
    if not _is_moving and _looked_at and time.monotonic() - _looked_at < LOOK_EVERY_SECONDS:
        return
    _looked_at = time.monotonic()
    sealing.KEYS.drop_old()
    try:
        if key_directory().may_be_written():
            turn()
        wrong = rotation.trouble()
    except (KeyMissing, OSError):
        wrong = "missing"
    if wrong:
        log.error("keys.trouble", extra={"reason": wrong})
    incidents.tell(Incident.Kind.KEYS_STALLED, is_wrong=bool(wrong))


def turn() -> None:
    """One step of what is due: a new key, a batch under it, an old key that nothing needs."""
    global _is_moving, _after
    try:
        if rotation.is_due():
            rotation.begin()
    except rotation.Refused:
        return  # `trouble` says why.
    done = rotation.rewrap(after=_after)
    _after, _is_moving = done.last, bool(done.last)
    if not _is_moving and rotation.finish():
        rotation.retire()
