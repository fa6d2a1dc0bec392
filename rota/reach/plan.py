"""Which ways are tried for a call, and how many seconds after it began.

One step of a chain goes by other ways than the one before it: whatever is broken about one way is not met again by the
next call. A way that is not there, or failed, brings the next one forward, and at the end every way was tried.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from config.tuning import setting
from rota.models import StaffMember, Try
from rota.reach.paths import Means, Path, State, kind_and_id

DID_NOT_WORK = frozenset({State.FAILED, State.UNKNOWN})
# A code goes to the number it is for, and by no other way.
ONLY_BY_TEXT: dict[str, int] = {Path.SMS: 0}
OF_A_NUMBER = "number"
# Sent because somebody wants to see whether it arrives; the others are about somebody.
TESTS = frozenset({"shift", "test"})


class Call(NamedTuple):
    """Somebody is called about something since a moment. `step`: which of the calls about it this is."""

    about: str
    staff: StaffMember
    at: datetime
    step: int = 0


def seconds_of(call: Call) -> dict[str, int]:
    """The ways of this call in their order, each with the seconds after which its turn comes."""
    kind, _number = kind_and_id(call.about)
    if kind == OF_A_NUMBER:
        return dict(ONLY_BY_TEXT)
    rounds: Sequence[dict[str, int]] = setting("reach.path_seconds")
    planned = setting("reach.test_seconds") if kind in TESTS else rounds[call.step % len(rounds)]
    return dict(sorted(planned.items(), key=lambda pair: pair[1]))


def due(call: Call, known: Sequence[Try], means: Means, now: datetime) -> Iterator[tuple[str, datetime]]:
    """The ways whose turn has come and that were not tried, with the moment it came."""
    planned = seconds_of(call)
    others = [] if planned == ONLY_BY_TEXT else [path for path in Path.values if path not in planned]
    nothing_works = True
    for path in [*planned, *others]:
        if path not in means.paths:
            continue
        tried = [one for one in known if one.path == path]
        if tried:
            nothing_works = nothing_works and all(one.state in DID_NOT_WORK for one in tried)
            continue
        at = call.at + timedelta(seconds=planned[path]) if path in planned else None
        if nothing_works or (at is not None and at <= now):
            yield path, min(at or now, now)
            nothing_works = False  # until it is known what comes of it
