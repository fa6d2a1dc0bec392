"""What came up after a lead took an escalation on, until that lead has looked."""

from collections.abc import Iterable

from django.db import transaction

from chat import live
from escalation.history import note
from escalation.models import Escalation, EscalationEvent
from rota.models import StaffMember

_Kind = EscalationEvent.Kind
RAISED = (_Kind.JOINED, _Kind.URGENCY_RAISED)
# What one row of history can answer: whoever holds the escalation's row writes them one after the other.
ANSWERS = (_Kind.ACKNOWLEDGED, _Kind.LOOKED)


def raised_since(escalation: Escalation) -> EscalationEvent | None:
    """The newest thing that its lead has not looked at yet, and did not do; None before somebody has it."""
    return all_raised_since([escalation]).get(escalation.pk)


def all_raised_since(escalations: Iterable[Escalation]) -> dict[int, EscalationEvent]:
    """The same of many, read at once."""
    had = {one.pk: one for one in escalations if one.acknowledged_at is not None and one.is_undecided}
    newest: dict[int, EscalationEvent] = {}
    steps = EscalationEvent.objects.filter(escalation__in=list(had), kind__in=[*RAISED, *ANSWERS])
    for event in steps.order_by("pk") if had else ():
        if event.kind in ANSWERS:
            newest.pop(event.escalation_id, None)
        elif event.by_id != had[event.escalation_id].lead_id:
            newest[event.escalation_id] = event
    return newest


@transaction.atomic
def look_at(escalation: Escalation, *, looked: StaffMember) -> None:
    """Its lead opened the page: what came up until now is answered, on every screen of theirs."""
    if escalation.lead_id != looked.pk or raised_since(escalation) is None:
        return
    escalation = Escalation.objects.select_for_update(no_key=True).get(pk=escalation.pk)
    if raised_since(escalation) is not None:
        note(escalation, _Kind.LOOKED, by=looked)
        live.nudge_staff("page", escalation=escalation.pk)
