"""People who work here, and what they may do."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
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

    class WorksAs(models.TextChoices):
        PAID = "paid", _("Paid")
        VOLUNTEER = "volunteer", _("Volunteer")

    level = models.CharField(max_length=10, choices=Level.choices, default=Level.TRAINED)
    # Other limits count for the hours of a volunteer than for those of paid staff.
    works_as = models.CharField(max_length=10, choices=WorksAs.choices, default=WorksAs.PAID)
    is_active = models.BooleanField(default=True)
    # Raised to end every sign-in of this person at once: sign-out everywhere, suspension, role change.
    epoch = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField(default=clock.now)
    # Up to when they have seen what others decided about their shifts.
    decisions_seen_at = models.DateTimeField(null=True, blank=True)

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
