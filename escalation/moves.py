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
    Move(_S.DECIDED, Act.DECIDE, _S.DECIDED),
    Move(_S.DECIDED, Act.STAND_DOWN, _S.SECOND_REVIEW),
)


def may(escalation: Escalation, act: Act, *, by: StaffMember) -> bool:
    """Could `by` do this now?"""
    return any(known.state == escalation.state and known.act == act for known in MOVES) and _allows(escalation, act, by)


def move(escalation: Escalation, act: Act, *, by: StaffMember) -> str:
    """Moves it in memory and returns the state it was in; the caller holds the row's lock and saves.

    Raises IllegalMove, and PermissionDenied where `by` has not the role.
    """
    if not _allows(escalation, act, by):
        raise PermissionDenied
    for state, named, to in MOVES:
        if state == escalation.state and named == act:
            was, escalation.state = escalation.state, to
            return was
    raise IllegalMove(escalation.state, act)


def _allows(escalation: Escalation, act: Act, by: StaffMember) -> bool:
    """What the policy says: a safeguarding lead; of an allegation also a manager; never whom it is about."""
    action = Action.ACKNOWLEDGE if act == Act.ACKNOWLEDGE else Action.DECIDE
    return bool(may_do(by, action, escalation))
