"""Danger becomes one managed escalation: from a flag, from a person's hand, or because somebody left in danger.

All lock what it is about first, a conversation or a post, so that two of them at once give one escalation; then the
escalation, then its flags, as everybody here does.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chat import live, queue
from chat.models import Conversation
from chat.urgency import Urgency
from config import clock
from config.models import DataKey
from escalation.history import note
from escalation.models import Escalation, EscalationEvent, EscalationFlag
from escalation.page import page_if_due
from escalation.quotes import keep_quotes
from escalation.subjects import Subject, about, locked, nudge, raise_urgency, subject_of
from escalation.targets import acknowledge_within, decide_within, page_every
from moderation.models import Flag
from rota import audit
from rota.models import StaffMember

log = logging.getLogger(__name__)

# Headlines are kept in English and translated when they are shown.
BY_HAND = gettext_noop("A member of staff is worried")
LEFT_IN_DANGER = gettext_noop("Left while in danger")
ABOUT_STAFF = gettext_noop("About somebody who works here")
LONGEST_WHY = 4000
# Far from those that are given one after another; nine digits, which no log takes for a telephone number.
NUMBERS_BY_CHANCE = (100_000_000, 1_000_000_000)
OPENING = tuple(urgency for urgency in Urgency if urgency.opens_escalation)


@dataclass(frozen=True, kw_only=True)
class _Danger:
    """Why an escalation opens or is joined, and since when somebody is in danger."""

    urgency: Urgency
    headline: str
    since: datetime
    by: StaffMember | None = None
    why: str = ""


@transaction.atomic
def open_escalation(flag: Flag) -> Escalation:
    """Somebody has to decide about what was flagged: opens an escalation, or joins the undecided one.

    Safe to repeat: a flag joins an escalation once. A flag that climbed raises the escalation it is in, and one
    that climbed after the decision opens another.
    """
    subject = locked(subject_of(flag))
    _undecided(subject)
    flag = Flag.objects.select_for_update(no_key=True).get(pk=flag.pk)
    if not Urgency(flag.urgency).opens_escalation:
        raise ValueError("Only a flag that is Now or Very soon opens an escalation.")
    danger = _danger_of(flag)
    known = Escalation.objects.filter(flag_links__flag=flag).order_by("-pk").first()
    if known is not None and (known.is_undecided or flag.state not in Flag.OPEN):
        escalation = _raise(known, danger)
        _once_more(escalation, flag, danger)
    else:
        escalation = _open_or_join(subject, danger)
        EscalationFlag.objects.create(escalation=escalation, flag=flag, linked_at=clock.now())
        _join_the_others(escalation, subject)
    if escalation.is_undecided:
        stop_flag_clocks(subject)
        keep_quotes(escalation)
    return escalation


def _join_the_others(escalation: Escalation, subject: Subject) -> None:
    """What else is urgent about it and in no escalation yet: the same words may give several reasons."""
    linked = EscalationFlag.objects.filter(flag=OuterRef("pk"))
    others = Flag.objects.filter(~Exists(linked), **about(subject), state__in=Flag.OPEN, urgency__in=OPENING)
    for flag in others.select_for_update(no_key=True).order_by("pk"):
        danger = _danger_of(flag)
        note(escalation, EscalationEvent.Kind.JOINED, by=danger.by, detail=danger.headline)
        _raise(escalation, danger)
        EscalationFlag.objects.create(escalation=escalation, flag=flag, linked_at=clock.now())


@transaction.atomic
def open_by_hand(subject: Subject, urgency: str, why: str, opened_by: StaffMember) -> Escalation:
    """A member of staff is worried, about a conversation or a post. Anyone may, and nobody can stop them; they say
    how urgent and why.

    Safe to repeat: the same person with the same reason is written down once.
    """
    _check_report(urgency, why, opened_by)
    subject = locked(subject)
    danger = _Danger(urgency=Urgency(urgency), headline=BY_HAND, since=clock.now(), by=opened_by, why=why.strip())
    escalation = _undecided(subject)
    if escalation is None or not _was_said_before(escalation, danger):
        raise_urgency(subject, danger.urgency, by=opened_by, why=danger.why)
        escalation = _open_or_join(subject, danger)
        stop_flag_clocks(subject)
        keep_quotes(escalation)
        audit.record("escalation.raised_by_hand", f"escalation:{escalation.pk}", who=opened_by)
    return escalation


@transaction.atomic
def open_about_staff(
    about: StaffMember, urgency: str, why: str, opened_by: StaffMember, heard_in: Conversation | None = None
) -> Escalation:
    """An allegation: somebody who works here may have harmed a child. Anyone may say so, and nobody can stop them.

    Each is one of its own, and never joins what is open about a chat: whoever it is about must not come upon it.
    Safe to repeat: the same person with the same reason is written down once.
    """
    _check_report(urgency, why, opened_by)
    about = StaffMember.objects.select_for_update(no_key=True).get(pk=about.pk)
    danger = _Danger(urgency=Urgency(urgency), headline=ABOUT_STAFF, since=clock.now(), by=opened_by, why=why.strip())
    for known in Escalation.objects.filter(about_staff=about, opened_by=opened_by, state__in=Escalation.UNDECIDED):
        if _was_said_before(known, danger):
            return known
    # A number by chance: in the row of all others none is missing, which would tell its subject that there is one.
    number = secrets.choice(range(*NUMBERS_BY_CHANCE))
    escalation = _open(about, danger, pk=number, kind=Escalation.Kind.LADO, heard_in=heard_in)
    audit.record("allegation.made", f"escalation:{escalation.pk}", who=opened_by)
    return escalation


@transaction.atomic
def open_for_leaving(conversation: Conversation) -> Escalation | None:
    """A young person left while somebody had to look: a lead decides what to do. None where nobody must.

    They ended the chat, left their page by Exit, or are gone from the queue, in which their place is kept.

    Safe to repeat: one leaving opens one escalation, also when it was decided meanwhile.
    """
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    urgency, left_at = Urgency(conversation.urgency), _left_at(conversation)
    if left_at is None or not urgency.opens_escalation:
        return None
    if known := _opened_for_this_leaving(conversation, left_at):
        return known
    danger = _Danger(urgency=urgency, headline=LEFT_IN_DANGER, since=left_at)
    escalation = _open_or_join(conversation, danger)
    stop_flag_clocks(conversation)
    keep_quotes(escalation)
    return escalation


def _left_at(conversation: Conversation) -> datetime | None:
    """Since when they are gone; None while they are not."""
    if conversation.is_over:
        left = (Conversation.State.CLOSED_BY_YOUNG_PERSON, Conversation.State.ABANDONED)
        return conversation.ended_at if conversation.state in left else None
    if conversation.left_at is not None:
        return conversation.left_at
    return queue.gone_since(conversation)


def stop_flag_clocks(subject: Subject) -> None:
    """While an escalation is open its own clocks count, and the flags' do not."""
    Flag.objects.filter(**about(subject), state__in=Flag.OPEN).exclude(acknowledge_due_at=None).update(
        acknowledge_due_at=None
    )


