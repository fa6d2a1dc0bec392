"""The pages that stand: what a console shows on top until somebody has answered.

It is read anew when a console opens, when it comes back, and whenever something moved, so a page that was made
before somebody looked is not lost.
"""

from collections.abc import Hashable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from escalation.access import EVERYBODY, leads_the_shift
from escalation.models import Escalation, EscalationEvent, Page
from escalation.page import DECISION
from escalation.raised import raised_since
from escalation.subjects import handle, subject_of
from rota.access import on_duty
from rota.models import Role, StaffMember


def pages_of(staff: StaffMember) -> list[tuple[Hashable, dict[str, Any]]]:
    """What stands for `staff` now, each with the name of the call: another call about the same is told again."""
    if not staff.is_active:
        return []
    called = _calls_to(staff)
    is_on, leads = on_duty(staff) is not None, _leads(staff)
    found = []
    for escalation in _undecided():
        page = called.get(escalation.pk)
        if escalation.acknowledged_at is not None:
            standing = _after(escalation, page, staff)
        elif page is not None or (is_on and escalation.last_duty == EVERYBODY):
            standing = (page.pk if page else escalation.page_step, _frame(escalation, for_you=True))
        else:
            standing = (escalation.page_step, _frame(escalation, for_you=False)) if leads else None
        if standing is not None:
            found.append(standing)
    return found


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
        .select_related("conversation", "post__author")
        .annotate(last_duty=Subquery(last.values("duty")[:1]))
        .order_by("pk")
    )


def _calls_to(staff: StaffMember) -> dict[int, Page]:
    """By escalation, the last call to this person."""
    pages = Page.objects.filter(staff=staff, escalation__state__in=Escalation.UNDECIDED)
    return {page.escalation_id: page for page in pages.order_by("escalation_id", "-pk").distinct("escalation_id")}


def _leads(staff: StaffMember) -> bool:
    return staff.has_role(Role.SAFEGUARDING_LEAD) or leads_the_shift(staff)
