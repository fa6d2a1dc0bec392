"""A second look that nobody took in time calls a lead who may take it: by day, on working days, until one has.

It is about what is over: nobody is woken for it. The call leads to the second look, not to the escalation, where the
first decision stands.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from chat import live
from config import clock
from config.tuning import setting
from escalation import still_open
from escalation.history import note
from escalation.models import Escalation, EscalationEvent, Page, SecondLook
from escalation.reaching import reach_those_called
from escalation.referral.office_hours import is_office_hours
from escalation.second_look import may_look_again
from escalation.second_look_owed import SECOND_LOOK, owed
from rota.access import holders_of, who_is_on
from rota.models import Role, Shift, StaffMember

log = logging.getLogger(__name__)


def tick() -> int:
    """Called each second. One that fails does not stop the others."""
    now = clock.now()
    if not is_office_hours(now, setting("service.nation")):
        return 0
    called = 0
    for look in _overdue():
        try:
            called += _call_if_due(look)
        except Exception:
            log.exception("page.failed", extra={"escalation": look.decision.escalation_id})
    return called


def calls_about_second_looks(people: Iterable[int]) -> dict[int, list[tuple[Page, int]]]:
    """By person, the last call about each second look that nobody has taken yet, with its number."""
    if not SecondLook.objects.filter(at=None).exists():
        return {}
    pages = Page.objects.filter(owed(), duty=SECOND_LOOK, staff__in=list(people))
    pages = pages.filter(escalation__in=still_open.numbers())
    with_subject = ("conversation", "post__author", "concern__about_member", "about_staff")
    last = pages.select_related(*(f"escalation__{one}" for one in with_subject))
    last = last.order_by("staff_id", "escalation_id", "-pk").distinct("staff_id", "escalation_id")
    looks = dict(
        SecondLook.objects.filter(at=None, decision__escalation__in=[page.escalation_id for page in last])
        .order_by("pk")
        .values_list("decision__escalation", "pk")
    )
    found: dict[int, list[tuple[Page, int]]] = {}
    for page in last:
        if page.escalation_id in looks:
            found.setdefault(page.staff_id, []).append((page, looks[page.escalation_id]))
    return found


def _overdue() -> QuerySet[SecondLook]:
    again = clock.now() - timedelta(minutes=setting("escalation.second_look_again_minutes"))
    lately = Page.objects.filter(escalation=OuterRef("decision__escalation"), duty=SECOND_LOOK, at__gt=again)
    nobody = EscalationEvent.objects.filter(
        escalation=OuterRef("decision__escalation"), kind=EscalationEvent.Kind.PAGED, about=None,
        detail=SECOND_LOOK, at__gt=again,
    )  # fmt: skip
    late = SecondLook.objects.filter(~Exists(lately), ~Exists(nobody), at=None, due_at__lte=clock.now())
    readable = late.filter(decision__escalation__about_staff=None, decision__escalation__key__isnull=False)
    return readable.select_related("decision").order_by("due_at", "pk")


@transaction.atomic
def _call_if_due(look: SecondLook) -> bool:
    """One call to each, if it is owed still once the row is locked and no other clock called meanwhile."""
    rows = Escalation.objects.select_for_update(skip_locked=True, no_key=True)
    escalation = rows.filter(pk=look.decision.escalation_id).first()
    if escalation is None or not _overdue().filter(pk=look.pk).exists():
        return False
    now = clock.now()
    called = {"escalation": escalation, "step": escalation.page_step, "duty": SECOND_LOOK, "at": now}
    pages = [Page.objects.create(staff=person, **called) for person in _people(look)]
    for page in pages:
        note(escalation, EscalationEvent.Kind.PAGED, about=page.staff, now=SECOND_LOOK, at=now)
    if not pages:
        note(escalation, EscalationEvent.Kind.PAGED, now="nobody", detail=SECOND_LOOK, at=now)
    escalation.page_step += 1
    escalation.save(update_fields=["page_step"])
    reach_those_called(pages)
    live.nudge_staff("page", escalation=escalation.pk)
    log.info("escalation.paged", extra={"escalation": escalation.pk, "people": len(pages)})
    return True


def _people(look: SecondLook) -> list[StaffMember]:
    """Who is on call and may take it; where nobody of them may, every lead who may."""
    on_call = who_is_on(Shift.Duty.ON_CALL_1, Shift.Duty.ON_CALL_2)
    for people in (on_call, holders_of(Role.SAFEGUARDING_LEAD)):
        found = [one for one in dict.fromkeys(people) if one.is_active and may_look_again(look, one)]
        if found:
            return found
    return []
