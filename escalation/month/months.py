"""A month as it is in London: from the first midnight until the next one."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from config import clock

LONDON = ZoneInfo("Europe/London")
_KEY = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
MOST_OFFERED = 13


@dataclass(frozen=True, order=True)
class Month:
    year: int
    month: int

    @property
    def begins(self) -> datetime:
        return datetime.combine(date(self.year, self.month, 1), time(), LONDON)

    @property
    def ends(self) -> datetime:
        return self.next.begins

    @property
    def next(self) -> "Month":
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def before(self) -> "Month":
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    @property
    def is_over(self) -> bool:
        return clock.now() >= self.ends

    @property
    def key(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def number(self) -> int:
        """For the audit: 202607."""
        return self.year * 100 + self.month

    @property
    def words(self) -> str:
        return date_format(date(self.year, self.month, 1), "F Y")


def month_of(moment: datetime) -> Month:
    day = moment.astimezone(LONDON)
    return Month(day.year, day.month)


def this_month() -> Month:
    return month_of(clock.now())


def month_in(text: str) -> Month | None:
    """The month of an address; None for what is none, and for one that has not begun."""
    found = _KEY.fullmatch(text)
    month = Month(int(found[1]), int(found[2])) if found else None
    return month if month is not None and month <= this_month() else None


def months_offered() -> list[Month]:
    """The running one first, and a year back."""
    months = [this_month()]
    while len(months) < MOST_OFFERED:
        months.append(months[-1].before)
    return months
