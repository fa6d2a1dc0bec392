"""Somebody must look: raising a flag, and what a person then does with it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chat import live, queue
from chat.models import Conversation, Message, Post, PostVersion
from chat.urgency import Urgency, highest
from config import clock
from config.tuning import setting
from moderation.handoffs import hand_over_to_safeguarding
from moderation.models import Flag, FlagEvent
from rota import audit
from rota.models import StaffMember

# Words, or a conversation as a whole: somebody fell silent in it, waits too long, or says that they are not safe.
Subject = Message | PostVersion | Conversation


class Reason(NamedTuple):
    """Why somebody must look: which check says so, in a few words, and how soon."""

    check_name: str
    words: str
    urgency: Urgency
    category: str = ""


@transaction.atomic
def raise_flag(
    subject: Subject,
    *,
    check_name: str,
    words: str,
    urgency: Urgency,
    category: str = "",
    raised_by: StaffMember | None = None,
) -> Flag:
    """Somebody must look at these words. Safe to repeat: one reason is one open flag, at its highest urgency."""
    return raise_flags(subject, [Reason(check_name, words, urgency, category)], raised_by=raised_by)[0]


@transaction.atomic
def raise_flags(subject: Subject, reasons: Iterable[Reason], *, raised_by: StaffMember | None = None) -> list[Flag]:
    """The same for all that was noticed in some words: one flag for each check, in the order in which they spoke.

    Everything is written in a few statements: worrying words give many reasons, and whoever reads next waits.
    """
    wanted = _highest_of_each(reasons)
    owner = _locked_owner(subject)
    open_ones = _open_flags(owner, list(wanted))
    raised = {name: flag for name, flag in open_ones.items() if _again(flag, wanted[name].urgency, raised_by)}
    new = _new(subject, owner, [reason for name, reason in wanted.items() if name not in open_ones], raised_by)
    if isinstance(owner, Conversation):
        queue.raise_urgency(owner, highest(*(reason.urgency for reason in wanted.values())))
    _hand_over(new, list(raised.values()))
    if new or raised:
        _nudge((new or list(raised.values()))[0])
    found = open_ones | {flag.check_name: flag for flag in new}
    return [found[name] for name in wanted]


def _highest_of_each(reasons: Iterable[Reason]) -> dict[str, Reason]:
    wanted: dict[str, Reason] = {}
    for reason in reasons:
        known = wanted.get(reason.check_name)
        if known is None or reason.urgency.rank > known.urgency.rank:
            wanted[reason.check_name] = reason
    return wanted


def _open_flags(owner: Conversation | Post, check_names: list[str]) -> dict[str, Flag]:
    found = Flag.objects.select_for_update().filter(
        **_about(owner), check_name__in=check_names, state__in=Flag.OPEN
    ).order_by("-pk")  # fmt: skip
    return {flag.check_name: flag for flag in found}


def _hand_over(new: list[Flag], raised: list[Flag]) -> None:
    """A lead has to look. Of several new ones the most urgent is handed over: the others join with it."""
    urgent = [flag for flag in new if Urgency(flag.urgency).opens_escalation]
    if urgent:
        hand_over_to_safeguarding(max(urgent, key=lambda flag: Urgency(flag.urgency).rank).pk)
    for flag in raised:
        if Urgency(flag.urgency).opens_escalation:
            hand_over_to_safeguarding(flag.pk)


def _locked_owner(subject: Subject) -> Conversation | Post:
    """The conversation or the post these words belong to: whoever holds its row decides, the others wait."""
    if isinstance(subject, PostVersion):
        return Post.objects.select_for_update(no_key=True).get(pk=subject.post_id)
    conversation_id = subject.pk if isinstance(subject, Conversation) else subject.conversation_id
    return Conversation.objects.select_for_update(no_key=True).get(pk=conversation_id)


def _words(subject: Subject) -> dict[str, Any]:
    match subject:
        case PostVersion():
            return {"post_version": subject}
        case Message():
            return {"message": subject}
    return {}


def _about(owner: Conversation | Post) -> dict[str, Any]:
    return {"post": owner} if isinstance(owner, Post) else {"conversation": owner}


def _new(
    subject: Subject, owner: Conversation | Post, reasons: list[Reason], raised_by: StaffMember | None
) -> list[Flag]:
    now = clock.now()
    flags = Flag.objects.bulk_create(
        Flag(
            **_about(owner),
            **_words(subject),
            check_name=reason.check_name,
            words=reason.words[:80],
            category=reason.category,
            urgency=reason.urgency,
            raised_by=raised_by,
            raised_at=now,
            last_raised_at=now,
            acknowledge_due_at=now + acknowledge_within(reason.urgency),
        )
        for reason in reasons
    )
    FlagEvent.objects.bulk_create(_event(flag, "", raised_by) for flag in flags)
    return flags


def _again(flag: Flag, urgency: Urgency, raised_by: StaffMember | None) -> bool:
    """The same reason once more: counted, and never less urgent. Says whether it climbed."""
    now = clock.now()
    climbs = highest(Urgency(flag.urgency), urgency) != flag.urgency
    flag.urgency = highest(Urgency(flag.urgency), urgency)
    flag.last_raised_at = now
    flag.times_raised += 1
    if climbs and flag.acknowledge_due_at is not None:
        flag.acknowledge_due_at = min(flag.acknowledge_due_at, now + acknowledge_within(urgency))
    flag.save(update_fields=["urgency", "last_raised_at", "times_raised", "acknowledge_due_at"])
    if climbs:
        _note(flag, flag.state, raised_by)
    return climbs


def _nudge(flag: Flag) -> None:
    """Consoles show conversations; a post is looked at on the pages of the review."""
    if flag.conversation_id is not None:
        live.nudge_staff("flag", flag=flag.pk, conversation=flag.conversation_id)
    else:
        live.nudge_staff("review", post=flag.post_id)


def acknowledge_within(urgency: str) -> timedelta:
    """Source: domain reference, urgency and clocks."""
    return timedelta(minutes=setting("flag.acknowledge_minutes")[urgency])


def open_flag_obstacle(conversation: Conversation) -> str:
    """Why this conversation cannot end yet: somebody still has to answer a flag. Empty where nobody has."""
    if Flag.objects.filter(conversation=conversation, state__in=Flag.OPEN).exclude(urgency=Urgency.ROUTINE).exists():
        return _("A flag in this chat still needs an answer. Answer it first.")
    return ""


def has_open_flag(conversation: Conversation) -> bool:
    """Does somebody still have to look at something in it?"""
    return Flag.objects.filter(conversation=conversation, state__in=Flag.OPEN).exists()


@transaction.atomic
def judge(conversation: Conversation, *, agrees: bool, judged_by: StaffMember) -> int:
    """The counsellor looked at what was noticed, once for the conversation: it is so, or it is not this.

    Answers the open flags below Very soon. The urgent ones belong to an escalation and its lead.
    """
    return _answer(Flag.objects.filter(conversation=conversation), agrees=agrees, by=judged_by)


@transaction.atomic
def judge_post(post: Post, *, agrees: bool, judged_by: StaffMember) -> int:
    """A moderator decided about the post: that answers its open flags below Very soon, as in a conversation."""
    return _answer(Flag.objects.filter(post=post), agrees=agrees, by=judged_by)


def _answer(flags: QuerySet[Flag], *, agrees: bool, by: StaffMember) -> int:
    answered = 0
    open_flags = flags.select_for_update().filter(state__in=Flag.OPEN)
    for flag in open_flags.exclude(urgency__in=[Urgency.NOW, Urgency.VERY_SOON]):
        was, flag.state = flag.state, Flag.State.HANDLED if agrees else Flag.State.DISMISSED
        flag.acknowledge_due_at = None
        flag.save(update_fields=["state", "acknowledge_due_at"])
        _note(flag, was, by)
        audit.record(f"flag.{flag.state}", f"flag:{flag.pk}", who=by)
        answered += 1
    return answered


def _note(flag: Flag, was: str, by: StaffMember | None) -> None:
    _event(flag, was, by).save()


def _event(flag: Flag, was: str, by: StaffMember | None) -> FlagEvent:
    return FlagEvent(flag=flag, from_state=was, to_state=flag.state, urgency=flag.urgency, by=by)
