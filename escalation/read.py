"""Somebody read the whole conversation of an escalation. The audit has every look; the history, one a minute."""

from datetime import timedelta

from django.db import transaction

from config import clock
from escalation.decide import look_into
from escalation.history import note
from escalation.models import Escalation, EscalationEvent
from rota.models import StaffMember

ONCE_IN = timedelta(minutes=1)


@transaction.atomic
def note_reading(escalation: Escalation, *, read_by: StaffMember) -> None:
    """In the history once a minute a person; the lead who has it has begun to look into it."""
    now = clock.now()
    lately = escalation.history.filter(kind=EscalationEvent.Kind.READ, by=read_by, detail="", at__gt=now - ONCE_IN)
    if not lately.exists():
        note(escalation, EscalationEvent.Kind.READ, by=read_by, at=now)
    look_into(escalation, read_by=read_by)
