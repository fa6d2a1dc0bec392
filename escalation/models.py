"""A person decides, and it is written down."""

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models import Conversation, Post
from chat.urgency import Urgency
from config import clock
from config.models import DataKey, SealedTextField
from moderation.models import Flag

# One working day, counted as a calendar day: stricter, and the same at weekends.
SECOND_REVIEW_WITHIN = timedelta(days=1)


class Escalation(models.Model):
    """One young person's danger, managed: acknowledged, assessed, decided, with clocks that page until then."""

    class Kind(models.TextChoices):
        CHILD_SAFETY = "child_safety"
        CSA_DUTY = "csa_duty"
        LADO = "lado"
        MISSING = "missing"
        EXPLOITATION = "exploitation"
        PREVENT = "prevent"
        OTHER = "other"

    class State(models.TextChoices):
        OPENED = "opened", _("Waiting for a lead")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        ASSESSING = "assessing", _("Being looked into")
        DECIDED = "decided", _("Decided")
        SECOND_REVIEW = "second_review", _("Waiting for a second lead")
        MONITORING = "monitoring", _("Being watched")
        REVIEW_DUE = "review_due", _("Review due")
        CLOSED = "closed", _("Closed")

    UNDECIDED = (State.OPENED, State.ACKNOWLEDGED, State.ASSESSING)

    key = models.ForeignKey(DataKey, null=True, on_delete=models.SET_NULL, related_name="+")
    # What it is about: a conversation, a post in the forum, or somebody who works here.
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    # An allegation: it does not exist for the person it is about (relations.py), who is never paged or told.
    about_staff = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # Where it was heard, if in a chat. Not what it is about: nothing that looks a chat up may come upon it.
    heard_in = models.ForeignKey(Conversation, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.CHILD_SAFETY)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    state = models.CharField(max_length=15, choices=State.choices, default=State.OPENED)
    # The reason in our words ("medicine taken"), never the young person's.
    headline = models.CharField(max_length=80)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledge_due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    decide_due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    # The truth of the paging chain: until acknowledged there is always a next step and its time. Afterwards it is
    # when a decision that is overdue pages again.
    page_step = models.PositiveIntegerField(default=0)
    page_due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_escalation_a_conversation",
                fields=["conversation"],
                condition=Q(state__in=["opened", "acknowledged", "assessing"]),
            ),
            models.UniqueConstraint(
                name="one_open_escalation_a_post",
                fields=["post"],
                condition=Q(state__in=["opened", "acknowledged", "assessing"]),
            ),
            models.CheckConstraint(
                name="escalation_about_exactly_one",
                condition=Q(conversation__isnull=False, post=None, about_staff=None)
                | Q(conversation=None, post__isnull=False, about_staff=None)
                | Q(conversation=None, post=None, about_staff__isnull=False),
            ),
            models.CheckConstraint(
                name="allegations_are_about_staff",
                condition=Q(about_staff=None, heard_in=None) | Q(about_staff__isnull=False, kind="lado"),
            ),
            models.CheckConstraint(
                name="undecided_means_paging",
                condition=~Q(state__in=["opened", "acknowledged", "assessing"]) | Q(page_due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="opened_until_acknowledged",
                condition=Q(state="opened", acknowledged_at=None)
                | (~Q(state="opened") & Q(acknowledged_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="decided_has_a_time",
                condition=~Q(state__in=["decided", "second_review"]) | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="acknowledged_by_somebody",
                condition=Q(acknowledged_at=None) | Q(lead__isnull=False),
            ),
            models.CheckConstraint(
                name="escalations_are_now_or_very_soon", condition=Q(urgency__in=["now", "very_soon"])
            ),
        ]
        indexes = [
            models.Index(fields=["page_due_at"], condition=Q(page_due_at__isnull=False), name="escalations_to_page")
        ]

    def __str__(self) -> str:
        return f"escalation {self.pk}"

    def sealing_key(self) -> DataKey:
        if self.key is None:
            raise LookupError("The key to this escalation's words was deleted.")
        return self.key

    @property
    def due_at(self) -> datetime | None:
        """What is due next: the acknowledgement, then the decision, then a second lead; None once all is done."""
        if self.acknowledged_at is None:
            return self.acknowledge_due_at
        if self.decided_at is None:
            return self.decide_due_at
        return self.decided_at + SECOND_REVIEW_WITHIN if self.state == self.State.SECOND_REVIEW else None

    @property
    def is_undecided(self) -> bool:
        return self.state in self.UNDECIDED

    @property
    def is_allegation(self) -> bool:
        return self.about_staff_id is not None


class EscalationFlag(models.Model):
    """This flag belongs to that escalation. A flag that climbs after a decision opens another."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="flag_links")
    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["escalation", "flag"], name="a_flag_joins_once")]

    def __str__(self) -> str:
        return f"flag {self.flag_id} of escalation {self.escalation_id}"


class Quote(models.Model):
    """Words that brought this about, as they were: a copy under the escalation's own key.

    It can be read after what it was taken from is erased. Added to, never changed.
    """

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="quotes")
    # The message, or the wording of a post, it was taken from; its place or its number.
    source = models.BigIntegerField()
    place = models.PositiveIntegerField()
    said_at = models.DateTimeField()
    title = SealedTextField(null=True)
    body = SealedTextField()
    # What was underlined: [start, end, reason in our words, urgency], in code points of the body.
    marks = models.JSONField(default=list)
    quoted_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["escalation", "source"], name="quoted_once")]
        triggers = [pgtrigger.Protect(name="keep_quotes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"quote {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.escalation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.escalation_id, self.source


class Page(models.Model):
    """One call to one person to look at one escalation. Only that person's acknowledgement answers it."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="pages")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveIntegerField()
    duty = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["escalation", "staff", "step"], name="paged_once_a_step"),
        ]

    def __str__(self) -> str:
        return f"page {self.pk}"


class Decision(models.Model):
    """What a safeguarding lead decided. Never edited: a change of mind is another decision."""

    class Outcome(models.TextChoices):
        EMERGENCY_AGREED = "emergency_agreed", _("Emergency services, with their agreement")
        EMERGENCY = "emergency", _("Emergency services, without")
        REFER = "refer", _("Refer to children's social care")
        EARLY_HELP = "early_help", _("Early help")
        INTERNAL_PLAN = "internal_plan", _("Internal plan")
        NO_FURTHER_ACTION = "nfa", _("No further action (a second lead must agree)")

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


class EscalationEvent(models.Model):
    """One step of an escalation: who, when, from, to. Added to, never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        JOINED = "joined"
        URGENCY_RAISED = "urgency_raised"
        PAGED = "paged"
        ACKNOWLEDGED = "acknowledged"
        LOOKED = "looked"
        READ = "read"
        DECIDED = "decided"

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="history")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    from_value = models.CharField(max_length=20, blank=True, default="")
    to_value = models.CharField(max_length=20, blank=True, default="")
    detail = models.CharField(max_length=80, blank=True, default="")
    why = SealedTextField(null=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_escalation_history", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["escalation", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.escalation_id}"

    def sealing_key(self) -> DataKey:
        return self.escalation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.escalation_id, self.at.isoformat()


# The models of break-glass stand beside what is done with them; Django looks for them here.
from escalation.glass.models import Glass, GlassCall  # noqa: E402

__all__ = [
    "Decision",
    "Escalation",
    "EscalationEvent",
    "EscalationFlag",
    "Glass",
    "GlassCall",
    "Page",
    "Quote",
]
