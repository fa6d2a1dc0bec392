"""Whether the carrier answers, as this process last heard. While it does not, nobody waits five seconds a text for it.

Its silence is logged when it begins and when it ends, not with every call.
"""

import logging
from datetime import datetime, timedelta

from config import clock

log = logging.getLogger(__name__)

LONGEST = 30

_silences = 0
_until: datetime | None = None
_has_answered = False


def is_on() -> bool:
    """No calls before this moment is over."""
    return _until is not None and clock.now() < _until


def is_well() -> bool:
    """The last call was answered."""
    return _silences == 0


def is_silent() -> bool:
    """It did not answer, was tried again, and did not answer: texts are not going out."""
    return _silences > 1


def has_answered() -> bool:
    """It answered the last call that this process made. Before the first call nobody knows."""
    return _has_answered


def it_answers() -> None:
    global _silences, _until, _has_answered
    if _silences:
        log.info("carrier.back", extra={"count": _silences})
    _silences, _until, _has_answered = 0, None, True


def it_is_silent() -> timedelta:
    """Nobody answered. Gives how long to wait: 2 seconds, 4, 8, up to half a minute."""
    global _silences, _until, _has_answered
    if not _silences:
        log.warning("carrier.silent")
    _silences, _has_answered = _silences + 1, False
    wait = timedelta(seconds=min(2**_silences, LONGEST))
    _until = clock.now() + wait
    return wait


def it_asks_for(wait: timedelta) -> None:
    """It is there and wants fewer calls: all texts wait, in their order."""
    global _until
    _until = clock.now() + wait


def forget() -> None:
    """As when the process began. For tests."""
    global _silences, _until, _has_answered
    _silences, _until, _has_answered = 0, None, False
