"""The pages that stand: what a console shows on top until somebody has answered.

It is read anew when a console opens, when it comes back, and whenever something moved, so a page that was made
before somebody looked is not lost.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from config import clock
from escalation.access import EVERYBODY
from escalation.glass.shown import rings_for, waiting_for_second
from escalation.models import Escalation, EscalationEvent, Glass, Page
from escalation.page import DECISION
from escalation.raised import raised_since
from escalation.subjects import handle, subject_of
from rota.models import Role, RoleGrant, Shift, StaffMember

KNOW_OF_ALLEGATIONS = frozenset({Role.SAFEGUARDING_LEAD, Role.MANAGER})
Standing = list[tuple[Hashable, dict[str, Any]]]


class _Asked(NamedTuple):
    """What it takes to know which pages stand for somebody."""

    staff: StaffMember
    # By escalation, the last call to this person.
    called: dict[int, Page]
    is_on: bool
    leads: bool
    # By role alone: an allegation is for safeguarding leads and managers.
    may_know: bool
    decides: bool


def pages_of(staff: StaffMember) -> Standing:
    """What stands for `staff` now, each with the name of the call: another call about the same is told again."""
    return pages_for([staff])[0]


def pages_for(people: Sequence[StaffMember]) -> list[Standing]:
    """The same for each of `people`. Every console looks when somebody is called: one reading does for all."""
    undecided, asked, glasses = list(_undecided()), _asked(people), list(_waiting_glasses())
    return [
        _with_glasses(_standing(undecided, asked[one.pk]), glasses, asked[one.pk]) if one.pk in asked else []
        for one in people
    ]


def _standing(undecided: list[Any], asked: _Asked) -> Standing:
    found = []
    for escalation in undecided:
        if not _may_know(escalation, asked):
            continue
        page = asked.called.get(escalation.pk)
        if escalation.acknowledged_at is not None:
            standing = _after(escalation, page, asked.staff)
        elif page is not None or (asked.is_on and escalation.last_duty == EVERYBODY):
            standing = (page.pk if page else escalation.page_step, _frame(escalation, for_you=True))
        else:
            leads = asked.leads or escalation.is_allegation
            standing = (escalation.page_step, _frame(escalation, for_you=False)) if leads else None
        if standing is not None:
            found.append(standing)
    return found


def _with_glasses(standing: Standing, glasses: Sequence[Glass], asked: _Asked) -> Standing:
    """Behind what rings already: a lead is needed to agree before a phone number is opened."""
    if not asked.decides:
        return standing
    known = {frame["escalation"] for _call, frame in standing}
    for pk, escalation, words, url in rings_for(glasses, asked.staff):
        if escalation.pk not in known:
            frame = _frame(escalation, for_you=True) | {"words": words, "url": url}
            standing.append((("glass", pk), frame))
            known.add(escalation.pk)
    return standing


def _waiting_glasses() -> QuerySet[Glass]:
    return waiting_for_second().select_related("escalation__conversation", "escalation__post__author").order_by("pk")


def _may_know(escalation: Escalation, asked: _Asked) -> bool:
    """As the policy has it, for many people and escalations at once: an allegation never rings with its subject."""
    if not escalation.is_allegation:
        return True
    return asked.may_know and escalation.about_staff_id != asked.staff.pk


def _asked(people: Sequence[StaffMember]) -> dict[int, _Asked]:
    """Of those who still work here."""
    active = {one.pk: one for one in StaffMember.objects.filter(pk__in={one.pk for one in people}, is_active=True)}
    calls, duties, roles = _calls_to(active), _duties_of(active), _roles_of(active)
    return {
        pk: _Asked(
            one,
            calls.get(pk, {}),
            pk in duties,
            _leads(roles.get(pk, set()), duties.get(pk, set())),
            bool(roles.get(pk, set()) & KNOW_OF_ALLEGATIONS),
            Role.SAFEGUARDING_LEAD in roles.get(pk, set()),
        )
        for pk, one in active.items()
    }


def _after(escalation: Escalation, page: Page | None, staff: StaffMember) -> tuple[Hashable, dict[str, Any]] | None:
    """Somebody has it: called are those whom a missing decision calls, and its lead about what came up since."""
    again = raised_since(escalation) if escalation.lead_id == staff.pk else None
    decision = page if page is not None and page.duty == DECISION else None
    if again is None and decision is None:
        return None
    return (decision and decision.pk, again and again.pk), _frame(escalation, for_you=True, again=again)


def _frame(escalation: Escalation, *, for_you: bool, again: EscalationEvent | None = None) -> dict[str, Any]:
    return {
        "escalation": escalation.pk,
        "handle": handle(subject_of(escalation)),
        "urgency": escalation.urgency,
        "url": reverse("escalation:show", args=[escalation.pk]),
        "words": _(again.detail if again else escalation.headline),
        "for_you": for_you,
        "again": again is not None,
    }


def _undecided() -> QuerySet[Escalation, Any]:
    last = Page.objects.filter(escalation=OuterRef("pk")).order_by("-step", "-pk")
    return (
        Escalation.objects.filter(state__in=Escalation.UNDECIDED)
        .select_related("conversation", "post__author", "about_staff")
        .annotate(last_duty=Subquery(last.values("duty")[:1]))
        .order_by("pk")
    )


def _calls_to(people: Iterable[int]) -> dict[int, dict[int, Page]]:
    pages = Page.objects.filter(staff__in=people, escalation__state__in=Escalation.UNDECIDED)
    found: dict[int, dict[int, Page]] = {}
    for page in pages.order_by("staff_id", "escalation_id", "-pk").distinct("staff_id", "escalation_id"):
        found.setdefault(page.staff_id, {})[page.escalation_id] = page
    return found


def _duties_of(people: Iterable[int]) -> dict[int, set[str]]:
    shifts = Shift.objects.filter(staff__in=people, during__contains=clock.now())
    return _by_person(shifts.values_list("staff_id", "duty"))


def _roles_of(people: Iterable[int]) -> dict[int, set[str]]:
    return _by_person(RoleGrant.objects.filter(staff__in=people, ended_at=None).values_list("staff_id", "role"))


def _by_person(rows: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for staff_id, held in rows:
        found.setdefault(staff_id, set()).add(held)
    return found


def _leads(roles: set[str], duties: set[str]) -> bool:
    """A safeguarding lead, or the shift lead of now."""
    return Role.SAFEGUARDING_LEAD in roles or (Role.SHIFT_LEAD in roles and Shift.Duty.SHIFT_LEAD in duties)
