"""Danger becomes one managed escalation: from a flag, from a person's hand, from somebody outside, or because somebody
left in danger.

All lock first whose danger it is, the young person, so that two of them at once give one escalation; then the
escalation, then its flags, as everybody here does (danger.py).
"""

import secrets
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chat import queue
from chat.models import Concern, Conversation
from chat.urgency import Urgency, highest
from config import clock
from escalation.danger import Danger, climb, note_step, open_one, open_or_join, tell, undecided_of
from escalation.models import Escalation, EscalationEvent, EscalationFlag
from escalation.quotes import keep_quotes
from escalation.subjects import Subject, about, lock_whose, raise_urgency, subject_of, subjects_of
from moderation.models import Flag, FlagEvent
from rota.models import StaffMember

# Headlines are kept in English and translated when they are shown.
BY_HAND = gettext_noop("A member of staff is worried")
LEFT_IN_DANGER = gettext_noop("Left while in danger")
ABOUT_STAFF = gettext_noop("About somebody who works here")
# What somebody outside says is a flag like any other, and says that nobody has checked it.
CONCERN = "concern.unverified"
NOT_CHECKED_YET = gettext_noop("somebody outside is worried (nobody has checked it)")
LONGEST_WHY = 4000
# Far from those that are given one after another; nine digits, which no log takes for a telephone number.
NUMBERS_BY_CHANCE = (100_000_000, 1_000_000_000)
OPENING = tuple(urgency for urgency in Urgency if urgency.opens_escalation)


@transaction.atomic
def open_escalation(flag: Flag) -> Escalation:
    """Somebody has to decide about what was flagged: opens an escalation, or joins the undecided one of the same
    young person.

    Safe to repeat: a flag joins an escalation once. A flag that climbed raises the escalation it is in, and one
    that climbed after the decision opens another.
    """
    subject = subject_of(flag)
    lock_whose(subject)
    current = undecided_of(subject)
    flag = Flag.objects.select_for_update(no_key=True).get(pk=flag.pk)
    if not Urgency(flag.urgency).opens_escalation:
        raise ValueError("Only a flag that is Now or Very soon opens an escalation.")
    danger = _danger_of(flag)
    known = EscalationFlag.objects.filter(flag=flag)
    if current is not None and known.filter(escalation=current).exists():
        escalation = climb(current, danger)
        _once_more(escalation, flag, danger)
    elif flag.state not in Flag.OPEN and (settled := known.order_by("-pk").first()) is not None:
        return settled.escalation
    else:
        escalation = open_or_join(subject, danger)
        _link(escalation, flag)
        _join_the_others(escalation, subject)
    stop_flag_clocks(subject)
    keep_quotes(escalation)
    return escalation


def _link(escalation: Escalation, flag: Flag) -> None:
    EscalationFlag.objects.get_or_create(escalation=escalation, flag=flag, defaults={"linked_at": clock.now()})


def _join_the_others(escalation: Escalation, subject: Subject) -> None:
    """What else is urgent about it and in no escalation yet: the same words may give several reasons."""
    linked = EscalationFlag.objects.filter(flag=OuterRef("pk"))
    others = Flag.objects.filter(~Exists(linked), **about(subject), state__in=Flag.OPEN, urgency__in=OPENING)
    for flag in others.select_for_update(no_key=True).order_by("pk"):
        danger = _danger_of(flag)
        note_step(escalation, EscalationEvent.Kind.JOINED, by=danger.by, detail=danger.headline)
        climb(escalation, danger)
        _link(escalation, flag)


@transaction.atomic
def open_by_hand(subject: Subject, urgency: str, why: str, opened_by: StaffMember) -> Escalation:
    """A member of staff is worried, about a conversation or a post. Anyone may, and nobody can stop them; they say
    how urgent and why.

    Safe to repeat: the same person with the same reason is written down once.
    """
    _check_report(urgency, why, opened_by)
    lock_whose(subject)
    danger = Danger(urgency=Urgency(urgency), headline=BY_HAND, since=clock.now(), by=opened_by, why=why.strip())
    escalation = undecided_of(subject)
    if escalation is None or not _was_said_before(escalation, danger, subject):
        raise_urgency(subject, danger.urgency, by=opened_by, why=danger.why)
        escalation = open_or_join(subject, danger)
        stop_flag_clocks(subject)
        keep_quotes(escalation)
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
    danger = Danger(urgency=Urgency(urgency), headline=ABOUT_STAFF, since=clock.now(), by=opened_by, why=why.strip())
    for known in Escalation.objects.filter(about_staff=about, opened_by=opened_by, state__in=Escalation.UNDECIDED):
        if _was_said_before(known, danger, about):
            return known
    # A number by chance: in the row of all others none is missing, which would tell its subject that there is one.
    number = secrets.choice(range(*NUMBERS_BY_CHANCE))
    return open_one(about, danger, pk=number, kind=Escalation.Kind.LADO, heard_in=heard_in)


