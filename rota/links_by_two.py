"""A new link into the account of somebody who looks after others: never one person's doing.

Whoever holds such a link becomes that person, with everything they may read and decide. So it opens nothing until a
second person has agreed: another manager, a safeguarding lead or a privacy officer, neither who made it nor whose
account it is. Until it is used, its person is told on every page of theirs and may refuse it, and so is the privacy
officer.

Whoever held such a role once is guarded for good: ending a role first opens no way around this. Somebody new, who has
no password yet, has nothing to take over. Where nobody is there to agree, whoever runs the service makes a link in a
terminal.
"""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from config import clock
from rota import audit
from rota.models import Invitation, Role, RoleGrant, StaffMember

GUARDED = (Role.SAFEGUARDING_LEAD, Role.PRIVACY, Role.MANAGER)
MAY_AGREE = GUARDED
SHOWN = 20


class LinkNotice(NamedTuple):
    """One line on top of every page of somebody whom a link concerns."""

    words: str
    url: str


def is_guarded(staff: StaffMember) -> bool:
    """Is there something to take over, and does it reach beyond their own chats?"""
    return staff.has_usable_password() and RoleGrant.objects.filter(staff=staff, role__in=GUARDED).exists()


def who_may_agree(staff: StaffMember, made_by: StaffMember) -> list[StaffMember]:
    """Everybody who could be the second person."""
    grants = RoleGrant.objects.filter(role__in=MAY_AGREE, ended_at=None).values("staff")
    others = StaffMember.objects.filter(pk__in=grants, is_active=True).exclude(pk__in=[staff.pk, made_by.pk])
    return list(others.order_by("name", "pk"))


def links_for(staff: StaffMember) -> QuerySet[Invitation]:
    """What `staff` may know of: links into their own account, and all of them for those who may agree."""
    known = Invitation.objects.filter(asks_two=True).select_related("staff", "invited_by", "agreed_by")
    if not staff.has_role(*MAY_AGREE):
        known = known.filter(staff=staff)
    return known.order_by("-invited_at", "-pk")


def is_open(link: Invitation) -> bool:
    return link.accepted_at is None and link.withdrawn_at is None and link.expires_at > clock.now()


def may_agree(link: Invitation, staff: StaffMember) -> bool:
    is_another = staff.pk not in {link.invited_by_id, link.staff_id}
    return is_open(link) and link.agreed_at is None and is_another and staff.has_role(*MAY_AGREE)


def may_refuse(link: Invitation, staff: StaffMember) -> bool:
    """Its person, and everybody who might have agreed: also after somebody has, as long as it is not used."""
    return is_open(link) and (staff.pk == link.staff_id or staff.has_role(*MAY_AGREE))


@transaction.atomic
def agree(link: Invitation, by: StaffMember) -> None:
    """From now on it opens. Raises ValidationError where it is over, agreed to already, or theirs."""
    link = Invitation.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not may_agree(link, by):
        raise ValidationError(_("Somebody was faster, or it is over."))
    link.agreed_by, link.agreed_at = by, clock.now()
    link.save(update_fields=["agreed_by", "agreed_at"])
    audit.record("staff.link_agreed", f"staff:{link.staff_id}", who=by)


@transaction.atomic
def refuse(link: Invitation, by: StaffMember) -> None:
    """It opens nothing any more. Safe to repeat."""
    link = Invitation.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if may_refuse(link, by):
        link.withdrawn_at = clock.now()
        link.save(update_fields=["withdrawn_at"])
        audit.record("staff.link_refused", f"staff:{link.staff_id}", who=by)


def notices_for(staff: StaffMember, roles: frozenset[str]) -> list[LinkNotice]:
    """For its person and the privacy officer while it is not used; for others who may agree while that is missing."""
    open_ones = Invitation.objects.filter(
        asks_two=True, accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    ).select_related("staff")
    concerns = Q(staff=staff)
    if Role.PRIVACY in roles:
        concerns |= ~Q(invited_by=staff)
    elif roles & set(MAY_AGREE):
        concerns |= Q(agreed_at=None) & ~Q(invited_by=staff)
    return [_notice(link, staff) for link in open_ones.filter(concerns).order_by("pk")[:3]]


def _notice(link: Invitation, staff: StaffMember) -> LinkNotice:
    if link.staff_id == staff.pk:
        words = _("Somebody made a new link into your account. Was it not you who asked? Refuse it.")
    elif link.agreed_at is None:
        words = _("A second person is needed: a new link into the account of %(name)s") % {"name": link.staff.name}
    else:
        words = _("A new link into the account of %(name)s was agreed to") % {"name": link.staff.name}
    return LinkNotice(words, reverse("staff:links"))
