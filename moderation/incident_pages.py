"""Calling somebody about the service itself: one step of the rota's chain after another, round again for ever.

The row `page_due_at` is the truth, as with an escalation. It pauses when a person says that they are on it, and ends
when it is over. A page reaches open consoles and the page of the service, and goes out by push, text and telephone
(rota/reach) until its person has heard it.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from chat import live
from config import clock
from config.tuning import setting
from moderation import rota_incidents
from moderation.models import Incident, IncidentPage
from rota import audit
from rota.access import Step, paging_chain
from rota.models import StaffMember, Try
from rota.reach.calling import go_on
from rota.reach.paths import OWNERS, Owner
from rota.reach.plan import Call

log = logging.getLogger(__name__)

KIND = "incident_page"
RINGS_FOR = timedelta(minutes=10)


def page_all_due() -> int:
    """Called each second: makes every call about an open incident whose time has come."""
    due = Incident.objects.filter(closed_at=None, page_due_at__lte=clock.now())
    made = sum(_page_if_due(pk) for pk in due.values_list("pk", flat=True))
    go_on(Call(f"{KIND}:{page.pk}", page.staff, page.at, page.step) for page in standing())
    return made


def standing() -> QuerySet[IncidentPage]:
    """The last call to each person about an incident that nobody is on, where they have not heard it."""
    later = IncidentPage.objects.filter(
        incident=OuterRef("incident"), staff=OuterRef("staff"), step__gt=OuterRef("step")
    )
    heard = Try.objects.filter(heard_at__isnull=False, staff=OuterRef("staff"))
    heard = heard.filter(about=Concat(Value(f"{KIND}:"), Cast(OuterRef("pk"), CharField())))
    pages = IncidentPage.objects.filter(incident__closed_at=None, incident__acknowledged_at=None)
    pages = pages.filter(at__gt=clock.now() - RINGS_FOR)  # of a round that somebody ended, nobody is rung on
    return pages.filter(~Exists(later), ~Exists(heard), staff__is_active=True).select_related("staff")


def start() -> None:
    """A try that its person has heard is all that is kept of it: these pages are a record."""
    OWNERS[KIND] = Owner(lambda pk, staff: standing().filter(pk=pk, staff=staff).exists(), lambda *_heard: None)


@transaction.atomic
def _page_if_due(incident_id: int) -> bool:
    incident = (
        Incident.objects.select_for_update(skip_locked=True)
        .filter(pk=incident_id, closed_at=None, page_due_at__lte=clock.now())
        .first()
    )
    if incident is None:
        return False
    incident.acknowledged_by = incident.acknowledged_at = None  # whoever was on it: it is still wrong
    step = _step_of(incident)
    people = list(dict.fromkeys(step.people))
    IncidentPage.objects.bulk_create(
        IncidentPage(incident=incident, staff=person, step=incident.page_step, duty=step.duty) for person in people
    )
    incident.page_step += 1
    incident.page_due_at = clock.now() + _until_next(incident)
    incident.save(update_fields=["page_step", "page_due_at", "acknowledged_by", "acknowledged_at"])
    live.nudge_staff("queue")
    log.warning("incident.paged", extra={"incident": incident.pk, "people": len(people)})
    return True


def _step_of(incident: Incident) -> Step:
    held = [step for step in _chain(incident) if step.people]
    return held[incident.page_step % len(held)] if held else Step("nobody", [])


def _chain(incident: Incident) -> list[Step]:
    return rota_incidents.chain(incident) if incident.kind in rota_incidents.KINDS else paging_chain()


def _until_next(incident: Incident) -> timedelta:
    if rota_incidents.is_far(incident):
        return timedelta(minutes=setting("rota.gap_again_minutes"))
    return timedelta(seconds=setting("incident.page_step_seconds"))


@transaction.atomic
def acknowledge(incident: Incident, *, by: StaffMember) -> Incident:
    """Somebody is on it: the calls stop for a while. What is still wrong then calls again; there is no other end.

    The first to say so has it; for the others nothing changes.
    """
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    if incident.acknowledged_at is None and incident.closed_at is None:
        incident.acknowledged_by, incident.acknowledged_at = by, clock.now()
        again_at = clock.now() + timedelta(minutes=setting("incident.again_minutes"))
        # A gap days ahead calls again at its next step, and not each quarter of an hour until then.
        incident.page_due_at = None if rota_incidents.is_far(incident) else again_at
        incident.save(update_fields=["acknowledged_by", "acknowledged_at", "page_due_at"])
        audit.record("incident.acknowledged", f"incident:{incident.pk}", who=by)
    return incident
