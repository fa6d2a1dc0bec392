"""A debrief is offered, never ordered: after somebody in danger, after an escalation, at the end of a shift."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from config import clock
from rota.models import Shift, ShiftEvent, StaffMember
from rota.planning.history import Kind, note

ANSWERS = (Kind.DEBRIEF_TAKEN, Kind.DEBRIEF_DECLINED)
AFTER = timedelta(hours=12)


def offer(staff: StaffMember, why: str) -> ShiftEvent | None:
    """For the apps above. `why`: a few words or an id, nothing about a young person. None where they are off shift."""
    shift = latest(staff)
    return offer_for(shift, why) if shift is not None else None


@transaction.atomic
def offer_for(shift: Shift, why: str) -> ShiftEvent | None:
    """Once for one reason, and not again while an offer is open."""
    if open_offer(shift) is not None or shift.history.filter(kind=Kind.DEBRIEF_OFFERED, why=why[:200]).exists():
        return None
    return note(shift, Kind.DEBRIEF_OFFERED, by=None, why=why)


def open_offer(shift: Shift) -> ShiftEvent | None:
    """The offer that was not answered yet."""
    last = shift.history.filter(kind__in=[Kind.DEBRIEF_OFFERED, *ANSWERS]).order_by("-pk").first()
    return last if last is not None and last.kind == Kind.DEBRIEF_OFFERED else None


def open_for(staff: StaffMember) -> ShiftEvent | None:
    """What to show this person: the offer of the shift they are on, or that ended lately."""
    shift = latest(staff)
    return open_offer(shift) if shift is not None else None


@transaction.atomic
def take(shift: Shift, by: StaffMember) -> Shift:
    """They had one, or want one: with whom and what was said is nobody's record."""
    return _answer(shift, by, Kind.DEBRIEF_TAKEN)


@transaction.atomic
def decline(shift: Shift, by: StaffMember) -> Shift:
    return _answer(shift, by, Kind.DEBRIEF_DECLINED)


def latest(staff: StaffMember) -> Shift | None:
    """The shift somebody is on, or was on in the last hours."""
    now = clock.now()
    shifts = staff.shifts.filter(during__startswith__lte=now, during__endswith__gt=now - AFTER)
    return shifts.order_by("-during").first()


def _answer(shift: Shift, by: StaffMember, kind: ShiftEvent.Kind) -> Shift:
    if shift.staff_id != by.pk:
        raise PermissionDenied(_("This is somebody else’s."))
    shift = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if open_offer(shift) is not None:
        note(shift, kind, by=by)
    return shift
