"""Working days of each nation, against the published lists, and over both clock changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.working_days import LONDON, after_working_days, bank_holidays, is_working_day

NATIONS = ("england", "wales", "scotland", "ni")


def days(year: int, *month_and_day: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(f"{year}-{day}") for day in month_and_day)


PUBLISHED = {
    ("england", 2025): days(2025, "01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"),
    ("england", 2026): days(2026, "01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"),
    ("wales", 2027): days(2027, "01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"),
    ("england", 2028): days(2028, "01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"),
    ("scotland", 2025): days(2025, "01-01", "01-02", "04-18", "05-05", "05-26", "08-04", "12-01", "12-25", "12-26"),
    ("scotland", 2026): days(
        2026, "01-01", "01-02", "04-03", "05-04", "05-25", "06-15", "08-03", "11-30", "12-25", "12-28"
    ),
    ("scotland", 2028): days(2028, "01-03", "01-04", "04-14", "05-01", "05-29", "08-07", "11-30", "12-25", "12-26"),
    ("ni", 2026): days(2026, "01-01", "03-17", "04-03", "04-06", "05-04", "05-25", "07-13", "08-31", "12-25", "12-28"),
}


@pytest.mark.parametrize(("nation", "year"), PUBLISHED)
def test_bank_holidays_are_those_that_were_published(nation: str, year: int) -> None:
    assert bank_holidays(year, nation) == PUBLISHED[nation, year]


def test_a_referral_on_maundy_thursday_is_due_after_easter_but_earlier_in_scotland() -> None:
    thursday = datetime(2026, 4, 2, 16, 30, tzinfo=UTC)

    assert after_working_days(thursday, 1, "england") == datetime(2026, 4, 7, 16, 30, tzinfo=UTC)
    assert after_working_days(thursday, 1, "scotland") == datetime(2026, 4, 6, 16, 30, tzinfo=UTC)


def test_over_a_clock_change_it_is_the_same_time_by_the_clock_on_the_wall() -> None:
    friday = datetime(2026, 10, 23, 9, 0, tzinfo=LONDON).astimezone(UTC)

    due = after_working_days(friday, 1, "england")

    assert due - friday == timedelta(days=3, hours=1)
    assert due.astimezone(LONDON).hour == 9


@given(
    moment=st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 1), timezones=st.just(UTC)),
    wanted=st.integers(0, 10),
    nation=st.sampled_from(NATIONS),
)
def test_so_many_working_days_lie_between(moment: datetime, wanted: int, nation: str) -> None:
    due = after_working_days(moment, wanted, nation)

    first, last = moment.astimezone(LONDON).date(), due.astimezone(LONDON).date()
    between = [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
    assert sum(is_working_day(day, nation) for day in between) == wanted
    assert wanted == 0 or is_working_day(last, nation)
    assert due >= after_working_days(moment, max(wanted - 1, 0), nation)
