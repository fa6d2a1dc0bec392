"""Texts: the phone somebody writes from, what came in once and for ever, and what becomes of what we send."""

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models.talk import Message, WordsShredded, YoungPerson
from config import clock
from config.models import DataKey, SealedTextField


class Phone(models.Model):
    """A number that texted us: found by a keyed hash, sealed to send, shown to nobody."""

    class Texts(models.TextChoices):
        """May we text it?"""

        OPEN = "open"
        STOPPED = "stopped"  # they asked, or the carrier blocks us
        DEAD = "dead"  # the carrier says there is no such number
        LANDLINE = "landline"  # a text there may be read aloud
        NO_ANSWER = "no_answer"  # letters or a short number: nothing can be sent back

    class SeenBy(models.TextChoices):
        """Who else may read this phone, as they said when we asked in this conversation."""

        NOT_SAID = "not_said", _("Asked, no answer yet")
        ONLY_THEM = "only_them", _("Only they see it")
        OTHERS = "others", _("Others see it too")
        NOT_SURE = "not_sure", _("Not sure")

    key = models.ForeignKey(DataKey, null=True, on_delete=models.SET_NULL, related_name="+")
    young_person = models.OneToOneField(YoungPerson, on_delete=models.PROTECT, related_name="phone")
    number_hash = models.CharField(max_length=64, unique=True)
    number = SealedTextField()
    texts = models.CharField(max_length=10, choices=Texts.choices, default=Texts.OPEN)
    texts_changed_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=10, choices=SeenBy.choices, default=SeenBy.NOT_SAID)
    # When they were asked. The answer counts for the conversation in which it was given.
    asked_who_sees_at = models.DateTimeField(null=True)
    first_heard_at = models.DateTimeField(default=clock.now)
    last_heard_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="phone_texts_is_known",
                condition=Q(texts__in=["open", "stopped", "dead", "landline", "no_answer"]),
            )
        ]

    def __str__(self) -> str:
        return f"phone {self.pk}"

    def sealing_key(self) -> DataKey:
        if self.key is None:
            raise WordsShredded
        return self.key

    def sealing_place(self) -> tuple[object, object]:
        return self.number_hash, "phone"

    @property
    def may_be_texted(self) -> bool:
        return self.texts == self.Texts.OPEN


class IncomingText(models.Model):
    """One text as the carrier gave it to us: once per MessageSid, for ever, whichever way it came."""

    class CameBy(models.TextChoices):
        WEBHOOK = "webhook"
        FALLBACK = "fallback"
        POLL = "poll"

    phone = models.ForeignKey(Phone, on_delete=models.PROTECT, related_name="incoming")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="incoming_text")
    message_sid = models.CharField(max_length=34, unique=True)
    came_by = models.CharField(max_length=10, choices=CameBy.choices)
    # The whole text was this word ("stop"); empty for any other.
    keyword = models.CharField(max_length=12, blank=True, default="")
    pictures = models.PositiveSmallIntegerField(default=0)
    # Characters that cannot be kept (NUL, lone surrogates) were replaced.
    was_cleaned = models.BooleanField(default=False)
    received_at = models.DateTimeField(default=clock.now)
    # When the carrier had it; known for those that were fetched.
    provider_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_incoming_texts", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"incoming text {self.pk}"


class OutgoingText(models.Model):
    """Words of ours on their way to a phone. Written with the words, before anybody calls the carrier.

    The state only climbs (see RANK): a report that comes late never moves it back.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        UNKNOWN = "unknown", _("Not known whether it was sent")
        SENT = "sent", _("Sent, no word yet that it arrived")
        DELIVERED = "delivered", _("Arrived")
        UNDELIVERED = "undelivered", _("Did not arrive")
        FAILED = "failed", _("Not sent")
        BLOCKED = "blocked", _("Not sent: this phone gets no texts from us")
        DISCARDED = "discarded", _("Not sent: it was too late")

    WENT_WRONG = (State.UNKNOWN, State.UNDELIVERED, State.FAILED, State.BLOCKED, State.DISCARDED)
    FINAL = (State.DELIVERED, State.UNDELIVERED, State.FAILED, State.BLOCKED, State.DISCARDED)
    RANK = {
        State.QUEUED: 0,
        State.SENDING: 1,
        State.UNKNOWN: 2,
        State.SENT: 3,
        State.UNDELIVERED: 4,
        State.FAILED: 4,
        State.BLOCKED: 4,
        State.DISCARDED: 4,
        State.DELIVERED: 5,
    }

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="outgoing_text")
    phone = models.ForeignKey(Phone, on_delete=models.PROTECT, related_name="outgoing")
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    state_at = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now)
    # When to call the carrier (again): to send it, or to ask what became of it; None once nobody needs to.
    next_try_at = models.DateTimeField(null=True, default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    segments = models.PositiveSmallIntegerField(null=True)
    error_code = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outgoing_state_is_known",
                condition=Q(
                    state__in=("queued sending unknown sent delivered undelivered failed blocked discarded").split()
                ),
            ),
            models.CheckConstraint(
                name="queued_means_a_next_try", condition=~Q(state="queued") | Q(next_try_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["phone", "id"], condition=Q(state__in=["queued", "sending"]), name="texts_to_send"),
            models.Index(fields=["state_at"], condition=Q(state__in=["unknown", "sent"]), name="texts_to_ask_about"),
            models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="texts_due"),
        ]

    def __str__(self) -> str:
        return f"outgoing text {self.pk}"

    @property
    def went_wrong(self) -> bool:
        return self.state in self.WENT_WRONG


class SendAttempt(models.Model):
    """One call to the carrier, written before it is made, so that an unknown outcome can be looked up.

    `key` is ours and stands in the address of the reports: one that overtakes the answer finds its text.
    """

    class Outcome(models.TextChoices):
        CALLING = "calling"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        UNKNOWN = "unknown"

    text = models.ForeignKey(OutgoingText, on_delete=models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField()
    key = models.UUIDField(default=uuid4, unique=True)
    message_sid = models.CharField(max_length=34, null=True, unique=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.CALLING)
    error_code = models.PositiveIntegerField(null=True)
    started_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="one_attempt_a_number")]

    def __str__(self) -> str:
        return f"attempt {self.number} of text {self.text_id}"


class DeliveryReport(models.Model):
    """What the carrier said about one attempt, each status once. Added to, never changed."""

    attempt = models.ForeignKey(SendAttempt, on_delete=models.PROTECT, related_name="reports")
    status = models.CharField(max_length=20)
    error_code = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "status"], name="each_status_once")]
        triggers = [pgtrigger.Protect(name="keep_delivery_reports", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"report {self.pk}"
