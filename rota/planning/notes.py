"""The hand-over note at the end of a shift: sealed, signed by whoever takes over.

Nobody to sign it does not keep a volunteer: after a quarter of an hour it is the on-call lead's, and they are free.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from config import clock
from config.models import DataKey
from config.tuning import setting
from rota import audit
from rota.access import on_call_lead, on_duty
from rota.models import Role, Shift, ShiftNote, StaffMember
from rota.planning.history import Kind, note
from rota.policy import Action, may

LONGEST = 4000
LED = (Shift.Duty.COUNSELLOR, Shift.Duty.SHIFT_LEAD)


@transaction.atomic
def write(shift: Shift, body: str, by: StaffMember) -> ShiftNote:
    """What whoever comes next has to know. Can be written anew until somebody signed it or the lead has it."""
    if shift.staff_id != by.pk:
        raise PermissionDenied(_("Only whoever is on this shift writes its note."))
    words = _checked(body)
    shift = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if shift.starts_at > clock.now():
        raise ValidationError(_("This shift has not begun."), code="not_begun")
    left = ShiftNote.objects.select_for_update().filter(shift=shift).first()
    if left is not None and (left.signed_at is not None or left.went_to_lead_at is not None):
        raise ValidationError(_("Somebody has this note already."), code="signed")
    left = left or ShiftNote(shift=shift, key=DataKey.make("shift_note"), written_at=clock.now())
    left.body = words
    left.save()
    note(shift, Kind.NOTE_WRITTEN, by=by)
    return left


@transaction.atomic
def sign(left: ShiftNote, by: StaffMember) -> ShiftNote:
    """Whoever takes over has read it. The first signs; another is told who. Raises PermissionDenied."""
    if not may_read(left, by) or left.shift.staff_id == by.pk:
        raise PermissionDenied(_("Whoever takes over signs this note."))
    left = ShiftNote.objects.select_for_update(of=("self",)).get(pk=left.pk)
    if left.signed_by is not None:
        if left.signed_by_id != by.pk:
            raise ValidationError(_("%(name)s was first.") % {"name": left.signed_by.name}, code="signed")
        return left
    left.signed_by, left.signed_at = by, clock.now()
    left.save(update_fields=["signed_by", "signed_at"])
    note(left.shift, Kind.NOTE_SIGNED, by=by)
    return left


def words_of(left: ShiftNote, by: StaffMember) -> str:
    """The note itself. That it was read is written down. Raises PermissionDenied."""
    decision = may(by, Action.READ_SHIFT_NOTE, left)
    if not decision:
        raise PermissionDenied(_("This note is not for you."))
    audit.record("shift_note.read", f"shift_note:{left.pk}", who=by, ground=decision.ground)
    return left.body or ""


def may_read(left: ShiftNote, staff: StaffMember) -> bool:
    """Its writer, the lead it went to, a safeguarding lead, and whoever is on the same duty or leads the shift now."""
    return bool(may(staff, Action.READ_SHIFT_NOTE, left))


def to_sign(staff: StaffMember) -> QuerySet[ShiftNote]:
    """Notes that wait for this person: of their duty, of whoever they lead, or gone to them as the lead on call."""
    shift = on_duty(staff)
    mine = Q(lead=staff) | (Q(shift__duty=shift.duty) if shift is not None else Q(pk=None))
    if shift is not None and shift.duty == Shift.Duty.SHIFT_LEAD:
        mine |= Q(shift__duty__in=LED)
    if staff.has_role(Role.SAFEGUARDING_LEAD):
        mine |= Q(went_to_lead_at__isnull=False, lead=None)
    waiting = ShiftNote.objects.filter(mine, signed_at=None).exclude(shift__staff=staff)
    return waiting.select_related("shift__staff", "key", "lead").order_by("written_at")


def tick() -> int:
    """For the clock: what nobody signed in time is the on-call lead's. Gives how many."""
    since = clock.now() - timedelta(minutes=setting("rota.note_minutes"))
    late = ShiftNote.objects.filter(signed_at=None, went_to_lead_at=None, written_at__lte=since)
    return sum(_to_the_lead(pk) for pk in late.values_list("pk", flat=True))


@transaction.atomic
def _to_the_lead(note_id: int) -> bool:
    waiting = ShiftNote.objects.select_for_update(of=("self",), skip_locked=True)
    left = waiting.filter(pk=note_id, signed_at=None, went_to_lead_at=None).first()
    if left is None:
        return False
    # Nobody on call: it is any safeguarding lead's. Whoever wrote it is free either way.
    left.lead, left.went_to_lead_at = on_call_lead(), clock.now()
    left.save(update_fields=["lead", "went_to_lead_at"])
    note(left.shift, Kind.NOTE_TO_LEAD, by=None)
    return True


def _checked(body: str) -> str:
    if not body.strip():
        raise ValidationError(_("Write a short note for whoever takes over."), code="empty")
    if len(body) > LONGEST or "\0" in body:
        raise ValidationError(_("Say it in fewer words, without odd characters."), code="too_long")
    return body.strip()
