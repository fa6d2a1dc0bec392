"""What is kept beside a conversation and is not part of it: nothing in here can reach the young person."""

from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models.talk import Conversation
from config import clock
from config.models import DataKey, SealedTextField


class StaffNote(models.Model):
    """Words of staff for staff. A table of its own: no door of a young person's reads it. Added to, never changed."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        WHISPER = "whisper", _("Whisper")
        HANDOVER = "handover", _("Hand-over note")

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="staff_notes")
    client_id = models.UUIDField(default=uuid4)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    body = SealedTextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "client_id"], name="noted_once")]
        triggers = [pgtrigger.Protect(name="keep_staff_notes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"note {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.conversation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.conversation_id, self.client_id


class Draft(models.Model):
    """What a member of staff has typed and not sent yet, so that no crash and no other screen loses it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="drafts")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    body = SealedTextField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "staff"], name="one_draft_each")]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.conversation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.conversation_id, self.staff_id


class SafetyAnswers(models.Model):
    """What the counsellor heard when they asked about suicidal thoughts. Each save is a new row.

    Source: domain reference, workflows (first contact) and glossary (imminent).
    """

    class Answer(models.TextChoices):
        NOT_ASKED = "not_asked", _("Not asked")
        NO = "no", _("No")
        UNCLEAR = "unclear", _("Unclear")
        YES = "yes", _("Yes")

    class When(models.TextChoices):
        NOT_ASKED = "not_asked", _("Not asked")
        NO_TIME = "no_time", _("No time said")
        LATER = "later", _("Later than 48 hours")
        WITHIN_48_HOURS = "within_48h", _("Within 48 hours")
        NOW = "now", _("Now")

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="safety_answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    thoughts = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NOT_ASKED)
    plan = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NOT_ASKED)
    means = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NOT_ASKED)
    when = models.CharField(max_length=10, choices=When.choices, default=When.NOT_ASKED)
    safe_now = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NOT_ASKED)

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_safety_answers", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"safety answers {self.pk}"


class HelpCall(models.Model):
    """A counsellor pressed for help in a conversation. It rings until somebody comes."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="help_calls")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    # From here on it rings at every console, not only with the leads.
    everybody_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(answered_at=None), name="one_open_help_call_a_conversation"
            ),
            models.CheckConstraint(
                name="help_comes_from_somebody",
                condition=Q(answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"help call {self.pk}"


class AfterTalk(models.Model):
    """The three questions at the end, each of which may stay open."""

    class Helped(models.TextChoices):
        YES = "yes", _("Yes")
        A_BIT = "a_bit", _("A bit")
        NO = "no", _("No")

    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="after_talk")
    feeling = models.PositiveSmallIntegerField(null=True)
    helped = models.CharField(max_length=5, choices=Helped.choices, blank=True, default="")
    words = SealedTextField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="feeling_after_from_0_to_10", condition=Q(feeling=None) | Q(feeling__gte=0, feeling__lte=10)
            )
        ]

    def __str__(self) -> str:
        return f"after talk {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.conversation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.conversation_id, "after"
