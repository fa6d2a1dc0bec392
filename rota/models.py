"""People who work here, what they may do, when they are on, and what they looked at."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from config import clock


class Role(models.TextChoices):
    """What a person may do here. Source: domain reference, roles."""

    COUNSELLOR = "counsellor", _("Counsellor")
    SHIFT_LEAD = "shift_lead", _("Shift lead")
    MODERATOR = "moderator", _("Moderator")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    MANAGER = "manager", _("Manager")
    ROTA = "rota", _("Rota manager")
    PRIVACY = "privacy", _("Privacy officer")


class StaffManager(BaseUserManager["StaffMember"]):
    def create_user(self, email: str, password: str | None = None, **more: Any) -> "StaffMember":
        member = self.model(email=self.normalize_email(email).lower(), **more)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **more: Any) -> "StaffMember":
        return self.create_user(email, password, is_superuser=True, **more)


class StaffMember(AbstractBaseUser, PermissionsMixin):
    """Somebody who works or volunteers here. Signs in; a young person never does."""

    class Level(models.TextChoices):
        NEW = "new", _("New")
        TRAINED = "trained", _("Trained")
        SENIOR = "senior", _("Senior")

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.TRAINED)
    is_active = models.BooleanField(default=True)
    # Raised to end every sign-in of this person at once: sign-out everywhere, suspension, role change.
    epoch = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[StaffManager] = StaffManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return f"staff {self.pk}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django asks here for the current secret and for each fallback; ours also changes with the epoch.
        salt = "rota.StaffMember.get_session_auth_hash"
        return salted_hmac(salt, f"{self.password}|{self.epoch}", secret=secret, algorithm="sha256").hexdigest()

    @property
    def is_staff(self) -> bool:
        return self.is_superuser

    def has_role(self, *roles: str) -> bool:
        """Does this person hold any of `roles` now?"""
        return self.is_active and bool(self.roles_held().intersection(roles))

    def roles_held(self) -> frozenset[str]:
        return frozenset(self.role_grants.filter(ended_at=None).values_list("role", flat=True))


class RoleGrant(models.Model):
    """This person may act in this role, since then, because that person said so."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role"], condition=models.Q(ended_at=None), name="a_role_is_held_once"
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.role}"


class Shift(models.Model):
    """One person on one duty for a while. Two of one person's shifts may touch, never overlap."""

    class Duty(models.TextChoices):
        COUNSELLOR = "counsellor", _("Counsellor")
        SHIFT_LEAD = "shift_lead", _("Shift lead")
        MODERATOR = "moderator", _("Moderator")
        ON_CALL_1 = "on_call_1", _("First safeguarding lead on call")
        ON_CALL_2 = "on_call_2", _("Second safeguarding lead on call")
        MANAGER = "manager", _("Manager on call")

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="shifts")
    duty = models.CharField(max_length=20, choices=Duty.choices)
    during = DateTimeRangeField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_duty_at_a_time",
                expressions=[("staff", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=models.Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="a_shift_begins_and_ends",
            ),
        ]
        indexes = [models.Index(fields=["duty"])]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.duty}"

    @property
    def starts_at(self) -> datetime:
        return self.during.lower  # type: ignore[no-any-return]

    @property
    def ends_at(self) -> datetime:
        return self.during.upper  # type: ignore[no-any-return]

    @property
    def length(self) -> timedelta:
        """How long it really lasts. Over a clock change its wall times are an hour out."""
        return self.ends_at.astimezone(UTC) - self.starts_at.astimezone(UTC)


class ConsoleSeen(models.Model):
    """When a console of this person last said that it is open: they are really there, not only on the rota."""

    staff = models.OneToOneField(StaffMember, primary_key=True, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"console of {self.staff_id}"


class CoverChange(models.Model):
    """The service opened, narrowed or closed, and how many people there were. Added to, never changed."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        NARROWED = "narrowed", _("Only the most urgent")
        CLOSED = "closed", _("Closed")

    at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=State.choices)
    present = models.PositiveSmallIntegerField()
    on_shift = models.PositiveSmallIntegerField()

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_cover_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.state} {self.at}"


class AuditRow(models.Model):
    """Who looked at or did what, when. Ids and verbs only. Added to, never changed.

    The row carries its own signature and is inserted unlinked, so that no two people wait for each
    other; `rota.audit.link_rows` chains the rows a moment later.
    """

    at = models.DateTimeField(default=clock.now)
    who = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    about = models.CharField(max_length=80)
    request_id = models.CharField(max_length=64, blank=True, default="")
    signature = models.BinaryField()
    # Which transaction wrote the row: the linker waits until none older is still open.
    written_in = models.BigIntegerField()

    class Meta:
        # What the linker reads every second: the rows after the last one it linked.
        indexes = [models.Index(fields=["written_in", "id"], name="audit_in_order")]
        triggers = [
            pgtrigger.Protect(name="keep_audit_rows", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="keep_audit_whole",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'the audit is never emptied';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.about}"


class AuditLink(models.Model):
    """The place of one audit row in the chain. Each link signs the one before it."""

    place = models.BigIntegerField(primary_key=True)
    row = models.OneToOneField(AuditRow, on_delete=models.PROTECT, related_name="link")
    signature = models.BinaryField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="keep_audit_links", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="keep_audit_chain_whole",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'the audit is never emptied';",
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.place}"
