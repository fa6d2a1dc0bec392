"""Calling whoever a dissent has come to: by the same ledger and the same ways as every other call of an escalation."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from chat import live
from escalation.dissent.owed import FIRST_STEP, IS_ONE, duty_of
from escalation.dissent.stages import of_stage, people_of
from escalation.history import note
from escalation.models import Dissent, EscalationEvent, Page
from escalation.reaching import reach_those_called
from rota.models import StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)

NOBODY = "nobody"


def call(dissent: Dissent, at: datetime, *, but: StaffMember | None = None) -> list[Page]:
    """Each of them, but not whoever has just brought it there. The caller holds the escalation's row."""
    escalation = dissent.escalation
    people = [one for one in people_of(dissent) if but is None or one.pk != but.pk]
    called = {"escalation": escalation, "step": _next_step(dissent), "duty": duty_of(dissent), "at": at}
    pages = [Page.objects.create(staff=person, **called) for person in people]
    for page in pages:
        note(escalation, EscalationEvent.Kind.PAGED, about=page.staff, now=page.duty, at=at)
    if not people_of(dissent):
        note(escalation, EscalationEvent.Kind.PAGED, now=NOBODY, at=at)
    reach_those_called(pages)
    live.nudge_staff("page", escalation=escalation.pk)
    log.info("escalation.paged", extra={"escalation": escalation.pk, "people": len(pages)})
    return pages


def last_call(dissent: Dissent) -> datetime | None:
    """When anybody was called about it, or it was found that nobody is there to be called."""
    calls = Page.objects.filter(escalation=dissent.escalation_id, duty=duty_of(dissent)).aggregate(last=Max("at"))
    nobody = EscalationEvent.objects.filter(
        escalation=dissent.escalation_id, kind=EscalationEvent.Kind.PAGED, about=None, to_value=NOBODY
    ).aggregate(last=Max("at"))
    return max((at for at in (calls["last"], nobody["last"]) if at is not None), default=None)


def who_has(dissent: Dissent) -> list[StaffMember]:
    """Whoever was called at this stage and may still read it, and whose turn it is by the rota of now."""
    return list(dict.fromkeys([*_called(dissent), *people_of(dissent)]))


def _called(dissent: Dissent) -> Iterable[StaffMember]:
    began = dissent.steps.filter(of_stage(dissent)).order_by("-at", "-pk").values_list("at", flat=True).first()
    pages = Page.objects.filter(
        escalation=dissent.escalation_id, duty=duty_of(dissent), at__gte=began or dissent.at, staff__is_active=True
    )
    people = [page.staff for page in pages.select_related("staff").order_by("pk")]
    return [one for one in people if may(one, Action.READ, dissent.escalation)]


def _next_step(dissent: Dissent) -> int:
    last = Page.objects.filter(IS_ONE, escalation=dissent.escalation_id).aggregate(last=Max("step"))["last"]
    return FIRST_STEP if last is None else last + 1
