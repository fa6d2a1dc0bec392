"""Giving a shift to somebody else: they agree, and a rota manager who is neither of the two approves.

Rules and reach are asked again at each step. What was decided by somebody stays; who comes later is told who it was.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from config import clock
from rota import audit
from rota.models import Shift, StaffMember, Swap
from rota.planning import reachable, rules
from rota.planning.arranging import may_arrange, must_arrange
from rota.planning.claims import let_go, still_to_come, store
from rota.planning.history import Kind, note
from rota.planning.locks import lock_cover, lock_people

State = Swap.State


@transaction.atomic
def ask(shift: Shift, to: StaffMember, by: StaffMember, in_return: Shift | None = None) -> Swap:
    """`by`, whose shift it is, asks `to` to take it, perhaps for one of theirs. Raises ValidationError."""
    if shift.staff_id != by.pk:
        raise PermissionDenied(_("This is not your shift."))
    if to.pk == by.pk or (in_return is not None and in_return.staff_id != to.pk):
        raise ValidationError(_("Ask somebody else, and only for a shift of theirs."), code="to")
    lock_people([by, to])
    shift = still_to_come(shift)
    _must_fit(shift, to, in_return)
    if in_return is not None:
        _must_fit(still_to_come(in_return), by, shift)
    swap = _stored(Swap(shift=shift, by=by, to=to, in_return=in_return))
    note(shift, Kind.SWAP_ASKED, by=by)
    audit.record("swap.asked", f"swap:{swap.pk}", who=by)
    return swap


@transaction.atomic
def agree(swap: Swap, by: StaffMember) -> Swap:
    """Whoever was asked will take it. It is theirs when a rota manager approves. Safe to repeat."""
    if swap.to_id != by.pk:
        raise PermissionDenied(_("You were not asked."))
    lock_people([swap.by, swap.to])
    swap = _open(swap)
    if swap.state == State.AGREED:
        return swap
    _must_fit(still_to_come(swap.shift), by, swap.in_return)
    swap.state, swap.answered_at = State.AGREED, clock.now()
    swap.save(update_fields=["state", "answered_at"])
    audit.record("swap.agreed", f"swap:{swap.pk}", who=by)
    return swap


@transaction.atomic
def approve(swap: Swap, by: StaffMember) -> Swap:
    """The shift changes hands, and the other one too. Raises ValidationError where it cannot any more."""
    must_arrange(by)
    _must_be_neither(swap, by)
    lock_cover()
    people = lock_people([swap.by, swap.to])
    swap = _open(swap)
    if swap.state != State.AGREED:
        raise ValidationError(_("%(name)s has not agreed yet.") % {"name": swap.to.name}, code="not_agreed")
    _change_hands(swap, people, by)
    return _decide(swap, State.APPROVED, by)


@transaction.atomic
def refuse(swap: Swap, by: StaffMember, why: str) -> Swap:
    """By whoever was asked, or by a rota manager."""
    if swap.to_id != by.pk:
        must_arrange(by)
        _must_be_neither(swap, by)
    return _decide(_open(swap), State.REFUSED, by, why)


@transaction.atomic
def withdraw(swap: Swap, by: StaffMember) -> Swap:
    """Whoever asked takes it back, until it is approved."""
    if swap.by_id != by.pk:
        raise PermissionDenied(_("You did not ask for this swap."))
    return _decide(_open(swap), State.WITHDRAWN, by)


def may_decide(swap: Swap, by: StaffMember) -> bool:
    """May `by` approve it, or refuse for the service?"""
    return may_arrange(by) and by.pk not in (swap.by_id, swap.to_id)


def _change_hands(swap: Swap, people: dict[int, StaffMember], by: StaffMember) -> None:
    gives, takes = people[swap.by_id], people[swap.to_id]
    for_it = still_to_come(swap.in_return) if swap.in_return is not None else None
    shift = still_to_come(swap.shift)
    _must_fit(shift, takes, for_it)
    new = [_for(shift, takes)]
    if for_it is not None:
        _must_fit(for_it, gives, shift)
        new.append(_for(for_it, gives))
    old = [one for one in (shift, for_it) if one is not None]
    reachable.must_leave_enough(without=old, with_=new)
    # This swap is decided before its shifts go, or letting go of them would take it back.
    Swap.objects.filter(pk=swap.pk).update(state=State.APPROVED)
    for one in old:
        let_go(one, by=by, why=f"swap {swap.pk}", kind=Kind.SWAPPED)
    for one in new:
        note(store(one), Kind.SWAPPED, by=by, why=f"swap {swap.pk}")


def _for(shift: Shift, staff: StaffMember) -> Shift:
    """The same place and time, of somebody else."""
    return Shift(staff=staff, duty=shift.duty, during=shift.during, slot_id=shift.slot_id, confirmed_at=clock.now())


def _must_fit(shift: Shift, staff: StaffMember, for_it: Shift | None) -> None:
    ignoring = [for_it] if for_it is not None else []
    needs_senior = shift.slot is not None and shift.slot.needs_senior
    rules.must_be_fine(
        rules.problems(staff, shift.duty, shift.starts_at, shift.ends_at, ignoring=ignoring, needs_senior=needs_senior)
    )


def _open(swap: Swap) -> Swap:
    """Locked. Raises ValidationError, with the name of whoever decided it, where it is over."""
    swap = Swap.objects.select_for_update().get(pk=swap.pk)
    if swap.state in Swap.OPEN:
        return swap
    words = {"name": swap.decided_by.name if swap.decided_by else "", "state": swap.get_state_display()}
    if swap.decided_by is None:
        raise ValidationError(_("This swap is over: the shift is not there any more."), code="gone")
    raise ValidationError(_("%(name)s was first. This swap is: %(state)s.") % words, code="decided")


def _must_be_neither(swap: Swap, by: StaffMember) -> None:
    if by.pk in (swap.by_id, swap.to_id):
        raise PermissionDenied(_("Somebody else has to decide about your own swap."))


def _decide(swap: Swap, state: Swap.State, by: StaffMember, why: str = "") -> Swap:
    swap.state, swap.decided_by, swap.decided_at, swap.why = state, by, clock.now(), why.strip()[:200]
    swap.save(update_fields=["state", "decided_by", "decided_at", "why"])
    audit.record(f"swap.{state.value}", f"swap:{swap.pk}", who=by)
    return swap


def _stored(swap: Swap) -> Swap:
    try:
        with transaction.atomic():
            swap.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("You asked somebody about this shift already."), code="asked") from None
    return swap


def of_shift(shift: Shift) -> Swap | None:
    """The swap that is under way about it."""
    return shift.swaps.filter(state__in=Swap.OPEN).select_related("to", "by").first()
