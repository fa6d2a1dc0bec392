"""How a referral may move: the whole table. phoned -> written within a day -> awaiting -> answered."""

from enum import StrEnum
from typing import NamedTuple

from escalation.models import Referral


class Act(StrEnum):
    """What somebody does to a referral."""

    WRITE = "write"
    PHONE = "phone"
    SEND = "send"
    CHASE = "chase"
    ANSWER = "answer"
    RECALL = "recall"
    EXEMPT = "exempt"
    PUT_OFF = "put_off"


class Move(NamedTuple):
    state: str
    act: Act
    to: str


class IllegalMove(Exception):
    """This cannot be done to a referral in this state."""

    def __init__(self, state: str, act: Act) -> None:
        super().__init__(f"{act} is not possible while {state}")
        self.state, self.act = state, act


_S = Referral.State
MOVES: tuple[Move, ...] = (
    Move(_S.DRAFT, Act.WRITE, _S.DRAFT),
    Move(_S.DRAFT, Act.PHONE, _S.PHONED),
    Move(_S.DRAFT, Act.EXEMPT, _S.EXEMPT),
    Move(_S.DRAFT, Act.PUT_OFF, _S.DRAFT),
    Move(_S.PHONED, Act.WRITE, _S.PHONED),
    Move(_S.PHONED, Act.SEND, _S.AWAITING),
    # They were told by phone, and need not have been: called back before anything was written.
    Move(_S.PHONED, Act.RECALL, _S.RECALLED),
    Move(_S.AWAITING, Act.CHASE, _S.AWAITING),
    Move(_S.AWAITING, Act.ANSWER, _S.ANSWERED),
    Move(_S.AWAITING, Act.RECALL, _S.RECALLED),
    # What left is called back also after they answered; the answer stays.
    Move(_S.ANSWERED, Act.RECALL, _S.ANSWERED),
)


def may_move(referral: Referral, act: Act) -> bool:
    return any(state == referral.state and named == act for state, named, _to in MOVES)


def move(referral: Referral, act: Act) -> str:
    """Moves it in memory and returns the state it was in; the caller holds the row and saves. Raises IllegalMove."""
    for state, named, to in MOVES:
        if state == referral.state and named == act:
            was, referral.state = referral.state, to
            return was
    raise IllegalMove(referral.state, act)
