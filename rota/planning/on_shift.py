"""Coming on and finishing.

A shift runs by its hours, whatever anybody did: who did not press a button is on all the same. Nobody can finish with
young people in hand, unless a note is with the lead; and nobody is cut off because their time is over.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from config import clock
from config.tuning import setting
from rota.models import Shift, ShiftNote, StaffMember
from rota.planning import debriefs, reachable
from rota.planning.arranging import may_step_in
from rota.planning.history import Kind, note
from rota.planning.locks import lock_cover, lock_people

still_has: list[Callable[[StaffMember], int]] = []
"""From the apps above: how many young people somebody still looks after."""

before_going: list[Callable[[StaffMember], None]] = []
"""From the apps above: what somebody still has goes to others now, because they may go."""

goes_on: list[Callable[[Shift, StaffMember], str]] = []
"""From the apps above: what of a finished shift goes on without its person, in words. Never a reason to stay."""


@transaction.atomic
def came(staff: StaffMember) -> Shift | None:
    """Somebody signed in or opened their console: the shift that runs, or begins soon, has its person. Repeatable."""
    now = clock.now()
    soon = now + timedelta(minutes=setting("rota.early_minutes"))
    shifts = staff.shifts.filter(during__overlap=(now, soon), came_at=None, finished_at=None)
    shift = shifts.select_for_update(of=("self",)).order_by("during").first()
    return mark_came(shift) if shift is not None else None


def mark_came(shift: Shift) -> Shift:
    """For commands that hold the row already. Who was missed and comes late came all the same."""
    if shift.came_at is None:
        shift.came_at = clock.now()
        shift.save(update_fields=["came_at"])
        note(shift, Kind.CAME, by=shift.staff)
    return shift


def has_in_hand(staff: StaffMember) -> int:
    """How many young people this person still looks after."""
    return sum(ask(staff) for ask in still_has)


@transaction.atomic
def finish(shift: Shift, by: StaffMember) -> Shift:
    """Somebody goes home. Raises ValidationError where young people are theirs, or too few people would be left.

    With a hand-over note that was signed, or went to the lead, they are free: what they have goes to others now.
    """
    if shift.staff_id != by.pk and not may_step_in(by):
        raise PermissionDenied(_("Only whoever is on this shift, or a lead, can finish it."))
    lock_cover()
    staff = lock_people([shift.staff])[shift.staff_id]
    shift = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    now = clock.now()
    if shift.finished_at is not None:
        return shift
    if shift.starts_at >= now:
        raise ValidationError(_("This shift has not begun."), code="not_begun")
    _must_be_free(shift, staff)
    if shift.ends_at > now:
        reachable.must_leave_enough(without=shift)
    _finish(shift, now)
    note(shift, Kind.FINISHED, by=by)
    debriefs.offer_for(shift, why="end of the shift")
    return shift


def words_at_the_end(shift: Shift, by: StaffMember) -> str:
    """What somebody is told who has finished."""
    ended = Shift.objects.get(pk=shift.pk)
    return " ".join(words for tell in goes_on if (words := tell(ended, by)))


def running(staff: StaffMember) -> Shift | None:
    """The shift somebody is on, also where its time is over and they have not finished: for the page that lets them."""
    now = clock.now()
    lately = now - timedelta(hours=12)
    shifts = staff.shifts.filter(during__startswith__lte=now, during__endswith__gt=lately, finished_at=None)
    return shifts.exclude(came_at=None, during__endswith__lte=now).order_by("-during").first()


def _must_be_free(shift: Shift, staff: StaffMember) -> None:
    many = has_in_hand(staff)
    if not many:
        return
    left = ShiftNote.objects.filter(shift=shift).first()
    if left is None or (left.went_to_lead_at is None and left.signed_at is None):
        words = _("You still look after %(n)s. Hand them over or finish with them, or leave a note for the lead.")
        raise ValidationError(words % {"n": many}, code="in_hand")
    for hand_on in before_going:
        hand_on(staff)


def _finish(shift: Shift, now: datetime) -> None:
    if shift.ends_at > now:
        shift.during = DateTimeTZRange(shift.starts_at, now)
    shift.finished_at, shift.on_break_since = now, None
    shift.save(update_fields=["during", "finished_at", "on_break_since"])