@transaction.atomic
def open_for_concern(concern: Concern) -> Escalation:
    """Somebody outside, or another member, is worried: an unverified flag, and a lead decides. About somebody known it
    joins theirs; about somebody whom nobody has found yet it opens its own.

    Nobody has a chat with whoever it is about, so nobody else would answer it: it is at least Very soon. To be called
    again for words that were added later. Safe to repeat: what was said once is written down once.
    """
    lock_whose(concern)
    concern = Concern.objects.select_related("about_member").get(pk=concern.pk)
    said_at, urgency = _newest_of(concern)
    known = Flag.objects.filter(concern=concern, check_name=CONCERN).order_by("-pk").first()
    if known is not None and known.state in Flag.OPEN:
        flag = _said_again(known, urgency, said_at)
    elif known is not None and known.last_raised_at >= said_at:
        flag = known
    else:
        flag = _flag_about(concern, urgency, said_at)
    return open_escalation(flag)


def _newest_of(concern: Concern) -> tuple[datetime, Urgency]:
    """When something was last said in it, and the highest urgency anybody gave it."""
    added = list(concern.added.values_list("at", "urgency"))
    urgencies = [Urgency(concern.urgency), *(Urgency(urgency) for _at, urgency in added), Urgency.VERY_SOON]
    return max([concern.at, *(at for at, _urgency in added)]), highest(*urgencies)


def _flag_about(concern: Concern, urgency: Urgency, said_at: datetime) -> Flag:
    flag = Flag.objects.create(
        concern=concern,
        check_name=CONCERN,
        words=NOT_CHECKED_YET,
        urgency=urgency,
        raised_at=said_at,
        last_raised_at=said_at,
    )
    FlagEvent.objects.create(flag=flag, at=said_at, to_state=flag.state, urgency=urgency)
    return flag


def _said_again(flag: Flag, urgency: Urgency, said_at: datetime) -> Flag:
    if said_at <= flag.last_raised_at:
        return flag
    climbs = urgency.rank > Urgency(flag.urgency).rank
    flag.urgency = highest(Urgency(flag.urgency), urgency)
    flag.last_raised_at, flag.times_raised = said_at, flag.times_raised + 1
    flag.save(update_fields=["urgency", "last_raised_at", "times_raised"])
    if climbs:
        FlagEvent.objects.create(
            flag=flag, at=said_at, from_state=flag.state, to_state=flag.state, urgency=flag.urgency
        )
    return flag


@transaction.atomic
def open_for_leaving(conversation: Conversation) -> Escalation | None:
    """A young person left while somebody had to look: a lead decides what to do. None where nobody must.

    They ended the chat, left their page by Exit, or are gone from the queue, in which their place is kept.

    Safe to repeat: one leaving opens one escalation, also when it was decided meanwhile.
    """
    lock_whose(conversation)
    conversation.refresh_from_db()
    urgency, left_at = Urgency(conversation.urgency), _left_at(conversation)
    if left_at is None or not urgency.opens_escalation:
        return None
    if known := _opened_for_this_leaving(conversation, left_at):
        return known
    mark = mark_of(conversation)
    escalation = open_or_join(conversation, Danger(urgency=urgency, headline=LEFT_IN_DANGER, since=left_at, mark=mark))
    stop_flag_clocks(conversation)
    keep_quotes(escalation)
    return escalation


def mark_of(conversation: Conversation) -> str:
    """Of several chats of one young person, which one was left."""
    return f"chat:{conversation.pk}"


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


def _once_more(escalation: Escalation, flag: Flag, danger: Danger) -> None:
    """The same reason again, raised after it was last written down here: whoever has it hears of it."""
    kinds = [EscalationEvent.Kind.OPENED, EscalationEvent.Kind.JOINED, EscalationEvent.Kind.URGENCY_RAISED]
    said = escalation.history.filter(kind__in=kinds, detail=danger.headline).order_by("at").last()
    if escalation.is_undecided and (said is None or said.at < flag.last_raised_at):
        note_step(escalation, EscalationEvent.Kind.JOINED, by=danger.by, detail=danger.headline)
        tell(escalation)


def _danger_of(flag: Flag) -> Danger:
    return Danger(urgency=Urgency(flag.urgency), headline=flag.words, since=_in_danger_since(flag), by=flag.raised_by)


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


def _was_said_before(escalation: Escalation, danger: Danger, subject: Subject) -> bool:
    if danger.urgency.rank > Urgency(escalation.urgency).rank or subject not in subjects_of(escalation):
        return False
    said = escalation.history.filter(by=danger.by, kind__in=[EscalationEvent.Kind.OPENED, EscalationEvent.Kind.JOINED])
    return any(event.why == danger.why for event in said)


def _opened_for_this_leaving(conversation: Conversation, left_at: datetime) -> Escalation | None:
    return Escalation.objects.filter(
        Q(history__from_value="") | Q(history__from_value=mark_of(conversation)),
        subjects__conversation=conversation,
        history__detail=LEFT_IN_DANGER,
        history__at__gte=left_at,
    ).first()
