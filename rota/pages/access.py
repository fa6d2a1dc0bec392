"""What of the rota somebody may see and change: asked by every page of it.

The rota manager sees and changes all of it; a manager sees all of it; a shift lead sees the floor and who is on call;
everybody else sees their own shifts, and the open places they could take. Source: domain reference, roles.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from config import clock
from rota.access import may_lead, role_required
from rota.models import Away, Pattern, Role, Shift, ShiftNote, Slot, StaffMember, Swap
from rota.planning import notes
from rota.shifts import ROLE_FOR

# The privacy officer has no business in the rota.
ON_THE_ROTA = tuple(role for role in Role if role != Role.PRIVACY)
SEE_ALL = (Role.ROTA, Role.MANAGER)
PLAN = (Role.ROTA,)
SEE_GAPS = (Role.ROTA, Role.MANAGER, Role.SHIFT_LEAD)
# Who talks with young people, and whom a shift lead calls.
FLOOR = (Shift.Duty.COUNSELLOR, Shift.Duty.SHIFT_LEAD, Shift.Duty.ON_CALL_1, Shift.Duty.ON_CALL_2)
LARGEST_ID = 2**63 - 1

View = Callable[..., HttpResponseBase]


def for_people_on_the_rota(view: View) -> View:
    """Everybody but the privacy officer. What `access` does not give does not exist (404)."""
    return _hides(role_required(*ON_THE_ROTA)(view))


def for_who_sees_all(view: View) -> View:
    return _hides(role_required(*SEE_ALL)(view))


def for_who_plans(view: View) -> View:
    """The rota manager alone: whatever changes the rota of somebody else."""
    return _hides(role_required(*PLAN)(view))


def for_a_lead(view: View) -> View:
    """The shift lead of now and safeguarding leads: who may set hours aside."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, StaffMember) or not may_lead(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _hides(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs.get("pk", 0) > LARGEST_ID:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist:
            raise Http404 from None
        except PermissionDenied:
            if "pk" in kwargs:  # one shift, one person: nobody learns which there are
                raise Http404 from None
            raise

    return guarded


def sees_rota(staff: StaffMember) -> bool:
    return staff.has_role(*ON_THE_ROTA)


def duties_of(staff: StaffMember) -> list[str]:
    """The duties somebody could be put on, by their roles."""
    roles = staff.roles_held() if staff.is_active else frozenset()
    return [str(duty) for duty, role in ROLE_FOR.items() if role in roles]


def shifts_seen_by(staff: StaffMember) -> QuerySet[Shift]:
    shifts = Shift.objects.select_related("staff", "slot")
    if staff.has_role(*SEE_ALL):
        return shifts
    if staff.has_role(Role.SHIFT_LEAD):
        return shifts.filter(Q(staff=staff) | Q(duty__in=FLOOR))
    return shifts.filter(staff=staff)


def shift_for(staff: StaffMember, pk: int) -> Shift:
    return shifts_seen_by(staff).get(pk=pk)


def own_shift(staff: StaffMember, pk: int) -> Shift:
    """For what only the person of the shift may do."""
    return Shift.objects.select_related("staff", "slot").get(pk=pk, staff=staff)


def places_seen_by(staff: StaffMember) -> QuerySet[Slot]:
    """Places on the rota, filled or not. Drafts only for those who plan or manage."""
    places = Slot.objects.filter(cancelled_at=None).select_related("pattern")
    if staff.has_role(*SEE_ALL):
        return places
    duties = {*duties_of(staff), *(FLOOR if staff.has_role(Role.SHIFT_LEAD) else ())}
    return places.exclude(published_at=None).filter(duty__in=duties)


def place_for(staff: StaffMember, pk: int) -> Slot:
    return places_seen_by(staff).get(pk=pk)


def place_to_claim(staff: StaffMember, pk: int) -> Slot:
    """An open place of a duty this person may do."""
    return places_seen_by(staff).filter(duty__in=duties_of(staff)).exclude(published_at=None).get(pk=pk)


def swap_for(staff: StaffMember, pk: int) -> Swap:
    """To approve, for a rota manager."""
    return _swaps().get(pk=pk) if staff.has_role(*PLAN) else own_swap(staff, pk)


def own_swap(staff: StaffMember, pk: int) -> Swap:
    """For what only the two of a swap may do: answer it, take it back."""
    return _swaps().get(Q(by=staff) | Q(to=staff), pk=pk)


def _swaps() -> QuerySet[Swap]:
    return Swap.objects.select_related("shift__staff", "by", "to", "in_return__staff")


def away_for(staff: StaffMember, pk: int) -> Away:
    times = Away.objects.select_related("staff")
    return times.get(pk=pk) if staff.has_role(*PLAN) else times.get(pk=pk, staff=staff)


def colleagues_for(staff: StaffMember, duty: str) -> QuerySet[StaffMember]:
    """Whom somebody may ask to take a shift of this duty: active people who hold the role for it."""
    return holders(duty).exclude(pk=staff.pk)


def holders(duty: str) -> QuerySet[StaffMember]:
    """Active people who hold the role for this duty."""
    grants = {"role_grants__role": ROLE_FOR[Shift.Duty(duty)], "role_grants__ended_at": None}
    return StaffMember.objects.filter(is_active=True, **grants).order_by("name", "pk")


def shifts_to_ask_for(colleague: StaffMember, duty: str, until: datetime) -> QuerySet[Shift]:
    """What a colleague could give in return: coming shifts of the same duty."""
    now = clock.now()
    return colleague.shifts.filter(duty=duty, during__startswith__gt=now, during__startswith__lt=until).order_by(
        "during"
    )


def floor_people(lead: StaffMember) -> QuerySet[StaffMember]:
    """Whom a lead may let come on: who talks with young people, and not themselves."""
    return (holders(Shift.Duty.COUNSELLOR) | holders(Shift.Duty.SHIFT_LEAD)).exclude(pk=lead.pk).distinct()


def people_for(staff: StaffMember) -> QuerySet[StaffMember]:
    """Everybody who works here, for those who see the whole rota."""
    if not staff.has_role(*SEE_ALL):
        return StaffMember.objects.none()
    return StaffMember.objects.filter(is_active=True).order_by("name", "pk")


def person_for(staff: StaffMember, pk: int) -> StaffMember:
    return people_for(staff).get(pk=pk)


def pattern_for(staff: StaffMember, pk: int) -> Pattern:
    patterns = Pattern.objects.all() if staff.has_role(*SEE_ALL) else Pattern.objects.none()
    return patterns.get(pk=pk)


def note_to_sign(staff: StaffMember, pk: int) -> ShiftNote:
    """A hand-over note that waits for this person."""
    return notes.to_sign(staff).get(pk=pk)
