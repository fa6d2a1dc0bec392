"""How an escalation may move: the whole table, and the one function that moves it."""

from enum import StrEnum
from typing import NamedTuple

from django.core.exceptions import PermissionDenied

from escalation.models import Escalation
from rota.models import Role, StaffMember


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
    role: str


class IllegalMove(Exception):
    """This cannot be done to an escalation in this state."""

    def __init__(self, state: str, act: Act) -> None:
        super().__init__(f"{act} is not possible while {state}")
        self.state = state
        self.act = act


_S = Escalation.State
_LEAD = Role.SAFEGUARDING_LEAD

MOVES: tuple[Move, ...] = (
    Move(_S.OPENED, Act.ACKNOWLEDGE, _S.ACKNOWLEDGED, _LEAD),
    Move(_S.ACKNOWLEDGED, Act.LOOK_INTO, _S.ASSESSING, _LEAD),
    Move(_S.ACKNOWLEDGED, Act.DECIDE, _S.DECIDED, _LEAD),
    Move(_S.ACKNOWLEDGED, Act.STAND_DOWN, _S.SECOND_REVIEW, _LEAD),
    Move(_S.ASSESSING, Act.DECIDE, _S.DECIDED, _LEAD),
    Move(_S.ASSESSING, Act.STAND_DOWN, _S.SECOND_REVIEW, _LEAD),
    Move(_S.SECOND_REVIEW, Act.AGREE, _S.DECIDED, _LEAD),
    Move(_S.SECOND_REVIEW, Act.DECIDE, _S.DECIDED, _LEAD),
    # A change of mind is another decision.
    Move(_S.DECIDED, Act.DECIDE, _S.DECIDED, _LEAD),
    Move(_S.DECIDED, Act.STAND_DOWN, _S.SECOND_REVIEW, _LEAD),
)


def may(escalation: Escalation, act: Act, *, by: StaffMember) -> bool:
    """Could `by` do this now?"""
    return any(known.state == escalation.state and known.act == act and by.has_role(known.role) for known in MOVES)


def move(escalation: Escalation, act: Act, *, by: StaffMember) -> str:
    """Moves it in memory and returns the state it was in; the caller holds the row's lock and saves.

    Raises IllegalMove, and PermissionDenied where `by` has not the role.
    """
    for state, named, to, role in MOVES:
        if state == escalation.state and named == act:
            if not by.has_role(role):
                raise PermissionDenied
            was, escalation.state = escalation.state, to
            return was
    if not by.has_role(*{known.role for known in MOVES if known.act == act}):
        raise PermissionDenied
    raise IllegalMove(escalation.state, act)
