"""What those who work on an escalation write down together: how worried each is, what is known, whom they asked."""

from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import clock
from config.models import DataKey, SealedTextField


class Scale(models.Model):
    """From 0 (as bad as can be) to 10 (safe enough): as the child, the worker and the lead see it, side by side."""

    class Whose(models.TextChoices):
        CHILD = "child", _("The young person")
        WORKER = "worker", _("Whoever talks to them")
        LEAD = "lead", _("The lead")

    escalation = models.ForeignKey("escalation.Escalation", on_delete=models.PROTECT, related_name="scales")
    client_id = models.UUIDField(default=uuid4, unique=True)
    whose = models.CharField(max_length=8, choices=Whose.choices)
    score = models.PositiveSmallIntegerField()
    # What would make it one higher, in a few words.
    words = SealedTextField(null=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "escalation"
        constraints = [
            models.CheckConstraint(name="scale_from_0_to_10", condition=Q(score__gte=0, score__lte=10)),
        ]
        triggers = [pgtrigger.Protect(name="keep_scales", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"scale {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.escalation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.escalation_id, self.client_id


class Picture(models.Model):
    """What is known, in three columns, and what is not. Each saving is another row: what stood before can be read."""

    class Need(models.TextChoices):
        UNIVERSAL = "universal", _("What every child is offered")
        EARLY_HELP = "early_help", _("Early help")
        CHILD_IN_NEED = "in_need", _("Child in need")
        PROTECTION = "protection", _("Child protection: significant harm")
        NOT_KNOWN = "not_known", _("Not known yet")

    escalation = models.ForeignKey("escalation.Escalation", on_delete=models.PROTECT, related_name="pictures")
    client_id = models.UUIDField(default=uuid4, unique=True)
    worried = SealedTextField(null=True)
    working_well = SealedTextField(null=True)
    needs_to_happen = SealedTextField(null=True)
    not_known = SealedTextField(null=True)
    # Their own words are needed, or the reason why nobody has them.
    own_words = SealedTextField(null=True)
    no_own_words_why = SealedTextField(null=True)
    need = models.CharField(max_length=12, choices=Need.choices, default=Need.NOT_KNOWN)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "escalation"
        constraints = [
            models.CheckConstraint(
                name="own_words_or_why_not",
                condition=Q(own_words__isnull=False) | Q(no_own_words_why__isnull=False),
            ),
        ]
        triggers = [pgtrigger.Protect(name="keep_pictures", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"picture {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.escalation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.escalation_id, self.client_id


class Advice(models.Model):
    """One colleague is asked what they think. They may read it from then on, whatever their shift."""

    escalation = models.ForeignKey("escalation.Escalation", on_delete=models.PROTECT, related_name="advices")
    client_id = models.UUIDField(default=uuid4, unique=True)
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    question = SealedTextField()
    answer = SealedTextField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "escalation"
        constraints = [
            models.CheckConstraint(name="another_is_asked_for_advice", condition=~Q(asked=models.F("asked_by"))),
        ]
        triggers = [pgtrigger.Protect(name="keep_advices", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"advice {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.escalation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.escalation_id, self.client_id
