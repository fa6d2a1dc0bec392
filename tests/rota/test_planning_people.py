"""H13: places are published, claimed, given back and swapped; somebody falls ill; nobody is on two shifts."""

from datetime import date, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection

from config import clock
from rota.access import on_duty, who_is_on
from rota.models import AuditRow, Away, Role, Shift, ShiftEvent, Slot, StaffMember, Swap
from rota.planning import away, claims, leaving, patterns, publish, reachable, swaps, wall
from rota.shifts import put_on
from tests.rota.conftest import on_shift, person
from tests.rota.planned import DUTY, HOUR, cleared, from_now, in_hours, place, rhys, two_on_call, worker

Kind = ShiftEvent.Kind


def code_of(refused: pytest.ExceptionInfo[ValidationError]) -> str:
    return str(refused.value.error_list[0].code)


def kinds(shift: Shift) -> list[str]:
    return list(ShiftEvent.objects.filter(shift=shift).order_by("pk").values_list("kind", flat=True))


def test_a_pattern_gives_its_places_once_publishes_them_and_they_are_open_to_claim(database: str) -> None:
    rota, ada = rhys(), worker("Ada")
    monday = wall.today() + timedelta(days=7 - wall.today().weekday())
    pattern = patterns.make(
        name="Evenings", duty=DUTY.COUNSELLOR, begins=time(18), ends=time(22), rule="freq=weekly;byday=mo,we",
        people=2, first_day=monday, by=rota,
    )  # fmt: skip

    assert patterns.fill(monday + timedelta(days=13)) == 8
    assert patterns.fill(monday + timedelta(days=13)) == 0
    until = wall.midnight(monday + timedelta(days=7))
    assert not publish.open_slots(clock.now(), until).exists()

    published = publish.publish(publish.to_publish(), rota)

    assert (len(published.slots), published.blocked) == (8, [])
    assert publish.open_slots(clock.now(), until).count() == 4
    assert publish.publish(published.slots, rota).slots == []
    assert publish.open_slots(clock.now(), until, staff=rota).count() == 0  # nothing for their role
    shift = claims.claim(published.slots[0], ada)
    assert publish.open_slots(clock.now(), until).count() == 3
    assert (shift.during, shift.duty) == (published.slots[0].during, DUTY.COUNSELLOR)
    assert kinds(shift) == [Kind.CLAIMED]
    assert AuditRow.objects.filter(action="shift.claimed", about=f"shift:{shift.pk}", who=ada).exists()

    patterns.end(pattern, monday + timedelta(days=2), rota)
    assert patterns.fill(monday + timedelta(days=60)) == 0


