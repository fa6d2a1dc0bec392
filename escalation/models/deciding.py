"""What was decided about an escalation, who looked at it again, and whether help arrived."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config import clock
from config.models import DataKey, SealedTextField
from escalation.models.escalations import Escalation


class Decision(models.Model):
    """What a safeguarding lead decided. Never edited: a change of mind is another decision."""

    class Outcome(models.TextChoices):
        EMERGENCY_AGREED = "emergency_agreed", _("Emergency services, with their agreement")
        EMERGENCY = "emergency", _("Emergency services, without")
        REFER = "refer", _("Refer to children's social care")
        EARLY_HELP = "early_help", _("Early help")
        INTERNAL_PLAN = "internal_plan", _("Internal plan")
        NO_FURTHER_ACTION = "nfa", _("No further action (a second lead must agree)")
        OPENED_IN_ERROR = "error", _("Opened in error by the program")

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)
    young_person_told = models.BooleanField()
    parent_told = models.BooleanField()
    review_on = models.DateField()
    why = SealedTextField()
    for_the_child = SealedTextField()
    young_person_not_told_why = SealedTextField(null=True)
    parent_not_told_why = SealedTextField(null=True)
    consulted = SealedTextField(null=True)
    # What else could have been done, and the level of need it stands on.
    options = SealedTextField(null=True)
    need = models.CharField(max_length=12, blank=True, default="")
    # What was shared or not, on which ground of data protection law, and why not.
    basis = models.CharField(max_length=20, blank=True, default="")
    shared = SealedTextField(null=True)
    not_shared_why = SealedTextField(null=True)
    # "Threshold not met" is no end: what they are offered next.
    next_offer = SealedTextField(null=True)
    # What was on the screen when it was decided (escalation/stamp.py).
    seen = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="told_or_the_reason_why_not",
                condition=(
                    (Q(young_person_told=True) | Q(young_person_not_told_why__isnull=False))
                    & (Q(parent_told=True) | Q(parent_not_told_why__isnull=False))
                ),
            ),
        ]
        triggers = [pgtrigger.Protect(name="keep_decisions", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"decision {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.escalation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.escalation_id, self.decided_at.isoformat()

    @property
    def breaks_confidentiality(self) -> bool:
        return self.outcome in {self.Outcome.REFER, self.Outcome.EMERGENCY, self.Outcome.EMERGENCY_AGREED}


class EmergencyCall(models.Model):
    """Police or ambulance were called. It stays open until somebody confirms that they reached the young person."""

    class Service(models.TextChoices):
        POLICE = "police", _("Police")
        AMBULANCE = "ambulance", _("Ambulance")
        BOTH = "both", _("Police and ambulance")
        OTHER = "other", _("Another emergency service")

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="emergency_calls")
    service = models.CharField(max_length=10, choices=Service.choices)
    called_at = models.DateTimeField()
    written_at = models.DateTimeField(default=clock.now)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The number of the incident that the operator gave; "not known" is written out.
    reference = models.CharField(max_length=60)
    shared = SealedTextField()
    # When somebody has to ask again whether they arrived; None once that is known.
    ask_again_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # How they were reached, or why this call is over without that and what was done instead.
    outcome = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_call_ends_with_words_or_is_asked_about",
                condition=Q(ended_at=None, ended_by=None, ask_again_at__isnull=False)
                | Q(ended_at__isnull=False, ended_by__isnull=False, outcome__isnull=False, ask_again_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["ask_again_at"], condition=Q(ask_again_at__isnull=False), name="emergency_calls_open")
        ]
        triggers = [pgtrigger.Protect(name="keep_emergency_calls", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"emergency call {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.escalation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.escalation_id, f"call {self.written_at.isoformat()}"


class SecondLook(models.Model):
    """Another lead decides the same again without seeing what was decided: a sample, or because a rule wants it."""

    class Why(models.TextChoices):
        SAMPLE = "sample", _("Drawn by chance")
        IN_ERROR = "error", _("Was closed as opened in error")

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="second_look")
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=8, choices=Why.choices)
    asked_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, default="")
    agrees = models.BooleanField(null=True)
    words = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="another_lead_looks_again", condition=Q(by=None) | ~Q(by=F("first_by"))),
            models.CheckConstraint(
                name="looked_again_whole",
                condition=Q(by=None, at=None, agrees=None)
                | Q(by__isnull=False, at__isnull=False, agrees__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(at=None), name="second_looks_due")]
        triggers = [pgtrigger.Protect(name="keep_second_looks", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"second look {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.decision.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.decision_id, "second look"
