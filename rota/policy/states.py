"""In which states a thing can be for somebody, so that the whole table can be printed and tested cell by cell."""

from typing import NamedTuple

from rota.models import Shift
from rota.policy.table import EVERYBODY, TABLE, Action, Relation, Row

_A, _R = Action, Relation


class State(NamedTuple):
    """How a thing stands to somebody who wants something with it. Behind a veil it does not exist for them."""

    thing: str
    name: str
    relations: frozenset[Relation]
    veiled: bool = False


def _state(thing: str, name: str, *relations: Relation, veiled: bool = False) -> State:
    return State(thing, name, frozenset(relations), veiled)


STATES: tuple[State, ...] = (
    _state("conversation", "own", _R.OWNER, _R.LIVE, _R.HAD_IT),
    _state("conversation", "was their own, over", _R.HAD_IT),
    _state("conversation", "somebody else's", _R.LIVE),
    _state("conversation", "had it, somebody else has it now", _R.LIVE, _R.HAD_IT),
    _state("conversation", "offered to them", _R.LIVE, _R.OFFERED),
    _state("conversation", "somebody else's, over"),
    _state("post", "public", _R.PUBLIC),
    _state("post", "held"),
    _state("escalation", "somebody's chat that goes on", _R.LIVE, _R.OPEN),
    _state("escalation", "somebody's chat, over", _R.OPEN),
    _state("escalation", "they opened it", _R.OPEN, _R.OPENED_IT, _R.TOOK_PART),
    _state("escalation", "their own chat", _R.LIVE, _R.OPEN, _R.OWNS_ITS_CHAT, _R.TOOK_PART),
    _state("escalation", "they were paged", _R.OPEN, _R.PAGED),
    _state("escalation", "they were asked for advice", _R.OPEN, _R.ADVISES),
    _state("escalation", "everybody is called", _R.OPEN, _R.CALLED),
    _state("escalation", "they took part in it", _R.OPEN, _R.TOOK_PART),
    _state("escalation", "they are asked about a difference of opinion", _R.OPEN, _R.HEARS_DISSENT),
    _state("escalation", "closed"),
    _state("escalation", "about staff", _R.ALLEGATION),
    _state("escalation", "about themselves", _R.ALLEGATION, veiled=True),
    _state("promise", "they look after it", _R.OWNER),
    _state("promise", "they wrote it down, somebody else has it", _R.OPENED_IT),
    _state("promise", "somebody else's"),
    _state("glass", "they asked", _R.ASKED),
    _state("glass", "somebody else asked", _R.NOT_ASKED),
    _state("proposal to erase", "they proposed it"),
    _state("proposal to erase", "somebody else proposed it", _R.NOT_ASKED),
    _state("hold", "in force"),
    _state("hold", "they asked to lift it"),
    _state("hold", "somebody else asked to lift it", _R.NOT_ASKED),
    _state("hold", "because of an allegation about themselves", _R.NOT_ASKED, veiled=True),
    _state("erasure", "they asked for it"),
    _state("erasure", "somebody else asked for it", _R.NOT_ASKED),
    _state("feedback", "they said it"),
    _state("feedback", "about a chat, somebody else said it", _R.NOT_ASKED),
    _state("feedback", "about a post, somebody else said it", _R.NOT_ASKED, _R.LIGHT_AND_PUBLIC),
    _state("feedback", "about a post and grave, somebody else said it", _R.NOT_ASKED),
    _state("feedback", "from a chat with an allegation about themselves", _R.NOT_ASKED, veiled=True),
    _state("shift", "their own", _R.OWNER),
    _state("shift", "of the floor", _R.ON_THE_FLOOR),
    _state("shift", "of somebody else"),
    _state("shift note", "they wrote it", _R.OWNER),
    _state("shift note", "went to them", _R.LEFT_TO_THEM),
    _state("shift note", "of the duty they are on", _R.OF_THEIR_DUTY),
    _state("shift note", "of another duty"),
    _state("call for help", "they called", _R.OWNER),
    _state("call for help", "in the first minute"),
    _state("call for help", "a minute later", _R.CALLED),
    _state("pack", "they made it"),
    _state("pack", "somebody else made it", _R.NOT_ASKED),
)

ACTIONS_WITH: dict[str, tuple[Action, ...]] = {
    "conversation": (_A.TALK, _A.ACCEPT, _A.READ_ALONG, _A.REPORT_CHAT),
    "post": (_A.REPORT_POST,),
    "escalation": (_A.KNOW, _A.READ, _A.DIFFER, _A.ACKNOWLEDGE, _A.DECIDE, _A.ASK_CONTACT),
    "promise": (_A.SEE_PROMISE, _A.END_PROMISE),
    "glass": (_A.AGREE_CONTACT, _A.OPEN_CONTACT, _A.REVIEW_CONTACT),
    "proposal to erase": (_A.AGREE_ERASING,),
    "hold": (_A.HOLD, _A.AGREE_LIFTING),
    "erasure": (_A.AGREE_ERASURE,),
    "pack": (_A.AGREE_PACK,),
    "feedback": (_A.REVIEW_FEEDBACK,),
    "shift": (_A.SEE_SHIFT,),
    "shift note": (_A.READ_SHIFT_NOTE,),
    "call for help": (_A.HEAR_HELP,),
}

# The duty that goes with a role, for "on shift" in the matrix.
DUTY_OF = {duty.value: duty.value for duty in (Shift.Duty.COUNSELLOR, Shift.Duty.SHIFT_LEAD, Shift.Duty.MODERATOR)} | {
    "safeguarding_lead": Shift.Duty.ON_CALL_1.value,
    "manager": Shift.Duty.MANAGER.value,
}


def ways_in(action: Action, role: str, *, on_shift: bool, state: State) -> list[Row]:
    """The rows that let somebody in who holds this one role, by the table alone."""
    duty = DUTY_OF.get(role) if on_shift else None
    if state.veiled:
        return []
    return [row for row in TABLE if row.action == action and _lets_in(row, role, duty, state)]


def _lets_in(row: Row, role: str, duty: str | None, state: State) -> bool:
    by_role = row.roles == EVERYBODY or role in row.roles
    by_shift = not row.on or duty in row.on
    return by_role and by_shift and (row.relation == _R.ANY or row.relation in state.relations)
