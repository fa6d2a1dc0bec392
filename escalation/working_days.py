"""Working days of the nation that receives a referral: weekends and its bank holidays do not count.

Source: the Banking and Financial Dealings Act 1971 and the lists of gov.uk; proclaimed days stand in `PROCLAIMED`.
Moves by a day or two (substitute days) follow the rule that the lists follow: the next day that is free.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from dateutil.easter import easter

LONDON = ZoneInfo("Europe/London")
MONDAY, SATURDAY = 0, 5

ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND = "england", "wales", "scotland", "ni"

# One-off days, by nation. A new one is a line here.
PROCLAIMED: dict[str, frozenset[date]] = {
    SCOTLAND: frozenset({date(2026, 6, 15)}),
}


def is_working_day(day: date, nation: str) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year, nation)


def after_working_days(moment: datetime, days: int, nation: str) -> datetime:
    """So many working days after the day of `moment`, at the same time by the clock of London."""
    local = moment.astimezone(LONDON)
    day = local.date()
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, nation)
    return datetime.combine(day, local.time(), LONDON).astimezone(moment.tzinfo)


@cache
def bank_holidays(year: int, nation: str) -> frozenset[date]:
    """Those of one year, in whose stead others are free included."""
    days: set[date] = set(_fixed_weekdays(year, nation))
    for day in _by_date(year, nation):
        while day in days or day.weekday() >= SATURDAY:
            day += timedelta(days=1)
        days.add(day)
    return frozenset(days) | {day for day in PROCLAIMED.get(nation, frozenset()) if day.year == year}


def _fixed_weekdays(year: int, nation: str) -> Iterator[date]:
    sunday = easter(year)
    yield sunday - timedelta(days=2)
    if nation != SCOTLAND:
        yield sunday + timedelta(days=1)
    yield _first_monday(year, 5)
    yield _last_monday(year, 5)
    yield _first_monday(year, 8) if nation == SCOTLAND else _last_monday(year, 8)


def _by_date(year: int, nation: str) -> Iterator[date]:
    """In their order, because the second of two that fall on a weekend moves further."""
    yield date(year, 1, 1)
    if nation == SCOTLAND:
        yield date(year, 1, 2)
    if nation == NORTHERN_IRELAND:
        yield date(year, 3, 17)
        yield date(year, 7, 12)
    if nation == SCOTLAND:
        yield date(year, 11, 30)
    yield date(year, 12, 25)
    yield date(year, 12, 26)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(MONDAY - first.weekday()) % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() - MONDAY) % 7)
