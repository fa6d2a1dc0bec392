"""Shifts: what is refused, and how long a night is when the clocks change."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from config import clock
from rota.access import on_duty
from rota.models import AuditRow, Role, Shift, StaffMember
from rota.shifts import end_shift_now, put_on
from tests.rota.conftest import HOUR, on_shift, person

LONDON = ZoneInfo("Europe/London")


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("begins", "ends", "hours"),
    [
        (at(2027, 3, 27, 22), at(2027, 3, 28, 6), 7),
        (at(2026, 10, 24, 22), at(2026, 10, 25, 6), 9),
        (at(2026, 11, 24, 22), at(2026, 11, 25, 6), 8),
    ],
)
def test_a_night_is_as_long_as_it_really_is(olu: StaffMember, begins: datetime, ends: datetime, hours: int) -> None:
    counsellor = person("Nia", Role.COUNSELLOR)

    shift = put_on(counsellor, Shift.Duty.COUNSELLOR, begins, ends, put_on_by=olu)

    assert shift.length == hours * HOUR
    assert Shift.objects.get().length == hours * HOUR


def test_the_hour_that_happens_twice_is_worked_twice(olu: StaffMember) -> None:
    counsellor = person("Nia", Role.COUNSELLOR)
    put_on(counsellor, Shift.Duty.COUNSELLOR, at(2026, 10, 24, 22), at(2026, 10, 25, 6))

    for half_past_one in (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)):
        assert half_past_one.astimezone(LONDON).hour == 1
        assert on_duty(counsellor, at=half_past_one)


def test_a_shift_may_touch_the_next_but_not_overlap_it(sam: StaffMember) -> None:
    shift = Shift.objects.get()

    put_on(sam, Shift.Duty.COUNSELLOR, shift.ends_at, shift.ends_at + HOUR)
    with pytest.raises(ValidationError) as refused:
        put_on(sam, Shift.Duty.COUNSELLOR, shift.starts_at - HOUR, shift.starts_at + timedelta(seconds=1))

    assert refused.value.code == "overlap"
    assert Shift.objects.count() == 2


def test_the_database_itself_refuses_two_duties_at_once(sam: StaffMember) -> None:
    shift = Shift.objects.get()

    with pytest.raises(IntegrityError):
        Shift.objects.create(staff=sam, duty=Shift.Duty.MODERATOR, during=shift.during)
    with pytest.raises(IntegrityError):
        Shift.objects.create(staff=sam, duty=Shift.Duty.MODERATOR, during=DateTimeTZRange(shift.ends_at, None))


def test_of_two_rota_managers_at_the_same_moment_one_is_refused(database: str) -> None:
    counsellor = person("Nia", Role.COUNSELLOR)
    now, together = clock.now(), Barrier(2)
    outcomes: list[str | None] = []

    def put_nia_on() -> None:
        together.wait()
        try:
            put_on(counsellor, Shift.Duty.COUNSELLOR, now, now + HOUR)
            outcomes.append("put on")
        except ValidationError as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=put_nia_on) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, outcomes)) == ["overlap", "put on"]
    assert Shift.objects.count() == 1


@pytest.mark.parametrize(
    ("duty", "begins", "ends", "code"),
    [
        (Shift.Duty.ON_CALL_1, 0, 1, "wrong_role"),
        ("cleaner", 0, 1, "unknown_duty"),
        (Shift.Duty.COUNSELLOR, 1, 1, "backwards"),
        (Shift.Duty.COUNSELLOR, 0, 25, "too_long"),
    ],
)
def test_a_shift_that_makes_no_sense_is_refused(database: str, duty: str, begins: int, ends: int, code: str) -> None:
    counsellor = person("Nia", Role.COUNSELLOR)
    now = clock.now()

    with pytest.raises(ValidationError) as refused:
        put_on(counsellor, duty, now + begins * HOUR, now + ends * HOUR)

    assert refused.value.code == code


def test_a_time_without_a_zone_is_refused(priya: StaffMember) -> None:
    with pytest.raises(ValidationError):
        put_on(priya, Shift.Duty.COUNSELLOR, datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 25, 6))


def test_a_running_shift_can_be_ended_now_once(sam: StaffMember, olu: StaffMember) -> None:
    shift = Shift.objects.get()

    ended = end_shift_now(shift, ended_by=olu)
    again = end_shift_now(shift, ended_by=olu)

    assert on_duty(sam) is None
    assert ended.ends_at == again.ends_at <= clock.now()
    assert AuditRow.objects.filter(action="shift.ended", about=f"shift:{shift.pk}", who=olu).count() == 1


def test_a_shift_that_has_not_begun_cannot_be_ended(priya: StaffMember) -> None:
    later = on_shift(priya, Shift.Duty.COUNSELLOR, 1, 2)

    with pytest.raises(ValidationError):
        end_shift_now(later)
