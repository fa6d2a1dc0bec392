"""The people who work here: adding somebody, suspending somebody, ending all their sign-ins."""

from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rota import audit
from rota.models import Role, RoleGrant, StaffMember


@transaction.atomic
def add_staff(
    email: str,
    name: str,
    roles: Iterable[str],
    level: str = StaffMember.Level.TRAINED,
    password: str | None = None,
    added_by: StaffMember | None = None,
) -> StaffMember:
    """A new person with the roles they hold from now on. Raises ValidationError."""
    roles = list(dict.fromkeys(roles))
    if not roles or not set(roles) <= set(Role.values):
        raise ValidationError(_("A person needs at least one role, out of those there are."), code="roles")
    member = StaffMember(email=StaffMember.objects.normalize_email(email).lower(), name=name.strip(), level=level)
    if password is not None:
        validate_password(password, member)
    member.set_password(password)
    member.full_clean(exclude=["password"], validate_unique=False)
    _store(member)
    RoleGrant.objects.bulk_create(RoleGrant(staff=member, role=role, granted_by=added_by) for role in roles)
    audit.record("staff.added", f"staff:{member.pk}", who=added_by)
    return member


@transaction.atomic
def suspend(staff: StaffMember, by: StaffMember | None) -> None:
    """Takes away every access at once. Nothing this person did is removed."""
    if StaffMember.objects.filter(pk=staff.pk, is_active=True).update(is_active=False, epoch=F("epoch") + 1):
        audit.record("staff.suspended", f"staff:{staff.pk}", who=by)
    staff.refresh_from_db(fields=["is_active", "epoch"])


@transaction.atomic
def sign_out_everywhere(staff: StaffMember, by: StaffMember | None = None) -> None:
    """Ends every sign-in of this person, for a lost laptop or a password somebody saw. `by` may be themselves."""
    StaffMember.objects.filter(pk=staff.pk).update(epoch=F("epoch") + 1)
    audit.record("staff.signed_out_everywhere", f"staff:{staff.pk}", who=by)
    staff.refresh_from_db(fields=["epoch"])


def _store(member: StaffMember) -> None:
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError:
        raise ValidationError(_("Somebody with this e-mail address is here already."), code="known") from None
