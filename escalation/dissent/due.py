"""The clock of dissents: what nobody settled in time goes up a stage; at the last one people are called without end."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from config import clock
from config.tuning import setting
from escalation.dissent.calls import call, last_call
from escalation.dissent.making import go_up
from escalation.dissent.owed import opens
from escalation.dissent.stages import LAST
from escalation.models import Dissent, Escalation

log = logging.getLogger(__name__)


def tick() -> int:
    """Called by the jobs process every second: a look at rows. One that fails does not stop the others."""
    now, moved = clock.now(), 0
    due = opens().filter(stage_due_at__lte=now).order_by("stage_due_at", "pk")
    for pk, escalation_id in list(due.values_list("pk", "escalation_id")):
        try:
            moved += _move_on(pk, escalation_id, now)
        except Exception:
            log.exception("dissent.failed", extra={"escalation": escalation_id})
    return moved


@transaction.atomic
def _move_on(pk: int, escalation_id: int, now: datetime) -> bool:
    """If it is due still once the row is locked, and nobody else is changing it this moment."""
    unlocked = Escalation.objects.select_for_update(skip_locked=True, no_key=True)
    escalation = unlocked.filter(pk=escalation_id).first()
    dissent = opens().select_for_update(of=("self",), no_key=True).filter(pk=pk, stage_due_at__lte=now).first()
    if escalation is None or dissent is None:
        return False
    dissent.escalation = escalation
    if dissent.stage < LAST:
        go_up(dissent, now)
        return True
    return _call_again(dissent, now)


def _call_again(dissent: Dissent, now: datetime) -> bool:
    """Nothing comes after the last stage but a person: until then they are called again and again."""
    last = last_call(dissent)
    if last is not None and last > now - timedelta(minutes=setting("dissent.page_again_minutes")):
        return False
    call(dissent, now)
    return True
