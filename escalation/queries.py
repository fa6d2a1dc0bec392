"""What the escalation pages show. Changes nothing."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from chat.models import Conversation
from config import clock
from escalation.access import may_read_words
from escalation.durations import time_of
from escalation.models import Decision, Escalation, EscalationEvent
from escalation.moves import Act, may
from escalation.rows import raised_by, row_of
from escalation.timeline import short_timeline, timeline
from escalation.words import channel_words, transcript, words_that_raised
from rota.models import AuditRow, StaffMember


def escalations_of(conversation_ids: list[int]) -> dict[int, dict[str, Any]]:
    """For the console: which of these conversations have an undecided escalation, and how far it is."""
    undecided = Escalation.objects.filter(conversation__in=conversation_ids, state__in=Escalation.UNDECIDED)
    return {one.conversation_id: {"id": one.pk, "state": one.state} for one in undecided}


def show_context(escalation: Escalation, *, staff: StaffMember) -> dict[str, Any]:
    """What show.html needs of one escalation; no words for somebody who may only know how far it is."""
    may_read = may_read_words(staff, escalation)
    return {
        "escalation": about(escalation, staff=staff, may_read=may_read),
        "words": words_that_raised(escalation) if may_read else [],
        "timeline": timeline(escalation) if may_read else short_timeline(escalation),
        "decisions": decisions(escalation) if may_read else [],
        "seen_by": seen_by(escalation) if may_read else [],
        "can_read": may_read,
        "can_acknowledge": may(escalation, Act.ACKNOWLEDGE, by=staff),
        "can_decide": may(escalation, Act.DECIDE, by=staff),
        "outcomes": Decision.Outcome.choices,
    }


def conversation_context(escalation: Escalation, *, staff: StaffMember) -> dict[str, Any]:
    """What conversation.html needs: the whole of it."""
    conversation = escalation.conversation
    return {
        "escalation": about(escalation, staff=staff, may_read=True),
        "transcript": transcript(conversation),
        "conversation": {
            "channel_words": channel_words(conversation),
            "opened_at": conversation.opened_at,
            "state_words": state_words(conversation),
        },
        "seen_words": _("Reading this was noted at %(at)s under your name.") % {"at": time_of(clock.now())},
    }


def about(escalation: Escalation, *, staff: StaffMember, may_read: bool) -> dict[str, Any]:
    return {
        **asdict(row_of(escalation, staff=staff)),
        "noticed": noticed(escalation),
        "raised_by": ", ".join(raisers(escalation)),
        "why": why_by_hand(escalation) if may_read else "",
        "conversation_url": reverse("escalation:conversation", args=[escalation.pk]) if may_read else "",
        "acknowledged_by": escalation.lead.name if escalation.lead else None,
        "acknowledged_at": escalation.acknowledged_at,
    }


def noticed(escalation: Escalation) -> list[str]:
    """Every reason in words, newest last."""
    words = escalation.flag_links.order_by("linked_at", "pk").values_list("flag__words", flat=True)
    return list(dict.fromkeys(_(one) for one in words)) or [_(escalation.headline)]


def raisers(escalation: Escalation) -> list[str]:
    """Who raised it, the first one first: "the system", "Amina K."."""
    return list(dict.fromkeys([raised_by(escalation), *(event.by.name for event in _by_hand(escalation) if event.by)]))


def why_by_hand(escalation: Escalation) -> str:
    """What people wrote who escalated it by hand, each with their name, one a line."""
    return "\n".join(f"{event.by.name}: {event.why}" for event in _by_hand(escalation) if event.by)


def _by_hand(escalation: Escalation) -> list[EscalationEvent]:
    kinds = [EscalationEvent.Kind.OPENED, EscalationEvent.Kind.JOINED]
    events = escalation.history.filter(kind__in=kinds, by__isnull=False).exclude(why=None)
    return list(events.select_related("by").order_by("at", "pk"))


def decisions(escalation: Escalation) -> list[dict[str, Any]]:
    """Newest first, ready to show."""
    made = list(escalation.decisions.select_related("decided_by").order_by("-decided_at", "-pk"))
    waits = escalation.state == Escalation.State.SECOND_REVIEW
    return [_shown(decision, needs_second=waits and decision is made[0]) for decision in made]


def seen_by(escalation: Escalation) -> list[dict[str, str | datetime]]:
    """Who looked at this or at the conversation it is about, from the audit: each once, the latest first."""
    about_it = [f"escalation:{escalation.pk}", f"conversation:{escalation.conversation_id}"]
    rows = AuditRow.objects.filter(about__in=about_it, who__isnull=False).values_list("who__name", "who")
    seen = rows.annotate(last=Max("at")).order_by("-last")
    return [{"name": name, "at": at} for name, _who, at in seen]


def state_words(conversation: Conversation) -> str:
    """Where the conversation stands now."""
    if conversation.ended_at is not None:
        return _("closed %(at)s") % {"at": time_of(conversation.ended_at)}
    if conversation.owner is not None:
        return _("open with %(who)s") % {"who": conversation.owner.name}
    return _("waiting")


def _shown(decision: Decision, *, needs_second: bool) -> dict[str, Any]:
    return {
        "outcome_words": decision.get_outcome_display(),
        "why": decision.why,
        "for_the_child": decision.for_the_child,
        "told": [
            _told(decision.young_person_told, decision.young_person_not_told_why, _("Young person")),
            _told(decision.parent_told, decision.parent_not_told_why, _("Parent")),
        ],
        "consulted": decision.consulted or "",
        "review_on": decision.review_on,
        "by": decision.decided_by.name,
        "at": decision.decided_at,
        "needs_second": needs_second,
    }


def _told(was_told: bool, why_not: str | None, who: str) -> str:
    if was_told:
        return _("%(who)s told") % {"who": who}
    return _("%(who)s not told: %(why)s") % {"who": who, "why": why_not or ""}
