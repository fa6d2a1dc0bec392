"""What somebody leaves behind when a shift ends: open danger, promises, people gone silent. Each is signed for."""

from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models import Conversation
from config import clock
from config.models import DataKey, SealedTextField
from rota.models import Shift


class Promise(models.Model):
    """Something a young person was promised, and by when. It stands until it is kept, or somebody says why not."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="+")
    client_id = models.UUIDField(default=uuid4, unique=True)
    words = SealedTextField()
    due_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    # Whoever looks after it now.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Its owner knows of it: whoever wrote it down, or opened it since it was given to them.
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    was_kept = models.BooleanField(null=True)
    not_kept_why = SealedTextField(null=True)

    class Meta:
        app_label = "escalation"
        constraints = [
            models.CheckConstraint(
                name="a_promise_is_kept_or_why_not",
                condition=Q(ended_at=None, was_kept=None)
                | Q(ended_at__isnull=False, was_kept=True)
                | Q(ended_at__isnull=False, was_kept=False, not_kept_why__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(ended_at=None), name="promises_open")]
        triggers = [pgtrigger.Protect(name="keep_promises", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"promise {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.conversation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.conversation_id, self.client_id


class RiskHandover(models.Model):
    """The end of one lead's shift: what stood then is a `RiskItem` each. Found by the clock where nobody pressed it.

    `page_due_at` is the truth of its calls: while anything of it is unsigned there is a next one.
    """

    shift = models.OneToOneField(Shift, on_delete=models.PROTECT, related_name="risk_handover")
    begun_at = models.DateTimeField(default=clock.now)
    # None: the clock did it.
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # The shift is over and everything that stood was looked for; before that more may come.
    gathered_at = models.DateTimeField(null=True)
    page_step = models.PositiveIntegerField(default=0)
    page_due_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "escalation"
        indexes = [models.Index(fields=["page_due_at"], condition=Q(page_due_at__isnull=False), name="risk_to_page")]
        triggers = [pgtrigger.Protect(name="keep_risk_handovers", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"handover of shift {self.shift_id}"


class RiskCall(models.Model):
    """One call to one person: things that were handed over are unsigned. A row before anything leaves this machine."""

    handover = models.ForeignKey(RiskHandover, on_delete=models.PROTECT, related_name="calls")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    heard_at = models.DateTimeField(null=True)
    heard_by = models.CharField(max_length=8, blank=True, default="")

    class Meta:
        app_label = "escalation"
        constraints = [
            models.UniqueConstraint(fields=["handover", "staff", "step"], name="called_once_a_step_of_risk"),
        ]
        triggers = [pgtrigger.Protect(name="keep_risk_calls", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"risk call {self.pk}"


class RiskItem(models.Model):
    """One thing handed over at the end of a shift. The incoming lead signs each; unsigned, the lead on call has it."""

    class What(models.TextChoices):
        ESCALATION = "escalation", _("Open escalation")
        PROMISE = "promise", _("Promise")
        SILENT = "silent", _("Went silent")
        REFERRAL = "referral", _("Referral not answered")

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+")
    client_id = models.UUIDField(default=uuid4, unique=True)
    what = models.CharField(max_length=10, choices=What.choices)
    escalation = models.ForeignKey("escalation.Escalation", null=True, on_delete=models.PROTECT, related_name="+")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, null=True, on_delete=models.PROTECT, related_name="handed")
    # Whose shift ended, where they handed it over themself; None: the clock found it.
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(default=clock.now)
    # What whoever takes it has to know. Under the key of the thing it is about.
    note = SealedTextField(null=True)
    sign_due_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    # Nobody signed in time: the lead on call has it.
    went_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    went_at = models.DateTimeField(null=True)
    # It ended by itself before anybody signed: the promise was kept, the escalation is closed.
    over_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "escalation"
        constraints = [
            models.CheckConstraint(
                name="risk_is_about_one_thing",
                condition=Q(escalation__isnull=False, conversation=None, promise=None)
                | Q(escalation=None, conversation__isnull=False, promise=None)
                | Q(escalation=None, conversation=None, promise__isnull=False),
            ),
            models.CheckConstraint(
                name="signed_by_somebody",
                condition=Q(signed_at=None, signed_by=None) | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["shift", "escalation", "conversation", "promise"],
                nulls_distinct=False,
                name="handed_once_a_shift",
            ),
        ]
        indexes = [models.Index(fields=["sign_due_at"], condition=Q(signed_at=None, over_at=None), name="risk_to_sign")]
        triggers = [pgtrigger.Protect(name="keep_risk_items", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"handed over {self.pk}"

    def sealing_key(self) -> DataKey:
        thing = self.escalation or self.conversation or self.promise
        assert thing is not None  # the database holds that it is one of them
        return thing.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.client_id, "handed over"
