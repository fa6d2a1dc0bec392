"""H25: how much somebody may work and what has to be in date: it stops what is planned, never a shift that runs."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from config import clock
from rota.access import may_take_conversations, on_duty
from rota.models import AuditRow, Clearance, Role, Shift, ShiftEvent
from rota.planning import claims, clearances, overrides, publish, rules, wall
from rota.planning.hours import Span, day_of_work, left_of, most_within, total
from rota.shifts import put_on
from tests.rota.conftest import on_shift, person
from tests.rota.planned import DUTY, HOUR, cleared, from_now, in_hours, place, rhys, worker

QUARTER = timedelta(minutes=15)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
quarters = st.tuples(st.integers(min_value=-96 * 8, max_value=96 * 8), st.integers(min_value=1, max_value=48))


def span(row: tuple[int, int]) -> Span:
    begins = NOON + row[0] * QUARTER
    return Span(begins, begins + row[1] * QUARTER)


def without_overlaps(rows: list[tuple[int, int]]) -> list[Span]:
    kept: list[Span] = []
    for one in map(span, rows):
        if all(one.ends <= other.begins or other.ends <= one.begins for other in kept):
            kept.append(one)
    return kept


@settings(max_examples=80, deadline=None)
@given(st.lists(quarters, max_size=12), quarters, st.sampled_from([24, 24 * 7]))
def test_h25_the_most_in_any_window_is_what_counting_every_quarter_of_an_hour_finds(
    rows: list[tuple[int, int]], new: tuple[int, int], hours: int
) -> None:
    window = timedelta(hours=hours)
    around = span(new)
    spans = [one for one in without_overlaps(rows) if one.ends <= around.begins or around.ends <= one.begins]
    spans.append(around)

    begins, counted = around.begins - window, timedelta(0)
    while begins <= around.ends:
        inside = (min(one.ends, begins + window) - max(one.begins, begins) for one in spans)
        counted = max(counted, sum((one for one in inside if one > timedelta(0)), timedelta(0)))
        begins += QUARTER

    assert most_within(spans, window, around=around) == counted


@settings(max_examples=80, deadline=None)
@given(st.lists(quarters, max_size=8), quarters)
def test_h25_what_is_left_of_a_time_is_every_quarter_of_an_hour_that_nothing_else_has(
    rows: list[tuple[int, int]], new: tuple[int, int]
) -> None:
    wanted, taken = span(new), [span(row) for row in rows]
    left = left_of(wanted, taken)

    quarters_of = lambda one: {one.begins + n * QUARTER for n in range(int(one.length / QUARTER))}  # noqa: E731
    free = quarters_of(wanted).difference(*map(quarters_of, taken))
    assert [at for one in left for at in sorted(quarters_of(one))] == sorted(free)
    assert all(before.ends < after.begins for before, after in pairwise(left))


@settings(max_examples=80, deadline=None)
@given(st.lists(quarters, max_size=10), quarters)
def test_h25_a_day_of_work_has_no_whole_rest_inside_and_one_before_and_after(
    rows: list[tuple[int, int]], new: tuple[int, int]
) -> None:
    rest, around = 11 * HOUR, span(new)
    spans = sorted([*(s for s in without_overlaps(rows) if s.ends <= around.begins or around.ends <= s.begins), around])

    day = day_of_work(spans, around, rest)

    assert around in day
    assert total(day) <= max(one.ends for one in day) - min(one.begins for one in day)
    for one, other in pairwise(day):
        assert other.begins - one.ends < rest
    for one in spans:
        if one not in day:
            assert one.ends + rest <= day[0].begins or day[-1].ends + rest <= one.begins


def codes(*args: object, **more: object) -> set[str]:
    return {one.code for one in rules.problems(*args, **more) if one.blocks}  # type: ignore[arg-type]


def test_h25_a_volunteer_works_four_hours_in_any_24_and_16_in_any_7_days(database: str) -> None:
    at = from_now()
    vi = worker("Vi", works_as="volunteer")
    for day in range(1, 5):  # the same time each day is four hours in any 24
        claims.claim(place(at(24 * day)), vi)

    assert codes(vi, DUTY.COUNSELLOR, at(24 * 5), at(24 * 5 + 1)) == {"in_7_days"}
    assert codes(vi, DUTY.COUNSELLOR, at(23), at(24)) == {"in_24", "in_7_days"}
    assert codes(vi, DUTY.COUNSELLOR, at(24 * 8), at(24 * 8 + 4)) == set()
    with pytest.raises(ValidationError) as refused:
        claims.claim(place(at(24 * 5)), vi)
    assert refused.value.error_list[0].code == "in_7_days"
    assert "16" in refused.value.messages[0]


def test_h25_paid_staff_work_ten_hours_a_day_and_rest_for_eleven(database: str) -> None:
    at = from_now()
    ada = worker("Ada")
    claims.claim(place(at(24), hours=8), ada)

    assert codes(ada, DUTY.COUNSELLOR, at(33), at(35)) == set()  # ten in all, with an hour between
    assert codes(ada, DUTY.COUNSELLOR, at(33), at(36)) == {"shift"}
    assert codes(ada, DUTY.COUNSELLOR, at(40), at(42)) == {"rest"}
    assert codes(ada, DUTY.COUNSELLOR, at(32 + 11), at(32 + 11 + 10)) == set()
    told = rules.problems(ada, DUTY.COUNSELLOR, at(72), at(79))
    assert [(one.code, one.blocks) for one in told] == [("break", False)]


def test_h25_being_on_call_from_home_is_not_counted_as_hours_at_work(database: str) -> None:
    at = from_now()
    lena = worker("Lena", Role.SAFEGUARDING_LEAD, Role.COUNSELLOR)
    put_on(lena, DUTY.ON_CALL_1, at(24), at(36))

    assert codes(lena, DUTY.COUNSELLOR, at(36), at(40)) == set()
    assert codes(lena, DUTY.ON_CALL_1, at(40), at(60)) == set()


@pytest.mark.parametrize("kind", Clearance.Kind.values)
def test_h25_who_is_not_cleared_on_the_day_is_not_put_on_not_claimed_by_and_not_published(
    database: str, kind: str
) -> None:
    rota, ada = rhys(), cleared(person("Ada", Role.COUNSELLOR), kinds=set(Clearance.Kind.values) - {kind})
    open_place = place(in_hours(24 * 10))

    with pytest.raises(ValidationError):
        claims.claim(open_place, ada)
    clearances.record(ada, kind, wall.today() + timedelta(days=5), by=rota)
    with pytest.raises(ValidationError):
        claims.assign(open_place, ada, rota)
    clearances.record(ada, kind, wall.day_of(in_hours(24 * 10 + 4)), by=rota)

    draft = publish.add(DUTY.COUNSELLOR, in_hours(24 * 10), in_hours(24 * 10 + 4), rota)
    shift = claims.assign(draft, ada, rota)
    clearances.record(ada, kind, wall.today() + timedelta(days=2), by=rota)  # the newest note counts, also a shorter
    published, blocked = publish.publish([draft], rota)
    assert published == []
    assert [(slot, [one.code for one in against]) for slot, against in blocked] == [(draft, [kind])]
    assert Shift.objects.get() == shift


def test_h25_what_runs_out_within_thirty_days_is_told_and_stops_nothing_yet(database: str) -> None:
    ada = worker("Ada", days=30)

    told = [one for one in rules.problems(ada, DUTY.COUNSELLOR, in_hours(24), in_hours(28)) if not one.blocks]
    assert {one.code for one in told} == {"dbs_ends", "training_ends", "supervision_ends"}
    assert {one.until for one in told} == {wall.today() + timedelta(days=30)}
    assert {(row.staff, row.kind) for row in clearances.running_out([ada])} == {(ada, kind) for kind in Clearance.Kind}
    claims.claim(place(in_hours(24)), ada)

    assert clearances.running_out([worker("Ben", days=31)]) == []


def test_h25_shifts_ahead_that_would_break_a_rule_are_told_in_time(database: str) -> None:
    vi, rota = worker("Vi", works_as="volunteer"), rhys()
    for day in (2, 3):
        claims.claim(place(in_hours(24 * day)), vi)
    assert rules.ahead() == []

    clearances.record(vi, Clearance.Kind.DBS, wall.day_of(in_hours(24 * 2 + 4)), by=rota)

    found = {shift: {one.code for one in told if one.blocks} for shift, told in rules.ahead()}
    assert found[Shift.objects.latest("during")] == {"dbs"}


def test_h25_nobody_is_cut_off_because_somebodys_clock_ran_out(database: str) -> None:
    """A child comes before a rule: hours used up and a DBS check of yesterday end nothing that runs."""
    vi = worker("Vi", works_as="volunteer", days=-1)
    shift = on_shift(vi, DUTY.COUNSELLOR, begins=-6, ends=6)

    from rota.planning import clocks

    clocks.look_again()
    clocks.tick()

    assert on_duty(vi) == shift
    assert may_take_conversations(vi)
    shift.refresh_from_db()
    assert shift.ends_at > in_hours(5.9)
    assert shift.finished_at is None


def test_h25_a_lead_lets_somebody_come_on_over_their_hours_and_says_why(database: str) -> None:
    vi, grace = worker("Vi", works_as="volunteer"), worker("Grace", Role.SHIFT_LEAD)
    on_shift(vi, DUTY.COUNSELLOR, begins=-5, ends=-1)
    on_shift(grace, DUTY.SHIFT_LEAD)
    open_now = place(in_hours(-0.5))
    with pytest.raises(ValidationError):
        claims.claim(open_now, vi)
    assert {one.code for one in overrides.over_hours(vi)} == {"in_24"}

    with pytest.raises(PermissionDenied):
        overrides.override_hours(vi, vi, "I would like to")
    with pytest.raises(ValidationError):
        overrides.override_hours(vi, grace, "  ")
    shift = overrides.override_hours(vi, grace, "Three are waiting and nobody else can come", slot=open_now)

    assert on_duty(vi) == shift
    assert shift.slot == open_now
    noted = ShiftEvent.objects.get(kind=ShiftEvent.Kind.HOURS_OVERRIDDEN)
    assert (noted.by, noted.shift, noted.why[:5]) == (grace, shift, "Three")
    assert AuditRow.objects.filter(action="shift.hours_overridden", about=f"shift:{shift.pk}", who=grace).exists()
    assert overrides.over_hours(vi) == []


def test_h25_a_lead_lets_somebody_stay_on_but_not_without_a_clearance(database: str) -> None:
    vi, lena = worker("Vi", works_as="volunteer"), worker("Lena", Role.SAFEGUARDING_LEAD)
    shift = on_shift(vi, DUTY.COUNSELLOR, begins=-3.9, ends=0.1)

    longer = overrides.override_hours(vi, lena, "Still talking with somebody", until=in_hours(1))

    assert longer == shift
    assert longer.ends_at > clock.now() + 0.9 * HOUR
    ben = worker("Ben", works_as="volunteer", days=-3)
    with pytest.raises(ValidationError) as refused:
        overrides.override_hours(ben, lena, "We are short")
    assert {one.code for one in refused.value.error_list} == set(Clearance.Kind.values)
