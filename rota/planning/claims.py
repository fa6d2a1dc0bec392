"""Somebody is on: they take an open place, or a rota manager puts them on. And they give it back again.

Of two who want the same place the row of the place decides, and the other is told who was first.
"""

from datetime import UTC

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from config import clock
from rota.models import Shift, ShiftEvent, Slot, StaffMember, Swap
from rota.planning import publish, reachable, rules
from rota.planning.arranging import must_arrange, must_be_theirs
from rota.planning.history import Kind, note
from rota.planning.locks import lock_cover, lock_people, locked_shift, locked_slot


@transaction.atomic
def claim(slot: Slot, by: StaffMember) -> Shift:
    """`by` takes an open place. Raises ValidationError in words: somebody was first, or a rule is against it."""
    return _put_on(slot, by, by=by, kind=Kind.CLAIMED)


@transaction.atomic
def assign(slot: Slot, staff: StaffMember, by: StaffMember) -> Shift:
    """A rota manager puts somebody on a place, published or not. They confirm it themselves. Raises ValidationError."""
    must_arrange(by)
    return _put_on(slot, staff, by=by, kind=Kind.PUT_ON)


@transaction.atomic
def confirm(shift: Shift, by: StaffMember) -> Shift:
    """Whoever was put on says that they will come. Safe to repeat."""
    must_be_theirs(shift.staff, by)
    shift = locked_shift(shift)
    if shift.confirmed_at is None:
        shift.confirmed_at = clock.now()
        shift.save(update_fields=["confirmed_at"])
        note(shift, Kind.CONFIRMED, by=by)
    return shift


@transaction.atomic
def release(shift: Shift, by: StaffMember, why: str) -> Shift:
    """Given back, or taken off by a rota manager, before it begins: the place is open again.

    Raises ValidationError with the hours, where too few people could be reached then.
    """
    must_be_theirs(shift.staff, by)
    lock_cover()
    lock_people([shift.staff])
    shift = still_to_come(shift)
    reachable.must_leave_enough(without=shift)
    return let_go(shift, by=by, why=why)


def let_go(shift: Shift, *, by: StaffMember | None, why: str, kind: ShiftEvent.Kind = Kind.RELEASED) -> Shift:
    """For commands that asked everything already. The row stays for the record; the place is open, or a new one is."""
    slot, shift.slot = shift.slot, None
    shift.released_at, shift.released_from = clock.now(), slot
    shift.save(update_fields=["slot", "released_at", "released_from"])
    note(shift, kind, by=by, why=why)
    Swap.objects.filter(shift=shift, state__in=Swap.OPEN).update(state=Swap.State.WITHDRAWN, decided_at=clock.now())
    Swap.objects.filter(in_return=shift, state__in=Swap.OPEN).update(state=Swap.State.WITHDRAWN, decided_at=clock.now())
    if slot is None and kind == Kind.RELEASED:
        publish.make_place(shift.duty, shift.starts_at, shift.ends_at, by)
    return shift


def still_to_come(shift: Shift) -> Shift:
    """Locked. Raises ValidationError where it has begun, or somebody gave it back meanwhile."""
    try:
        shift = locked_shift(shift)
    except Shift.DoesNotExist:
        raise ValidationError(_("This shift was given to somebody else, or taken off, meanwhile."), "gone") from None
    if shift.starts_at <= clock.now():
        raise ValidationError(_("This shift has begun. Finish it, or say that you are ill."), code="begun")
    return shift


def store(shift: Shift) -> Shift:
    """Saved; the database decides whether its person or its place is taken. Raises ValidationError."""
    try:
        with transaction.atomic():
            shift.save(force_insert=True)
    except IntegrityError as error:
        if "one_duty_at_a_time" in str(error.__cause__):
            words = _("%(name)s already has a shift in that time.") % {"name": shift.staff.name}
            raise ValidationError(words, code="overlap") from None
        if "a_place_has_one_person" in str(error.__cause__):
            raise ValidationError(_("Somebody else has this shift already."), code="taken") from None
        raise
    return shift


def _put_on(slot: Slot, staff: StaffMember, *, by: StaffMember, kind: ShiftEvent.Kind) -> Shift:
    staff = lock_people([staff])[staff.pk]
    slot = locked_slot(slot)
    if (holder := _holder(slot)) is not None:
        if holder.staff_id == staff.pk:
            return holder
        words = _("%(name)s was first and has this shift.") % {"name": holder.staff.name}
        raise ValidationError(words, code="taken")
    _must_be_to_have(slot, is_claim=kind == Kind.CLAIMED)
    begins = max(slot.during.lower, clock.now()).astimezone(UTC)
    rules.must_be_fine(rules.problems(staff, slot.duty, begins, slot.during.upper, needs_senior=slot.needs_senior))
    confirmed = clock.now() if staff.pk == by.pk else None
    during = DateTimeTZRange(begins, slot.during.upper)
    shift = store(Shift(staff=staff, duty=slot.duty, during=during, slot=slot, confirmed_at=confirmed))
    note(shift, kind, by=by)
    return shift


def _holder(slot: Slot) -> Shift | None:
    """Who has it. Somebody who was suspended since does not keep it."""
    holder = slot.shifts.select_related("staff").first()
    if holder is not None and not holder.staff.is_active and holder.starts_at > clock.now():
        let_go(holder, by=None, why="suspended")
        return None
    return holder


def _must_be_to_have(slot: Slot, *, is_claim: bool) -> None:
    if slot.cancelled_at is not None or (is_claim and slot.published_at is None):
        raise ValidationError(_("This place is not open."), code="closed")
    if slot.during.upper <= clock.now():
        raise ValidationError(_("This is over already."), code="over")
