"""What was noticed in words, and who has to look."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from chat.models import Conversation, Message
from chat.urgency import Urgency
from config import clock


class Assessment(models.Model):
    """One reading of one message: what was found, by which rules, over which places. Never edited."""

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    categories = ArrayField(models.CharField(max_length=30), default=list)
    # For evaluation. Shown to nobody who decides about a person.
    scores = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    failed_checks = ArrayField(models.CharField(max_length=60), default=list)
    rules_version = models.CharField(max_length=40)
    artefact_hash = models.CharField(max_length=64, blank=True, default="")
    thresholds = models.JSONField(default=dict)
    read_from_place = models.PositiveIntegerField()
    read_to_place = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"assessment of message {self.message_id}"


class Flag(models.Model):
    """Somebody must look. It never expires: it is acknowledged, then confirmed, handled or dismissed."""

    class State(models.TextChoices):
        RAISED = "raised"
        ACKNOWLEDGED = "acknowledged"
        CONFIRMED = "confirmed"
        HANDLED = "handled"
        DISMISSED = "dismissed"

    OPEN = (State.RAISED, State.ACKNOWLEDGED)

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    check_name = models.CharField(max_length=80)
    words = models.CharField(max_length=80)
    category = models.CharField(max_length=30, blank=True, default="")
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RAISED)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=clock.now)
    last_raised_at = models.DateTimeField(default=clock.now)
    times_raised = models.PositiveIntegerField(default=1)
    # Runs only where no escalation is open: then the escalation's own clocks count.
    acknowledge_due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_flag_a_reason",
                fields=["conversation", "check_name"],
                condition=Q(state__in=["raised", "acknowledged"]),
            ),
            models.CheckConstraint(name="flag_urgency_is_known", condition=Q(urgency__in=Urgency.values)),
        ]
        indexes = [models.Index(fields=["acknowledge_due_at"], condition=Q(state="raised"), name="flags_to_look_at")]

    def __str__(self) -> str:
        return f"flag {self.pk}"


class FlagEvent(models.Model):
    """One move of a flag. Added to, never changed."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="history")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=12, blank=True, default="")
    to_state = models.CharField(max_length=12)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_flag_history", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"flag {self.flag_id}: {self.to_state}"


class Incident(models.Model):
    """Something is wrong with the service itself. One row for the service, not one a child."""

    class Kind(models.TextChoices):
        NOT_CHECKED = "not_checked"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_open_incident_a_kind", fields=["kind"], condition=Q(closed_at=None))
        ]

    def __str__(self) -> str:
        return f"incident {self.kind}"
