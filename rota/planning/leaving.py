"""Somebody stops working here: their shifts ahead are open again, and the gaps are told.

Asked first whether enough people are left. Where somebody has to go at once, a reason is enough: a person who may be a
danger to a child is not kept because the rota is thin.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from config import clock
from rota import people
from rota.models import Shift, StaffMember
from rota.planning import reachable
from rota.planning.claims import let_go
from rota.planning.locks import lock_cover, lock_people
from rota.planning.publish import make_place
from rota.policy import Action, may
from rota.shifts import end_shift_now


@transaction.atomic
def suspend(staff: StaffMember, by: StaffMember, *, at_once_because: str = "") -> list[Shift]:
    """Takes all access away and frees every shift. Gives the shifts. Raises ValidationError with the hours.

    `at_once_because`: why it cannot wait for somebody else to take their shifts. Then it is never refused.
    """
    if staff.pk == by.pk or not may(by, Action.SUSPEND):
        raise PermissionDenied(_("A manager or a safeguarding lead does that, and never for themselves."))
    lock_cover()
    staff = lock_people([staff])[staff.pk]
    if not at_once_because.strip():
        reachable.must_leave_enough(without=staff)
    people.suspend(staff, by)
    return [_free(one, by) for one in _shifts_left(staff)]


def _free(shift: Shift, by: StaffMember) -> Shift:
    now, ends = clock.now(), shift.ends_at
    if shift.starts_at >= now:
        return let_go(shift, by=by, why="suspended")
    ended = end_shift_now(shift, ended_by=by)
    make_place(shift.duty, now, ends, by, needs_senior=bool(shift.slot and shift.slot.needs_senior))
    return ended


def _shifts_left(staff: StaffMember) -> list[Shift]:
    shifts = staff.shifts.select_for_update(of=("self",)).filter(during__endswith__gt=clock.now())
    return list(shifts.order_by("pk"))
