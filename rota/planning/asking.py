"""Asking people to take a place that nobody has: who could, who was asked, and who said no.

Asking puts nobody on. Whoever takes it claims it, by the same rules as any open place.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from config import clock
from rota import audit
from rota.access import holders_of
from rota.models import PlaceOffer, Shift, Slot, StaffMember
from rota.planning import needs, publish, rules
from rota.planning.arranging import must_arrange
from rota.planning.hours import Span, left_of
from rota.planning.locks import lock_cover, locked_slot
from rota.shifts import ROLE_FOR

# What a volunteer may work in a day: longer gaps are offered in pieces.
LONGEST = timedelta(hours=4)
DUTY_FOR = {
    needs.LEAST_PEOPLE: Shift.Duty.COUNSELLOR,
    needs.SENIOR: Shift.Duty.COUNSELLOR,
    needs.LEAD: Shift.Duty.SHIFT_LEAD,
}


def who_could(slot: Slot) -> list[StaffMember]:
    """Everybody against whom no rule speaks, by name."""
    people = sorted(holders_of(ROLE_FOR[Shift.Duty(slot.duty)]), key=lambda one: (one.name, one.pk))
    return [one for one in people if not any(problem.blocks for problem in rules.problems_with(slot, one))]


@transaction.atomic
def offer(slot: Slot, people: Iterable[StaffMember], by: StaffMember) -> list[PlaceOffer]:
    """They find it with their own shifts, and may say yes or no. Who was asked already is not asked twice."""
    must_arrange(by)
    slot = locked_slot(slot)
    _must_be_open(slot)
    known = set(slot.offers.values_list("staff_id", flat=True))
    new = [PlaceOffer.objects.create(slot=slot, staff=one, by=by) for one in people if one.pk not in known]
    if new:
        audit.record("place.offered", f"place:{slot.pk}", who=by)
    return new


@transaction.atomic
def offer_to_all(slot: Slot, by: StaffMember) -> list[PlaceOffer]:
    return offer(slot, who_could(slot), by)


@transaction.atomic
def offer_a_time(what: str, begins: datetime, ends: datetime, by: StaffMember) -> tuple[Slot, list[PlaceOffer]]:
    """A time with too few becomes an open place, and all who could take it are asked. Raises ValidationError."""
    must_arrange(by)
    lock_cover()
    gap = next((one for one in needs.gaps(begins, ends) if one.what == what and one.slot is None), None)
    free = piece_of(gap._replace(begins=max(gap.begins, begins), ends=min(gap.ends, ends))) if gap else None
    if free is None:
        raise ValidationError(_("That time is covered, or offered already."), code="covered")
    slot = publish.make_place(DUTY_FOR[what], free.begins, free.ends, by, needs_senior=what == needs.SENIOR)
    return slot, offer_to_all(slot, by)


def piece_of(gap: needs.Gap) -> Span | None:
    """The first part of a gap that no open place would fill, at most as long as one person may stay."""
    if gap.what not in DUTY_FOR:
        return None
    since = max(gap.begins, clock.now().replace(second=0, microsecond=0))
    duty, is_senior = DUTY_FOR[gap.what], gap.what == needs.SENIOR
    places = [
        Span(one.during.lower, one.during.upper)
        for one in publish.open_slots(since, gap.ends).filter(duty=duty)
        if one.needs_senior or not is_senior
    ]
    if gap.what == needs.LEAST_PEOPLE:
        places = _filled_times(places, gap.missing)
    free = left_of(Span(since, gap.ends), places) if since < gap.ends else []
    return Span(free[0].begins, min(free[0].ends, free[0].begins + LONGEST)) if free else None


def open_for(staff: StaffMember) -> QuerySet[PlaceOffer]:
    """What somebody was asked to take and has not answered, while nobody has it."""
    mine = PlaceOffer.objects.filter(staff=staff, declined_at=None, slot__during__endswith__gt=clock.now())
    return mine.filter(slot__in=publish.unfilled()).select_related("slot", "by").order_by("slot__during", "pk")


@transaction.atomic
def decline(offered: PlaceOffer) -> PlaceOffer:
    """They cannot, and need not say why. Safe to repeat."""
    offered = PlaceOffer.objects.select_for_update(of=("self",)).get(pk=offered.pk)
    if offered.declined_at is None:
        offered.declined_at = clock.now()
        offered.save(update_fields=["declined_at"])
        audit.record("place.declined", f"place:{offered.slot_id}", who=offered.staff)
    return offered


def _filled_times(places: list[Span], missing: int) -> list[Span]:
    """When there are as many open places as people are missing."""
    edges = sorted({at for one in places for at in one})
    pairs = [Span(*pair) for pair in pairwise(edges)]
    return [
        pair for pair in pairs if sum(one.begins <= pair.begins and pair.ends <= one.ends for one in places) >= missing
    ]


def _must_be_open(slot: Slot) -> None:
    if slot.cancelled_at is not None or slot.published_at is None or slot.during.upper <= clock.now():
        raise ValidationError(_("This place is not open."), code="closed")
    if holder := slot.shifts.select_related("staff").filter(staff__is_active=True).first():
        raise ValidationError(_("%(name)s has this shift.") % {"name": holder.staff.name}, code="taken")
