"""One young person's danger, managed; what belongs to it, and the words that brought it about."""

from datetime import datetime, timedelta
from typing import Any, cast

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models import Concern, Conversation, Post, YoungPerson
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
    # Whose danger it is: everything about them while it is undecided comes here, by whichever way they write. None
    # of an allegation, and of a concern about somebody whom nobody has found yet.
    young_person = models.ForeignKey(YoungPerson, null=True, on_delete=models.PROTECT, related_name="+")
    # It turned out to be of the same young person as that one: everything goes on there.
    joined_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="joined_here")
    # What it began with: a conversation, a post in the forum, what somebody outside said, or somebody who works here.
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, null=True, on_delete=models.PROTECT, related_name="+")
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
    # One more with every change anybody makes: who acts on what is no longer so is told.
    version = models.PositiveIntegerField(default=0)
    # Its lead works on it until then, or has put it off until then for a reason (hold_why).
    lease_until = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    hold_why = SealedTextField(null=True)
    # Its lead asks this person to take it over; it stays the lead's until they do.
    offered_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(null=True)
    # After the decision: when somebody must look whether help arrived, or whether the plan holds.
    check_due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_escalation_a_conversation",
                fields=["conversation"],
                condition=Q(state__in=["opened", "acknowledged", "assessing"]),
            ),
            models.UniqueConstraint(
                name="one_open_escalation_a_young_person",
                fields=["young_person"],
                condition=Q(state__in=["opened", "acknowledged", "assessing"]),
            ),
            models.UniqueConstraint(
                name="one_open_escalation_a_concern",
                fields=["concern"],
                condition=Q(state__in=["opened", "acknowledged", "assessing"]),
            ),
            models.UniqueConstraint(
                name="one_open_escalation_a_post",
                fields=["post"],
                condition=Q(state__in=["opened", "acknowledged", "assessing"]),
            ),
            models.CheckConstraint(
                name="escalation_about_exactly_one",
                condition=Q(conversation__isnull=False, post=None, concern=None, about_staff=None)
                | Q(conversation=None, post__isnull=False, concern=None, about_staff=None)
                | Q(conversation=None, post=None, concern__isnull=False, about_staff=None)
                | Q(conversation=None, post=None, concern=None, about_staff__isnull=False),
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
                | (~Q(state="opened") & Q(acknowledged_at__isnull=False))
                | Q(state="closed", joined_to__isnull=False),
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
            models.CheckConstraint(
                name="held_for_a_reason", condition=Q(held_until=None) | Q(hold_why__isnull=False, lead__isnull=False)
            ),
            models.CheckConstraint(
                name="offered_since",
                condition=Q(offered_to=None, offered_at=None) | Q(offered_to__isnull=False, offered_at__isnull=False),
            ),
            models.CheckConstraint(name="joined_means_closed", condition=Q(joined_to=None) | Q(state="closed")),
            models.CheckConstraint(name="closed_has_a_time", condition=~Q(state="closed") | Q(closed_at__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["page_due_at"], condition=Q(page_due_at__isnull=False), name="escalations_to_page"),
            models.Index(fields=["check_due_at"], condition=Q(check_due_at__isnull=False), name="escalations_to_check"),
            models.Index(fields=["offered_to"], condition=Q(offered_to__isnull=False), name="escalations_offered"),
            models.Index(
                fields=["urgency", "opened_at"], condition=~Q(state__in=["decided", "closed"]), name="escalations_open"
            ),
        ]

    def __str__(self) -> str:
        return f"escalation {self.pk}"

    def sealing_key(self) -> DataKey:
        if self.key is None:
            raise LookupError("The key to this escalation's words was deleted.")
        return self.key

    def sealing_place(self) -> tuple[object, object]:
        return self.pk, "escalation"

    @property
    def due_at(self) -> datetime | None:
        return next_due(self)

    @property
    def is_undecided(self) -> bool:
        return self.state in self.UNDECIDED

    @property
    def is_allegation(self) -> bool:
        return self.about_staff_id is not None


def next_due(one: Any) -> datetime | None:
    """What is due next: the acknowledgement, the decision, a second lead, then looking again; None once closed.

    Of an escalation, or of a row with the columns of its clocks.
    """
    if one.acknowledged_at is None:
        return cast("datetime", one.acknowledge_due_at)
    if one.decided_at is None:
        return cast("datetime", one.decide_due_at)
    if one.state == Escalation.State.SECOND_REVIEW:
        return cast("datetime", one.decided_at + SECOND_REVIEW_WITHIN)
    return cast("datetime | None", one.check_due_at)


class EscalationFlag(models.Model):
    """This flag belongs to that escalation. A flag that climbs after a decision opens another."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="flag_links")
    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["escalation", "flag"], name="a_flag_joins_once")]

    def __str__(self) -> str:
        return f"flag {self.flag_id} of escalation {self.escalation_id}"


class Subject(models.Model):
    """What else belongs to an escalation of this young person: another conversation, another post, what somebody said.

    What it began with is a row here too, so that all of it is found in one place.
    """

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="subjects")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    # A lead found out that it is the same young person; None where the program knows it.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["escalation", "conversation", "post", "concern"],
                nulls_distinct=False,
                name="a_subject_joins_once",
            ),
            models.CheckConstraint(
                name="subject_is_exactly_one",
                condition=Q(conversation__isnull=False, post=None, concern=None)
                | Q(conversation=None, post__isnull=False, concern=None)
                | Q(conversation=None, post=None, concern__isnull=False),
            ),
        ]
        triggers = [pgtrigger.Protect(name="keep_subjects", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"subject {self.pk} of escalation {self.escalation_id}"


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
