"""Who arranges the rota: the rota managers, and on the day the lead of the shift."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from rota.access import who_is_on
from rota.models import Role, StaffMember
from rota.policy import Action, may


def may_arrange(staff: StaffMember) -> bool:
    """May this person put people on, publish, and approve swaps and leave?"""
    return bool(may(staff, Action.PLAN_ROTA))


def may_step_in(staff: StaffMember) -> bool:
    """May this person change the floor of now: whoever arranges, and the lead of the shift or on call?"""
    return bool(may(staff, Action.STEP_IN))


def must_arrange(staff: StaffMember) -> None:
    if not may_arrange(staff):
        raise PermissionDenied(_("Only a rota manager can do that."))


def must_be_theirs(staff: StaffMember, by: StaffMember) -> None:
    """For what the person of a shift does themselves, or a rota manager for them."""
    if staff.pk != by.pk:
        must_arrange(by)


def coordinators() -> list[StaffMember]:
    """Whom to tell about a gap: rota managers who are on shift, or all of them; without any, the managers."""
    holders = _holders_of(Role.ROTA) or _holders_of(Role.MANAGER)
    on = {one.pk for one in who_is_on()}
    return [one for one in holders if one.pk in on] or holders


def _holders_of(role: str) -> list[StaffMember]:
    grants = {"role_grants__role": role, "role_grants__ended_at": None}
    return list(StaffMember.objects.filter(is_active=True, **grants).order_by("pk"))
