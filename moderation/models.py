"""What was noticed in words, and who has to look."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models import Concern, Conversation, Message, Notice, Post, PostVersion
from chat.urgency import Urgency
from config import clock
from config.models import DataKey, SealedTextField
from moderation.blind.models import BlindDraw, BlindLook, BlindReading
from moderation.feedback.models import Feedback
from moderation.model_rows import ModelChoice, ShadowReading

# The models of one part stand beside what is done with them; Django looks for them here.
__all__ = [
    "Assessment", "BlindDraw", "BlindLook", "BlindReading", "Canary", "Feedback", "Flag", "FlagEvent", "Incident",
    "IncidentPage", "ModelChoice", "Review", "ReviewDecision", "ShadowReading",
]  # fmt: skip


class Assessment(models.Model):
    """One reading of one message or one version of a post: what was found, by what, over which places. Never edited:
    only where a check could not read a post, the reading that could takes its place."""

    message = models.OneToOneField(Message, null=True, on_delete=models.PROTECT, related_name="+")
    post_version = models.OneToOneField(PostVersion, null=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    categories = ArrayField(models.CharField(max_length=30), default=list)
    # For evaluation. Shown to nobody who decides about a person.
    scores = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    failed_checks = ArrayField(models.CharField(max_length=60), default=list)
    rules_version = models.CharField(max_length=40)
    artefact_hash = models.CharField(max_length=64, blank=True, default="")
    thresholds = models.JSONField(default=dict)
    # What the learned model took, where it read.
    milliseconds = models.FloatField(null=True)
    read_from_place = models.PositiveIntegerField()
    read_to_place = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessment_of_exactly_one",
                condition=Q(message__isnull=False, post_version=None) | Q(message=None, post_version__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk}"


class Flag(models.Model):
    """Somebody must look. It never expires: it is acknowledged, then confirmed, handled or dismissed."""

    class State(models.TextChoices):
        RAISED = "raised"
        ACKNOWLEDGED = "acknowledged"
        CONFIRMED = "confirmed"
        HANDLED = "handled"
        DISMISSED = "dismissed"

    OPEN = (State.RAISED, State.ACKNOWLEDGED)

    # About private words (a conversation, and mostly one message of it) or about a post and one version of it.
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    post_version = models.ForeignKey(PostVersion, null=True, on_delete=models.PROTECT, related_name="+")
    # Or about what somebody outside said: nobody has checked it.
    concern = models.ForeignKey(Concern, null=True, on_delete=models.PROTECT, related_name="+")
    check_name = models.CharField(max_length=80)
    words = models.CharField(max_length=80)
    category = models.CharField(max_length=30, blank=True, default="")
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RAISED)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=clock.now)
    last_raised_at = models.DateTimeField(default=clock.now)
    times_raised = models.PositiveIntegerField(default=1)
    # Runs only where no escalation is open: then the escalation's own clocks count.
    acknowledge_due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_flag_a_reason",
                fields=["conversation", "check_name"],
                condition=Q(state__in=["raised", "acknowledged"]),
            ),
            models.UniqueConstraint(
                name="one_open_flag_a_reason_and_post",
                fields=["post", "check_name"],
                condition=Q(state__in=["raised", "acknowledged"]),
            ),
            models.UniqueConstraint(
                name="one_open_flag_a_concern",
                fields=["concern", "check_name"],
                condition=Q(state__in=["raised", "acknowledged"]),
            ),
            models.CheckConstraint(
                name="flag_about_exactly_one",
                condition=Q(conversation__isnull=False, post=None, post_version=None, concern=None)
                | Q(conversation=None, message=None, post__isnull=False, concern=None)
                | Q(conversation=None, message=None, post=None, post_version=None, concern__isnull=False),
            ),
            models.CheckConstraint(name="flag_urgency_is_known", condition=Q(urgency__in=Urgency.values)),
        ]
        indexes = [
            models.Index(fields=["acknowledge_due_at"], condition=Q(state="raised"), name="flags_to_look_at"),
            models.Index(
                fields=["id"],
                condition=Q(state__in=["raised", "acknowledged"], urgency__in=["now", "very_soon"]),
                name="flags_open_in_danger",
            ),
        ]

    def __str__(self) -> str:
        return f"flag {self.pk}"


class FlagEvent(models.Model):
    """One move of a flag. Added to, never changed."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="history")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=12, blank=True, default="")
    to_state = models.CharField(max_length=12)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_flag_history", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"flag {self.flag_id}: {self.to_state}"


