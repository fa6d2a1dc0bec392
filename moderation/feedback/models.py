"""The quarantine: what a member of staff says about what the checks found in some words."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chat.models import Message, PostVersion
from chat.urgency import Urgency
from config import clock
from config.models import DataKey, SealedTextField


class Feedback(models.Model):
    """One statement of one member of staff. It teaches nothing before somebody else has accepted it.

    It hangs on the words it is about and goes with them. Its own copy of them is masked, sealed under their key, and
    only there while the service may keep it (`feedback.keep_words`).
    """

    class Says(models.TextChoices):
        AGREE = "agree", _("The checks were right")
        NOT_THIS = "not_this", _("It is not this")
        MISSED = "missed", _("The checks missed this")

    class Purpose(models.TextChoices):
        """What it may be used for. There is one, so that it cannot quietly become another."""

        TEACHING = "teaching", _("to teach the checks, and for nothing else")

    class State(models.TextChoices):
        QUARANTINED = "quarantined", _("Waits")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    post_version = models.ForeignKey(PostVersion, null=True, on_delete=models.PROTECT, related_name="+")
    # Which flag it answers; what was missed has none of the checks'.
    flag = models.ForeignKey("moderation.Flag", null=True, on_delete=models.PROTECT, related_name="+")
    says = models.CharField(max_length=8, choices=Says.choices)
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.TEACHING)
    # What the checks said, and what the person says.
    checks_category = models.CharField(max_length=30, blank=True, default="")
    checks_urgency = models.CharField(max_length=12, choices=Urgency.choices)
    category = models.CharField(max_length=30, blank=True, default="")
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    rules_version = models.CharField(max_length=40, blank=True, default="")
    artefact_hash = models.CharField(max_length=64, blank=True, default="")
    client_id = models.UUIDField(default=uuid4, unique=True)
    words = SealedTextField(null=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUARANTINED)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="feedback_about_exactly_one",
                condition=Q(message__isnull=False, post_version=None) | Q(message=None, post_version__isnull=False),
            ),
            models.CheckConstraint(
                name="feedback_answers_a_flag_or_names_what_was_missed",
                condition=Q(flag__isnull=False, says__in=["agree", "not_this"])
                | (Q(flag=None, says="missed") & ~Q(category="")),
            ),
            models.CheckConstraint(
                name="feedback_is_reviewed_by_somebody_else",
                condition=Q(state="quarantined", reviewed_by=None, reviewed_at=None)
                | (
                    Q(state__in=["accepted", "refused"], reviewed_by__isnull=False, reviewed_at__isnull=False)
                    & ~Q(reviewed_by=F("said_by"))
                ),
            ),
            models.UniqueConstraint(fields=["flag", "said_by"], name="one_feedback_a_flag_and_person"),
            models.UniqueConstraint(
                fields=["message", "said_by"], condition=Q(says="missed"), name="missed_once_a_message_and_person"
            ),
            models.UniqueConstraint(
                fields=["post_version", "said_by"], condition=Q(says="missed"), name="missed_once_a_post_and_person"
            ),
        ]
        indexes = [models.Index(fields=["said_at"], condition=Q(state="quarantined"), name="feedback_that_waits")]

    def __str__(self) -> str:
        return f"feedback {self.pk}"

    @property
    def is_grave(self) -> bool:
        """A mistake in it would cost most: only a safeguarding lead reviews it."""
        worst = {self.checks_urgency, self.urgency}
        missed = self.says == self.Says.MISSED and self.urgency == Urgency.SOON
        return missed or bool(worst & {Urgency.NOW, Urgency.VERY_SOON})

    def about_words(self) -> Message | PostVersion:
        return self.message or self.post_version  # type: ignore[return-value]  # exactly one: a constraint

    def sealing_key(self) -> DataKey:
        return self.about_words().sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        owner, _theirs = self.about_words().sealing_place()
        return owner, self.client_id


IS_GRAVE = Q(checks_urgency__in=["now", "very_soon"]) | Q(urgency__in=["now", "very_soon"]) | Q(
    says="missed", urgency="soon"
)  # fmt: skip
"""`is_grave`, in the database."""
