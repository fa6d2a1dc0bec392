"""The practice phones of a developer's machine, and the texts a carrier would hold. Empty in a live service."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models.talk import WordsShredded
from config import clock
from config.models import DataKey, SealedTextField


class PracticePhone(models.Model):
    """One phone to try the service with, and what shall go wrong for it. Its number is one of those for films."""

    class TextsTo(models.TextChoices):
        """What becomes of a text to this phone?"""

        ARRIVE = "arrive", _("They arrive")
        PHONE_OFF = "phone_off", _("Phone is off (30003)")
        UNKNOWN = "unknown", _("Lost on the way (30008)")
        NO_SUCH_NUMBER = "no_such_number", _("Number refused at once (21211)")
        DEAD = "dead", _("Number is dead (30005)")
        LANDLINE = "landline", _("It is a landline (30006)")
        FILTERED = "filtered", _("Taken for spam (30007)")

    class Answers(models.TextChoices):
        """What does the carrier answer when we send?"""

        TAKEN = "taken", _("Takes it")
        TOO_FAST = "too_fast", _("Too fast (429)")
        DOWN = "down", _("Is down (500)")
        LOST = "lost", _("Takes it, but the answer is lost (504)")

    class Reports(models.TextChoices):
        IN_ORDER = "in_order", _("In order")
        SHUFFLED = "shuffled", _("Late and in the wrong order")

    class TextsFrom(models.TextChoices):
        """How does a text from this phone reach us?"""

        ONCE = "once", _("At once")
        TWICE = "twice", _("Twice")
        LOST = "lost", _("Not at all, until we ask")

    key = models.ForeignKey(DataKey, null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.CharField(max_length=16, unique=True)
    texts_to = models.CharField(max_length=15, choices=TextsTo.choices, default=TextsTo.ARRIVE)
    answers = models.CharField(max_length=10, choices=Answers.choices, default=Answers.TAKEN)
    reports = models.CharField(max_length=10, choices=Reports.choices, default=Reports.IN_ORDER)
    texts_from = models.CharField(max_length=10, choices=TextsFrom.choices, default=TextsFrom.ONCE)
    # It asked for no more texts: the carrier itself lets none through until it says START.
    stopped_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"practice phone {self.pk}"

    def sealing_key(self) -> DataKey:
        if self.key is None:
            raise WordsShredded
        return self.key


class PracticeText(models.Model):
    """A text as the carrier holds it, whichever way it went."""

    class Direction(models.TextChoices):
        """The carrier's words: seen from us."""

        FROM_PHONE = "inbound"
        TO_PHONE = "outbound-api"
        FROM_CARRIER = "outbound-reply"  # its own answer to STOP and START

    class Status(models.TextChoices):
        """The carrier's words."""

        QUEUED = "queued"
        SENT = "sent"
        DELIVERED = "delivered"
        UNDELIVERED = "undelivered"
        FAILED = "failed"
        RECEIVED = "received"

    class Handed(models.TextChoices):
        """How a text from the phone was handed to us."""

        NOT_YET = "not_yet"
        WEBHOOK = "webhook"
        FALLBACK = "fallback"
        KEPT = "kept"  # neither worked: it is in the carrier's list, and nowhere else
        FETCHED = "fetched"  # the list was asked for

    RANK = {Status.QUEUED: 0, Status.SENT: 1, Status.UNDELIVERED: 2, Status.FAILED: 2, Status.DELIVERED: 2}

    phone = models.ForeignKey(PracticePhone, on_delete=models.PROTECT, related_name="texts")
    sid = models.CharField(max_length=34, unique=True)
    direction = models.CharField(max_length=15, choices=Direction.choices)
    our_number = models.CharField(max_length=16)
    body = SealedTextField()
    segments = models.PositiveSmallIntegerField(default=1)
    pictures = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=12, choices=Status.choices)
    # Decided when it was taken, told when its time has come.
    comes_to = models.CharField(max_length=12, choices=Status.choices)
    error_code = models.PositiveIntegerField(null=True)
    # Where the reports go, as it was given to us.
    status_callback = models.CharField(max_length=2000, blank=True, default="")
    handed = models.CharField(max_length=10, choices=Handed.choices, default=Handed.NOT_YET)
    made_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="practice_status_is_known",
                condition=Q(status__in="queued sent delivered undelivered failed received".split()),
            )
        ]
        indexes = [models.Index(fields=["phone", "-id"], name="practice_texts_newest")]

    def __str__(self) -> str:
        return f"practice text {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.phone.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.phone_id, self.sid

    @property
    def known_error(self) -> int | None:
        """Why it did not arrive, once that is known."""
        return self.error_code if self.status == self.comes_to else None

    @property
    def is_from_phone(self) -> bool:
        return self.direction == self.Direction.FROM_PHONE