def _undecided(subject: Subject) -> Escalation | None:
    return (
        Escalation.objects.select_for_update(no_key=True)
        .filter(**about(subject), state__in=Escalation.UNDECIDED)
        .first()
    )


def _open_or_join(subject: Subject, danger: _Danger) -> Escalation:
    escalation = _undecided(subject)
    if escalation is None:
        return _open(subject, danger)
    note(escalation, EscalationEvent.Kind.JOINED, by=danger.by, detail=danger.headline, why=danger.why)
    return _raise(escalation, danger, always_tell=True)


def _open(subject: Subject, danger: _Danger, **more: Any) -> Escalation:
    now = clock.now()
    escalation = Escalation.objects.create(
        key=DataKey.make("escalation"),
        **about(subject),
        urgency=danger.urgency,
        headline=danger.headline,
        opened_at=now,
        opened_by=danger.by,
        acknowledge_due_at=danger.since + acknowledge_within(danger.urgency),
        decide_due_at=danger.since + decide_within(danger.urgency),
        page_due_at=now,
        **more,
    )
    note(
        escalation,
        EscalationEvent.Kind.OPENED,
        by=danger.by,
        now=danger.urgency,
        detail=danger.headline,
        why=danger.why,
        at=now,
    )
    log.info("escalation.opened", extra={"escalation": escalation.pk})
    _tell(escalation)
    return escalation


