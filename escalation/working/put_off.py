"""Putting an escalation off until a moment, for a reason. Now cannot be put off.

Past the time its decision is due only with a second reason: why nobody comes to harm meanwhile. Both are kept, with
who said so; the due time itself never moves.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chat.urgency import Urgency
from config import clock
from escalation.changing import changing
from escalation.models import Escalation, EscalationEvent
from escalation.moves import Act, move
from escalation.targets import page_every
from escalation.working.lease import lease_from, only_its_lead
from escalation.written import check_letters, write_down
from rota.models import StaffMember

MOST_HOURS = 24


def put_off(
    escalation_id: int,
    *,
    until: datetime | None,
    why: str,
    past_due_why: str = "",
    by: StaffMember,
    seen: int | None = None,
) -> Escalation:
    """Raises ValidationError, field by field; for Now always."""
    with changing(escalation_id, seen=seen) as escalation:
        move(escalation, Act.HOLD, by=by)
        only_its_lead(escalation, by)
        until, reason = _checked(escalation, until, why.strip(), past_due_why.strip())
        escalation.held_until = until
        escalation.hold_why = reason
        # Until the decision is due, or until then where it is later: nobody is called about it meanwhile.
        escalation.page_due_at = max(until, escalation.decide_due_at, clock.now() + page_every(escalation.urgency))
        escalation.lease_until = lease_from(until, escalation.urgency)
        escalation.save(update_fields=["held_until", "hold_why", "page_due_at", "lease_until"])
        write_down(escalation, EscalationEvent.Kind.HELD, by=by, now=until.strftime("%Y-%m-%dT%H:%M:%S"), why=reason)
    return escalation


def _checked(escalation: Escalation, until: datetime | None, why: str, past_due_why: str) -> tuple[datetime, str]:
    if escalation.urgency == Urgency.NOW:
        raise ValidationError(_("This is Now: it cannot be put off. Hand it to somebody, or put it back."))
    now = clock.now()
    wrong: dict[str, str] = {}
    if until is None:
        wrong["hold_until"] = _("Choose until when.")
    elif until <= now:
        wrong["hold_until"] = _("That is over already.")
    elif (until - now).total_seconds() > MOST_HOURS * 3600:
        wrong["hold_until"] = _("A day at most. Decide, and choose a day to look at it again.")
    if not why:
        wrong["hold_why"] = _("Say why it can wait.")
    if until is not None and until > escalation.decide_due_at and not past_due_why:
        wrong["hold_past_due_why"] = _("That is after the decision is due. Say why nobody comes to harm meanwhile.")
    if wrong:
        raise ValidationError(wrong)
    check_letters({"hold_why": why, "hold_past_due_why": past_due_why})
    assert until is not None
    return until, f"{why}\n{past_due_why}".strip()
