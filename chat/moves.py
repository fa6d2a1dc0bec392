"""How a conversation may move: the whole table, and the one function that moves it.

Whoever calls `move` holds the row's lock, so of two at once the second sees what the first did and is refused. Every
move is a row of history in the same transaction; replaying those rows gives the state (`replayed`). Only the journal
moves without this function: a young person's words wake a conversation in the statement that stores them, by the same
table (tests/chat/test_moves.py).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction

from chat import live
from chat.models import Conversation, ConversationEvent, HelpCall
from chat.urgency import Urgency
from config import clock
from config.headers import request_id
from config.tuning import setting
from rota.models import StaffMember
from rota.planning import debriefs

State = Conversation.State
Kind = ConversationEvent.Kind


class Move(models.TextChoices):
    """What may happen to a conversation."""

    TAKE = "take"
    RETURN = "return"
    GO_QUIET = "go_quiet"
    SPEAK_AGAIN = "speak_again"
    PAUSE = "pause"
    HOLD = "hold"
    # Somebody in a safety hold wrote, or a lead reached them: back to whoever has them, or to the queue.
    REACH = "reach"
    REACH_FOR_QUEUE = "reach_for_queue"
    STAND_DOWN = "stand_down"
    HAND_OVER = "hand_over"
    ACCEPT = "accept"
    DECLINE = "decline"
    KEEP = "keep"
    NOBODY_ACCEPTED = "nobody_accepted"
    TAKE_OVER = "take_over"
    START_ENDING = "start_ending"
    CARRY_ON = "carry_on"
    END = "end"
    # Without a goodbye: they left their page, or a lead decided.
    END_AT_ONCE = "end_at_once"
    LEAVE = "leave"
    ABANDON = "abandon"
    COME_BACK = "come_back"


OPEN = (
    State.WAITING,
    State.ACTIVE,
    State.QUIET,
    State.ENDING,
    State.HANDING_OVER,
    State.SAFETY_HOLD,
)

MOVES: dict[tuple[State, Move], State] = {
    (State.WAITING, Move.TAKE): State.ACTIVE,
    # Nobody has them after a lost lease: the hold goes on, with somebody who looks after it.
    (State.SAFETY_HOLD, Move.TAKE): State.SAFETY_HOLD,
    (State.ACTIVE, Move.RETURN): State.WAITING,
    (State.QUIET, Move.RETURN): State.WAITING,
    (State.ENDING, Move.RETURN): State.WAITING,
    (State.SAFETY_HOLD, Move.RETURN): State.SAFETY_HOLD,
    (State.ACTIVE, Move.GO_QUIET): State.QUIET,
    (State.QUIET, Move.SPEAK_AGAIN): State.ACTIVE,
    (State.QUIET, Move.PAUSE): State.PAUSED,
    (State.ACTIVE, Move.HOLD): State.SAFETY_HOLD,
    (State.QUIET, Move.HOLD): State.SAFETY_HOLD,
    (State.ENDING, Move.HOLD): State.SAFETY_HOLD,
    # The only ways out of a safety hold: they are reached, they leave, or a lead decides. No clock has one.
    (State.SAFETY_HOLD, Move.REACH): State.ACTIVE,
    (State.SAFETY_HOLD, Move.REACH_FOR_QUEUE): State.WAITING,
    (State.SAFETY_HOLD, Move.STAND_DOWN): State.PAUSED,
    (State.ACTIVE, Move.HAND_OVER): State.HANDING_OVER,
    (State.QUIET, Move.HAND_OVER): State.HANDING_OVER,
    (State.ENDING, Move.HAND_OVER): State.HANDING_OVER,
    (State.HANDING_OVER, Move.ACCEPT): State.ACTIVE,
    (State.HANDING_OVER, Move.DECLINE): State.HANDING_OVER,
    (State.HANDING_OVER, Move.KEEP): State.ACTIVE,
    (State.HANDING_OVER, Move.NOBODY_ACCEPTED): State.WAITING,
    (State.WAITING, Move.TAKE_OVER): State.ACTIVE,
    (State.ACTIVE, Move.TAKE_OVER): State.ACTIVE,
    (State.QUIET, Move.TAKE_OVER): State.ACTIVE,
    (State.ENDING, Move.TAKE_OVER): State.ACTIVE,
    (State.HANDING_OVER, Move.TAKE_OVER): State.ACTIVE,
    (State.SAFETY_HOLD, Move.TAKE_OVER): State.SAFETY_HOLD,
    (State.ACTIVE, Move.START_ENDING): State.ENDING,
    (State.ENDING, Move.CARRY_ON): State.ACTIVE,
    (State.ENDING, Move.END): State.CLOSED,
    (State.QUIET, Move.END): State.CLOSED,
    **{(state, Move.END_AT_ONCE): State.CLOSED for state in OPEN},
    **{(state, Move.LEAVE): State.CLOSED_BY_YOUNG_PERSON for state in OPEN},
    (State.WAITING, Move.ABANDON): State.ABANDONED,
    **{(state, Move.COME_BACK): State.WAITING for state in Conversation.OVER},
}

EVENTS: dict[Move, Kind] = {
    Move.TAKE: Kind.TAKEN,
    Move.RETURN: Kind.RETURNED,
    Move.GO_QUIET: Kind.WENT_QUIET,
    Move.SPEAK_AGAIN: Kind.SPOKE_AGAIN,
    Move.PAUSE: Kind.PAUSED,
    Move.HOLD: Kind.HELD,
    Move.REACH: Kind.REACHED,
    Move.REACH_FOR_QUEUE: Kind.REACHED,
    Move.STAND_DOWN: Kind.STOOD_DOWN,
    Move.HAND_OVER: Kind.HANDING_OVER,
    Move.ACCEPT: Kind.ACCEPTED,
    Move.DECLINE: Kind.DECLINED,
    Move.KEEP: Kind.KEPT,
    Move.NOBODY_ACCEPTED: Kind.RETURNED,
    Move.TAKE_OVER: Kind.TAKEN_OVER,
    Move.START_ENDING: Kind.ENDING,
    Move.CARRY_ON: Kind.CARRIED_ON,
    Move.END: Kind.ENDED,
    Move.END_AT_ONCE: Kind.ENDED,
    Move.LEAVE: Kind.ENDED,
    Move.ABANDON: Kind.ABANDONED,
    Move.COME_BACK: Kind.CAME_BACK,
}

BY_A_CLOCK = (Move.RETURN, Move.GO_QUIET, Move.PAUSE, Move.HOLD, Move.NOBODY_ACCEPTED, Move.ABANDON)
"""Moves that nobody makes: a clock ran out."""


class IllegalMove(Exception):
    """This cannot happen to a conversation in this state."""

    def __init__(self, was: str, what: Move) -> None:
        super().__init__(f"{what} is not possible while {was}")
        self.was = was
        self.what = what


class TakenBySomebody(Exception):
    """Somebody else was first. `name` is theirs, for the words that tell so."""

    def __init__(self, name: str) -> None:
        super().__init__("somebody else was first")
        self.name = name


class HasEnded(Exception):
    """The conversation is over; nothing more can happen in it until the young person comes back."""


def may_move(conversation: Conversation, what: Move) -> bool:
    """Could this happen to it now?"""
    return (State(conversation.state), what) in MOVES


def move(
    conversation: Conversation, what: Move, *, by: StaffMember | None = None, why: str = "", **also: Any
) -> Conversation:
    """Moves it, writes the row of history and tells the screens after the commit. Raises IllegalMove, HasEnded.

    The caller locked the row in this transaction. `also`: fields that change with it.
    """
    assert transaction.get_connection().in_atomic_block
    was = State(conversation.state)
    to = MOVES.get((was, what))
    if to is None:
        raise HasEnded if was in Conversation.OVER else IllegalMove(was, what)
    had = conversation.owner if conversation.urgency == Urgency.NOW else None
    fields = {**_that_go_with(to, conversation), **also, "state": to}
    for name, value in fields.items():
        setattr(conversation, name, value)
    conversation.save(update_fields=list(fields))
    note(conversation, EVENTS[what], by=by, was=was, now=to, why=why)
    if to in Conversation.OVER:
        # Nobody has to come to a chat that is over, nor when somebody comes back to it.
        rings = HelpCall.objects.filter(conversation=conversation, answered_at=None)
        rings.update(answered_at=clock.now(), answered_by=models.F("by"))
    _offer_a_debrief(conversation, had)
    live.nudge_conversation(conversation.pk, "state")
    live.nudge_staff("queue")
    return conversation


def _that_go_with(to: State, conversation: Conversation) -> dict[str, Any]:
    """What the state itself means for the clocks of the row: exactly one owner or one running clock."""
    now = clock.now()
    no_offer: dict[str, Any] = {"offered_to": None, "offer_until": None}
    if to == State.WAITING:
        return {
            **no_offer,
            "owner": None,
            "lease_until": None,
            "waiting_since": now,
            "reply_due_at": now + reply_within(conversation.urgency),
            "ending_from": None,
            "ended_at": None,
            "close_reason": "",
        }
    if to in Conversation.OVER:
        gone = ("owner", "lease_until", "waiting_since", "reply_due_at", "silent_since", "ending_from", "cut_off_at")
        return {**no_offer, **dict.fromkeys(gone), "silence_step": 0, "ended_at": now}
    if to == State.HANDING_OVER:
        return {}  # how long for, and who was asked, is for chat/handover.py to say
    has_somebody = {**no_offer, "waiting_since": None, "reply_due_at": None, "cut_off_at": None}
    return has_somebody if to == State.ENDING else {**has_somebody, "ending_from": None}


def _offer_a_debrief(conversation: Conversation, had: StaffMember | None) -> None:
    """To whoever had somebody in danger now, once that is over or somebody else has them."""
    is_over = conversation.owner != had or conversation.state in Conversation.OVER
    if had is not None and is_over:
        debriefs.offer(had, why=f"conversation {conversation.pk}")


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
    # What was erased has no key to write a reason under; an escalation keeps the reason under its own.
    entry.why = (why or None) if conversation.key_id is not None else None
    entry.save(force_insert=True)


def reply_within(urgency: str) -> timedelta:
    """How long somebody this urgent may wait for a person. Source: domain reference, urgency and clocks."""
    return timedelta(minutes=setting("queue.reply_minutes")[urgency])


def lease() -> timedelta:
    """How long a conversation stays with its owner without a sign of life from their console."""
    return timedelta(seconds=setting("queue.lease_seconds"))


def given_to(staff: StaffMember, at: datetime | None = None) -> dict[str, Any]:
    """The fields of a conversation that somebody has from now on."""
    return {"owner": staff, "lease_until": (at or clock.now()) + lease()}


class HistoryIsBroken(Exception):
    """A row of history that does not follow from the one before it."""


def replayed(history: Iterable[ConversationEvent]) -> str:
    """The state that a conversation must be in, from its rows of history in the order in which they were written."""
    moves = {*EVENTS.values(), Kind.OPENED}
    state = ""
    for entry in history:
        if entry.kind not in moves:
            continue
        if entry.from_value != state:
            raise HistoryIsBroken(f"row {entry.pk} comes from {entry.from_value}, and it was {state}")
        state = entry.to_value
    return state
