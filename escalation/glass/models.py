"""Break-glass: somebody asked to see the phone number behind an escalation, or from where its young person connected;
who agreed, and who looked at it after."""

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from chat.models import Phone
from config import clock
from config.models import DataKey, SealedTextField
from config.tuning import setting


class Glass(models.Model):
    """One asking for one sealed contact. What was asked for is nowhere in here."""

    class What(models.TextChoices):
        """Which contact."""

        NUMBER = "number"
        # Where they connected from: address, port and moments (escalation/finding).
        ADDRESS = "address"

    escalation = models.ForeignKey("escalation.Escalation", on_delete=models.PROTECT, related_name="glasses")
    what = models.CharField(max_length=8, choices=What.choices, default=What.NUMBER)
    # None of an asking for an address.
    phone = models.ForeignKey(Phone, null=True, on_delete=models.PROTECT, related_name="+")
    # How urgent the escalation was: for Now one lead opens it at once, otherwise a second one agrees first.
    urgency = models.CharField(max_length=12)
    reason = SealedTextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    # Until when a second person can agree; None where nobody has to.
    agree_before = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField(null=True)
    # The number is shown once, for a few minutes.
    shown_at = models.DateTimeField(null=True)
    shown_until = models.DateTimeField(null=True)
    review_due_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    was_right = models.BooleanField(null=True)
    review = SealedTextField(null=True)

    class Meta:
        app_label = "escalation"
        constraints = [
            models.CheckConstraint(
                name="glass_another_person_agrees", condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="glass_another_person_reviews", condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="glass_shown_only_when_allowed",
                condition=Q(shown_at=None) | Q(agree_before=None) | Q(agreed_at__isnull=False, refused_at=None),
            ),
            models.CheckConstraint(
                name="glass_alone_only_for_now", condition=Q(agree_before__isnull=False) | Q(urgency="now")
            ),
            models.CheckConstraint(
                name="glass_shown_alone_is_reviewed",
                condition=Q(shown_at=None) | Q(agree_before__isnull=False) | Q(review_due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="glass_number_or_address",
                condition=Q(what="number", phone__isnull=False) | Q(what="address", phone=None),
            ),
        ]
        triggers = [pgtrigger.Protect(name="keep_glasses", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"glass {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.escalation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.escalation_id, self.asked_at.isoformat()

    @property
    def is_lapsed(self) -> bool:
        """Nobody agreed in time, or whoever asked did not open it in time: what was so then may not be so now."""
        if self.shown_at is not None:
            return False
        if self.agree_before is not None and self.agreed_at is None:
            return clock.now() >= self.agree_before
        return clock.now() >= self.open_before

    @property
    def open_before(self) -> datetime:
        """Allowed by another or by Now, it is opened within as long as another may take to agree."""
        return (self.agreed_at or self.asked_at) + timedelta(minutes=setting("glass.second_person_minutes"))

    @property
    def waits_for_second(self) -> bool:
        waits = self.agree_before is not None and self.agreed_at is None and self.refused_at is None
        return waits and not self.is_lapsed

    @property
    def may_be_shown(self) -> bool:
        """Allowed a short while ago and not shown yet, or still in the few minutes after it was."""
        allowed = self.refused_at is None and (self.agree_before is None or self.agreed_at is not None)
        return allowed and not self.is_lapsed and (self.shown_until is None or clock.now() < self.shown_until)

    @property
    def waits_for_review(self) -> bool:
        return self.review_due_at is not None and self.reviewed_at is None


class GlassCall(models.Model):
    """Somebody who watches over privacy is told that a number was asked for. It stands until they have looked."""

    glass = models.ForeignKey(Glass, on_delete=models.PROTECT, related_name="calls")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "escalation"
        constraints = [models.UniqueConstraint(fields=["glass", "staff"], name="told_once_of_a_glass")]
        triggers = [pgtrigger.Protect(name="keep_glass_calls", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"call about glass {self.glass_id}"
