"""Being invited: the only way to an account, and the way back for somebody who lost their password or their phone.

The link works once and for `staff.invitation_days`. It is shown once to whoever invites; we keep a hash of it.
One into the account of somebody who looks after others asks for a second person (links_by_two.py).
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from config import clock
from config.tuning import setting
from rota import audit, links_by_two, second_step, sign_ins
from rota.models import Invitation, StaffMember
from rota.people import add_staff


class NoLongerGood(Exception):
    """This link was used, withdrawn, is out of date, or never was one."""


class WaitsForSecond(Exception):
    """This link is good, and opens nothing until a second person has agreed to it."""


@transaction.atomic
def invite(
    email: str,
    name: str,
    roles: Iterable[str],
    level: str,
    works_as: str,
    by: StaffMember | None,
) -> tuple[StaffMember, str]:
    """Somebody new, and what goes into their link. Raises ValidationError."""
    member = add_staff(email, name, roles, level, password=None, added_by=by)
    if works_as not in StaffMember.WorksAs.values:
        raise ValidationError(_("Paid, or a volunteer?"), code="works_as")
    member.works_as = works_as
    member.save(update_fields=["works_as"])
    return member, invite_again(member, by)


@transaction.atomic
def invite_again(staff: StaffMember, by: StaffMember | None) -> str:
    """A new link; one that was not used yet works no more. What they have now goes on until they use it."""
    now = clock.now()
    Invitation.objects.filter(staff=staff, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    ends = now + timedelta(days=setting("staff.invitation_days"))
    asks_two = by is not None and links_by_two.is_guarded(staff)
    Invitation.objects.create(
        staff=staff, token_hash=_hash(token), invited_by=by, invited_at=now, expires_at=ends, asks_two=asks_two
    )
    audit.record("staff.invited", f"staff:{staff.pk}", who=by, ground="asks_two" if asks_two else "")
    return token


@transaction.atomic
def withdraw(invitation: Invitation, by: StaffMember) -> None:
    if Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=clock.now()
    ):
        audit.record("staff.invitation_withdrawn", f"staff:{invitation.staff_id}", who=by)


def invited_by_link(token: str) -> Invitation:
    """The invitation behind a link. Raises NoLongerGood, WaitsForSecond."""
    now = clock.now()
    good = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now, staff__is_active=True)
    found = good.filter(token_hash=_hash(token)).select_related("staff").first()
    if found is None:
        raise NoLongerGood
    if found.asks_two and found.agreed_at is None:
        raise WaitsForSecond
    return found


@transaction.atomic
def accept(token: str, password: str) -> StaffMember:
    """Sets the password. Whatever they had before ends: other sign-ins, an old passkey, an old app."""
    invitation = invited_by_link(token)
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    invitation = invited_by_link(token)  # of two that come at once, one was faster
    staff = invitation.staff
    validate_password(password, staff)
    staff.set_password(password)
    staff.save(update_fields=["password"])
    StaffMember.objects.filter(pk=staff.pk).update(epoch=F("epoch") + 1)
    sign_ins.end_all(staff, by=staff)
    second_step.forget_all(staff)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=clock.now())
    audit.record("staff.invitation_accepted", f"staff:{staff.pk}", who=staff)
    staff.refresh_from_db()
    return staff


def open_invitation(staff: StaffMember) -> Invitation | None:
    """The link that this person may still use."""
    waiting = Invitation.objects.filter(staff=staff, accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())
    return waiting.order_by("-invited_at").first()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
