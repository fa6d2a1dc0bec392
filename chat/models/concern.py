"""Somebody outside is worried about a young person: what they said at the concern door. Nobody has checked it."""

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chat.models.forum import Member
from chat.models.talk import WordsShredded, YoungPerson
from chat.urgency import Urgency
from config import clock
from config.models import DataKey, SealedTextField


class Concern(models.Model):
    """About one young person, from one source. Whoever gave it is never told whether we know the young person."""

    class From(models.TextChoices):
        FRIEND = "friend", _("A friend")
        FAMILY = "family", _("Somebody in the family")
        SCHOOL = "school", _("School or college")
        WORKER = "worker", _("Somebody who works with children")
        PASSER_BY = "passer_by", _("Somebody who happened to see or hear it")
        MEMBER = "member", _("Another member of the forum")
        OTHER = "other", _("Somebody else")

    key = models.ForeignKey(DataKey, null=True, on_delete=models.SET_NULL, related_name="+")
    sealed_under = models.UUIDField(default=uuid4, editable=False)
    # What they come back with to add something. Says nothing, and cannot be guessed.
    reference_hash = models.CharField(max_length=64, unique=True)
    given_by = models.CharField(max_length=12, choices=From.choices)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    # What they saw or heard; who it is about and where they may be; how to reach whoever says it.
    what = SealedTextField()
    who = SealedTextField(null=True)
    contact = SealedTextField(null=True)
    # Keyed hashes that merge what one source says of one child. Wiped with the clock of settings.
    source_hash = models.CharField(max_length=64, blank=True, default="")
    child_hash = models.CharField(max_length=64, blank=True, default="")
    # Said by a member of the forum about another: then it is known who is meant, and who says it.
    about_member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    by_member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    # A lead found out who it is, and said so.
    young_person = models.ForeignKey(YoungPerson, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="concern_of_a_member_names_both",
                condition=Q(given_by="member", by_member__isnull=False, about_member__isnull=False)
                | (~Q(given_by="member") & Q(by_member=None)),
            )
        ]
        indexes = [models.Index(fields=["source_hash", "child_hash", "at"], name="concerns_that_merge")]
        triggers = [pgtrigger.Protect(name="keep_concerns", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"concern {self.pk}"

    def sealing_key(self) -> DataKey:
        if self.key is None:
            raise WordsShredded
        return self.key

    def sealing_place(self) -> tuple[object, object]:
        return self.sealed_under, "concern"


class ConcernWords(models.Model):
    """What somebody added to a concern later, with its reference or because they came again."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="added")
    client_id = models.UUIDField(default=uuid4, unique=True)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    words = SealedTextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_concern_words", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"words {self.pk} of concern {self.concern_id}"

    def sealing_key(self) -> DataKey:
        return self.concern.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.concern.sealed_under, self.client_id
