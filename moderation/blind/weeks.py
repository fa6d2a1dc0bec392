"""A week as it is in London: from Monday's midnight until the next one. Two of a year have an hour more or less."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config import clock

LONDON = ZoneInfo("Europe/London")
WEEK = timedelta(days=7)


@dataclass(frozen=True, order=True)
class Week:
    """`monday`: its first day."""

    monday: date

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.monday, time(), LONDON)

    @property
    def ends(self) -> datetime:
        return self.next.begins

    @property
    def next(self) -> "Week":
        return Week(self.monday + WEEK)

    @property
    def before(self) -> "Week":
        return Week(self.monday - WEEK)


def week_of(moment: datetime) -> Week:
    day = moment.astimezone(LONDON).date()
    return Week(day - timedelta(days=day.weekday()))


def last_ended() -> Week:
    return week_of(clock.now()).before


def last_weeks(count: int) -> list[Week]:
    """The last so many that are over, the newest first."""
    newest = last_ended()
    return [Week(newest.monday - number * WEEK) for number in range(count)]