class Incident(models.Model):
    """Something is wrong with the service itself. One row for the service, not one a child."""

    class Kind(models.TextChoices):
        NOT_CHECKED = "not_checked"
        POSTS_NOT_CHECKED = "posts_not_checked"
        TEXTS_NOT_GOING_OUT = "texts_not_going_out"
        NOBODY_ON_DUTY = "nobody_on_duty"
        NO_OWNER_NO_CLOCK = "no_owner_no_clock"
        KEYS_STALLED = "keys_stalled"
        REPLY_OVERDUE = "reply_overdue"
        NOW_AND_ALL_FULL = "now_and_all_full"
        AUDIT_BROKEN = "audit_broken"
        GAP_IN_ROTA = "gap_in_rota"
        NOBODY_CAME = "nobody_came"
        OTHER_MODEL = "other_model"
        CANARY_LOST = "canary_lost"

    class Part(models.TextChoices):
        """Of the way of a message, where it is known which part of it is broken."""

        NOT_STORED = "not_stored"
        NOT_READ = "not_read"
        NOT_NOTICED = "not_noticed"
        NOT_SHOWN = "not_shown"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    part = models.CharField(max_length=12, choices=Part.choices, blank=True, default="")
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)
    # Paging goes on, round and round, until a person says that they are on it, or it is over.
    page_step = models.PositiveIntegerField(default=0)
    page_due_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_open_incident_a_kind", fields=["kind"], condition=Q(closed_at=None)),
            models.CheckConstraint(
                name="open_incident_is_paged_or_seen",
                condition=Q(closed_at__isnull=False)
                | Q(page_due_at__isnull=False)
                | Q(acknowledged_by__isnull=False, acknowledged_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"incident {self.kind}"


class IncidentPage(models.Model):
    """One call to one person about something that is wrong with the service. Written down before it is made."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="pages")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveIntegerField()
    duty = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "staff", "step"], name="called_once_a_step"),
        ]
        triggers = [pgtrigger.Protect(name="keep_incident_pages", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"page {self.pk} of incident {self.incident_id}"


class Canary(models.Model):
    """A made-up message that went the way of a young person's words, and how far it came. Nobody's: it has no
    conversation and no owner. Kept for a few days (moderation/canary)."""

    sent_at = models.DateTimeField(default=clock.now)
    # Which of the made-up texts it is.
    number = models.PositiveSmallIntegerField()
    key = models.ForeignKey(DataKey, null=True, on_delete=models.PROTECT, related_name="+")
    body = SealedTextField(null=True)
    stored_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    # What each reader noticed by itself, and which could not say anything.
    urgencies = models.JSONField(default=dict)
    failed_checks = ArrayField(models.CharField(max_length=60), default=list)
    artefact_hash = models.CharField(max_length=64, blank=True, default="")
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="canary_goes_its_way_in_order",
                condition=(Q(read_at=None) | Q(stored_at__isnull=False))
                & (Q(arrived_at=None) | Q(read_at__isnull=False)),
            )
        ]
        indexes = [
            models.Index(
                fields=["stored_at"], condition=Q(stored_at__isnull=False, read_at=None), name="canaries_to_read"
            )
        ]

    def __str__(self) -> str:
        return f"canary {self.pk}"

    def sealing_key(self) -> DataKey:
        """Raises DataKey.DoesNotExist before it is stored."""
        if self.key is None:
            raise DataKey.DoesNotExist
        return self.key

    def sealing_place(self) -> tuple[object, object]:
        return self.pk, self.number


class Review(models.Model):
    """One version of a post that a person has to read before it goes up, and who is reading it.

    Made with its assessment: what nothing has read is in no lane, and cannot be approved. A newer version of the
    same post supersedes it.
    """

    class Lane(models.TextChoices):
        CARE = "care", _("Care")
        CONDUCT = "conduct", _("Conduct")

    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"
        SECOND_OPINION = "second_opinion"
        DONE = "done"
        SUPERSEDED = "superseded"

    OPEN = (State.WAITING, State.TAKEN, State.SECOND_OPINION)

    version = models.OneToOneField(PostVersion, on_delete=models.PROTECT, related_name="+")
    lane = models.CharField(max_length=8, choices=Lane.choices)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    # Words that may be hard to read are blurred until somebody asks to see them.
    may_be_graphic = models.BooleanField(default=False)
    state = models.CharField(max_length=15, choices=State.choices, default=State.WAITING)
    waiting_since = models.DateTimeField(default=clock.now)
    look_due_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    # The lock: after it the review waits for anybody again.
    taken_until = models.DateTimeField(null=True)
    # Who was last shown every word of it. Only they can put any of it up.
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    # Who asked for a second opinion: somebody else has to give it.
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="taken_by_somebody_until_a_time",
                condition=Q(state="taken", taken_by__isnull=False, taken_until__isnull=False) | ~Q(state="taken"),
            ),
            models.UniqueConstraint(name="one_review_held_at_a_time", fields=["taken_by"], condition=Q(state="taken")),
            models.CheckConstraint(
                name="review_done_has_a_time",
                condition=Q(state__in=["done", "superseded"], done_at__isnull=False)
                | (~Q(state__in=["done", "superseded"]) & Q(done_at=None)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["lane", "waiting_since"],
                condition=Q(state__in=["waiting", "second_opinion"]),
                name="reviews_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"


class ReviewDecision(models.Model):
    """What a moderator decided about one version of a post, and what the author was told. Never edited."""

    class Action(models.TextChoices):
        PUBLISH = "publish", _("Publish")
        PUBLISH_WITH_NOTE = "publish_with_note", _("Publish with support note")
        TAKE_OUT_DETAILS = "take_out_details", _("Take out details")
        RETURN = "return", _("Return kindly")
        WITHHOLD = "withhold", _("Do not put up")
        SECOND_OPINION = "second_opinion", _("Second opinion")
        ESCALATE = "escalate", _("Escalate")

    class Kind(models.TextChoices):
        """Source: domain reference, moderation classes."""

        OK = "ok"
        OK_WITH_WARNING = "ok_with_warning"
        EDIT_NEEDED = "edit_needed"
        TOO_DETAILED = "too_detailed"
        CONTAGION = "contagion"
        ABUSE_OR_GROOMING = "abuse_or_grooming"
        CRISIS_NOW = "crisis_now"
        SPAM = "spam"
        OFF_TOPIC = "off_topic"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(max_length=20, choices=Action.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    offered_chat = models.BooleanField(default=False)
    # The version that went up: the one reviewed, or what was left of it.
    shown = models.ForeignKey(PostVersion, null=True, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)
    seconds_open = models.PositiveIntegerField()

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_review_decisions", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"review decision {self.pk}"
