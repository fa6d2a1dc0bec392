"""A conversation begins, comes back, and ends. Every move writes its row of history."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat import handoffs, live
from chat.models import Conversation, ConversationEvent, Phone, YoungPerson
from chat.sms import wording
from chat.urgency import Urgency
from config import clock
from config.headers import request_id
from config.models import DataKey
from config.tuning import setting
from rota.models import Role, StaffMember

ANIMALS = (
    "badger", "beaver", "bison", "crane", "curlew", "dolphin", "dove", "eider", "falcon", "ferret", "finch", "gannet",
    "gecko", "hare", "heron", "ibis", "jay", "kestrel", "lapwing", "lark", "lynx", "marten", "newt", "otter", "owl",
    "petrel", "plover", "puffin", "robin", "seal", "sparrow", "starling", "stoat", "swallow", "swift", "tern",
    "thrush", "vole", "whale", "willow", "wren",
)  # fmt: skip
"""What staff call somebody on screen. Ours, not theirs, so it gives nobody away."""

may_not_end: list[Callable[[Conversation], str]] = []
"""Reasons from the apps above why this conversation cannot end yet; an empty text where it can."""


class HasEnded(Exception):
    """The conversation is over; nothing more can happen in it until the young person comes back."""


def note(
    conversation: Conversation, kind: str, *, by: StaffMember | None = None, was: str = "", now: str = "", why: str = ""
) -> None:
    """One row of the conversation's history, in the caller's transaction."""
    entry = ConversationEvent(
        conversation=conversation,
        kind=kind,
        at=clock.now(),
        by=by,
        from_value=was,
        to_value=now,
        request_id=request_id(),
    )
    entry.why = why or None
    entry.save(force_insert=True)


@transaction.atomic
def start_conversation(
    young_person: YoungPerson,
    *,
    nickname: str = "",
    age_band: str = "",
    locale: str = "en-gb",
    channel: str = Conversation.Channel.WEB,
) -> Conversation:
    """A young person wants to talk: they are in the queue from this moment, with a clock running."""
    now = clock.now()
    conversation = Conversation(
        key=DataKey.make("conversation"),
        young_person=young_person,
        channel=channel,
        handle=f"{secrets.choice(ANIMALS)}-{secrets.randbelow(98) + 2}",
        age_band=age_band,
        locale=locale,
        opened_at=now,
        waiting_since=now,
        reply_due_at=now + reply_within(Urgency.ROUTINE),
    )
    conversation.nickname = nickname or None
    conversation.save(force_insert=True)
    note(conversation, ConversationEvent.Kind.OPENED, now=conversation.state)
    live.nudge_staff("queue")
    return conversation


def reply_within(urgency: str) -> timedelta:
    """How long somebody this urgent may wait for a person. Source: domain reference, urgency and clocks."""
    return timedelta(minutes=setting("queue.reply_minutes")[urgency])


@transaction.atomic
def come_back(conversation: Conversation) -> Conversation:
    """A young person writes into a conversation that is over: it waits again. Safe to repeat."""
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if not conversation.is_over:
        return conversation
    was, now = conversation.state, clock.now()
    conversation.state = Conversation.State.WAITING
    conversation.ended_at = None
    conversation.close_reason = ""
    conversation.owner = None
    conversation.waiting_since = conversation.page_seen_at = now
    conversation.reply_due_at = now + reply_within(conversation.urgency)
    conversation.save()
    note(conversation, ConversationEvent.Kind.OPENED, was=was, now=conversation.state)
    live.nudge_conversation(conversation.pk, "state")
    live.nudge_staff("queue")
    return conversation


@transaction.atomic
def end_conversation(conversation: Conversation, *, ended_by: StaffMember, reason: str, summary: str) -> Conversation:
    """A counsellor ends it. Refused (ValidationError, in words) while somebody may still be in danger."""
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if conversation.is_over:
        raise HasEnded
    is_lead = ended_by.has_role(Role.SAFEGUARDING_LEAD)
    if not is_lead and conversation.urgency in {Urgency.NOW, Urgency.VERY_SOON}:
        raise ValidationError(_("Only a safeguarding lead can end this chat, because it is urgent."))
    for obstacle in filter(None, (ask(conversation) for ask in may_not_end)):
        raise ValidationError(obstacle)
    if not reason.strip():
        raise ValidationError(_("Say why the chat ends."))
    _say_goodbye(conversation)
    return _end(conversation, Conversation.State.CLOSED, by=ended_by, reason=reason.strip()[:40], summary=summary)


@transaction.atomic
def leave(conversation: Conversation) -> Conversation:
    """The young person ends it. Always allowed; leaving in danger opens an escalation."""
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if conversation.is_over:
        return conversation
    if Urgency(conversation.urgency).opens_escalation:
        handoffs.somebody_left_in_danger(conversation.pk)
    return _end(conversation, Conversation.State.CLOSED_BY_YOUNG_PERSON, by=None, reason="young_person", summary="")


def _say_goodbye(conversation: Conversation) -> None:
    """A page shows that a chat is over. To a telephone it has to be said, while it still can be."""
    phones = Phone.objects.filter(young_person_id=conversation.young_person_id, texts=Phone.Texts.OPEN)
    if conversation.channel == Conversation.Channel.SMS and phones.exists():
        from chat.queue import say_as_service  # which imports this file

        say_as_service(conversation, wording.words("sms.ended"))
        conversation.refresh_from_db(fields=["last_place"])


def _end(
    conversation: Conversation, state: str, *, by: StaffMember | None, reason: str, summary: str
) -> Conversation:
    was = conversation.state
    conversation.state = state
    conversation.owner = None
    conversation.lease_until = None
    conversation.reply_due_at = None
    conversation.waiting_since = None
    conversation.ended_at = clock.now()
    conversation.close_reason = reason
    if summary.strip():
        conversation.summary = summary.strip()
    conversation.save()
    note(conversation, ConversationEvent.Kind.ENDED, by=by, was=was, now=state)
    live.nudge_conversation(conversation.pk, "state")
    live.nudge_staff("queue")
    return conversation


@transaction.atomic
def left_the_page(conversation: Conversation) -> None:
    """The young person used Exit. The conversation stays with us: somebody may have to reach them."""
    Conversation.objects.filter(pk=conversation.pk).update(left_at=clock.now())
    note(conversation, ConversationEvent.Kind.LEFT)
    live.nudge_conversation(conversation.pk, "state")
    live.nudge_staff("queue")
