"""A lead who is gone is not a lead who has it. The page of an escalation says that its lead is there.

While it is undecided its lead has it until `lease_until`: an open page moves that on, "more time" moves it further,
and a hold stands in its stead. When it has passed, the escalation is nobody's again and calls as at the beginning.
"""

import logging
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from config import clock
from config.tuning import setting
from escalation.changing import changing
from escalation.models import Escalation, EscalationEvent
from escalation.moves import Act, move, move_by_clock
from escalation.written import said, write_down
from rota.models import StaffMember

log = logging.getLogger(__name__)

_Kind = EscalationEvent.Kind
# An open page asks every ten seconds: not each of them is a write.
RARELY = timedelta(seconds=20)
NO_LEAD = {
    "lead": None, "acknowledged_at": None, "lease_until": None, "held_until": None, "hold_why": None,
    "offered_to": None, "offered_at": None,
}  # fmt: skip


def lease_from(now: datetime, urgency: str) -> datetime:
    """Until when somebody has it who is here now."""
    return now + timedelta(minutes=setting("escalation.lease_minutes")[urgency])


def renew(escalation_id: int, *, by: StaffMember) -> None:
    """Its lead has the page open. Never shorter, and no step of the history: nothing about it changed."""
    theirs = Escalation.objects.filter(pk=escalation_id, lead=by, state__in=Escalation.UNDECIDED)
    urgency = theirs.values_list("urgency", flat=True).first()
    if urgency is None:
        return
    until = lease_from(clock.now(), urgency)
    theirs.filter(lease_until__lt=until - RARELY).update(lease_until=until)


@transaction.atomic
def extend(escalation_id: int, *, by: StaffMember, seen: int | None = None) -> Escalation:
    """More time without an open page, for a telephone call; never beyond the time the decision is due."""
    with changing(escalation_id, seen=seen) as escalation:
        move(escalation, Act.EXTEND, by=by)
        only_its_lead(escalation, by)
        now = clock.now()
        more = now + timedelta(minutes=setting("escalation.more_time_minutes"))
        until = max(lease_from(now, escalation.urgency), min(more, escalation.decide_due_at))
        escalation.lease_until = max(until, escalation.lease_until or until)
        escalation.save(update_fields=["lease_until"])
        write_down(escalation, _Kind.TAKEN, by=by, was=escalation.state, now=escalation.state, detail=MORE_TIME)
    return escalation


# Which taking it was: the detail of its step.
MORE_TIME = "more time"
PULLED = "next"


def let_go(escalation_id: int, *, why: str, by: StaffMember, seen: int | None = None) -> Escalation:
    """Its lead puts it back, for a reason: everybody is called again at once."""
    why = said(why, "let_go_why", _("Say why, for whoever takes it next."))
    with changing(escalation_id, seen=seen) as escalation:
        was = move(escalation, Act.LET_GO, by=by)
        only_its_lead(escalation, by)
        _without_a_lead(escalation)
        write_down(escalation, _Kind.LET_GO, by=by, about=by, was=was, now=escalation.state, why=why)
    return escalation


def let_go_of_lapsed() -> int:
    """The clock: whoever has it and is gone has it no longer. One that fails does not stop the others."""
    lapsed = 0
    for pk in _lapsed().order_by("lease_until").values_list("pk", flat=True):
        try:
            lapsed += _let_go_if_lapsed(pk)
        except Exception:
            log.exception("lease.failed", extra={"escalation": pk})
    return lapsed


@transaction.atomic
def _let_go_if_lapsed(pk: int) -> bool:
    # Whoever opens the page this moment has its row: the next look finds their lease moved on.
    escalation = _lapsed().select_for_update(skip_locked=True, no_key=True).filter(pk=pk).first()
    if escalation is None:
        return False
    lead = escalation.lead
    was = move_by_clock(escalation, Act.LET_GO)
    _without_a_lead(escalation)
    write_down(escalation, _Kind.LET_GO, by=None, about=lead, was=was, now=escalation.state)
    return True


def _lapsed() -> QuerySet[Escalation]:
    now = clock.now()
    not_held = Q(held_until=None) | Q(held_until__lte=now)
    return Escalation.objects.filter(
        not_held, state__in=(Escalation.State.ACKNOWLEDGED, Escalation.State.ASSESSING), lease_until__lte=now
    )


def _without_a_lead(escalation: Escalation) -> None:
    for name, value in NO_LEAD.items():
        setattr(escalation, name, value)
    escalation.page_due_at = clock.now()
    escalation.save(update_fields=["state", "page_due_at", *NO_LEAD])


def only_its_lead(escalation: Escalation, by: StaffMember) -> None:
    if escalation.lead_id != by.pk:
        raise ValidationError(_("Somebody else has this now."))
