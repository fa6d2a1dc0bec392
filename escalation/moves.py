"""How an escalation may move: the whole table, and the one function that moves it."""

from enum import StrEnum
from typing import NamedTuple

from django.core.exceptions import PermissionDenied

from escalation.models import Escalation
from rota.models import StaffMember
from rota.policy import Action
from rota.policy import may as may_do


class Act(StrEnum):
    """What somebody does to an escalation."""

    ACKNOWLEDGE = "acknowledge"
    LOOK_INTO = "look_into"
    DECIDE = "decide"
    # No further action on Now or Very soon: one lead alone cannot.
    STAND_DOWN = "stand_down"
    AGREE = "agree"
    # The program was wrong, and no person was worried: one lead closes it, with a reason.
    CLOSE_ERROR = "close_error"
    # Working on it
    TAKE_OVER = "take_over"
    LET_GO = "let_go"
    HOLD = "hold"
    EXTEND = "extend"
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    ASK_ADVICE = "ask_advice"
    SCALE = "scale"
    PICTURE = "picture"
    # Police or ambulance, and whether they arrived
    CALL = "call"
    ANSWER_CALL = "answer_call"
    # After the decision
    FALL_DUE = "fall_due"
    REVIEW = "review"
    CLOSE = "close"
    REOPEN = "reopen"


class Move(NamedTuple):
    state: str
    act: Act
    to: str


class IllegalMove(Exception):
    """This cannot be done to an escalation in this state."""

    def __init__(self, state: str, act: Act) -> None:
        super().__init__(f"{act} is not possible while {state}")
        self.state = state
        self.act = act


_S = Escalation.State
WORKED_ON = (_S.ACKNOWLEDGED, _S.ASSESSING)
AFTERWARDS = (_S.DECIDED, _S.MONITORING, _S.REVIEW_DUE)
WITH_A_LEAD = (*WORKED_ON, _S.SECOND_REVIEW, *AFTERWARDS)

MOVES: tuple[Move, ...] = (
    Move(_S.OPENED, Act.ACKNOWLEDGE, _S.ACKNOWLEDGED),
    Move(_S.ACKNOWLEDGED, Act.LOOK_INTO, _S.ASSESSING),
    Move(_S.ACKNOWLEDGED, Act.DECIDE, _S.DECIDED),
    Move(_S.ACKNOWLEDGED, Act.STAND_DOWN, _S.SECOND_REVIEW),
    Move(_S.ASSESSING, Act.DECIDE, _S.DECIDED),
    Move(_S.ASSESSING, Act.STAND_DOWN, _S.SECOND_REVIEW),
    Move(_S.SECOND_REVIEW, Act.AGREE, _S.DECIDED),
    Move(_S.SECOND_REVIEW, Act.DECIDE, _S.DECIDED),
    # A change of mind is another decision.
    *(Move(state, Act.DECIDE, _S.DECIDED) for state in AFTERWARDS),
    *(Move(state, Act.STAND_DOWN, _S.SECOND_REVIEW) for state in AFTERWARDS),
    *(Move(state, Act.CLOSE_ERROR, _S.CLOSED) for state in WORKED_ON),
    # Its lead is gone, or puts it back: everybody is called again, as at the beginning.
    *(Move(state, Act.LET_GO, _S.OPENED) for state in WORKED_ON),
    *(Move(state, act, state) for act in (Act.HOLD, Act.EXTEND) for state in WORKED_ON),
    *(
        Move(state, act, state)
        for act in (Act.TAKE_OVER, Act.OFFER, Act.ACCEPT, Act.DECLINE, Act.ASK_ADVICE, Act.SCALE, Act.PICTURE)
        for state in WITH_A_LEAD
    ),
    # Whoever must call 999 does so first, and acknowledges afterwards.
    *(Move(state, act, state) for act in (Act.CALL, Act.ANSWER_CALL) for state in (_S.OPENED, *WITH_A_LEAD)),
    *(Move(state, Act.FALL_DUE, _S.REVIEW_DUE) for state in (_S.DECIDED, _S.MONITORING)),
    *(Move(state, Act.REVIEW, _S.MONITORING) for state in AFTERWARDS),
    *(Move(state, Act.CLOSE, _S.CLOSED) for state in AFTERWARDS),
    Move(_S.CLOSED, Act.REOPEN, _S.ACKNOWLEDGED),
    # A flag came before a second lead agreed to do nothing more.
    Move(_S.SECOND_REVIEW, Act.REOPEN, _S.ACKNOWLEDGED),
)


def may(escalation: Escalation, act: Act, *, by: StaffMember) -> bool:
    """Could `by` do this now?"""
    return _to(escalation, act) is not None and _allows(escalation, act, by)


def move(escalation: Escalation, act: Act, *, by: StaffMember) -> str:
    """Moves it in memory and returns the state it was in; the caller holds the row's lock and saves.

    Raises IllegalMove, and PermissionDenied where `by` has not the role.
    """
    if not _allows(escalation, act, by):
        raise PermissionDenied
    return move_by_clock(escalation, act)


def move_by_clock(escalation: Escalation, act: Act) -> str:
    """The same where nobody does it: its time has come."""
    to = _to(escalation, act)
    if to is None:
        raise IllegalMove(escalation.state, act)
    was, escalation.state = escalation.state, to
    return was


def _to(escalation: Escalation, act: Act) -> str | None:
    if escalation.joined_to_id is not None:
        return None  # everything goes on where it was joined to
    return next((to for state, known, to in MOVES if state == escalation.state and known == act), None)


def _allows(escalation: Escalation, act: Act, by: StaffMember) -> bool:
    """What the policy says: a safeguarding lead; of an allegation also a manager; never whom it is about."""
    action = Action.ACKNOWLEDGE if act == Act.ACKNOWLEDGE else Action.DECIDE
    return bool(may_do(by, action, escalation))
