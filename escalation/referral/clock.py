"""What of a referral or an allegation is overdue, and who is called about it: its lead, and who is on call.

A call is a row of the same ledger as every other call of an escalation (`Page`), so it reaches people by the same ways.
It comes again until the step was done. Nobody was called before the acknowledgement: the chain calls everybody then.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from chat import live
from config import clock
from config.tuning import setting
from escalation.history import note
from escalation.joined import GOES_ON_IN
from escalation.models import Chase, Escalation, EscalationEvent, LadoRecord, Page, Referral
from escalation.reaching import reach_those_called
from escalation.referral import lado
from escalation.referral.owed import REFERRAL
from rota.access import holders_of, who_is_on
from rota.models import Role, Shift, StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)

PHONE, WRITE, CHASE, NOTIFY = "phone", "write", "chase", "notify"


class Overdue(NamedTuple):
    """A step that somebody owes, with the escalation in which everything goes on."""

    escalation_id: int
    what: str
    since: datetime
    referral_id: int | None

    @property
    def words(self) -> str:
        return {
            PHONE: _("Referral: nobody has phoned yet"),
            WRITE: _("Referral: the written one is overdue"),
            CHASE: _("Referral: ask what became of it"),
            NOTIFY: _("The designated officer is not told yet"),
        }[self.what]


def tick() -> None:
    """Called by the jobs process every second: a look at rows, so that a missed one loses nothing."""
    lado.begin_missing()
    page_all_overdue()


def overdue(at: datetime) -> Iterator[Overdue]:
    """All that is, of every escalation that has its words yet; what waits longest first for each escalation."""
    kept = Q(escalation__key__isnull=False)
    state = Referral.State
    open_drafts = Referral.objects.filter(kept, state=state.DRAFT, phone_due_at__lte=at)
    for pk, escalation, since in open_drafts.values_list("pk", GOES_ON_IN, "phone_due_at"):
        assert since is not None
        yield Overdue(escalation, PHONE, since, pk)
    unwritten = Referral.objects.filter(kept, state=state.PHONED, written_due_at__lte=at)
    for pk, escalation, since in unwritten.values_list("pk", GOES_ON_IN, "written_due_at"):
        assert since is not None
        yield Overdue(escalation, WRITE, since, pk)
    chases = Chase.objects.filter(referral__escalation__key__isnull=False, done_at=None, due_at__lte=at)
    goes_on_in = Coalesce("referral__escalation__joined_to_id", "referral__escalation_id")
    for pk, escalation, since in chases.values_list("referral_id", goes_on_in, "due_at"):
        yield Overdue(escalation, CHASE, since, pk)
    untold = LadoRecord.objects.filter(kept, notified_at=None, outcome="", notify_due_at__lte=at)
    for escalation, since in untold.values_list("escalation_id", "notify_due_at"):
        yield Overdue(escalation, NOTIFY, since, None)


def page_all_overdue() -> int:
    """Calls for each escalation that owes anything, once in a while. One that fails does not stop the others."""
    now, paged = clock.now(), 0
    for escalation_id in sorted({one.escalation_id for one in overdue(now)}):
        try:
            paged += _page(escalation_id, now)
        except Exception:
            log.exception("page.failed", extra={"escalation": escalation_id})
    return paged


@transaction.atomic
def _page(escalation_id: int, now: datetime) -> bool:
    """One call to each, if the last is long ago and the step is still owed once the row is locked."""
    escalation = Escalation.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=escalation_id).first()
    if escalation is None or escalation.acknowledged_at is None or _was_called(escalation, now):
        return False
    if not any(one.escalation_id == escalation_id for one in overdue(now)):
        return False
    people = _whom(escalation)
    called = {"escalation": escalation, "step": escalation.page_step, "duty": REFERRAL, "at": now}
    pages = [Page.objects.create(staff=person, **called) for person in people]
    for page in pages:
        note(escalation, EscalationEvent.Kind.PAGED, about=page.staff, now=REFERRAL, at=now)
    if not people:
        note(escalation, EscalationEvent.Kind.PAGED, now="nobody", at=now)
    # Of an acknowledged escalation it only numbers the calls: its lead is called, whatever the step.
    escalation.page_step += 1
    escalation.save(update_fields=["page_step"])
    reach_those_called(pages)
    live.nudge_staff("page", escalation=escalation.pk)
    log.info("escalation.paged", extra={"escalation": escalation.pk, "people": len(people)})
    return True


def _was_called(escalation: Escalation, now: datetime) -> bool:
    again = now - timedelta(minutes=setting("referral.page_again_minutes"))
    calls = escalation.history.filter(kind=EscalationEvent.Kind.PAGED, at__gt=again)
    return calls.filter(Q(to_value=REFERRAL) | Q(to_value="nobody")).exists()


def _whom(escalation: Escalation) -> list[StaffMember]:
    """Its lead and who is on call; where none of them may act, every lead and manager who may."""
    asked = [*([escalation.lead] if escalation.lead else []), *who_is_on(Shift.Duty.ON_CALL_1, Shift.Duty.ON_CALL_2)]
    near = [one for one in dict.fromkeys(asked) if one.is_active and may(one, Action.DECIDE, escalation)]
    everybody = holders_of(Role.SAFEGUARDING_LEAD, Role.MANAGER)
    return near or [one for one in everybody if may(one, Action.DECIDE, escalation)]
