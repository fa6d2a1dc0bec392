"""Somebody sees it differently: it is written down, goes up stage by stage, and nothing is closed over it."""

from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import clock
from config.models import DataKey, SealedTextField


class Dissent(models.Model):
    """One difference of opinion about one escalation. Stages and their clocks: escalation/dissent/stages.py."""

    class With(models.TextChoices):
        US = "us", _("Somebody here")
        AGENCY = "agency", _("Another agency")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SETTLED = "settled", _("Settled")
        WITHDRAWN = "withdrawn", _("Taken back")

    escalation = models.ForeignKey("escalation.Escalation", on_delete=models.PROTECT, related_name="dissents")
    client_id = models.UUIDField(default=uuid4, unique=True)
    against = models.CharField(max_length=8, choices=With.choices)
    referral = models.ForeignKey("escalation.Referral", null=True, on_delete=models.PROTECT, related_name="dissents")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Whose decision it was: they answer, and never settle it. None of another agency, and where nobody decided yet.
    whom = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    # When anybody last did anything with it: a call from before that calls nobody any more.
    moved_at = models.DateTimeField(default=clock.now)
    # What they see differently, and what they would do.
    words = SealedTextField()
    # Which version of the policy was shown beside the form.
    policy = models.CharField(max_length=64)
    stage = models.PositiveSmallIntegerField(default=1)
    stage_due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "escalation"
        constraints = [
            models.CheckConstraint(name="dissent_has_four_stages", condition=Q(stage__gte=1, stage__lte=4)),
            models.CheckConstraint(
                name="an_open_dissent_has_a_clock",
                condition=Q(state="open", stage_due_at__isnull=False, ended_at=None)
                | (~Q(state="open") & Q(stage_due_at=None, ended_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["stage_due_at"], condition=Q(stage_due_at__isnull=False), name="dissents_due")]
        triggers = [pgtrigger.Protect(name="keep_dissents", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"dissent {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.escalation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.escalation_id, self.client_id


class DissentStep(models.Model):
    """One step of it: who said what, at which stage."""

    class Kind(models.TextChoices):
        RAISED = "raised", _("Raised")
        ANSWERED = "answered", _("Answered")
        TAKEN_UP = "taken_up", _("Taken up a stage")
        SETTLED = "settled", _("Settled")
        WITHDRAWN = "withdrawn", _("Taken back")

    dissent = models.ForeignKey(Dissent, on_delete=models.PROTECT, related_name="steps")
    client_id = models.UUIDField(default=uuid4, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    stage = models.PositiveSmallIntegerField()
    # None: its clock took it up.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    words = SealedTextField(null=True)

    class Meta:
        app_label = "escalation"
        triggers = [pgtrigger.Protect(name="keep_dissent_steps", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"step {self.pk} of dissent {self.dissent_id}"

    def sealing_key(self) -> DataKey:
        return self.dissent.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.dissent_id, self.client_id


class PolicyRead(models.Model):
    """Somebody read a policy in one version, and said so."""

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="policies_read")
    policy = models.CharField(max_length=40)
    # SHA-256 of its text.
    version = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "escalation"
        constraints = [models.UniqueConstraint(fields=["staff", "policy", "version"], name="a_version_is_read_once")]
        triggers = [pgtrigger.Protect(name="keep_policy_reads", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"policy read {self.pk}"
