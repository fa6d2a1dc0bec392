"""What the page of an escalation shows of the work on it: for whoever may read it, with the forms they may send."""

from typing import Any
from uuid import uuid4

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from chat.models import Conversation
from config import clock
from escalation import emergency, joined, telling
from escalation.actions import actions_for
from escalation.finding.locating import locating
from escalation.models import EmergencyCall, Escalation, Picture, Scale, Share
from escalation.on_screen import on_screen
from escalation.subjects import subjects_of
from escalation.working.advice import may_be_asked, waiting_for
from escalation.working.checks import is_emergency_open
from escalation.working.closing import open_ends, was_by_the_program_alone
from escalation.working.handing import may_be_offered
from escalation.working.picture import as_typed, newest
from escalation.working.scales import side_by_side
from rota.models import StaffMember
from rota.policy import Action, may

IN_A_FIELD = "%Y-%m-%dT%H:%M"


def working_context(escalation: Escalation, *, staff: StaffMember, may_read: bool) -> dict[str, Any]:
    actions = actions_for(escalation, staff)
    can = {action.name for action in actions}
    context = {
        "actions": actions,
        "can": can,
        "version": escalation.version,
        "on_screen": on_screen(escalation) if may_read else "",
        "held_until": escalation.held_until if may_read else None,
        "hold_why": (escalation.hold_why or "") if may_read else "",
        "lead_id": escalation.lead_id,
        "offered_to": escalation.offered_to.name if escalation.offered_to else "",
        "bases": Share.Basis.choices,
        "may_be_error": "decide" in can and escalation.is_undecided and was_by_the_program_alone(escalation),
        "promised_in": chats_of(escalation) if may_read else [],
        "now_in_a_field": localtime(clock.now()).strftime(IN_A_FIELD),
    }
    return context | (_words(escalation, staff, can) if may_read else {})


def _words(escalation: Escalation, staff: StaffMember, can: set[str]) -> dict[str, Any]:
    picture = newest(escalation)
    return {
        "scales": side_by_side(escalation),
        "whose": Scale.Whose.choices,
        "scores": range(11),
        "picture": picture,
        "picture_before": list(escalation.pictures.select_related("by").order_by("-at", "-pk")[1:20]),
        "picture_form": as_typed(picture),
        "needs": Picture.Need.choices,
        "curious": curiosity(),
        "advices": list(escalation.advices.select_related("asked", "asked_by").order_by("-pk")),
        "asked": waiting_for(escalation, staff),
        "advisers": may_be_asked(escalation, by=staff) if "ask_advice" in can else [],
        "takers": may_be_offered(escalation) if "offer" in can else [],
        "calls": list(joined.calls_of(escalation).select_related("called_by", "ended_by").order_by("-pk")),
        "tellings": telling.tellings_of(escalation),
        "is_told": telling.is_told(escalation),
        "can_be_told": telling.chat_of(escalation) is not None,
        "services": EmergencyCall.Service.choices,
        "is_emergency_open": is_emergency_open(escalation),
        "operator_asks": emergency.operator_asks(),
        "locating": locating(escalation),
        "can_ask_contact": bool(may(staff, Action.ASK_CONTACT, escalation)),
        "open_ends": open_ends(escalation) if "close" in can else [],
        "once": {name: str(uuid4()) for name in ("scale", "picture", "advice")},
    }


def chats_of(escalation: Escalation) -> list[Conversation]:
    """Where promises to them are written down. Of an allegation nowhere: it is no chat of theirs."""
    return [one for one in subjects_of(escalation) if isinstance(one, Conversation) and one.key_id is not None]


def curiosity() -> list[str]:
    """Questions that open a picture which is settled too soon."""
    return [
        _("What don’t we know? Who would know it?"),
        _("What is a day like for them: morning, school, evening, night?"),
        _("Who is in the home, and who comes and goes? Who has not been asked?"),
        _("What else could explain this? What would make us change our mind?"),
        _("What would they say that we got wrong?"),
    ]
