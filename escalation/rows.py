"""The list of open escalations, in the order of what is due next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from chat.models import Conversation
from config import clock
from escalation.dissent.shown import with_open_ones
from escalation.durations import short, time_of
from escalation.models import SECOND_REVIEW_WITHIN, Decision, EmergencyCall, Escalation, next_due
from escalation.stamp import stamp_of
from escalation.subjects import channel, handle, subject_of
from escalation.targets import acknowledge_within, decide_within
from rota.models import StaffMember

OPEN = (*Escalation.UNDECIDED, Escalation.State.SECOND_REVIEW, Escalation.State.REVIEW_DUE)
SOON = timedelta(minutes=5)
# What is to be looked at again within a day stands in the list too: first of all, whether help arrived.
LOOKED_AT_WITHIN = timedelta(days=1)
# So many are in the list until somebody asks for all: it is fetched again and again.
MOST_SHOWN = 50
SHOWN = (
    "urgency", "state", "headline", "opened_at", "acknowledged_at", "acknowledge_due_at", "decided_at",
    "decide_due_at", "check_due_at", "held_until", "conversation", "post__author__nickname", "concern__given_by",
    "concern__about_member__nickname", "about_staff__name", "opened_by__name", "lead__name",
)  # fmt: skip
CLOCKS = ("state", "acknowledged_at", "acknowledge_due_at", "decided_at", "decide_due_at", "check_due_at")


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
    # Somebody sees it differently, and that is not settled.
    differs: bool = False


def list_context(
    escalations: QuerySet[Escalation], *, staff: StaffMember, selected: int | None, whole: bool = False
) -> dict[str, Any]:
    """What rows.html needs. All are counted; of many, those that are due first are shown, and the one that is open."""
    every = _in_order(escalations)
    chosen = [pk for place, (_at, pk) in enumerate(every) if whole or place < MOST_SHOWN or pk == selected]
    now = clock.now()
    shown = escalations.filter(pk=selected).first() if selected is not None else None
    due = [at for at, _pk in every if at is not None]
    return {
        "escalations": _rows_of(chosen, staff),
        "open_count": len(every),
        "more": len(every) - len(chosen),
        "whole": whole,
        "selected": selected,
        "stamp": stamp_of(shown) if shown is not None else "",
        "due_soon": sum(1 for at in due if now <= at <= now + SOON),
        "overdue": sum(1 for at in due if at < now),
    }


def open_rows(escalations: QuerySet[Escalation], *, staff: StaffMember) -> list[Row]:
    """All: overdue first, the longest overdue on top; then the least time left; what has no clock comes last."""
    return _rows_of([pk for _at, pk in _in_order(escalations)], staff)


def _in_order(escalations: QuerySet[Escalation]) -> list[tuple[datetime | None, int]]:
    """When each is due, and its number: nothing else of them is read."""
    found = escalations.filter(Q(state__in=OPEN) | Q(check_due_at__lte=clock.now() + LOOKED_AT_WITHIN)).order_by()
    never = clock.now() + timedelta(days=36_500)
    every = [(next_due(one), one.pk) for one in found.values_list("pk", *CLOCKS, named=True)]
    return sorted(every, key=lambda one: (one[0] or never, one[1]))


def _rows_of(numbers: list[int], staff: StaffMember) -> list[Row]:
    last = Decision.objects.filter(escalation=OuterRef("pk")).order_by("-decided_at", "-pk")
    found = (
        Escalation.objects.filter(pk__in=numbers)
        .select_related("post__author", "concern__about_member", "about_staff", "opened_by", "lead")
        # By their numbers: joined, all chats there ever were are read.
        .prefetch_related(Prefetch("conversation", Conversation.objects.only("handle", "channel")))
        .only(*SHOWN)
        .annotate(outcome=Subquery(last.values("outcome")[:1]))
    )
    known = {escalation.pk: escalation for escalation in found}
    helpless, differing = _waiting_for_help(), with_open_ones(numbers, staff)
    return [
        row_of(known[pk], staff=staff, differs=pk in differing, waits_for_help=pk in helpless)
        for pk in numbers
        if pk in known
    ]


def _waiting_for_help() -> set[int]:
    """Of the few calls that are open: theirs, and that in which everything goes on."""
    calls = EmergencyCall.objects.filter(ended_at=None, ask_again_at__isnull=False)
    pairs = calls.values_list("escalation_id", "escalation__joined_to_id")
    return {number for pair in pairs for number in pair if number is not None}


def row_of(
    escalation: Escalation, *, staff: StaffMember, differs: bool = False, waits_for_help: bool = False
) -> Row:
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
        state_words=_state_words(escalation, staff, waits_for_help),
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
        differs=differs,
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
    if escalation.check_due_at is not None:
        return _("until somebody is asked"), LOOKED_AT_WITHIN
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


def _state_words(escalation: Escalation, staff: StaffMember, waits_for_help: bool) -> str:
    if escalation.state == Escalation.State.SECOND_REVIEW:
        return _("a second lead must agree")
    if escalation.lead is None:
        return _("unclaimed")
    if escalation.decided_at is not None:
        return _after_deciding(escalation, waits_for_help)
    if escalation.held_until is not None and escalation.held_until > clock.now():
        until = {"at": time_of(escalation.held_until), "who": escalation.lead.name}
        return _("put off until %(at)s by %(who)s") % until
    if escalation.lead == staff:
        return _("yours")
    return _("acknowledged by %(who)s") % {"who": escalation.lead.name}


def _after_deciding(escalation: Escalation, waits_for_help: bool) -> str:
    if waits_for_help:
        return _("did help arrive?")
    if escalation.state == Escalation.State.REVIEW_DUE:
        return _("to be looked at again")
    if getattr(escalation, "outcome", "") in (Decision.Outcome.EMERGENCY, Decision.Outcome.EMERGENCY_AGREED):
        return _("decided: emergency services")
    return _("decided")
