"""Dissents on somebody's behalf: all of an escalation for whoever may read it, otherwise one's own and those one hears.

Whoever may know of an escalation, or took part in it, may say that they see it differently. To others it is not there.
"""

from django.db.models import Q, QuerySet

from escalation import joined
from escalation.dissent.owed import opens
from escalation.models import Dissent, Escalation
from escalation.subjects import WITH_SUBJECT
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may, open_to

WITH_PEOPLE = ("by", "whom", "escalation__key", "escalation__lead", "referral__council", "referral__began_by")


def escalation_to_differ(staff: StaffMember, pk: int, *, action: str = "dissent.listed") -> Escalation:
    """For somebody who may say that they see it differently; that they looked is written down. Raises DoesNotExist."""
    escalation = _known(staff).get(pk=pk)
    ground = may(staff, Action.DIFFER, escalation).ground
    audit.record(action, f"escalation:{escalation.pk}", who=staff, ground=ground)
    return escalation


def dissents_of(escalation: Escalation, staff: StaffMember) -> QuerySet[Dissent]:
    """Of this escalation, and of those that go on in it; those that this person may read."""
    found = Dissent.objects.filter(joined.of(escalation)).select_related(*WITH_PEOPLE)
    if not may(staff, Action.READ, escalation):
        found = found.filter(by=staff)
    return found.order_by("at", "pk")


def dissent_for(staff: StaffMember, escalation_id: int, pk: int) -> Dissent:
    """One of them, and that somebody looked at it. Raises DoesNotExist of either."""
    escalation = _known(staff).get(pk=escalation_id)
    found = Dissent.objects.filter(escalation=escalation).select_related(*WITH_PEOPLE)
    if not may(staff, Action.READ, escalation):
        found = found.filter(by=staff)
    dissent = found.get(pk=pk)
    dissent.escalation = escalation
    audit.record("dissent.opened", f"dissent:{dissent.pk}", who=staff, ground=f"escalation:{escalation.pk}")
    return dissent


def they_took_part_in(staff: StaffMember) -> QuerySet[Escalation]:
    """The newest first: where they may say that they see it differently."""
    return _known(staff).order_by("-opened_at", "-pk")


def open_ones_of(staff: StaffMember) -> QuerySet[Dissent]:
    """Open ones that this person raised, or may read because it came to them."""
    readable = open_to(staff, Action.READ, Escalation.objects.filter(key__isnull=False))
    theirs = opens().filter(Q(by=staff, escalation__in=_known(staff)) | Q(escalation__in=readable))
    return theirs.select_related(*WITH_PEOPLE, *(f"escalation__{one}" for one in WITH_SUBJECT)).order_by("stage_due_at")


def _known(staff: StaffMember) -> QuerySet[Escalation]:
    known = open_to(staff, Action.DIFFER, Escalation.objects.filter(key__isnull=False))
    return known.select_related("lead", *WITH_SUBJECT, "key")
