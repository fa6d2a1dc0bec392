"""What must be kept and what is gone: holds against erasing, and the record of every erasure. No words in either."""

from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chat.models.talk import Conversation, YoungPerson
from config import clock


class Hold(models.Model):
    """Nothing of this is erased until somebody lifts it: a court, an investigation, a safeguarding review."""

    class Why(models.TextChoices):
        SAFEGUARDING = "safeguarding", _("A safeguarding concern is looked into")
        POLICE = "police", _("The police or a court asked to keep it")
        COMPLAINT = "complaint", _("A complaint is looked into")
        ALLEGATION = "allegation", _("An allegation about somebody who works here")
        OTHER = "other", _("Another reason, written down elsewhere")

    # About all of a young person, or about one conversation.
    young_person = models.ForeignKey(YoungPerson, null=True, on_delete=models.PROTECT, related_name="holds")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.PROTECT, related_name="holds")
    why = models.CharField(max_length=20, choices=Why.choices)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=clock.now)
    # When somebody looks again whether it still has to be. It never ends by itself.
    review_on = models.DateField(null=True)
    # One person asks for the end of it, another agrees.
    lift_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lift_asked_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hold_about_exactly_one",
                condition=Q(young_person__isnull=False, conversation=None)
                | Q(young_person=None, conversation__isnull=False),
            ),
            models.CheckConstraint(
                name="hold_lifted_by_somebody",
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="hold_lifting_asked_by_somebody",
                condition=Q(lift_asked_at=None, lift_asked_by=None)
                | Q(lift_asked_at__isnull=False, lift_asked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="another_person_lifts_a_hold", condition=Q(lifted_by=None) | ~Q(lifted_by=F("lift_asked_by"))
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep_holds", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="a_hold_stays_what_it_was",
                fields=["young_person", "conversation", "why", "placed_by", "placed_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class Erasure(models.Model):
    """One time that somebody's words were to be erased, and what became of it. Added to, never changed."""

    class State(models.TextChoices):
        DONE = "done", _("Done")
        REFUSED = "refused", _("Not done")
        REPLAYED = "replayed", _("Done again after a restore")

    class Why(models.TextChoices):
        ASKED = "asked", _("The young person asked for it")
        TIME = "time", _("Its time was over")

    receipt = models.UUIDField(default=uuid4, unique=True)
    young_person = models.ForeignKey(YoungPerson, on_delete=models.PROTECT, related_name="erasures")
    # None: everything of theirs.
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.PROTECT, related_name="erasures")
    why = models.CharField(max_length=10, choices=Why.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    # Nobody: the service itself.
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    # Codes: what stays, or why nothing was erased. chat/keeping/receipt.py says them in words.
    stays = ArrayField(models.CharField(max_length=30), default=list)
    keys_destroyed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erased_at_a_time", condition=Q(state="refused", done_at=None) | Q(done_at__isnull=False)
            )
        ]
        triggers = [pgtrigger.Protect(name="keep_erasures", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"erasure {self.pk}"
