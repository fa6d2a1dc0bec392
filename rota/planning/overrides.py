"""A lead sets the hours aside, with a reason: somebody may come on or stay although their hours are used up.

A child comes before a rule. Not a clearance, a role or a second shift at the same time.
"""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from config import clock
from rota.access import may_lead, on_duty
from rota.models import Shift, Slot, StaffMember
from rota.planning import rules
from rota.planning.claims import store
from rota.planning.history import Kind, note
from rota.planning.locks import lock_people, locked_slot
from rota.shifts import LONGEST

USUAL = timedelta(hours=4)


@transaction.atomic
def override_hours(
    staff: StaffMember,
    lead: StaffMember,
    why: str,
    *,
    duty: str = Shift.Duty.COUNSELLOR,
    until: datetime | None = None,
    slot: Slot | None = None,
) -> Shift:
    """Puts `staff` on from now, or lets them stay on until `until`; into an open place where one is given.

    Raises ValidationError where anything but hours is against it, PermissionDenied where `lead` is none.
    """
    if staff.pk == lead.pk or not may_lead(lead):
        raise PermissionDenied(_("A lead does that, and never for themselves."))
    if not why.strip():
        raise ValidationError(_("Say why it has to be."), code="why")
    staff = lock_people([staff])[staff.pk]
    if (running := on_duty(staff)) is not None:
        shift = _stays_on(running, until)
    else:
        shift = _comes_on(staff, duty, until, locked_slot(slot) if slot else None)
    note(shift, Kind.HOURS_OVERRIDDEN, by=lead, why=why)
    return shift


def is_overridden(shift: Shift) -> bool:
    return shift.history.filter(kind=Kind.HOURS_OVERRIDDEN).exists()


def over_hours(staff: StaffMember) -> list[rules.Problem]:
    """What at the sign-in says that somebody's hours are used up, if they came on now. Never keeps anybody out."""
    now = clock.now()
    shift = on_duty(staff)
    if shift is not None and is_overridden(shift):
        return []
    duty, ends = (shift.duty, shift.ends_at) if shift else (Shift.Duty.COUNSELLOR, now + timedelta(minutes=30))
    begins = shift.starts_at if shift else now
    found = rules.problems(staff, duty, begins, ends, ignoring=shift)
    return [one for one in found if one.code in rules.HOURS]


def _stays_on(shift: Shift, until: datetime | None) -> Shift:
    if until is None or until <= shift.ends_at:
        return shift
    _must_not_be_too_long(shift.starts_at, until)
    _fine(shift.staff, shift.duty, shift.ends_at, until, ignoring=shift)
    shift.during = DateTimeTZRange(shift.starts_at, until)
    shift.save(update_fields=["during"])
    return shift


def _comes_on(staff: StaffMember, duty: str, until: datetime | None, slot: Slot | None) -> Shift:
    now = clock.now()
    if slot is not None:
        duty, until = slot.duty, slot.during.upper
    until = until or now + USUAL
    begins = max(now, slot.during.lower) if slot is not None else now
    _must_not_be_too_long(begins, until)
    _fine(staff, duty, begins, until, needs_senior=slot is not None and slot.needs_senior)
    return store(Shift(staff=staff, duty=duty, during=DateTimeTZRange(begins, until), slot=slot, confirmed_at=now))


def _fine(
    staff: StaffMember,
    duty: str,
    begins: datetime,
    until: datetime,
    *,
    ignoring: Shift | None = None,
    needs_senior: bool = False,
) -> None:
    found = rules.problems(staff, duty, begins, until, ignoring=ignoring, needs_senior=needs_senior)
    rules.must_be_fine(found, set_aside=rules.HOURS)


def _must_not_be_too_long(begins: datetime, until: datetime) -> None:
    if not begins < until <= begins + LONGEST:
        raise ValidationError(_("A shift lasts at most 24 hours."), code="too_long")
