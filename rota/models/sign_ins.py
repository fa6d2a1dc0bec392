"""Being invited, being signed in, and asking for what needs somebody to have shown who they are just now."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from config import clock
from rota.models.people import StaffMember


class Invitation(models.Model):
    """The only way to an account: a link that works once, from somebody who may invite. Kept as a hash."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # A link into the account of somebody who looks after others opens nothing until a second person has agreed to it.
    asks_two = models.BooleanField(default=False)
    agreed_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_link_for_two_is_agreed_by_another",
                condition=Q(agreed_by=None, agreed_at=None)
                | (Q(agreed_by__isnull=False, agreed_at__isnull=False) & ~Q(agreed_by=F("invited_by")))
                & ~Q(agreed_by=F("staff")),
            )
        ]

    def __str__(self) -> str:
        return f"invitation of {self.staff_id}"


class SignIn(models.Model):
    """One place where somebody is signed in. No network address: only which browser, since when, and when last seen.

    `session_key` names the row of django_session: without that the sign-in is over, whatever stands here.
    """

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=60, blank=True, default="")
    how = models.CharField(max_length=20)  # password, totp, passkey, recovery_code
    began_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    # Ten minutes without a sign of the person: words are hidden until they show who they are. Drafts and leases stay.
    locked_at = models.DateTimeField(null=True)
    stepped_up_at = models.DateTimeField(null=True)
    # They showed who they are shortly before the twelve hours were over: from here on it is twelve more.
    renewed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(StaffMember, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["staff", "ended_at"], name="sign_ins_of_somebody")]

    def __str__(self) -> str:
        return f"sign-in {self.pk}"

    @property
    def counts_from(self) -> datetime:
        """When its person last showed who they are for a whole sign-in: at its beginning, or since."""
        return self.renewed_at or self.began_at
