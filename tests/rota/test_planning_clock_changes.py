"""H14: the nights in which the clocks change, minute by minute, 2026 to 2030."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from rota.models import Shift, Slot
from rota.planning import claims, needs, patterns, publish, rules, wall
from tests.rota.planned import DUTY, HOUR, at, go_to, in_hours, rhys, worker

MINUTE = timedelta(minutes=1)
MARCH = [date(2026, 3, 29), date(2027, 3, 28), date(2028, 3, 26), date(2029, 3, 25), date(2030, 3, 31)]
OCTOBER = [date(2026, 10, 25), date(2027, 10, 31), date(2028, 10, 29), date(2029, 10, 28), date(2030, 10, 27)]
NIGHTS = [*((day, 7) for day in MARCH), *((day, 9) for day in OCTOBER)]
EVERY_MINUTE = [time(hour, minute) for hour in range(24) for minute in range(60)]


def change_on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


@pytest.mark.parametrize(("sunday", "hours"), NIGHTS)
def test_h14_every_minute_of_the_night_cuts_it_into_two_that_touch_and_are_as_long_as_it_is(
    sunday: date, hours: int
) -> None:
    saturday = sunday - wall.A_DAY
    begins, ends = wall.span(saturday, time(22), time(6))
    assert ends - begins == hours * HOUR

    for minute in EVERY_MINUTE:
        day = saturday if minute >= time(22) else sunday
        cut = wall.moment(day, minute)
        if minute >= time(22) or minute <= time(6):
            first = wall.span(saturday, time(22), minute) if minute != time(22) else (begins, begins)
            last = (wall.moment(day, minute), ends)
            assert first[1] == cut == last[0]
            assert begins <= cut <= ends
            assert (first[1] - first[0]) + (last[1] - last[0]) == hours * HOUR


@pytest.mark.parametrize(("sunday", "hours"), NIGHTS)
def test_h14_no_minute_goes_back_and_each_is_the_one_on_the_kitchen_clock(sunday: date, hours: int) -> None:
    change = change_on(sunday)
    moments = [wall.moment(sunday, minute) for minute in EVERY_MINUTE]

    assert all(one <= other for one, other in pairwise(moments))
    for minute, moment in zip(EVERY_MINUTE, moments, strict=True):
        shown = moment.astimezone(wall.LONDON)
        if hours == 7 and time(1) <= minute < time(2):
            assert moment == change  # half past one never happens: it is the moment the clocks go forward
        else:
            assert shown.time() == minute
        if hours == 9 and time(1) <= minute < time(2):
            assert moment < change  # half past one happens twice: the first of the two


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NIGHTS), st.sets(st.integers(min_value=1, max_value=479), max_size=12))
def test_h14_wherever_a_night_is_cut_no_minute_of_it_is_in_two_places_or_in_none(
    night: tuple[date, int], cuts: set[int]
) -> None:
    sunday, hours = night
    saturday = sunday - wall.A_DAY
    walls = [time(22), *((datetime(2000, 1, 1, 22) + cut * MINUTE).time() for cut in sorted(cuts)), time(6)]
    days = [saturday if one >= time(22) else sunday for one in walls]
    moments = [wall.moment(day, one) for day, one in zip(days, walls, strict=True)]
    spans = [(begins, ends) for begins, ends in pairwise(moments) if begins < ends]

    begins = wall.moment(saturday, time(22))
    for n in range(hours * 60):
        minute = begins + n * MINUTE
        assert sum(one <= minute < other for one, other in spans) == 1


def test_h14_a_pattern_over_the_change_gives_one_place_a_night_that_is_as_long_as_the_night(database: str) -> None:
    manager = rhys()
    for sunday, hours in NIGHTS:
        if sunday < wall.today():
            continue
        saturday = sunday - wall.A_DAY
        pattern = patterns.make(
            name="Night", duty=DUTY.COUNSELLOR, begins=time(22), ends=time(6), rule="FREQ=DAILY",
            first_day=saturday - wall.A_DAY, last_day=sunday, by=manager,
        )  # fmt: skip
        assert patterns.fill(sunday + wall.A_DAY) == 3
        assert patterns.fill(sunday + wall.A_DAY) == 0

        slots = list(pattern.slots.order_by("day"))
        assert [(one.during.upper - one.during.lower) / HOUR for one in slots] == [8, hours, 8]
        assert {f"{one.during.lower.astimezone(wall.LONDON):%H:%M}" for one in slots} == {"22:00"}
        assert {f"{one.during.upper.astimezone(wall.LONDON):%H:%M}" for one in slots} == {"06:00"}


def test_h14_a_place_at_half_past_one_is_there_once_in_october_and_not_at_all_in_march(database: str) -> None:
    manager = rhys()

    def made(sunday: date) -> list[Slot]:
        half_past_one = patterns.make(
            name="Half past one", duty=DUTY.COUNSELLOR, begins=time(1, 15), ends=time(1, 45), rule="FREQ=DAILY",
            first_day=sunday, last_day=sunday, by=manager,
        )  # fmt: skip
        patterns.fill(sunday)
        return list(half_past_one.slots.all())

    assert made(date(2027, 3, 28)) == []
    assert [one.during.lower for one in made(date(2027, 10, 31))] == [datetime(2027, 10, 31, 0, 15, tzinfo=UTC)]


def test_h14_on_every_minute_of_both_nights_one_person_is_on_and_a_hole_is_a_gap(database: str) -> None:
    manager, people = rhys(), [worker(name) for name in ("Ada", "Ben", "Cat")]
    for sunday in (date(2027, 3, 28), date(2027, 10, 31)):
        go_to(at(sunday - 7 * wall.A_DAY, "12:00"))
        for (begins, ends), one in zip(pairwise(("22:00", "01:30", "03:10", "06:00")), people, strict=True):
            saturday = sunday - wall.A_DAY
            day = saturday if begins == "22:00" else sunday
            slot = publish.add(DUTY.COUNSELLOR, at(day, begins), at(sunday, ends), manager, is_open=True)
            claims.claim(slot, one)

        begins, ends = wall.span(sunday - wall.A_DAY, time(22), time(6))
        assert on_at_every_minute(begins, ends) == {1}
        short = [gap for gap in needs.gaps(begins, ends) if gap.what == needs.LEAST_PEOPLE]
        assert [(gap.begins, gap.ends, gap.missing) for gap in short] == [(begins, ends, 1)]


def on_at_every_minute(begins: datetime, ends: datetime) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT (SELECT count(*) FROM rota_shift s WHERE s.during @> m AND s.released_at IS NULL)"
            " FROM generate_series(%s::timestamptz, %s::timestamptz, interval '1 minute') m",
            [begins, ends - MINUTE],
        )
        return {row[0] for row in cursor.fetchall()}


def test_h14_hours_of_a_night_count_as_many_as_there_are(database: str) -> None:
    volunteer = worker("Vi", works_as="volunteer", days=4000)
    for sunday, is_too_much in ((date(2027, 3, 28), False), (date(2027, 10, 31), True)):
        go_to(at(sunday - 7 * wall.A_DAY, "12:00"))
        begins, ends = at(sunday, "00:30"), at(sunday, "04:30")  # three hours, five hours
        found = {one.code for one in rules.problems(volunteer, DUTY.COUNSELLOR, begins, ends)}
        assert ("in_24" in found) == is_too_much


def test_h14_the_shift_that_comes_out_is_the_place_to_the_second(database: str) -> None:
    ada = worker("Ada", days=4000)
    go_to(at(date(2027, 10, 29), "12:00"))
    slot = publish.add(
        DUTY.COUNSELLOR, at(date(2027, 10, 30), "22:00"), at(date(2027, 10, 31), "06:00"), rhys(), is_open=True
    )

    shift = claims.claim(slot, ada)

    assert shift.length == 9 * HOUR
    assert Shift.objects.get(pk=shift.pk).during == slot.during
    assert in_hours(0) < shift.starts_at
