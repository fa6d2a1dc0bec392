"""Somebody must look: raising a flag, and what a person then does with it."""

from datetime import timedelta
from typing import Any

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
from rota.models import StaffMember

# Words, or a conversation as a whole: somebody fell silent in it, waits too long, or says that they are not safe.
Subject = Message | PostVersion | Conversation


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
    owner = _locked_owner(subject)
    flag = Flag.objects.select_for_update().filter(
        **_about(owner), check_name=check_name, state__in=Flag.OPEN
    ).first()  # fmt: skip
    climbs = True
    if flag is None:
        flag = _new(subject, owner, check_name, words[:80], urgency, category, raised_by)
    else:
        climbs = _again(flag, urgency, raised_by)
    if isinstance(owner, Conversation):
        queue.raise_urgency(owner, urgency)
    if climbs:
        if urgency.opens_escalation:
            hand_over_to_safeguarding(flag.pk)
        _nudge(flag)
    return flag


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
    subject: Subject,
    owner: Conversation | Post,
    check_name: str,
    words: str,
    urgency: Urgency,
    category: str,
    raised_by: StaffMember | None,
) -> Flag:
    now = clock.now()
    flag = Flag.objects.create(
        **_about(owner),
        **_words(subject),
        check_name=check_name,
        words=words,
        category=category,
        urgency=urgency,
        raised_by=raised_by,
        raised_at=now,
        last_raised_at=now,
        acknowledge_due_at=now + acknowledge_within(urgency),
    )
    _note(flag, "", raised_by)
    return flag


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
        answered += 1
    return answered


def _note(flag: Flag, was: str, by: StaffMember | None) -> None:
    FlagEvent.objects.create(flag=flag, from_state=was, to_state=flag.state, urgency=flag.urgency, by=by)
