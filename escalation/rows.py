"""The list of open escalations, in the order of what is due next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from config import clock
from escalation.durations import short, time_of
from escalation.models import SECOND_REVIEW_WITHIN, Decision, Escalation
from escalation.stamp import stamp_of
from escalation.subjects import channel, handle, subject_of
from escalation.targets import acknowledge_within, decide_within
from rota.models import StaffMember

OPEN = (*Escalation.UNDECIDED, Escalation.State.SECOND_REVIEW)
SOON = timedelta(minutes=5)


@dataclass(frozen=True)
class Row:
    """One escalation in the list, in words ready to show. None of them are the young person's."""

    id: int
    handle: str
    urgency: str
    state: str
    headline: str
    detail: str
    state_words: str
    is_yours: bool
    opened_at: datetime
    due_at: datetime | None
    due_what: str
    due_short: str
    due_words: str
    overdue: bool
    left_seconds: int
    total_seconds: int
    url: str


def list_context(escalations: QuerySet[Escalation], *, staff: StaffMember, selected: int | None) -> dict[str, Any]:
    """What rows.html needs."""
    rows = open_rows(escalations, staff=staff)
    soon = clock.now() + SOON
    shown = escalations.filter(pk=selected).first() if selected is not None else None
    return {
        "escalations": rows,
        "selected": selected,
        "stamp": stamp_of(shown) if shown is not None else "",
        "due_soon": sum(1 for row in rows if row.due_at and not row.overdue and row.due_at <= soon),
        "overdue": sum(1 for row in rows if row.overdue),
    }


def open_rows(escalations: QuerySet[Escalation], *, staff: StaffMember) -> list[Row]:
    """Overdue first, the longest overdue on top; then the least time left; what has no clock comes last."""
    last = Decision.objects.filter(escalation=OuterRef("pk")).order_by("-decided_at", "-pk")
    found = (
        escalations.filter(state__in=OPEN)
        .select_related("conversation", "post__author", "about_staff", "opened_by", "lead")
        .annotate(decided_by_id=Subquery(last.values("decided_by_id")[:1]))
    )
    never = clock.now() + timedelta(days=36_500)
    ordered = sorted(found, key=lambda escalation: (escalation.due_at or never, escalation.pk))
    return [row_of(escalation, staff=staff) for escalation in ordered]


def row_of(escalation: Escalation, *, staff: StaffMember) -> Row:
    """One of them, as `staff` sees it."""
    due_at, now = escalation.due_at, clock.now()
    left = due_at - now if due_at else timedelta()
    overdue = due_at is not None and left < timedelta()
    what, total = _clock(escalation)
    return Row(
        id=escalation.pk,
        handle=handle(subject_of(escalation)),
        urgency=escalation.urgency,
        state=escalation.state,
        headline=_(escalation.headline),
        detail=_detail(escalation),
        state_words=_state_words(escalation, staff),
        is_yours=escalation.lead == staff,
        opened_at=escalation.opened_at,
        due_at=due_at,
        due_what=what,
        due_short=short(abs(left)) if due_at else "",
        due_words=_due_words(what, left) if due_at else _("nothing due"),
        overdue=overdue,
        left_seconds=max(0, int(left.total_seconds())),
        total_seconds=max(1, int(total.total_seconds())),
        url=reverse("escalation:show", args=[escalation.pk]),
    )


def raised_by(escalation: Escalation) -> str:
    return escalation.opened_by.name if escalation.opened_by else _("the system")


def _clock(escalation: Escalation) -> tuple[str, timedelta]:
    """What the running clock asks for, and how long it was from the start."""
    if escalation.acknowledged_at is None:
        return _("to acknowledge"), acknowledge_within(escalation.urgency)
    if escalation.decided_at is None:
        return _("to decide"), decide_within(escalation.urgency)
    if escalation.state == Escalation.State.SECOND_REVIEW:
        return _("to review"), SECOND_REVIEW_WITHIN
    return "", timedelta(seconds=1)


def _due_words(what: str, left: timedelta) -> str:
    if left < timedelta():
        return _("overdue by %(time)s") % {"time": short(-left)}
    return _("%(time)s left %(what)s") % {"time": short(left), "what": what}


def _detail(escalation: Escalation) -> str:
    return _("%(channel)s · raised %(at)s by %(who)s") % {
        "channel": channel(subject_of(escalation)),
        "at": time_of(escalation.opened_at),
        "who": raised_by(escalation),
    }


def _state_words(escalation: Escalation, staff: StaffMember) -> str:
    if escalation.state == Escalation.State.SECOND_REVIEW:
        return _("a second lead must agree")
    if escalation.lead is None:
        return _("unclaimed")
    if escalation.lead == staff:
        return _("yours")
    return _("acknowledged by %(who)s") % {"who": escalation.lead.name}
