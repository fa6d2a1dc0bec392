"""A promise to somebody in danger that is late calls their lead and whoever is on call, until it is over.

A call is a row of the same ledger as every other call of that escalation. Before the acknowledgement nobody is called
about it: the chain calls everybody then. Of somebody who is in no danger a banner tells leads (shown.py).
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from chat import live
from config import clock
from config.tuning import setting
from escalation.history import note
from escalation.models import Escalation, EscalationEvent, Page, Subject
from escalation.reaching import reach_those_called
from escalation.risk.owed import PROMISE, late
from rota.access import holders_of, who_is_on
from rota.models import Role, Shift, StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)


def page_all() -> int:
    """One call for each such escalation, once in a while. One that fails does not stop the others."""
    paged = 0
    for escalation_id in _with_a_late_one(clock.now()):
        try:
            paged += _page(escalation_id, clock.now())
        except Exception:
            log.exception("page.failed", extra={"escalation": escalation_id})
    return paged


def _with_a_late_one(at: datetime) -> list[int]:
    chats = Subject.objects.filter(conversation__in=late(at).values("conversation"))
    known = Escalation.objects.filter(
        pk__in=chats.values("escalation"), key__isnull=False, joined_to=None, acknowledged_at__isnull=False
    )
    return list(known.exclude(state=Escalation.State.CLOSED).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _page(escalation_id: int, now: datetime) -> bool:
    locked = Escalation.objects.select_for_update(skip_locked=True, no_key=True)
    escalation = locked.filter(pk=escalation_id).first()
    if escalation is None or _was_called(escalation, now) or escalation_id not in _with_a_late_one(now):
        return False
    people = _whom(escalation)
    called = {"escalation": escalation, "step": escalation.page_step, "duty": PROMISE, "at": now}
    pages = [Page.objects.create(staff=person, **called) for person in people]
    for page in pages:
        note(escalation, EscalationEvent.Kind.PAGED, about=page.staff, now=PROMISE, at=now)
    if not people:
        note(escalation, EscalationEvent.Kind.PAGED, now="nobody", at=now)
    escalation.page_step += 1
    escalation.save(update_fields=["page_step"])
    reach_those_called(pages)
    live.nudge_staff("page", escalation=escalation.pk)
    log.info("escalation.paged", extra={"escalation": escalation.pk, "people": len(people)})
    return True


def _was_called(escalation: Escalation, now: datetime) -> bool:
    again = now - timedelta(minutes=setting("risk.page_again_minutes"))
    calls = escalation.history.filter(kind=EscalationEvent.Kind.PAGED, at__gt=again)
    return calls.filter(Q(to_value=PROMISE) | Q(to_value="nobody")).exists()


def _whom(escalation: Escalation) -> list[StaffMember]:
    asked = [*([escalation.lead] if escalation.lead else []), *who_is_on(Shift.Duty.ON_CALL_1, Shift.Duty.ON_CALL_2)]
    near = [one for one in dict.fromkeys(asked) if one.is_active and may(one, Action.DECIDE, escalation)]
    return near or [one for one in holders_of(Role.SAFEGUARDING_LEAD) if may(one, Action.DECIDE, escalation)]
