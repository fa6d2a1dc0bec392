"""Whoever has the chat says that they know and are with them: that ends the calls of a Very soon one for a while.

Now always reaches a lead: there nobody else can end the calls. And a lead decides in any case: when the time to
acknowledge is over and no lead has, the calls go on.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat import live
from chat.models import Conversation
from chat.urgency import Urgency
from config import clock
from escalation.changing import changing
from escalation.history import note
from escalation.models import Escalation, EscalationEvent
from escalation.subjects import subjects_of
from escalation.targets import page_every
from rota import audit
from rota.models import StaffMember

VERB = "escalation.owner_saw"
OWNER = "owner"


def may_say_seen(escalation: Escalation, *, by: StaffMember) -> bool:
    """Is it Very soon, without a lead, theirs to talk with, and does it still call somebody before that?"""
    until = _quiet_until(escalation)
    return (
        escalation.urgency == Urgency.VERY_SOON
        and escalation.state == Escalation.State.OPENED
        and _owns_a_chat_of(escalation, by)
        and until is not None
        and escalation.page_due_at is not None
        and escalation.page_due_at < until
    )


@transaction.atomic
def say_seen(escalation: Escalation, *, by: StaffMember) -> Escalation:
    """Nobody is called until a lead would have to have acknowledged it. Safe to repeat.

    Raises PermissionDenied for anybody else, ValidationError where a lead has to hear of it now.
    """
    with changing(escalation.pk) as escalation:
        if not _owns_a_chat_of(escalation, by):
            raise PermissionDenied
        until = _quiet_until(escalation)
        if escalation.urgency != Urgency.VERY_SOON or escalation.state != Escalation.State.OPENED or until is None:
            raise ValidationError(_("A lead has to hear of this one now, or one has it already."))
        if escalation.page_due_at is not None and escalation.page_due_at < until:
            escalation.page_due_at = until
            escalation.save(update_fields=["page_due_at"])
            note(escalation, EscalationEvent.Kind.HEARD, by=by, detail=OWNER)
            audit.record(VERB, f"escalation:{escalation.pk}", who=by)
            live.nudge_staff("page", escalation=escalation.pk)
    return escalation


def _owns_a_chat_of(escalation: Escalation, staff: StaffMember) -> bool:
    return any(isinstance(one, Conversation) and one.owner_id == staff.pk for one in subjects_of(escalation))


def _quiet_until(escalation: Escalation) -> datetime | None:
    """None where a lead should have it by now."""
    soon = clock.now() + page_every(escalation.urgency)
    dues = (escalation.acknowledge_due_at, escalation.decide_due_at)
    return next((due for due in dues if due > soon), None)
