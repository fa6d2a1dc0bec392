"""H13, H25: whatever is claimed, given back, swapped, approved or fallen ill over, in whatever order."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import combinations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from config import clock
from rota.models import Away, Role, Shift, ShiftEvent, Slot, StaffMember, Swap
from rota.planning import away, claims, publish, reachable, rules, swaps
from tests.rota.planned import DUTY, HOUR, place, rhys, worker

DAYS = 2
STARTS = (0, 2, 3, 6)  # hours after the first: some places overlap, some touch
numbers = st.integers(min_value=0, max_value=50)
Kind = ShiftEvent.Kind

_cast: list[StaffMember] = []
_rota: list[StaffMember] = []


def first_hour() -> datetime:
    return clock.now().replace(minute=0, second=0, microsecond=0) + 30 * HOUR


class Rota(RuleBasedStateMachine):
    """Four who work, one who plans, and places that overlap."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.first = first_hour()
        begins = [self.first + (24 * day + start) * HOUR for day in range(DAYS) for start in STARTS]
        self.slots = [place(at, hours=3) for at in begins for _twice in range(2)]
        for n, slot in enumerate(self.slots):
            with self.asked():
                claims.claim(slot, self.who(n))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def who(self, n: int) -> StaffMember:
        return _cast[n % len(_cast)]

    def shift(self, n: int) -> Shift | None:
        shifts = list(Shift.objects.filter(slot__isnull=False).order_by("pk").select_related("staff", "slot"))
        return shifts[n % len(shifts)] if shifts else None

    def swap(self, n: int) -> Swap | None:
        found = list(Swap.objects.order_by("pk"))
        return found[n % len(found)] if found else None

    def reach(self) -> dict[datetime, int]:
        """How many can be reached in each hour of the story."""
        reaches = reachable._reaches(list(Shift.objects.select_related("staff")))
        hours = [self.first + n * HOUR for n in range(24 * DAYS)]
        return {hour: reachable._fewest(reaches, hour, hour + HOUR) for hour in hours}

    @contextmanager
    def asked(self, *, may_thin: bool = False) -> Iterator[None]:
        before = self.reach()
        try:
            with transaction.atomic():
                yield
        except (ValidationError, PermissionDenied):
            assert self.reach() == before  # what is refused changes nothing
        if not may_thin:
            for hour, people in self.reach().items():
                assert people >= min(before[hour], 2)

    @rule(slot=numbers, who=numbers)
    def claim(self, slot: int, who: int) -> None:
        with self.asked():
            claims.claim(self.slots[slot % len(self.slots)], self.who(who))

    @rule(slot=numbers, who=numbers)
    def assign(self, slot: int, who: int) -> None:
        with self.asked():
            claims.assign(self.slots[slot % len(self.slots)], self.who(who), _rota[0])

    @rule(n=numbers)
    def release(self, n: int) -> None:
        if shift := self.shift(n):
            with self.asked():
                claims.release(shift, shift.staff, "")

    @rule(n=numbers, m=numbers, is_trade=st.booleans())
    def ask(self, n: int, m: int, is_trade: bool) -> None:
        shift, other = self.shift(n), self.shift(m)
        if shift is not None and other is not None:
            with self.asked():
                swaps.ask(shift, other.staff, shift.staff, in_return=other if is_trade else None)

    @rule(n=numbers)
    def agree_and_approve(self, n: int) -> None:
        if swap := self.swap(n):
            with self.asked():
                swaps.agree(swap, swap.to)
            with self.asked():
                swaps.approve(swap, _rota[0])

    @rule(n=numbers, m=numbers, is_trade=st.booleans())
    def swap_at_once(self, n: int, m: int, is_trade: bool) -> None:
        shift, other = self.shift(n), self.shift(m)
        if shift is not None and other is not None and Swap.objects.filter(shift=shift).count() == 0:
            with self.asked():
                swap = swaps.ask(shift, self.who(m), shift.staff, in_return=other if is_trade else None)
                swaps.approve(swaps.agree(swap, swap.to), _rota[0])

    @rule(n=numbers, does_agree=st.booleans())
    def end_a_swap(self, n: int, does_agree: bool) -> None:
        if swap := self.swap(n):
            with self.asked():
                swaps.refuse(swap, swap.to, "") if does_agree else swaps.withdraw(swap, swap.by)

    @rule(who=numbers, begins=st.integers(min_value=0, max_value=40), hours=st.integers(min_value=1, max_value=3))
    def falls_ill(self, who: int, begins: int, hours: int) -> None:
        at = self.first + begins * HOUR
        before = Away.objects.filter(kind=Away.Kind.SICK).count()
        with self.asked(may_thin=True):
            away.ask(self.who(who), Away.Kind.SICK, at, at + hours * HOUR, self.who(who))
        assert not Shift.objects.filter(staff=self.who(who), during__overlap=(at, at + hours * HOUR)).exists()
        assert Away.objects.filter(kind=Away.Kind.SICK).count() >= before

    @rule(who=numbers, begins=st.integers(min_value=0, max_value=40), hours=st.integers(min_value=1, max_value=4))
    def goes_on_leave(self, who: int, begins: int, hours: int) -> None:
        at = self.first + begins * HOUR
        with self.asked():
            asked = away.ask(self.who(who), Away.Kind.LEAVE, at, at + hours * HOUR, self.who(who))
            away.approve(asked, _rota[0])

    @invariant()
    def nobody_is_on_two_shifts_and_no_place_has_two_people(self) -> None:
        shifts = list(Shift.objects.all())
        for one, other in combinations(shifts, 2):
            assert one.slot_id is None or one.slot_id != other.slot_id
            if one.staff_id == other.staff_id:
                assert one.ends_at <= other.starts_at or other.ends_at <= one.starts_at

    @invariant()
    def a_place_is_open_or_somebodys(self) -> None:
        held = set(Shift.objects.filter(slot__isnull=False).values_list("slot_id", flat=True))
        places = set(Slot.objects.filter(published_at__isnull=False, cancelled_at=None).values_list("pk", flat=True))
        assert set(publish.unfilled().values_list("pk", flat=True)) == places - held

    @invariant()
    def nobody_is_put_on_against_a_rule(self) -> None:
        for shift in Shift.objects.filter(slot__isnull=False).select_related("staff"):
            found = rules.problems(shift.staff, shift.duty, shift.starts_at, shift.ends_at, ignoring=shift)
            assert [one.code for one in found if one.blocks] == []

    @invariant()
    def the_history_says_the_same(self) -> None:
        for shift in Shift.with_released.exclude(duty=DUTY.ON_CALL_1):
            rows = list(shift.history.order_by("pk").values_list("kind", flat=True))
            assert rows[0] in (Kind.CLAIMED, Kind.PUT_ON, Kind.SWAPPED)
            assert (shift.released_at is not None) == (rows[-1] in (Kind.RELEASED, Kind.SWAPPED) and len(rows) > 1)
        for swap in Swap.objects.filter(state__in=Swap.OPEN):
            assert Shift.objects.filter(pk=swap.shift_id, staff=swap.by_id).exists()


def test_h13_h25_no_order_of_moves_gives_two_shifts_at_once_or_breaks_a_rule(database: str) -> None:
    _rota[:] = [rhys()]
    _cast[:] = [
        worker("Ada"),
        worker("Ben"),
        worker("Vi", works_as="volunteer"),
        worker("Lena", Role.COUNSELLOR, Role.SAFEGUARDING_LEAD),
    ]
    run_state_machine_as_test(
        Rota,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )  # fmt: skip
