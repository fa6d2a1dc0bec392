"""Who is on, who is paged, and who may do what. Everybody who decides about access asks here."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, NamedTuple

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from config import clock
from config.tuning import setting
from rota.models import Role, Shift, StaffMember
from rota.policy import Action, may

Duty = Shift.Duty
View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request from somebody who is signed in."""

    user: StaffMember


class Step(NamedTuple):
    """One step of the paging chain: which duty it stands for, and whom to page."""

    duty: str
    people: list[StaffMember]


def on_duty(staff: StaffMember, *duties: str, at: datetime | None = None) -> Shift | None:
    """The shift that runs now (or `at`), on one of `duties` or on any. A suspended person is on none."""
    if not staff.is_active:
        return None
    shifts = staff.shifts.filter(during__contains=at or clock.now())
    return (shifts.filter(duty__in=duties) if duties else shifts).first()


def who_is_on(*duties: str, at: datetime | None = None) -> list[StaffMember]:
    """Active people whose shift on one of `duties` (or any) runs now, longest on first."""
    shifts = Shift.objects.filter(during__contains=at or clock.now(), staff__is_active=True)
    if duties:
        shifts = shifts.filter(duty__in=duties)
    return [shift.staff for shift in shifts.select_related("staff").order_by("during", "pk")]


def on_call_lead() -> StaffMember | None:
    """The safeguarding lead on call: the first, else the second. Only somebody who still is a safeguarding lead."""
    people = who_is_on(Duty.ON_CALL_1) + who_is_on(Duty.ON_CALL_2)
    return next((person for person in people if person.has_role(Role.SAFEGUARDING_LEAD)), None)


def paging_chain() -> list[Step]:
    """Whom to page about a young person at risk, one step after the other and round again.

    Shift lead, first and second on call, manager on call, then everybody who is on. A step nobody
    holds is left out. A gap in the rota must not become silence, so where no step holds a
    safeguarding lead all of them are paged, on or off; where there are none, all managers; and where
    nobody is on at all, everybody who works here.
    """
    duties = (Duty.SHIFT_LEAD, Duty.ON_CALL_1, Duty.ON_CALL_2, Duty.MANAGER)
    steps = [Step(str(duty), who_is_on(duty)) for duty in duties]
    if not any(person.has_role(Role.SAFEGUARDING_LEAD) for step in steps for person in step.people):
        steps.append(_everybody_who_may_decide())
    steps.append(Step("everybody", who_is_on()))
    held = [step for step in steps if step.people]
    return held or _everybody_who_works_here()


def may_take_conversations(staff: StaffMember) -> bool:
    """May this person be given the next young person: by role, and only while on a shift for it?"""
    return bool(may(staff, Action.TAKE_NEXT))


def may_lead(staff: StaffMember) -> bool:
    """May this person look into a conversation and take it over: the shift lead of now, or a safeguarding lead?"""
    return bool(may(staff, Action.READ_ALONG))


def cap_of(staff: StaffMember) -> int:
    """How many conversations this person may own at once."""
    caps = setting("queue.caps")
    return min(int(caps[staff.level]), int(caps["hard"]))


def holders_of(*roles: str) -> list[StaffMember]:
    """Active people who hold any of `roles` now, on shift or off."""
    grants = {"role_grants__role__in": roles, "role_grants__ended_at": None}
    return list(StaffMember.objects.filter(is_active=True, **grants).distinct().order_by("pk"))


def role_required(*roles: str) -> Callable[[View], View]:
    """For views: only people who hold one of `roles` now. Others are refused, strangers sent to the sign-in."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


def _everybody_who_may_decide() -> Step:
    for role in (Role.SAFEGUARDING_LEAD, Role.MANAGER):
        if people := holders_of(role):
            return Step(str(role), people)
    return Step(str(Role.MANAGER), [])


def _everybody_who_works_here() -> list[Step]:
    people = list(StaffMember.objects.filter(is_active=True).order_by("pk"))
    return [Step("everybody", people)] if people else []
