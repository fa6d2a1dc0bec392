"""Every step of an escalation writes its row, in the caller's transaction, and counts its version up."""

from datetime import datetime

from django.db.models import F

from config import clock
from escalation.models import Escalation, EscalationEvent
from rota.models import StaffMember


def note(
    escalation: Escalation,
    kind: EscalationEvent.Kind,
    *,
    by: StaffMember | None = None,
    about: StaffMember | None = None,
    was: str = "",
    now: str = "",
    detail: str = "",
    why: str = "",
    at: datetime | None = None,
) -> EscalationEvent:
    """`by` did it, `about` is who it was done to; `detail` holds our words only, `why` what a person typed."""
    event = EscalationEvent(
        escalation=escalation,
        kind=kind,
        at=at or clock.now(),
        by=by,
        about=about,
        from_value=was,
        to_value=now,
        detail=detail[:80],
    )
    event.why = why or None
    event.save(force_insert=True)
    if kind not in EscalationEvent.QUIET:
        Escalation.objects.filter(pk=escalation.pk).update(version=F("version") + 1)
        escalation.version += 1
    return event
