"""Before we tell anyone: what a young person is shown when words have to go further. And where they write from."""

from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from chat.models.talk import Conversation
from config import clock
from config.models import DataKey, SealedTextField


class Telling(models.Model):
    """What will be said to whom and why, shown to the young person behind a tap, and what they say to it.

    Or the reason why telling them is unsafe. Which of the two: `not_told_why`.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="tellings")
    client_id = models.UUIDField(default=uuid4, unique=True)
    # The number of the escalation it belongs to: that lives above this app.
    escalation_id = models.BigIntegerField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    to_whom = SealedTextField(null=True)
    what = SealedTextField(null=True)
    why = SealedTextField(null=True)
    not_told_why = SealedTextField(null=True)
    # Whoever talks to them confirmed that it is safe to show now: nobody else sees the screen.
    safe_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    safe_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    # They tapped and read it.
    read_at = models.DateTimeField(null=True)
    # Their own words to go with it, and whether they agree; neither has to be given.
    answer = SealedTextField(null=True)
    agrees = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    # What came of it, told to them as well.
    outcome = SealedTextField(null=True)
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome_at = models.DateTimeField(null=True)
    outcome_read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="told_or_why_it_is_unsafe",
                condition=Q(not_told_why__isnull=True, to_whom__isnull=False, what__isnull=False, why__isnull=False)
                | Q(not_told_why__isnull=False, safe_at=None),
            ),
            models.CheckConstraint(
                name="shown_once_somebody_said_it_is_safe",
                condition=Q(read_at=None, answered_at=None) | Q(safe_at__isnull=False, safe_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["escalation_id"], name="tellings_of_escalations")]
        triggers = [pgtrigger.Protect(name="keep_tellings", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"telling {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.conversation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.conversation_id, self.client_id


class Whence(models.Model):
    """From which address and port somebody wrote, and when: for the police alone, if a life is in danger.

    Sealed, and destroyed soon after the conversation is over, unless it is held or an escalation is open.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="whences")
    sealed_under = models.UUIDField(default=uuid4, editable=False)
    # JSON: address and port. None once it was destroyed; the row stays and says when.
    address = SealedTextField(null=True)
    # A keyed hash, so that the same address is one row with its first and last moment.
    address_hash = models.CharField(max_length=64)
    first_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "address_hash"],
                condition=Q(destroyed_at=None),
                name="an_address_once_a_conversation",
            ),
            models.CheckConstraint(
                name="destroyed_means_gone", condition=Q(destroyed_at=None) | Q(address__isnull=True, address_hash="")
            ),
        ]

    def __str__(self) -> str:
        return f"whence {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.conversation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.conversation_id, self.sealed_under
