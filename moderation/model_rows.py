"""Which model reads and who chose it, and what a candidate would have made of the same words."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from chat.urgency import Urgency
from config import clock


class ModelChoice(models.Model):
    """A model was added, or reads from here on, or reads beside the live one. Never edited: a change of mind is another
    choice."""

    class Role(models.TextChoices):
        ADDED = "added"
        LIVE = "live"
        CANDIDATE = "candidate"

    role = models.CharField(max_length=10, choices=Role.choices)
    # Empty for a candidate: from here on none reads beside.
    artefact_hash = models.CharField(max_length=64, blank=True, default="")
    # The one that came with the program. Whoever chose that goes on with the one of the next version.
    is_shipped = models.BooleanField(default=False)
    # Where somebody went back: to which choice. The next step back begins there.
    back_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    went_back = models.BooleanField(default=False)
    why = models.CharField(max_length=300, blank=True, default="")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # Whose terminal it was: a command has no sign-in.
    account = models.CharField(max_length=64)
    chosen_at = models.DateTimeField(default=clock.now)

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_model_choices", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                name="a_model_that_reads_has_a_hash",
                condition=models.Q(role="candidate") | ~models.Q(artefact_hash=""),
            )
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}: {self.role}"

    @property
    def is_last_resort(self) -> bool:
        """Somebody went back and nothing was left but the shipped one: further back nobody goes."""
        return self.went_back and self.back_to_id is None


class ShadowReading(models.Model):
    """What a candidate would have made of words that were read already. Nothing follows from it, and it goes with the
    assessment beside which it was made."""

    assessment = models.ForeignKey("moderation.Assessment", on_delete=models.CASCADE, related_name="+")
    artefact_hash = models.CharField(max_length=64)
    urgency = models.CharField(max_length=12, choices=Urgency.choices, default=Urgency.NOT_CHECKED)
    categories = ArrayField(models.CharField(max_length=30), default=list)
    # Of the candidate alone: category and urgency, not where in the words.
    findings = models.JSONField(default=list)
    # For evaluation. Shown to nobody who decides about a person.
    scores = models.JSONField(default=dict)
    milliseconds = models.FloatField(null=True)
    # Why there is none; `unfinished` from the beginning until the end, so that what ended the process is counted too.
    error = models.CharField(max_length=60, blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="read_beside_once", fields=["assessment", "artefact_hash"])]

    def __str__(self) -> str:
        return f"shadow reading {self.pk}"
