"""Referrals on somebody's behalf: for whoever may decide about their escalation. To everybody else there are none."""

from django.db.models import QuerySet

from escalation import joined
from escalation.access import escalation_for, escalations_open_to
from escalation.models import Council, Escalation, LadoRecord, Referral, Share
from escalation.referral.directory import standing
from escalation.referral.lado import record_of
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

WITH_PEOPLE = ("council", "began_by", "phoned_by", "written_by")


def escalation_to_refer(staff: StaffMember, pk: int, *, action: str = "referral.listed") -> Escalation:
    """The escalation, for somebody who may decide about it; that they looked is written down. Raises DoesNotExist."""
    escalation = escalation_for(staff, pk, action=action)
    if not may(staff, Action.DECIDE, escalation):
        raise Escalation.DoesNotExist
    return escalation


def referrals_of(escalation: Escalation) -> QuerySet[Referral]:
    return escalation.referrals.select_related(*WITH_PEOPLE, "escalation__key").order_by("-began_at", "-pk")


def all_referrals_of(escalation: Escalation) -> QuerySet[Referral]:
    """Its own, and those of escalations that joined it: each is worked on under its own number."""
    return joined.referrals_of(escalation).select_related(*WITH_PEOPLE, "escalation__key").order_by("-began_at", "-pk")


def referral_for(staff: StaffMember, escalation_id: int, pk: int, *, action: str) -> Referral:
    """One of them, and that somebody looked at it, or took it away. Raises DoesNotExist."""
    escalation = _known(staff, escalation_id)
    referral = referrals_of(escalation).get(pk=pk)
    referral.escalation = escalation
    audit.record(action, f"referral:{referral.pk}", who=staff, ground=f"escalation:{escalation.pk}")
    return referral


def share_for(staff: StaffMember, escalation_id: int, pk: int, *, action: str) -> Share:
    escalation = _known(staff, escalation_id)
    share = escalation.shares.select_related("by", "recalled_by", "referral").get(pk=pk)
    share.escalation = escalation
    audit.record(action, f"share:{share.pk}", who=staff, ground=f"escalation:{escalation.pk}")
    return share


def record_for(staff: StaffMember, escalation_id: int, *, action: str) -> LadoRecord:
    """The record of an allegation; for its subject there is neither."""
    escalation = escalation_to_refer(staff, escalation_id, action=action)
    if not escalation.is_allegation:
        raise Escalation.DoesNotExist
    record = record_of(escalation)
    record.escalation = escalation
    return record


def council_for(staff: StaffMember, pk: int, *, ended: bool = False) -> Council:
    """An entry of the directory that stands, or also one that has ended. Raises DoesNotExist."""
    if not may(staff, Action.SEE_DIRECTORY):
        raise Council.DoesNotExist
    return (Council.objects.all() if ended else standing()).get(pk=pk)


def _known(staff: StaffMember, pk: int) -> Escalation:
    """Without a row of its own: the look at what lies under it is one."""
    known = escalations_open_to(staff).select_related("key", "lead", "about_staff", "conversation__key", "post__author")
    escalation = known.get(pk=pk)
    if not may(staff, Action.DECIDE, escalation):
        raise Escalation.DoesNotExist
    return escalation
