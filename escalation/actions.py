"""What somebody may do with an escalation now: the list the server sends with its page, which shows no more.

Each command checks again, with the row locked. A part of its own adds its line to KNOWN.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chat.urgency import Urgency
from escalation import joined
from escalation.end_chat import may_end_chat
from escalation.hold import may_end_hold
from escalation.models import Escalation
from escalation.moves import Act, may
from escalation.telling import may_tell
from escalation.working.advice import waiting_for
from rota.models import StaffMember
from rota.policy import Action as Wish
from rota.policy import may as may_do


class Action(NamedTuple):
    """One of them: its name in the page and in the address, and what it says."""

    name: str
    words: str


Asked = Callable[[Escalation, StaffMember], bool]


def _of(act: Act) -> Asked:
    return lambda escalation, staff: may(escalation, act, by=staff)


def _lead_of(act: Act) -> Asked:
    return lambda escalation, staff: escalation.lead_id == staff.pk and may(escalation, act, by=staff)


def _may_put_off(escalation: Escalation, staff: StaffMember) -> bool:
    return escalation.urgency != Urgency.NOW and _lead_of(Act.HOLD)(escalation, staff)


def _is_offered(escalation: Escalation, staff: StaffMember) -> bool:
    return escalation.offered_to_id == staff.pk and may(escalation, Act.ACCEPT, by=staff)


def _may_take_back(escalation: Escalation, staff: StaffMember) -> bool:
    return escalation.offered_to_id is not None and _lead_of(Act.DECLINE)(escalation, staff)


def _may_take_over(escalation: Escalation, staff: StaffMember) -> bool:
    return escalation.lead_id not in (None, staff.pk) and may(escalation, Act.TAKE_OVER, by=staff)


def _is_asked(escalation: Escalation, staff: StaffMember) -> bool:
    return bool(may_do(staff, Wish.READ, escalation)) and waiting_for(escalation, staff) is not None


def _may_answer_call(escalation: Escalation, staff: StaffMember) -> bool:
    has_open = joined.calls_of(escalation).filter(ended_at=None).exists()
    return has_open and may(escalation, Act.ANSWER_CALL, by=staff)


def _may_reopen(escalation: Escalation, staff: StaffMember) -> bool:
    return escalation.state == Escalation.State.CLOSED and may(escalation, Act.REOPEN, by=staff)


# In the order in which they stand on the page.
KNOWN: list[tuple[str, Promise, Asked]] = [
    ("acknowledge", _("Acknowledge"), _of(Act.ACKNOWLEDGE)),
    ("accept", _("Take it over"), _is_offered),
    ("decline", _("I cannot take it"), _is_offered),
    ("call", _("Record a 999 call"), _of(Act.CALL)),
    ("answer_call", _("Did help arrive?"), _may_answer_call),
    ("decide", _("Decide"), _of(Act.DECIDE)),
    ("advise", _("Answer the question"), _is_asked),
    ("ask_advice", _("Ask advice"), _of(Act.ASK_ADVICE)),
    ("scale", _("Put on the scale"), _of(Act.SCALE)),
    ("picture", _("Write down what is known"), _of(Act.PICTURE)),
    ("extend", _("More time"), _lead_of(Act.EXTEND)),
    ("put_off", _("Put off"), _may_put_off),
    ("offer", _("Hand to a person"), _lead_of(Act.OFFER)),
    ("take_back", _("Take the offer back"), _may_take_back),
    ("let_go", _("Put it back"), _lead_of(Act.LET_GO)),
    ("take_over", _("Take over"), _may_take_over),
    ("tell", _("Before we tell anyone"), may_tell),
    ("refer", _("Refer"), lambda it, staff: bool(may_do(staff, Wish.DECIDE, it))),
    ("differ", _("I see it differently"), lambda it, staff: bool(may_do(staff, Wish.DIFFER, it))),
    ("review", _("Looked at again"), _of(Act.REVIEW)),
    ("close", _("Close"), _of(Act.CLOSE)),
    ("reopen", _("Open again"), _may_reopen),
    ("ask_contact", _("Ask for the phone number"), lambda it, staff: bool(may_do(staff, Wish.ASK_CONTACT, it))),
    ("record", _("Record for a review"), lambda it, staff: bool(may_do(staff, Wish.TAKE_RECORD, it))),
    ("end_hold", _("End the hold"), lambda it, staff: may_end_hold(it, by=staff)),
    ("end_chat", _("End this chat"), lambda it, staff: may_end_chat(it, by=staff)),
]


def actions_for(escalation: Escalation, staff: StaffMember) -> list[Action]:
    """For this person, at this moment."""
    return [Action(name, str(words)) for name, words, asked in KNOWN if asked(escalation, staff)]
