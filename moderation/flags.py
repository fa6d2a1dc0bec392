"""Somebody must look: raising a flag, and what a person then does with it."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from chat import live, queue
from chat.models import Conversation, Message
from chat.urgency import Urgency, highest
from config import clock
from config.tuning import setting
from moderation.handoffs import hand_over_to_safeguarding
from moderation.models import Flag, FlagEvent
from rota.models import StaffMember


@transaction.atomic
def raise_flag(
    message: Message,
    *,
    check_name: str,
    words: str,
    urgency: Urgency,
    category: str = "",
    raised_by: StaffMember | None = None,
) -> Flag:
    """Somebody must look at these words. Safe to repeat: one reason is one open flag, at its highest urgency."""
    now = clock.now()
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=message.conversation_id)
    flag = Flag.objects.select_for_update().filter(
        conversation=conversation, check_name=check_name, state__in=Flag.OPEN
    ).first()  # fmt: skip
    climbs = True
    if flag is None:
        flag = Flag.objects.create(
            conversation=conversation,
            message=message,
            check_name=check_name,
            words=words[:80],
            category=category,
            urgency=urgency,
            raised_by=raised_by,
            raised_at=now,
            last_raised_at=now,
            acknowledge_due_at=now + acknowledge_within(urgency),
        )
        _note(flag, "", raised_by)
    else:
        climbs = highest(Urgency(flag.urgency), urgency) != flag.urgency
        flag.urgency = highest(Urgency(flag.urgency), urgency)
        flag.last_raised_at = now
        flag.times_raised += 1
        if climbs and flag.acknowledge_due_at is not None:
            flag.acknowledge_due_at = min(flag.acknowledge_due_at, now + acknowledge_within(urgency))
        flag.save(update_fields=["urgency", "last_raised_at", "times_raised", "acknowledge_due_at"])
        if climbs:
            _note(flag, flag.state, raised_by)
    queue.raise_urgency(conversation, urgency)
    if climbs:
        if urgency.opens_escalation:
            hand_over_to_safeguarding(flag.pk)
        live.nudge_staff("flag", flag=flag.pk, conversation=conversation.pk)
    return flag


def acknowledge_within(urgency: str) -> timedelta:
    """Source: domain reference, urgency and clocks."""
    return timedelta(minutes=setting("flag.acknowledge_minutes")[urgency])


def open_flag_obstacle(conversation: Conversation) -> str:
    """Why this conversation cannot end yet: somebody still has to answer a flag. Empty where nobody has."""
    if Flag.objects.filter(conversation=conversation, state__in=Flag.OPEN).exclude(urgency=Urgency.ROUTINE).exists():
        return _("A flag in this chat still needs an answer. Answer it first.")
    return ""


@transaction.atomic
def judge(conversation: Conversation, *, agrees: bool, judged_by: StaffMember) -> int:
    """The counsellor looked at what was noticed, once for the conversation: it is so, or it is not this.

    Answers the open flags below Very soon. The urgent ones belong to an escalation and its lead.
    """
    answered = 0
    open_flags = Flag.objects.select_for_update().filter(conversation=conversation, state__in=Flag.OPEN)
    for flag in open_flags.exclude(urgency__in=[Urgency.NOW, Urgency.VERY_SOON]):
        was, flag.state = flag.state, Flag.State.HANDLED if agrees else Flag.State.DISMISSED
        flag.acknowledge_due_at = None
        flag.save(update_fields=["state", "acknowledge_due_at"])
        _note(flag, was, judged_by)
        answered += 1
    return answered


def _note(flag: Flag, was: str, by: StaffMember | None) -> None:
    FlagEvent.objects.create(flag=flag, from_state=was, to_state=flag.state, urgency=flag.urgency, by=by)