@pytest.mark.parametrize(
    "rule", ["", "nonsense", "FREQ=HOURLY", "FREQ=WEEKLY;BYHOUR=3", "FREQ=DAILY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=XX",
             "FREQ=WEEKLY\nEXDATE:20260101", "FREQ=MONTHLY;BYMONTHDAY=40", "FREQ=DAILY;INTERVAL=0"],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_or_never_ends_is_refused_in_words(database: str, rule: str) -> None:
    with pytest.raises(ValidationError) as refused:
        patterns.make(name="x", duty=DUTY.COUNSELLOR, begins=time(1), ends=time(2), rule=rule,
                      first_day=date(2027, 1, 1), by=rhys())  # fmt: skip
    assert "rule" in refused.value.message_dict


def test_only_a_rota_manager_plans(database: str) -> None:
    ada, slot = worker("Ada"), place(in_hours(30))
    for attempt in (
        lambda: publish.publish([slot], ada),
        lambda: claims.assign(slot, ada, ada),
        lambda: publish.cancel(slot, ada),
        lambda: publish.add(DUTY.COUNSELLOR, in_hours(1), in_hours(2), ada),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_a_place_needs_its_role_a_senior_where_it_says_so_and_to_be_open(database: str) -> None:
    rota, ada, sam = rhys(), worker("Ada"), worker("Sam", level="senior")
    senior = place(in_hours(30), needs_senior=True)
    for slot, who, code in (
        (senior, ada, "needs_senior"),
        (place(in_hours(30), duty=DUTY.ON_CALL_1), ada, "wrong_role"),
        (publish.add(DUTY.COUNSELLOR, in_hours(30), in_hours(34), rota), ada, "closed"),
        (publish.cancel(place(in_hours(30)), rota), ada, "closed"),
        (place(in_hours(-5)), ada, "over"),
    ):
        with pytest.raises(ValidationError) as refused:
            claims.claim(slot, who)
        assert code_of(refused) == code
    assert claims.claim(senior, sam).staff == sam
    with pytest.raises(ValidationError):
        publish.cancel(senior, rota)


def test_of_two_who_claim_at_once_one_has_it_and_the_other_is_told_who(database: str) -> None:
    people, slot = [worker("Ada"), worker("Ben")], place(in_hours(30))
    together, told = Barrier(2), dict[str, str]()

    def claim(staff: StaffMember) -> None:
        together.wait()
        try:
            claims.claim(slot, staff)
            told[staff.name] = "has it"
        except ValidationError as refused:
            told[staff.name] = refused.messages[0]
        finally:
            connection.close()

    threads = [Thread(target=claim, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    winner = Shift.objects.get().staff.name
    loser = ({"Ada", "Ben"} - {winner}).pop()
    assert told == {winner: "has it", loser: f"{winner} was first and has this shift."}
    assert claims.claim(slot, Shift.objects.get().staff) == Shift.objects.get()  # safe to repeat


def test_the_database_itself_refuses_a_place_with_two_people_and_a_person_with_two_shifts(database: str) -> None:
    ada, ben, slot = worker("Ada"), worker("Ben"), place(in_hours(30))
    shift = claims.claim(slot, ada)

    with pytest.raises(IntegrityError):
        Shift.objects.create(staff=ben, duty=slot.duty, during=slot.during, slot=slot)
    with pytest.raises(IntegrityError):
        Shift.objects.create(staff=ada, duty=slot.duty, during=slot.during)
    assert list(slot.shifts.all()) == [shift]


def test_a_shift_given_back_counts_for_nobody_and_its_place_is_open_again(database: str) -> None:
    at = from_now()
    two_on_call(at(-1), at(24 * 8))
    ada, ben, slot = worker("Ada"), worker("Ben"), place(at(30))
    shift = claims.claim(slot, ada)

    claims.release(shift, ada, "A family matter")

    assert not Shift.objects.filter(staff=ada).exists()
    kept = Shift.with_released.get(pk=shift.pk)
    assert (kept.released_from, kept.slot, kinds(kept)) == (slot, None, [Kind.CLAIMED, Kind.RELEASED])
    assert list(publish.open_slots(at(0), at(48))) == [slot]
    assert ada not in who_is_on(at=at(31))
    claims.claim(slot, ben)
    claims.claim(place(at(30)), ada)  # the time is free again


def test_a_shift_that_has_begun_is_not_given_back(database: str) -> None:
    ada = worker("Ada")
    shift = claims.claim(place(in_hours(-1)), ada)

    with pytest.raises(ValidationError) as refused:
        claims.release(shift, ada, "")

    assert code_of(refused) == "begun"
    assert on_duty(ada) == shift


def test_h13_nobody_gives_back_what_leaves_an_hour_without_two_people_who_can_be_reached(database: str) -> None:
    at = from_now()
    ada, ben = worker("Ada"), worker("Ben")
    shift = claims.claim(place(at(30)), ada)
    put_on(ben, DUTY.COUNSELLOR, at(28), at(36))

    with pytest.raises(ValidationError) as refused:
        claims.release(shift, ada, "")

    assert code_of(refused) == "reachable"
    assert "only 1 person" in refused.value.messages[0]
    assert Shift.objects.filter(pk=shift.pk).exists()
    # Whoever cannot be reached does not count, and beyond seven days nothing is refused yet.
    cat = worker("Cat", days=-1)
    put_on(cat, DUTY.COUNSELLOR, at(28), at(36))
    assert reachable.obstacles(without=shift)
    later = claims.claim(place(at(24 * 9)), ada)
    assert reachable.obstacles(without=later) == []
    two_on_call(at(29), at(40))
    claims.release(shift, ada, "")


def test_h13_of_two_who_give_back_at_once_one_stays(database: str) -> None:
    at = from_now()
    people = [worker(name) for name in ("Ada", "Ben", "Cat")]
    shifts = [claims.claim(place(at(30)), one) for one in people]
    together, told = Barrier(2), list[str]()

    def give_back(shift: Shift) -> None:
        together.wait()
        try:
            claims.release(shift, shift.staff, "")
            told.append("released")
        except ValidationError as refused:
            told.append(str(refused.error_list[0].code))
        finally:
            connection.close()

    threads = [Thread(target=give_back, args=(one,)) for one in shifts[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["reachable", "released"]
    assert Shift.objects.count() == 2


def swapped(database: str) -> tuple[StaffMember, StaffMember, StaffMember, Shift, Shift]:
    at = from_now()
    two_on_call(at(-1), at(24 * 8))
    rota, ada, ben = rhys(), worker("Ada"), worker("Ben")
    return rota, ada, ben, claims.claim(place(at(30)), ada), claims.claim(place(at(60)), ben)


def test_a_swap_needs_both_and_a_third_and_both_shifts_change_hands(database: str) -> None:
    rota, ada, ben, hers, his = swapped(database)

    swap = swaps.ask(hers, ben, ada, in_return=his)
    with pytest.raises(ValidationError):
        swaps.approve(swap, rota)
    with pytest.raises(PermissionDenied):
        swaps.agree(swap, ada)
    swaps.agree(swap, ben)
    with pytest.raises(PermissionDenied):
        swaps.approve(swap, ben)
    swap = swaps.approve(swap, rota)

    assert (swap.state, swap.decided_by) == (Swap.State.APPROVED, rota)
    now_on = {one.slot_id: one.staff for one in Shift.objects.filter(duty=DUTY.COUNSELLOR)}
    assert now_on == {hers.slot_id: ben, his.slot_id: ada}
    assert kinds(hers) == [Kind.CLAIMED, Kind.SWAP_ASKED, Kind.SWAPPED]
    with pytest.raises(ValidationError) as refused:
        swaps.refuse(swap, ben, "")
    assert refused.value.messages == ["Rhys was first. This swap is: Approved."]


def test_a_swap_breaks_no_rule_at_any_step(database: str) -> None:
    rota, ada, ben, hers, his = swapped(database)
    uncleared = person("Cat", Role.COUNSELLOR)
    with pytest.raises(ValidationError):
        swaps.ask(hers, uncleared, ada)
    with pytest.raises(PermissionDenied):
        swaps.ask(his, ada, ada)
    swap = swaps.agree(swaps.ask(hers, ben, ada), ben)
    with pytest.raises(ValidationError) as refused:
        swaps.ask(hers, ben, ada)
    assert code_of(refused) == "asked"

    put_on(ben, DUTY.COUNSELLOR, hers.starts_at - HOUR, hers.starts_at + HOUR)  # meanwhile

    with pytest.raises(ValidationError) as refused:
        swaps.approve(swap, rota)
    assert code_of(refused) == "overlap"
    assert Shift.objects.get(pk=hers.pk).staff == ada
    swaps.withdraw(swap, ada)
    with pytest.raises(ValidationError):
        swaps.agree(swap, ben)


def test_a_swap_of_a_shift_that_was_given_back_is_over(database: str) -> None:
    _rota, ada, ben, hers, his = swapped(database)
    swap = swaps.ask(hers, ben, ada, in_return=his)

    claims.release(his, ben, "")

    with pytest.raises(ValidationError) as refused:
        swaps.agree(swap, ben)
    assert code_of(refused) == "gone"
    assert swaps.of_shift(hers) is None


def test_leave_waits_for_somebody_else_and_opens_its_shifts(database: str) -> None:
    at = from_now()
    two_on_call(at(-1), at(24 * 8))
    rota, ada = rhys(), worker("Ada")
    slot = place(at(30))
    shift = claims.claim(slot, ada)

    asked = away.ask(ada, Away.Kind.LEAVE, at(24), at(72), ada)
    assert Shift.objects.filter(pk=shift.pk).exists()
    with pytest.raises(ValidationError):
        away.ask(ada, Away.Kind.LEAVE, at(48), at(96), ada)
    with pytest.raises(PermissionDenied):
        away.approve(asked, ada)
    away.approve(asked, rota)

    assert not Shift.objects.filter(pk=shift.pk).exists()
    assert slot in publish.open_slots(at(0), at(72))
    with pytest.raises(ValidationError) as refused:
        claims.claim(slot, ada)
    assert code_of(refused) == "away"
    with pytest.raises(ValidationError) as refused:
        away.refuse(asked, rota)
    assert refused.value.messages == ["Rhys was first. It is: Approved."]
    away.withdraw(asked, ada)
    claims.claim(slot, ada)


def test_h13_leave_that_leaves_nobody_is_refused_and_illness_never(database: str) -> None:
    at = from_now()
    rota, ada, ben = rhys(), worker("Ada"), worker("Ben")
    shift = claims.claim(place(at(30)), ada)
    claims.claim(place(at(30)), ben)
    asked = away.ask(ada, Away.Kind.LEAVE, at(24), at(72), ada)

    with pytest.raises(ValidationError) as refused:
        away.approve(asked, rota)
    assert code_of(refused) == "reachable"

    ill = away.ask(ada, Away.Kind.SICK, at(0), at(40), ada)

    assert (ill.kind, ill.state) == (Away.Kind.SICK, Away.State.APPROVED)
    assert not Shift.objects.filter(pk=shift.pk).exists()
    asked.refresh_from_db()
    assert asked.state == Away.State.WITHDRAWN
    with pytest.raises(ValidationError):
        away.refuse(ill, rota)
    assert [one.slot for one in away.shifts_in(ill)] == []


def test_h13_falling_ill_on_shift_ends_it_and_the_rest_is_a_new_open_place(database: str) -> None:
    at = from_now()
    ada, ben = worker("Ada"), worker("Ben")
    shift = claims.claim(place(at(-1)), ada)

    away.ask(ada, Away.Kind.SICK, at(0), at(20), ada)

    assert on_duty(ada) is None
    shift.refresh_from_db()
    assert shift.finished_at is not None
    (rest,) = publish.open_slots(at(0), at(6))
    assert (rest.during.lower, rest.during.upper) == (shift.ends_at, at(3))
    assert on_duty(ben) is None
    claims.claim(rest, ben)
    assert on_duty(ben) is not None


def test_illness_over_leave_that_was_approved_counts_for_what_is_left(database: str) -> None:
    at = from_now()
    rota, ada = rhys(), worker("Ada")
    away.approve(away.ask(ada, Away.Kind.LEAVE, at(24), at(48), ada), rota)

    away.ask(ada, Away.Kind.SICK, at(12), at(72), ada)
    away.ask(ada, Away.Kind.SICK, at(13), at(70), rota)  # said again by somebody else

    rows = [(one.kind, one.during.lower, one.during.upper) for one in Away.objects.order_by("during")]
    assert rows == [("sick", at(12), at(24)), ("leave", at(24), at(48)), ("sick", at(48), at(72))]


def test_h13_suspending_asks_for_cover_first_but_never_when_it_cannot_wait(database: str) -> None:
    at = from_now()
    maya, ada, ben = person("Maya", Role.MANAGER), worker("Ada"), worker("Ben")
    ahead = claims.claim(place(at(30)), ada)
    running = on_shift(ada, DUTY.COUNSELLOR, begins=-1, ends=3)
    on_shift(ben, DUTY.COUNSELLOR, begins=-1, ends=3)
    with pytest.raises(ValidationError):
        leaving.suspend(ada, maya)
    with pytest.raises(PermissionDenied):
        leaving.suspend(maya, maya)

    freed = leaving.suspend(ada, maya, at_once_because="A concern about a child")

    assert {one.pk for one in freed} == {ahead.pk, running.pk}
    assert on_duty(ada) is None
    open_ones = publish.open_slots(at(0), at(48))
    assert [(one.during.lower <= in_hours(0), one.during.upper) for one in open_ones] == [
        (True, running.ends_at),
        (False, at(34)),
    ]


def test_somebody_suspended_elsewhere_does_not_keep_a_place(database: str) -> None:
    from rota.people import suspend

    ada, ben, slot = worker("Ada"), worker("Ben"), place(in_hours(30))
    claims.claim(slot, ada)
    suspend(ada, None)

    assert slot in publish.unfilled()
    assert claims.claim(slot, ben).staff == ben


def test_every_change_of_a_shift_is_a_row_of_its_history_and_of_the_audit(database: str) -> None:
    at = from_now()
    two_on_call(at(-1), at(24 * 8))
    rota, ada = rhys(), worker("Ada")
    shift = claims.assign(publish.add(DUTY.COUNSELLOR, at(30), at(34), rota), ada, rota)
    claims.confirm(shift, ada)
    claims.confirm(shift, ada)
    claims.release(shift, rota, "Not needed")

    rows = [(one.kind, one.by) for one in ShiftEvent.objects.filter(shift=shift).order_by("pk")]
    assert rows == [(Kind.PUT_ON, rota), (Kind.CONFIRMED, ada), (Kind.RELEASED, rota)]
    written = AuditRow.objects.filter(about=f"shift:{shift.pk}").order_by("pk").values_list("action", flat=True)
    assert list(written) == ["shift.put_on", "shift.confirmed", "shift.released"]
    assert Slot.objects.get().published_at is None  # a draft stays a draft
    assert isinstance(at(0), datetime)
    assert cleared(ada)
