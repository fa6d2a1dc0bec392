"""The people who work here: adding somebody, suspending somebody, ending all their sign-ins."""

from collections.abc import Callable, Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config import clock
from rota import audit, sign_ins
from rota.models import Role, RoleGrant, StaffMember

Change = Callable[[], object]
NOT_ONESELF = gettext_lazy("That somebody else has to do for you.")


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
def change_works_as(staff: StaffMember, works_as: str, by: StaffMember) -> None:
    """Paid or a volunteer, from now on: other limits of hours count for what is planned. Nothing is taken away."""
    if works_as not in StaffMember.WorksAs.values:
        raise ValidationError(_("A person is paid or a volunteer."), code="works_as")
    if StaffMember.objects.filter(pk=staff.pk).exclude(works_as=works_as).update(works_as=works_as):
        audit.record("staff.works_as_changed", f"staff:{staff.pk}", who=by)
    staff.refresh_from_db(fields=["works_as"])


@transaction.atomic
def suspend(staff: StaffMember, by: StaffMember | None) -> None:
    """Takes away every access at once. Nothing this person did is removed."""
    if StaffMember.objects.filter(pk=staff.pk, is_active=True).update(is_active=False, epoch=F("epoch") + 1):
        sign_ins.end_all(staff, by)
        audit.record("staff.suspended", f"staff:{staff.pk}", who=by)
    staff.refresh_from_db(fields=["is_active", "epoch"])


@transaction.atomic
def let_back(staff: StaffMember, by: StaffMember) -> None:
    """The other way. They sign in anew."""
    if StaffMember.objects.filter(pk=staff.pk, is_active=False).update(is_active=True):
        audit.record("staff.let_back", f"staff:{staff.pk}", who=by)
    staff.refresh_from_db(fields=["is_active"])


@transaction.atomic
def grant_role(staff: StaffMember, role: str, by: StaffMember) -> None:
    """One role more, from now on; nobody gives themselves one. Their open pages close and come back with it."""
    if staff.pk == by.pk:
        raise ValidationError(NOT_ONESELF, code="oneself")
    if role not in Role.values:
        raise ValidationError(_("There is no such role."), code="roles")
    if not RoleGrant.objects.filter(staff=staff, role=role, ended_at=None).exists():
        RoleGrant.objects.create(staff=staff, role=role, granted_by=by)
        _raise_epoch(staff, by)
        audit.record("role.granted", f"staff:{staff.pk}", who=by, ground=role)


@transaction.atomic
def end_role(staff: StaffMember, role: str, by: StaffMember) -> None:
    """From now on they hold it no more, and every sign-in of theirs ends. One manager always stays."""
    managers = RoleGrant.objects.filter(role=Role.MANAGER, ended_at=None, staff__is_active=True)
    # Locked, so that of two who end each other's at once one is the last.
    others = [one for one in managers.select_for_update(of=("self",)).order_by("pk") if one.staff_id != staff.pk]
    if role == Role.MANAGER and not others:
        raise ValidationError(_("One manager has to stay."), code="last_manager")
    if RoleGrant.objects.filter(staff=staff, role=role, ended_at=None).update(ended_at=clock.now()):
        _raise_epoch(staff, by)
        audit.record("role.ended", f"staff:{staff.pk}", who=by, ground=role)


@transaction.atomic
def sign_out_everywhere(staff: StaffMember, by: StaffMember | None = None) -> None:
    """Ends every sign-in of this person, for a lost laptop or a password somebody saw. `by` may be themselves."""
    _raise_epoch(staff, by)
    audit.record("staff.signed_out_everywhere", f"staff:{staff.pk}", who=by)


def _raise_epoch(staff: StaffMember, by: StaffMember | None) -> None:
    """Ends every sign-in at once: pages, sockets, and the rows that say where they are."""
    StaffMember.objects.filter(pk=staff.pk).update(epoch=F("epoch") + 1)
    sign_ins.end_all(staff, by)
    staff.refresh_from_db(fields=["epoch"])


def _store(member: StaffMember) -> None:
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError:
        raise ValidationError(_("Somebody with this e-mail address is here already."), code="known") from None
