"""Clocks that run while our words are not answered: ask kindly, then pause; in danger ask sooner, and call a lead.

The journal notes since when nobody answers (`silent_since`) and forgets it when the young person writes. What the
service itself says counts as nobody's words. Source: domain reference, urgency and clocks (silence).
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction

from chat import handoffs
from chat.models import Conversation, ConversationEvent, Message
from chat.moves import Move, move, note
from chat.saying import say
from chat.sms.who_sees import only_they_see
from chat.urgency import Urgency
from config import clock
from config.tuning import setting

log = logging.getLogger(__name__)

State = Conversation.State

CLOCK_RUNS_IN = (State.ACTIVE, State.QUIET, State.ENDING)
AT_RISK = (Urgency.NOW, Urgency.VERY_SOON, Urgency.NOT_CHECKED)
LATE_AFTER = timedelta(minutes=1)

somebody_must_look: list[Callable[[Conversation], bool]] = []
"""Reasons from the apps above why silence in this conversation is danger, for example an open flag."""


def is_at_risk(conversation: Conversation) -> bool:
    """May silence mean danger here? Then no clock ends anything."""
    if conversation.urgency in AT_RISK:
        return True
    return any(asks(conversation) for asks in somebody_must_look)


def anew(conversation: Conversation) -> dict[str, Any]:
    """The fields of a silence with somebody new: its clock begins again, unless there may be danger."""
    if conversation.silent_since is None or is_at_risk(conversation):
        return {}
    return {"silent_since": clock.now(), "silence_step": 0}


def tick() -> int:
    """Called each second: takes each step that is due. One that fails does not stop the others."""
    moved = 0
    for conversation_id in _silent():
        try:
            moved += _step(conversation_id)
        except Exception:
            log.exception("silence.failed", extra={"conversation": conversation_id})
    return moved


def _silent() -> list[int]:
    soonest = min(minutes[0] for minutes in setting("silence.at_risk_minutes").values())
    soonest = min(soonest, *(setting(f"silence.{channel}_minutes")["checks"][0] for channel in Conversation.Channel))
    return list(
        Conversation.objects.filter(
            ended_at=None, state__in=CLOCK_RUNS_IN, silent_since__lte=clock.now() - timedelta(minutes=soonest)
        ).values_list("pk", flat=True)
    )


@transaction.atomic
def _step(conversation_id: int) -> bool:
    conversation = (
        Conversation.objects.select_for_update(skip_locked=True)
        .filter(pk=conversation_id, state__in=CLOCK_RUNS_IN, silent_since__isnull=False)
        .first()
    )
    if conversation is None:
        return False
    if is_at_risk(conversation):
        return _step_at_risk(conversation)
    return conversation.state != State.ENDING and _step_kindly(conversation)


def _step_kindly(conversation: Conversation) -> bool:
    """Ask, ask once more, pause. Late, after an outage, the next step keeps its distance to this one."""
    minutes = setting(f"silence.{conversation.channel}_minutes")
    steps = [timedelta(minutes=step) for step in (*minutes["checks"], minutes["pause"])]
    taken = min(conversation.silence_step, len(minutes["checks"]))
    if _silence(conversation) < steps[taken]:
        return False
    if taken == len(minutes["checks"]) and conversation.state == State.QUIET:
        if Message.objects.filter(conversation=conversation, reading=Message.Reading.PENDING).exists():
            return False  # nothing has read their last words yet: nobody knows whether there is danger
        say(conversation, words_of_pause(conversation))
        move(conversation, Move.PAUSE, close_reason="silence")
        return True
    if _silence(conversation) > steps[taken] + LATE_AFTER:
        conversation.silent_since = clock.now() - steps[taken]
    _check_on(conversation, "nudge")
    return True


def words_of_pause(conversation: Conversation) -> str:
    """Danger and 999 are named to no phone that others may see. A page is one tap from being gone."""
    is_theirs = conversation.channel != Conversation.Channel.SMS or only_they_see(conversation)
    return "pause" if is_theirs else "pause_quietly"


def _step_at_risk(conversation: Conversation) -> bool:
    """Ask, then a lead has it in a safety hold: nothing but a person ends that."""
    check, hold = (timedelta(minutes=step) for step in setting("silence.at_risk_minutes")[conversation.channel])
    silence = _silence(conversation)
    if silence >= check and conversation.silence_step == 0:
        _check_on(conversation, "risk_silent" if only_they_see(conversation) else "nudge")
    elif silence < hold:
        return False
    if silence >= hold:
        move(conversation, Move.HOLD)
        handoffs.silent_at_risk(conversation.pk)
    return True


def _check_on(conversation: Conversation, key: str) -> None:
    conversation.silence_step += 1
    conversation.save(update_fields=["silence_step", "silent_since"])
    note(conversation, ConversationEvent.Kind.CHECKED_ON)
    if conversation.state == State.ACTIVE:
        move(conversation, Move.GO_QUIET)
    say(conversation, key)


def _silence(conversation: Conversation) -> timedelta:
    assert conversation.silent_since is not None
    return clock.now() - conversation.silent_since
