"""Breaks. Somebody on a break is on shift and can be called, and does not count among those who are there."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from config import clock
from config.tuning import setting
from rota.access import who_is_on
from rota.models import Shift, ShiftEvent, StaffMember
from rota.planning.arranging import must_be_theirs
from rota.planning.history import Kind, note
from rota.planning.locks import lock_cover
from rota.planning.on_shift import has_in_hand

TALK = (Shift.Duty.COUNSELLOR, Shift.Duty.SHIFT_LEAD)


@transaction.atomic
def take_break(shift: Shift, by: StaffMember) -> Shift:
    """Raises ValidationError while young people are theirs, or where nobody else would be there to talk."""
    must_be_theirs(shift.staff, by)
    lock_cover()
    shift = _running(shift)
    if shift.on_break_since is not None:
        return shift
    if has_in_hand(shift.staff):
        raise ValidationError(_("You still look after somebody. Hand over first."), code="in_hand")
    if shift.duty in TALK and not _others(shift):
        raise ValidationError(_("Nobody else is there to talk. Ask the lead to come on first."), code="alone")
    shift.on_break_since = clock.now()
    shift.save(update_fields=["on_break_since"])
    note(shift, Kind.BREAK_BEGAN, by=by)
    return shift


@transaction.atomic
def end_break(shift: Shift, by: StaffMember | None) -> Shift:
    """Back again. Safe to repeat."""
    if by is not None:
        must_be_theirs(shift.staff, by)
    shift = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if shift.on_break_since is not None:
        shift.on_break_since = None
        shift.save(update_fields=["on_break_since"])
        note(shift, Kind.BREAK_ENDED, by=by)
    return shift


def tick() -> int:
    """For the clock: whoever took a young person on is not on a break any more."""
    on_break = Shift.objects.filter(on_break_since__isnull=False, during__contains=clock.now())
    back = [one for one in on_break.select_related("staff") if has_in_hand(one.staff)]
    return len([end_break(one, None) for one in back])


def due_at(shift: Shift) -> datetime | None:
    """By when paid staff should have had their break: in the middle of a long shift. None: no break is due any more."""
    limits = setting("rota.hours")["paid"]
    if shift.staff.works_as != StaffMember.WorksAs.PAID or shift.length <= timedelta(hours=limits["break_after"]):
        return None
    return None if _had(shift) >= timedelta(minutes=limits["break_minutes"]) else shift.starts_at + shift.length / 2


def _had(shift: Shift) -> timedelta:
    """The longest break so far."""
    kinds = (ShiftEvent.Kind.BREAK_BEGAN, ShiftEvent.Kind.BREAK_ENDED)
    rows = list(shift.history.filter(kind__in=kinds).order_by("pk").values_list("kind", "at"))
    ends = [at for kind, at in rows if kind == ShiftEvent.Kind.BREAK_ENDED]
    begins = [at for kind, at in rows if kind == ShiftEvent.Kind.BREAK_BEGAN]
    pairs = zip(begins, [*ends, clock.now()], strict=False)
    return max((end - begin for begin, end in pairs), default=timedelta(0))


def _running(shift: Shift) -> Shift:
    shift = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    now = clock.now()
    if not shift.starts_at <= now < shift.ends_at or shift.finished_at is not None:
        raise ValidationError(_("This shift is not running."), code="not_running")
    return shift


def _others(shift: Shift) -> bool:
    """Somebody else who talks, is on shift and not on a break."""
    resting = Shift.objects.filter(during__contains=clock.now(), on_break_since__isnull=False)
    out = set(resting.values_list("staff_id", flat=True)) | {shift.staff_id}
    return any(one.pk not in out for one in who_is_on(*TALK))
