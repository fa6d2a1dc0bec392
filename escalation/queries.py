"""What the escalation pages show. Changes nothing."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from chat.models import Concern, Conversation, Post
from config import clock
from escalation import post_words
from escalation.access import REFRESHED, heard_words_of, may_read_words
from escalation.concern_words import all_of, said_of
from escalation.dissent import shown as differing
from escalation.durations import time_of
from escalation.end_chat import may_end_chat
from escalation.explain import explain
from escalation.hold import may_end_hold
from escalation.models import Decision, Escalation, EscalationEvent, Picture, Share
from escalation.models import Subject as SubjectRow
from escalation.moves import Act, may
from escalation.owner_saw import may_say_seen
from escalation.rows import raised_by, row_of
from escalation.subjects import Subject, channel, handle, name, subjects_of
from escalation.timeline import short_timeline, timeline
from escalation.words import Spoken, channel_words, transcript, words_that_raised
from escalation.working.shown import working_context
from rota.models import AuditRow, StaffMember
from rota.policy import Action
from rota.policy import may as may_do


def escalations_of(conversation_ids: list[int]) -> dict[int, dict[str, Any]]:
    """For the console: which of these conversations have an escalation, how far it is, and what was decided.

    The newest: what came up after a decision is another escalation. The outcome in words, and never the reasons.
    """
    last = Decision.objects.filter(escalation=OuterRef("escalation")).order_by("-decided_at", "-pk")
    known = (
        SubjectRow.objects.filter(conversation__in=conversation_ids, escalation__joined_to=None)
        .order_by("escalation")
        .annotate(
            outcome=Subquery(last.values("outcome")[:1]), decided_by=Subquery(last.values("decided_by__name")[:1])
        )
        .values_list("conversation_id", "escalation_id", "escalation__state", "outcome", "decided_by")
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
        "explained": explain(escalation) if may_read else [],
        "joined_to": escalation.joined_to_id,
        "can_hear": may_say_seen(escalation, by=staff),
        "can_link": _may_link(escalation, staff),
        "decisions": decisions(escalation) if may_read else [],
        "seen_by": seen_by(escalation) if may_read else [],
        "can_read": may_read,
        **working_context(escalation, staff=staff, may_read=may_read),
        **differing.panel_context(escalation, staff=staff),
        "can_acknowledge": may(escalation, Act.ACKNOWLEDGE, by=staff),
        "can_end": may_end_chat(escalation, by=staff),
        "can_end_hold": may_end_hold(escalation, by=staff),
        "can_ask_contact": bool(may_do(staff, Action.ASK_CONTACT, escalation)),
        "can_decide": may(escalation, Act.DECIDE, by=staff),
        "outcomes": Decision.Outcome.choices,
    }


def _may_link(escalation: Escalation, staff: StaffMember) -> bool:
    can_decide = escalation.is_undecided and not escalation.is_allegation
    return can_decide and bool(may_do(staff, Action.DECIDE, escalation))


def words_of(escalation: Escalation) -> list[Spoken]:
    """The young person's own words that brought this about, and what somebody outside said, oldest first."""
    found = [said for subject in subjects_of(escalation) for said in _words_of(escalation, subject)]
    return sorted(found, key=lambda said: said.at)


def _words_of(escalation: Escalation, subject: Subject) -> list[Spoken]:
    match subject:
        case Post():
            return post_words.words_that_raised(escalation, subject)
        case Concern():
            return said_of(subject)
        case Conversation():
            return words_that_raised(escalation, subject)
    return []


def whole_context(escalation: Escalation, *, staff: StaffMember) -> dict[str, Any]:
    """All of what it is about: what conversation.html or posts.html needs; where there is more than one, whole.html."""
    found = heard_words_of(escalation)
    context = {
        "escalation": about(escalation, staff=staff, may_read=True),
        "seen_words": _("Reading this was noted at %(at)s under your name.") % {"at": time_of(clock.now())},
    }
    if len(found) == 1 and not isinstance(found[0], Concern):
        return context | _whole(found[0])
    return context | {"parts": _parts(found)}


def whole_page(context: dict[str, Any]) -> str:
    """Which page shows it."""
    if "parts" in context:
        return "escalation/whole.html"
    return "escalation/posts.html" if "posts" in context else "escalation/conversation.html"


def _parts(found: list[Subject]) -> list[dict[str, Any]]:
    """All posts of one author are one part, however many of them it is about."""
    parts, authors = [], set()
    for subject in found:
        if isinstance(subject, Post):
            if subject.author_id in authors:
                continue
            authors.add(subject.author_id)
        parts.append({"handle": handle(subject), "channel": channel(subject), **_whole(subject)})
    return parts


def _whole(subject: Subject) -> dict[str, Any]:
    match subject:
        case Post():
            return {"posts": post_words.posts_by_its_author(subject), "forum": subject.thread.forum.name}
        case Concern():
            return {"concern": all_of(subject)}
        case Conversation():
            return _conversation(subject)
    raise LookupError("Of somebody who works here no words are shown.")


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
        "more": [f"{channel(one)}, {handle(one)}" for one in subjects_of(escalation)[1:]],
        "acknowledged_by": escalation.lead.name if escalation.lead else None,
        "acknowledged_at": escalation.acknowledged_at,
    }


def _in_the_forum(escalation: Escalation) -> dict[str, Any]:
    """Somebody who decides has to know who can read it at this moment."""
    found = subjects_of(escalation)
    posts = [subject for subject in found if isinstance(subject, Post)]
    public = dict.fromkeys(post_words.public_words(post) for post in posts)
    is_concern = isinstance(found[0], Concern)
    return {"is_post": len(posts) == len(found), "is_concern": is_concern, "public_words": " ".join(public)}


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
        about_it += [name(subject) for subject in subjects_of(escalation)]
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
        "options": decision.options or "",
        "need_words": str(Picture.Need(decision.need).label) if decision.need else "",
        "shared": decision.shared or "",
        "basis_words": str(Share.Basis(decision.basis).label) if decision.basis else "",
        "not_shared_why": decision.not_shared_why or "",
        "next_offer": decision.next_offer or "",
        "by": decision.decided_by.name,
        "at": decision.decided_at,
        "needs_second": needs_second,
    }


def _told(was_told: bool, why_not: str | None, who: str) -> str:
    if was_told:
        return _("%(who)s told") % {"who": who}
    return _("%(who)s not told: %(why)s") % {"who": who, "why": why_not or ""}
