"""The clock in the kitchen: London times become moments, days and half hours.

In the night in March an hour is missing, in October one is there twice. A time that is missing is the moment of the
change; one that is there twice is the first of the two. So whatever follows on each other on the kitchen clock follows
on each other in fact: no minute of the night is in two places of a pattern or in none.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config import clock

LONDON = ZoneInfo("Europe/London")
HALF_HOUR = timedelta(minutes=30)
A_DAY = timedelta(days=1)
_MIDNIGHT = time(0)


def moment(day: date, at: time) -> datetime:
    """What the kitchen clock calls `at` on `day`, in UTC."""
    wall = datetime.combine(day, at.replace(fold=0, tzinfo=None), LONDON)
    found = wall.astimezone(UTC)
    if found.astimezone(LONDON).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return found
    # Missing: with the offset of after the change it comes out before the change, by as much as it is past it.
    offset = wall.replace(fold=1).utcoffset()
    assert offset is not None
    early = wall.replace(tzinfo=UTC) - offset
    return _first_after(early)


def _first_after(early: datetime) -> datetime:
    """The change itself: the first whole minute from which London is at the later offset."""
    before, minute = early.astimezone(LONDON).utcoffset(), timedelta(minutes=1)
    at = early.replace(second=0, microsecond=0)
    while at.astimezone(LONDON).utcoffset() == before:
        at += minute
    return at


def span(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    """From `begins` on `day` until `ends`: of the next day where that is not later."""
    last = day if ends > begins else day + A_DAY
    return moment(day, begins), moment(last, ends)


def day_of(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def today() -> date:
    return day_of(clock.now())


def midnight(day: date) -> datetime:
    return moment(day, _MIDNIGHT)


def half_hour_of(at: datetime) -> datetime:
    """When the half hour began in which this moment is."""
    at = at.astimezone(UTC)
    return at.replace(minute=at.minute // 30 * 30, second=0, microsecond=0)


def half_hour_after(at: datetime) -> datetime:
    """When the half hour ends that is over, or ends, at this moment."""
    begun = half_hour_of(at)
    return begun if begun == at else begun + HALF_HOUR


def minutes_of_day(at: datetime) -> int:
    """How late it is on the kitchen clock, for comparing with "22:00"."""
    local = at.astimezone(LONDON)
    return local.hour * 60 + local.minute


def label(at: datetime) -> str:
    """22:00. In the hour that is there twice also which of the two it is: 01:30 BST, 01:30 GMT."""
    local = at.astimezone(LONDON)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{local:%H:%M} {local:%Z}" if twice else f"{local:%H:%M}"


def words(at: datetime) -> str:
    """Sun 25 Oct, 22:00."""
    return f"{at.astimezone(LONDON):%a %-d %b}, {label(at)}"
