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
from rota.access import may_lead
from rota.models import Away, Pattern, PlaceOffer, Shift, ShiftNote, Slot, StaffMember, Swap
from rota.planning import asking
from rota.planning.related import FLOOR
from rota.policy import Action, action_required, may, open_to, roles_for
from rota.shifts import BEING_ON, ROLE_FOR

# Which roles the table names, for a page that knows somebody's roles already.
SEE_ALL = roles_for(Action.SEE_WHOLE_ROTA)
PLAN = roles_for(Action.PLAN_ROTA)
SEE_GAPS = roles_for(Action.SEE_GAPS)
LARGEST_ID = 2**63 - 1

View = Callable[..., HttpResponseBase]


def for_people_on_the_rota(view: View) -> View:
    """Everybody but the privacy officer. What `access` does not give does not exist (404)."""
    return _hides(action_required(Action.SEE_ROTA)(view))


def for_who_sees_all(view: View) -> View:
    return _hides(action_required(Action.SEE_WHOLE_ROTA)(view))


def for_who_plans(view: View) -> View:
    """The rota manager alone: whatever changes the rota of somebody else."""
    return _hides(action_required(Action.PLAN_ROTA)(view))


def for_who_sees_gaps(view: View) -> View:
    return _hides(action_required(Action.SEE_GAPS)(view))


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
    return bool(may(staff, Action.SEE_ROTA))


def sees_all(staff: StaffMember) -> bool:
    return bool(may(staff, Action.SEE_WHOLE_ROTA))


def sees_gaps(staff: StaffMember) -> bool:
    return bool(may(staff, Action.SEE_GAPS))


def plans(staff: StaffMember) -> bool:
    return bool(may(staff, Action.PLAN_ROTA))


def duties_of(staff: StaffMember) -> list[str]:
    """The duties somebody could be put on, by their roles."""
    return [str(duty) for duty, action in BEING_ON.items() if may(staff, action)]


def shifts_seen_by(staff: StaffMember) -> QuerySet[Shift]:
    return open_to(staff, Action.SEE_SHIFT, Shift.objects.select_related("staff", "slot"))


def shift_for(staff: StaffMember, pk: int) -> Shift:
    return shifts_seen_by(staff).get(pk=pk)


def own_shift(staff: StaffMember, pk: int) -> Shift:
    """For what only the person of the shift may do."""
    return Shift.objects.select_related("staff", "slot").get(pk=pk, staff=staff)


def places_seen_by(staff: StaffMember) -> QuerySet[Slot]:
    """Places on the rota, filled or not. Drafts only for those who plan or manage."""
    places = Slot.objects.filter(cancelled_at=None).select_related("pattern")
    if sees_all(staff):
        return places
    duties = {*duties_of(staff), *(FLOOR if sees_gaps(staff) else ())}
    return places.exclude(published_at=None).filter(duty__in=duties)


def place_for(staff: StaffMember, pk: int) -> Slot:
    return places_seen_by(staff).get(pk=pk)


def place_to_claim(staff: StaffMember, pk: int) -> Slot:
    """An open place of a duty this person may do."""
    return places_seen_by(staff).filter(duty__in=duties_of(staff)).exclude(published_at=None).get(pk=pk)


def swap_for(staff: StaffMember, pk: int) -> Swap:
    """To approve, for a rota manager."""
    return _swaps().get(pk=pk) if plans(staff) else own_swap(staff, pk)


def own_swap(staff: StaffMember, pk: int) -> Swap:
    """For what only the two of a swap may do: answer it, take it back."""
    return _swaps().get(Q(by=staff) | Q(to=staff), pk=pk)


def _swaps() -> QuerySet[Swap]:
    return Swap.objects.select_related("shift__staff", "by", "to", "in_return__staff")


def away_for(staff: StaffMember, pk: int) -> Away:
    times = Away.objects.select_related("staff")
    return times.get(pk=pk) if plans(staff) else times.get(pk=pk, staff=staff)


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
    if not sees_all(staff):
        return StaffMember.objects.none()
    return StaffMember.objects.filter(is_active=True).order_by("name", "pk")


def person_for(staff: StaffMember, pk: int) -> StaffMember:
    return people_for(staff).get(pk=pk)


def pattern_for(staff: StaffMember, pk: int) -> Pattern:
    patterns = Pattern.objects.all() if sees_all(staff) else Pattern.objects.none()
    return patterns.get(pk=pk)


def note_for(staff: StaffMember, pk: int) -> ShiftNote:
    """A hand-over note of somebody else that this person may read, signed or not."""
    left = ShiftNote.objects.exclude(shift__staff=staff).select_related("shift__staff", "key", "lead", "signed_by")
    return open_to(staff, Action.READ_SHIFT_NOTE, left).get(pk=pk, key__isnull=False)


def offer_to(staff: StaffMember, place: int) -> PlaceOffer:
    """What this person was asked to take, and has not answered."""
    return asking.open_for(staff).get(slot=place)
