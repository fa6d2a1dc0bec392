"""What was drawn of a week, and what its readers said. Ids only: no words are copied, and no figure of the program."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models import Message
from chat.urgency import Urgency
from config import clock


class BlindDraw(models.Model):
    """One week: from how many messages how many were drawn. A second one of the same week cannot be."""

    # The Monday in London.
    week = models.DateField(unique=True)
    # How many there were to draw from: the checks noticed nothing, or something.
    unflagged = models.PositiveIntegerField()
    flagged = models.PositiveIntegerField()
    drawn_unflagged = models.PositiveIntegerField()
    drawn_flagged = models.PositiveIntegerField()
    drawn_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="no_more_drawn_than_there_were",
                condition=Q(drawn_unflagged__lte=models.F("unflagged"), drawn_flagged__lte=models.F("flagged")),
            ),
        ]

    def __str__(self) -> str:
        return f"blind draw {self.pk}"


class BlindReading(models.Model):
    """One drawn message, and how soon somebody should have looked, as one person said. Goes when its words go."""

    class Verdict(models.TextChoices):
        NOTHING = "nothing", _("Nothing")
        EVERYDAY = "everyday", _("Everyday trouble")
        SOON = "soon", _("Soon")
        VERY_SOON = "very_soon", _("Very soon")
        NOW = "now", _("Now")

        @property
        def urgency(self) -> Urgency:
            """The same on the scale of flags."""
            return Urgency(self.value) if self in BlindReading.RISKY else Urgency.ROUTINE

    RISKY = (Verdict.SOON, Verdict.VERY_SOON, Verdict.NOW)

    draw = models.ForeignKey(BlindDraw, on_delete=models.PROTECT, related_name="readings")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")
    # Which of the two it was drawn from. On no page that shows its words.
    was_flagged = models.BooleanField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # The lock: after it anybody else may take it.
    taken_until = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True, default="")
    category = models.CharField(max_length=30, blank=True, default="")
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="judged_by_somebody_with_a_verdict",
                condition=Q(judged_at=None, judged_by=None, verdict="")
                | (Q(judged_at__isnull=False, judged_by__isnull=False) & ~Q(verdict="")),
            ),
            models.CheckConstraint(
                name="risky_reading_has_a_category",
                condition=Q(verdict__in=["soon", "very_soon", "now"]) & ~Q(category="")
                | ~Q(verdict__in=["soon", "very_soon", "now"]) & Q(category=""),
            ),
            models.CheckConstraint(
                name="blind_reading_taken_until_a_time",
                condition=Q(taken_by=None, taken_until=None) | Q(taken_by__isnull=False, taken_until__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_blind_reading_held_at_a_time", fields=["taken_by"], condition=Q(judged_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"blind reading {self.pk}"


class BlindLook(models.Model):
    """Somebody was given one to read. Who leaves it to somebody else says why, and is not given it again."""

    class Why(models.TextChoices):
        KNOWN = "known", _("I know this person")
        TOO_HARD = "too_hard", _("Too hard to read now")

    reading = models.ForeignKey(BlindReading, on_delete=models.CASCADE, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    skipped = models.CharField(max_length=10, choices=Why.choices, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_blind_look_a_person", fields=["reading", "by"])]

    def __str__(self) -> str:
        return f"blind look {self.pk}"
