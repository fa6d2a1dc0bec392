"""Calling a lead: one step of the chain after another, round again for ever, until somebody acknowledges.

The row `page_due_at` is the truth; the clock only looks. Whatever dies, the next look goes on where it stopped.
Each call rings on the consoles, and goes out by push, text and telephone (rota/reach) until its person has heard it.
That ends this call and no other. An acknowledgement ends the chain. What was acknowledged and is not decided in time
pages its lead, and who is on call.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from chat import live
from config import clock
from escalation.history import note
from escalation.models import Escalation, EscalationEvent, Page
from escalation.reaching import reach_those_called
from escalation.targets import page_every
from rota.access import Step, holders_of, paging_chain, who_is_on
from rota.models import Role, Shift, StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)

# Duties of a page besides those of the rota.
NOBODY = "nobody"
DECISION = "decision"
# Of an allegation: everybody who may know of it, on shift or off.
WHO_MAY_KNOW = "who_may_know"


def page_all_due() -> int:
    """Pages for every escalation whose next step is due. One that fails does not stop the others."""
    paged = 0
    for escalation_id in _due().order_by("page_due_at").values_list("pk", flat=True):
        try:
            paged += page_if_due(escalation_id)
        except Exception:
            log.exception("page.failed", extra={"escalation": escalation_id})
    return paged


@transaction.atomic
def page_if_due(escalation_id: int) -> bool:
    """Takes the next step if it is due and nobody else is taking it this moment."""
    escalation = _due().select_for_update(skip_locked=True, no_key=True).filter(pk=escalation_id).first()
    if escalation is None:
        return False
    page_next(escalation)
    return True


@transaction.atomic
def page_next(escalation: Escalation) -> list[Page]:
    """One step: everybody on it is called, and the next step has its time. Decided: nothing."""
    escalation = Escalation.objects.select_for_update(no_key=True).get(pk=escalation.pk)
    if not escalation.is_undecided:
        return []
    now = clock.now()
    step = _step_of(escalation)
    pages = [
        Page.objects.create(escalation=escalation, staff=person, step=escalation.page_step, duty=step.duty, at=now)
        for person in dict.fromkeys(step.people)
    ]
    for page in pages:
        note(escalation, EscalationEvent.Kind.PAGED, about=page.staff, now=step.duty, at=now)
    if not pages:
        note(escalation, EscalationEvent.Kind.PAGED, now=NOBODY, at=now)
    escalation.page_step += 1
    escalation.page_due_at = _next_due(escalation, now)
    escalation.save(update_fields=["page_step", "page_due_at"])
    reach_those_called(pages)
    live.nudge_staff("page", escalation=escalation.pk)
    log.info("escalation.paged", extra={"escalation": escalation.pk, "people": len(pages)})
    return pages


def _due() -> QuerySet[Escalation]:
    return Escalation.objects.filter(state__in=Escalation.UNDECIDED, page_due_at__lte=clock.now())


def _step_of(escalation: Escalation) -> Step:
    """This round's step. A duty with nobody on it costs no time: the next one with people is called instead."""
    if escalation.lead is not None:
        people = [escalation.lead, *who_is_on(Shift.Duty.ON_CALL_1, Shift.Duty.ON_CALL_2)]
        return Step(DECISION, _who_may_know(escalation, people) if escalation.is_allegation else people)
    chain = _chain_about_staff(escalation) if escalation.is_allegation else paging_chain()
    held = [step for step in chain if step.people]
    return held[escalation.page_step % len(held)] if held else Step(NOBODY, [])


def _chain_about_staff(escalation: Escalation) -> list[Step]:
    """First and second on call, the manager, then every lead and manager: never whoever it is about."""
    duties = (Shift.Duty.ON_CALL_1, Shift.Duty.ON_CALL_2, Shift.Duty.MANAGER)
    steps = [Step(str(duty), _who_may_know(escalation, who_is_on(duty))) for duty in duties]
    everybody = holders_of(Role.SAFEGUARDING_LEAD, Role.MANAGER)
    return [*steps, Step(WHO_MAY_KNOW, _who_may_know(escalation, everybody))]


def _who_may_know(escalation: Escalation, people: list[StaffMember]) -> list[StaffMember]:
    return [person for person in people if may(person, Action.ACKNOWLEDGE, escalation)]


def _next_due(escalation: Escalation, now: datetime) -> datetime:
    """One step after this one was due, so that delays do not add up; after an outage, one step from now."""
    every = page_every(escalation.urgency)
    due = (escalation.page_due_at or now) + every
    return due if due > now else now + every
