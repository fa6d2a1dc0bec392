"""What happened to an escalation: each call to a person, and each step. Added to, never changed."""

import pgtrigger
from django.conf import settings
from django.db import models

from config import clock
from config.models import DataKey, SealedTextField
from escalation.models.escalations import Escalation


class Page(models.Model):
    """One call to one person to look at one escalation. Only that person's acknowledgement answers it."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="pages")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveIntegerField()
    duty = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)
    # This person said that they have heard, and by which way: nothing more of this page reaches them.
    heard_at = models.DateTimeField(null=True)
    heard_by = models.CharField(max_length=8, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escalation", "staff", "step"], name="paged_once_a_step"),
        ]

    def __str__(self) -> str:
        return f"page {self.pk}"


class EscalationEvent(models.Model):
    """One step of an escalation: who, when, from, to. Added to, never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        JOINED = "joined"
        URGENCY_RAISED = "urgency_raised"
        PAGED = "paged"
        ACKNOWLEDGED = "acknowledged"
        LOOKED = "looked"
        READ = "read"
        DECIDED = "decided"
        # Working on it
        TAKEN = "taken"
        LET_GO = "let_go"
        HELD = "held"
        OFFERED = "offered"
        HANDED = "handed"
        ADVICE_ASKED = "advice_asked"
        ADVICE_GIVEN = "advice_given"
        SCALED = "scaled"
        PICTURED = "pictured"
        LINKED = "linked"
        JOINED_TO = "joined_to"
        HEARD = "heard"
        # After a decision
        CALLED = "emergency_called"
        REACHED = "reached"
        NOT_REACHED = "not_reached"
        LOOKED_AGAIN = "looked_again"
        REVIEWED = "reviewed"
        CLOSED = "closed"
        REOPENED = "reopened"
        # Telling others
        TOLD = "told"
        NOT_TOLD = "not_told"
        SHARED = "shared"
        RECALLED = "recalled"
        REFERRED = "referred"
        CHASED = "chased"
        ANSWERED = "answered"
        DISSENTED = "dissented"
        SETTLED = "settled"
        SIGNED_FOR = "signed_for"
        PROMISED = "promised"

    # They change nothing that somebody decides about: an open page is not out of date because of them.
    QUIET = (Kind.PAGED, Kind.HEARD, Kind.LOOKED, Kind.READ, Kind.PROMISED)

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="history")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    from_value = models.CharField(max_length=20, blank=True, default="")
    to_value = models.CharField(max_length=20, blank=True, default="")
    detail = models.CharField(max_length=80, blank=True, default="")
    why = SealedTextField(null=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_escalation_history", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["escalation", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.escalation_id}"

    def sealing_key(self) -> DataKey:
        return self.escalation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.escalation_id, self.at.isoformat()
