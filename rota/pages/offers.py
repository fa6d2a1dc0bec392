"""Places that somebody could take, with the reason where a rule is against it; and what waits for a rota manager."""

from typing import Any

from django.utils.translation import gettext as _

from config import clock
from rota.models import Away, Shift, Slot, StaffMember, Swap
from rota.pages import access, wall
from rota.pages.acts import act
from rota.pages.entries import of_place, of_shift
from rota.pages.forms import PersonForm
from rota.pages.gaps import could_shown
from rota.pages.page import open_places
from rota.pages.staff_list import away_shown
from rota.planning import rules, swaps

MOST_SHOWN = 60


def open_context(staff: StaffMember) -> dict[str, Any]:
    return {"offers": [offer(place, staff) for place in open_places(staff)[:MOST_SHOWN]]}


def offer(place: Slot, staff: StaffMember) -> dict[str, Any]:
    """One open place as `staff` sees it: a button, or the reasons why not."""
    problems = rules.problems_with(place, staff)
    entry = of_place(place)
    about = wall.long_span(entry.begins, entry.ends)
    may = not any(one.blocks for one in problems)
    return {
        "pk": place.pk,
        "entry": entry,
        "hours": wall.hours(entry.begins, entry.ends),
        "problems": [one for one in problems if one.blocks] or problems,
        "act": act("claim", place.pk, _("Take it"), about=about) if may else None,
    }


def place_context(place: Slot, viewer: StaffMember, form: PersonForm | None = None) -> dict[str, Any]:
    shift = place.shifts.select_related("staff").first()
    is_over = place.during.upper <= clock.now()
    may_take = place.published_at and not shift and not is_over and place.duty in access.duties_of(viewer)
    context: dict[str, Any] = {
        "place": place,
        "entry": of_place(place),
        "filled": of_shift(shift, viewer) if shift else None,
        "is_over": is_over,
        "offer": offer(place, viewer) if may_take else None,
        "cancel": act("place_cancel", place.pk, _("Nobody is needed here"), is_quiet=True),
    }
    if access.plans(viewer) and not shift:
        context |= _who_could(place, form)
    return context


def _who_could(place: Slot, form: PersonForm | None) -> dict[str, Any]:
    people = list(access.holders(place.duty))
    against = {one.pk: [p for p in rules.problems_with(place, one) if p.blocks] for one in people}
    return {
        "person_form": form or PersonForm(people=access.holders(place.duty).filter(pk__in=_fine(against))),
        "cannot": [{"person": one, "problems": against[one.pk]} for one in people if against[one.pk]],
        "who": could_shown(place) if place.published_at else None,
    }


def _fine(against: dict[int, list[rules.Problem]]) -> list[int]:
    return [pk for pk, problems in against.items() if not problems]


def approvals_context(viewer: StaffMember) -> dict[str, Any]:
    """Not one's own: somebody else decides about those."""
    agreed = Swap.objects.filter(state=Swap.State.AGREED).select_related("shift__staff", "by", "to", "in_return__staff")
    agreed = agreed.order_by("shift__during")
    away = Away.objects.select_related("staff").filter(during__endswith__gt=clock.now()).order_by("during")
    asked = away.filter(kind=Away.Kind.LEAVE, state=Away.State.ASKED)
    return {
        "swaps": [{**_swap(swap), "is_own": not swaps.may_decide(swap, viewer)} for swap in agreed],
        "leave": [{**_leave(one), "is_own": one.staff_id == viewer.pk} for one in asked],
        "sick": [away_shown(one) for one in away.filter(kind=Away.Kind.SICK, state=Away.State.APPROVED)],
    }


def _swap(swap: Swap) -> dict[str, Any]:
    approve = act("swap_decide", swap.pk, _("Approve"), about=swap.by.name, answer="approve")
    return {
        "swap": swap,
        "duty": swap.shift.get_duty_display(),
        "given": wall.long_span(swap.shift.starts_at, swap.shift.ends_at),
        "in_return": wall.long_span(swap.in_return.starts_at, swap.in_return.ends_at) if swap.in_return else "",
        "problems": swap_problems(swap.shift, swap.to, swap.in_return),
        "approve": approve,
        "address": approve.address,
    }


def swap_problems(shift: Shift, to: StaffMember, in_return: Shift | None) -> list[rules.Problem]:
    """What the rules say when each has the other's shift."""
    given = (shift, in_return) if in_return else (shift,)
    found = rules.problems(to, shift.duty, shift.starts_at, shift.ends_at, ignoring=given)
    if in_return:
        times = (in_return.starts_at, in_return.ends_at)
        found += rules.problems(shift.staff, in_return.duty, *times, ignoring=given)
    return [one for one in found if one.blocks]


def _leave(away: Away) -> dict[str, Any]:
    inside = away.staff.shifts.filter(during__overlap=(away.during.lower, away.during.upper)).select_related("staff")
    name = away.staff.name
    return {
        **away_shown(away),
        "shifts": [of_shift(shift, away.staff) for shift in inside.order_by("during")],
        "approve": act("away_decide", away.pk, _("Approve"), about=name, answer="approve"),
    }