def _raise(escalation: Escalation, danger: _Danger, *, always_tell: bool = False) -> Escalation:
    """Never down: a higher urgency tightens both clocks and pages again at once."""
    climbs = danger.urgency.rank > Urgency(escalation.urgency).rank and escalation.is_undecided
    if climbs:
        was, escalation.urgency = escalation.urgency, danger.urgency
        escalation.headline = danger.headline
        escalation.acknowledge_due_at = min(
            escalation.acknowledge_due_at, danger.since + acknowledge_within(danger.urgency)
        )
        escalation.decide_due_at = min(escalation.decide_due_at, danger.since + decide_within(danger.urgency))
        escalation.page_due_at = _page_due(escalation)
        escalation.save(update_fields=["urgency", "headline", "acknowledge_due_at", "decide_due_at", "page_due_at"])
        note(
            escalation,
            EscalationEvent.Kind.URGENCY_RAISED,
            by=danger.by,
            was=was,
            now=danger.urgency,
            detail=danger.headline,
        )
        log.info("escalation.raised", extra={"escalation": escalation.pk})
    if climbs or always_tell:
        _tell(escalation)
    return escalation


def _once_more(escalation: Escalation, flag: Flag, danger: _Danger) -> None:
    """The same reason again, raised after it was last written down here: whoever has it hears of it."""
    kinds = [EscalationEvent.Kind.OPENED, EscalationEvent.Kind.JOINED, EscalationEvent.Kind.URGENCY_RAISED]
    said = escalation.history.filter(kind__in=kinds, detail=danger.headline).order_by("at").last()
    if escalation.is_undecided and (said is None or said.at < flag.last_raised_at):
        note(escalation, EscalationEvent.Kind.JOINED, by=danger.by, detail=danger.headline)
        _tell(escalation)


def _page_due(escalation: Escalation) -> datetime:
    """More urgent now: a lead who has it gets the time of that urgency, and nobody else is waited for."""
    now = clock.now()
    if escalation.acknowledged_at is None or escalation.page_due_at is None:
        return now
    return min(escalation.page_due_at, max(escalation.decide_due_at, now + page_every(escalation.urgency)))


def _tell(escalation: Escalation) -> None:
    """After the commit: the first step of the chain, and every screen that shows it. The clock does it otherwise."""
    transaction.on_commit(partial(page_if_due, escalation.pk), robust=True)
    live.nudge_staff("page", escalation=escalation.pk)
    nudge(subject_of(escalation))


def _danger_of(flag: Flag) -> _Danger:
    return _Danger(urgency=Urgency(flag.urgency), headline=flag.words, since=_in_danger_since(flag), by=flag.raised_by)


def _in_danger_since(flag: Flag) -> datetime:
    """When the flag reached the urgency it has: the moment of danger, however late the job runs."""
    reached = flag.history.filter(urgency=flag.urgency).order_by("at", "pk").first()
    return reached.at if reached is not None and reached.from_state else flag.raised_at


def _check_report(urgency: str, why: str, opened_by: StaffMember) -> None:
    if not opened_by.is_active:
        raise PermissionDenied
    wrong: dict[str, str] = {}
    if urgency not in (Urgency.NOW, Urgency.VERY_SOON):
        wrong["urgency"] = _("Choose how soon a lead has to look.")
    if not why.strip():
        wrong["why"] = _("Say why you are worried.")
    elif len(why) > LONGEST_WHY or "\0" in why:
        wrong["why"] = _("Say it in fewer words, without odd characters.")
    if wrong:
        raise ValidationError(wrong)


def _was_said_before(escalation: Escalation, danger: _Danger) -> bool:
    if danger.urgency.rank > Urgency(escalation.urgency).rank:
        return False
    said = escalation.history.filter(by=danger.by, kind__in=[EscalationEvent.Kind.OPENED, EscalationEvent.Kind.JOINED])
    return any(event.why == danger.why for event in said)


def _opened_for_this_leaving(conversation: Conversation, left_at: datetime) -> Escalation | None:
    return Escalation.objects.filter(
        conversation=conversation, history__detail=LEFT_IN_DANGER, history__at__gte=left_at
    ).first()
