"""How much somebody works in any window of real hours. Pure: spans in UTC in, numbers out."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

NOTHING = timedelta(0)
A_DAY = timedelta(hours=24)


class Span(NamedTuple):
    begins: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins


def most_within(spans: Iterable[Span], window: timedelta, *, around: Span) -> timedelta:
    """The most that is worked in any `window` that touches `around`, wherever it begins.

    The sum only ever turns where the window begins with a span or ends with one, so those are all that is looked at.
    """
    spans = list(spans)
    first, last = around.begins - window, around.ends
    begins = {one.begins for one in spans} | {one.ends - window for one in spans} | {first, last}
    return max((_worked(spans, at, at + window) for at in begins if first <= at <= last), default=NOTHING)


def day_of_work(spans: Iterable[Span], around: Span, rest: timedelta) -> list[Span]:
    """The spans that are one day of work with `around`: between two of them there is never a whole rest."""
    day: list[Span] = []
    for one in sorted(spans):
        if day and one.begins - max(other.ends for other in day) >= rest:
            if around in day:
                return day
            day = []
        day.append(one)
    return day


def left_of(wanted: Span, taken: Iterable[Span]) -> list[Span]:
    """What of a span none of the others has."""
    free, at = [], wanted.begins
    for one in sorted(taken):
        if one.begins >= wanted.ends:
            break
        if at < one.begins:
            free.append(Span(at, one.begins))
        at = max(at, one.ends)
    return [*free, Span(at, wanted.ends)] if at < wanted.ends else free


def total(spans: Iterable[Span]) -> timedelta:
    return sum((one.length for one in spans), NOTHING)


def _worked(spans: Iterable[Span], begins: datetime, ends: datetime) -> timedelta:
    inside = (min(one.ends, ends) - max(one.begins, begins) for one in spans)
    return sum((length for length in inside if length > NOTHING), NOTHING)
