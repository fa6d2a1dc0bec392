"""Putting people on shift, and ending a shift now."""

from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from config import clock
from rota import audit
from rota.models import Role, Shift, ShiftEvent, StaffMember
from rota.planning.history import Kind, note
from rota.policy import Action, may, roles_for

BEING_ON = {duty: Action(f"duty.{duty.value}") for duty in Shift.Duty}
"""What the policy is asked of somebody who is put on a duty."""

# Which role a duty asks for, as the table of the policy says.
ROLE_FOR = {duty: Role(roles_for(action)[0]) for duty, action in BEING_ON.items()}
LONGEST = timedelta(hours=24)


@transaction.atomic
def put_on(
    staff: StaffMember, duty: str, starts_at: datetime, ends_at: datetime, *, put_on_by: StaffMember | None = None
) -> Shift:
    """One person on one duty from a moment until a moment. Raises ValidationError, also where it would overlap."""
    starts_at, ends_at = _in_utc(starts_at), _in_utc(ends_at)
    _check(staff, duty, starts_at, ends_at)
    # One after another for one person: two that overlap and are stored at the same moment would wait for each other.
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    try:
        with transaction.atomic():
            shift = Shift.objects.create(staff=staff, duty=duty, during=DateTimeTZRange(starts_at, ends_at))
    except IntegrityError as error:
        if "one_duty_at_a_time" not in str(error.__cause__):
            raise
        raise ValidationError(_("This person already has a shift in that time."), code="overlap") from None
    note(shift, Kind.PUT_ON, by=put_on_by)
    return shift


@transaction.atomic
def end_shift_now(shift: Shift, *, ended_by: StaffMember | None = None) -> Shift:
    """Ends a running shift. One that is over stays as it is; one that has not begun is refused."""
    shift = Shift.objects.select_for_update().get(pk=shift.pk)
    now = clock.now()
    if shift.ends_at <= now:
        return shift
    if shift.starts_at >= now:
        raise ValidationError(_("This shift has not begun."), code="not_begun")
    shift.during = DateTimeTZRange(shift.starts_at, now)
    shift.save(update_fields=["during"])
    ShiftEvent.objects.create(shift=shift, kind=Kind.FINISHED, by=ended_by)
    audit.record("shift.ended", f"shift:{shift.pk}", who=ended_by)
    return shift


def _check(staff: StaffMember, duty: str, starts_at: datetime, ends_at: datetime) -> None:
    if duty not in ROLE_FOR:
        raise ValidationError(_("There is no such duty."), code="unknown_duty")
    if not may(staff, BEING_ON[Shift.Duty(duty)]):
        raise ValidationError(_("This person does not hold the role for that duty."), code="wrong_role")
    if ends_at <= starts_at:
        raise ValidationError(_("A shift ends after it begins."), code="backwards")
    if ends_at - starts_at > LONGEST:
        raise ValidationError(_("A shift lasts at most 24 hours."), code="too_long")


def _in_utc(moment: datetime) -> datetime:
    # Two times of one zone subtract by their wall clocks: a night over a clock change would count wrongly.
    if moment.tzinfo is None:
        raise ValidationError(_("A time without a time zone means nothing here."), code="naive")
    return moment.astimezone(UTC)
