"""When people asked to talk and who was there, hour by hour of the week as it is in London."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db.models import Q

from config import clock
from escalation.month.chats import offered
from escalation.month.months import LONDON, Month
from rota.models import Shift

# Monday is 0, as in Python.
DAYS, HOURS = range(7), range(24)
TALK = (Shift.Duty.COUNSELLOR, Shift.Duty.SHIFT_LEAD)
HOUR = timedelta(hours=1)

Slot = tuple[int, int]


def asked(month: Month) -> Counter[Slot]:
    """Asked: every time somebody began to wait for a person, at the hour of the week in which they did."""
    return Counter(hour_of(wait.begun) for wait in offered(month))


def on_duty(month: Month) -> dict[Slot, float]:
    """On duty: counsellors and shift leads whose shift it was, on average over all hours of that name that are over
    or running. Nobody counts who did not come, nor after they finished. The hour that a clock change adds or takes is
    counted as it was."""
    begins, ends = month.begins.astimezone(UTC), min(month.ends, clock.now()).astimezone(UTC)
    there: dict[Slot, timedelta] = defaultdict(timedelta)
    for since, until in _shifts(begins, ends):
        for hour, lasted in _hours(since, until):
            there[hour_of(hour)] += lasted
    passed: dict[Slot, timedelta] = defaultdict(timedelta)
    for hour, lasted in _hours(begins, ends):
        passed[hour_of(hour)] += lasted
    return {slot: there[slot] / lasted for slot, lasted in passed.items() if lasted}


def hour_of(moment: datetime) -> Slot:
    local = moment.astimezone(LONDON)
    return local.weekday(), local.hour


def _shifts(begins: datetime, ends: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From when until when each was there, within the month."""
    came = Shift.objects.filter(duty__in=TALK, during__overlap=(begins, max(begins, ends))).exclude(
        Q(missed_at__isnull=False, came_at=None)
    )
    for during, finished in came.values_list("during", "finished_at"):
        since, until = max(during.lower, begins), min(during.upper, finished or during.upper, ends)
        if since < until:
            yield since.astimezone(UTC), until.astimezone(UTC)


def _hours(since: datetime, until: datetime) -> Iterator[tuple[datetime, timedelta]]:
    """Each hour by the clock between the two, in UTC, and how much of it."""
    hour = since.replace(minute=0, second=0, microsecond=0)
    while hour < until:
        yield hour, min(hour + HOUR, until) - max(hour, since)
        hour += HOUR
