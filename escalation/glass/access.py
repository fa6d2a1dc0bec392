"""Break-glass on somebody's behalf: for safeguarding leads; without the number for who watches over privacy."""

from django.db.models import QuerySet

from escalation.access import escalation_for
from escalation.models import Escalation, Glass
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may, open_to

WITH_PEOPLE = ("escalation__key", "asked_by", "agreed_by", "refused_by", "reviewed_by")


def escalation_with_contact_for(staff: StaffMember, pk: int) -> Escalation:
    """The escalation, for somebody who may ask for the number behind it, or look after another's asking."""
    escalation = escalation_for(staff, pk, action="glass.looked")
    if escalation.is_allegation or not may(staff, Action.ASK_CONTACT):
        raise Escalation.DoesNotExist
    return escalation


def glass_for(staff: StaffMember, escalation_id: int, pk: int, *, action: Action) -> Glass:
    """One asking, to agree to it, to open it or to review it. Raises DoesNotExist."""
    escalation = escalation_with_contact_for(staff, escalation_id)
    known = open_to(staff, action, Glass.objects.select_related(*WITH_PEOPLE))
    return known.get(pk=pk, escalation=escalation)


def glasses_open_to(staff: StaffMember) -> QuerySet[Glass]:
    """Every asking, the newest first, for who watches over them."""
    known = open_to(staff, Action.LIST_CONTACTS, Glass.objects.select_related(*WITH_PEOPLE))
    return known.order_by("-asked_at", "-pk")


def glass_in_list_for(staff: StaffMember, pk: int) -> Glass:
    return glasses_open_to(staff).get(pk=pk)


def note_list(staff: StaffMember) -> None:
    """They were shown who asked for which number, and why."""
    audit.record("glass.listed", f"staff:{staff.pk}", who=staff, ground=may(staff, Action.LIST_CONTACTS).ground)
