"""What the escalation pages show. Changes nothing."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from chat.models import Conversation, Post
from config import clock
from escalation import post_words
from escalation.access import REFRESHED, heard_words_of, may_read_words
from escalation.durations import time_of
from escalation.end_chat import may_end_chat
from escalation.hold import may_end_hold
from escalation.models import Decision, Escalation, EscalationEvent
from escalation.moves import Act, may
from escalation.rows import raised_by, row_of
from escalation.subjects import name, subject_of
from escalation.timeline import short_timeline, timeline
from escalation.words import Spoken, channel_words, transcript, words_that_raised
from rota.models import AuditRow, StaffMember
from rota.policy import Action
from rota.policy import may as may_do


def escalations_of(conversation_ids: list[int]) -> dict[int, dict[str, Any]]:
    """For the console: which of these conversations have an escalation, how far it is, and what was decided.

    The newest: what came up after a decision is another escalation. The outcome in words, and never the reasons.
    """
    last = Decision.objects.filter(escalation=OuterRef("pk")).order_by("-decided_at", "-pk")
    known = (
        Escalation.objects.filter(conversation__in=conversation_ids)
        .order_by("pk")
        .annotate(
            outcome=Subquery(last.values("outcome")[:1]), decided_by=Subquery(last.values("decided_by__name")[:1])
        )
        .values_list("conversation_id", "pk", "state", "outcome", "decided_by")
    )
    found = {}
    for number, pk, state, outcome, who in known:
        if number is not None:
            words = outcome_words(outcome, state) if outcome else ""
            found[number] = {"id": pk, "state": state, "decided_by": who or "", "outcome": words}
    return found


def outcome_words(outcome: str, state: str) -> str:
    """No further action says that a second lead must agree only until one has."""
    if outcome == Decision.Outcome.NO_FURTHER_ACTION and state != Escalation.State.SECOND_REVIEW:
        return _("No further action")
    return str(Decision.Outcome(outcome).label)


def show_context(escalation: Escalation, *, staff: StaffMember) -> dict[str, Any]:
    """What show.html needs of one escalation; no words for somebody who may only know how far it is."""
    may_read = may_read_words(staff, escalation)
    return {
        "escalation": about(escalation, staff=staff, may_read=may_read),
        "words": words_of(escalation) if may_read else [],
        "timeline": timeline(escalation) if may_read else short_timeline(escalation),
        "decisions": decisions(escalation) if may_read else [],
        "seen_by": seen_by(escalation) if may_read else [],
        "can_read": may_read,
        "can_acknowledge": may(escalation, Act.ACKNOWLEDGE, by=staff),
        "can_end": may_end_chat(escalation, by=staff),
        "can_end_hold": may_end_hold(escalation, by=staff),
        "can_ask_contact": bool(may_do(staff, Action.ASK_CONTACT, escalation)),
        "can_decide": may(escalation, Act.DECIDE, by=staff),
        "outcomes": Decision.Outcome.choices,
    }


def words_of(escalation: Escalation) -> list[Spoken]:
    """The young person's own words that brought this about."""
    subject = subject_of(escalation)
    if isinstance(subject, Post):
        return post_words.words_that_raised(escalation, subject)
    return words_that_raised(escalation, subject) if isinstance(subject, Conversation) else []


def whole_context(escalation: Escalation, *, staff: StaffMember) -> dict[str, Any]:
    """All of what it is about: what conversation.html needs, or posts.html."""
    subject = heard_words_of(escalation)
    context = {
        "escalation": about(escalation, staff=staff, may_read=True),
        "seen_words": _("Reading this was noted at %(at)s under your name.") % {"at": time_of(clock.now())},
    }
    if isinstance(subject, Post):
        return context | {"posts": post_words.posts_by_its_author(subject), "forum": subject.thread.forum.name}
    assert isinstance(subject, Conversation)
    return context | _conversation(subject)


def _conversation(conversation: Conversation) -> dict[str, Any]:
    return {
        "transcript": transcript(conversation),
        "conversation": {
            "channel_words": channel_words(conversation),
            "opened_at": conversation.opened_at,
            "state_words": state_words(conversation),
        },
    }


def about(escalation: Escalation, *, staff: StaffMember, may_read: bool) -> dict[str, Any]:
    has_words = not escalation.is_allegation or escalation.heard_in_id is not None
    return {
        **asdict(row_of(escalation, staff=staff)),
        **_in_the_forum(escalation),
        "noticed": noticed(escalation),
        "raised_by": ", ".join(raisers(escalation)),
        "why": why_by_hand(escalation) if may_read else "",
        "conversation_url": reverse("escalation:conversation", args=[escalation.pk]) if has_words and may_read else "",
        "is_allegation": escalation.is_allegation,
        "about_staff": escalation.about_staff.name if escalation.about_staff and may_read else "",
        "acknowledged_by": escalation.lead.name if escalation.lead else None,
        "acknowledged_at": escalation.acknowledged_at,
    }


def _in_the_forum(escalation: Escalation) -> dict[str, Any]:
    """Somebody who decides has to know who can read it at this moment."""
    subject = subject_of(escalation)
    if isinstance(subject, Post):
        return {"is_post": True, "public_words": post_words.public_words(subject)}
    return {"is_post": False, "public_words": ""}


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
    """Who looked at this or at what it is about, from the audit: each once, the latest first."""
    about_it = [f"escalation:{escalation.pk}"]
    if not escalation.is_allegation:
        about_it.append(name(subject_of(escalation)))
    rows = AuditRow.objects.filter(about__in=about_it, who__isnull=False).exclude(action=REFRESHED)
    seen = rows.values_list("who__name", "who").annotate(last=Max("at")).order_by("-last")
    return [{"name": who, "at": at} for who, _pk, at in seen]


def state_words(conversation: Conversation) -> str:
    """Where the conversation stands now."""
    if conversation.ended_at is not None:
        return _("closed %(at)s") % {"at": time_of(conversation.ended_at)}
    if conversation.state == Conversation.State.SAFETY_HOLD:
        return _("held: no answer from the young person")
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
