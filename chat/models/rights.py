"""What a young person agreed to, what they ask to see of theirs, and what goes when its time is over. No words here."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chat.models.keeping import Erasure
from chat.models.talk import Conversation, YoungPerson
from config import clock


class Consent(models.Model):
    """A young person said yes or no to one thing, in words of a version. Added to, never changed: the newest counts."""

    class What(models.TextChoices):
        HISTORY = "history", _("Reading what was said before")
        RETURN = "return", _("Coming back with a code word")
        FOLLOW_UP = "follow_up", _("Hearing from us afterwards")

    young_person = models.ForeignKey(YoungPerson, on_delete=models.PROTECT, related_name="consents")
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.PROTECT, related_name="consents")
    what = models.CharField(max_length=10, choices=What.choices)
    agreed = models.BooleanField()
    # Which wording they saw: a number in chat/consents.py.
    wording = models.PositiveSmallIntegerField()
    # In which conversation place it was about: what was said up to here.
    up_to_place = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["young_person", "what", "-id"], name="consents_of_somebody")]
        triggers = [pgtrigger.Protect(name="keep_consents", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class ErasuresTold(models.Model):
    """Up to which byte of the file of erasures this database is known to have done them all. One row.

    A backup that is restored brings back an older number: what came after it in the file is then looked at again.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    up_to = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(name="one_row_of_erasures_told", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"erasures told up to {self.up_to}"


class RetentionProposal(models.Model):
    """Somebody proposes that all of one kind whose time is over goes at once; another person agrees or does not."""

    kind = models.CharField(max_length=20)
    # What is over by then goes, and nothing later.
    over_by = models.DateTimeField()
    counted = models.PositiveIntegerField()
    why = models.CharField(max_length=200)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    agreed = models.BooleanField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="another_person_agrees_to_erasing", condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="erasing_decided_by_somebody",
                condition=Q(agreed=None, decided_by=None, decided_at=None)
                | Q(agreed__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(name="erasing_only_what_was_agreed", condition=Q(done_at=None) | Q(agreed=True)),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(agreed=None) | Q(agreed=True, done_at=None),
                name="one_open_proposal_a_kind",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep_proposals", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="a_proposal_stays_what_it_was",
                fields=["kind", "over_by", "counted", "why", "proposed_by", "proposed_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class RetentionRun(models.Model):
    """One batch of what went because its time was over, and what stayed and why: the receipt. Never changed."""

    kind = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)
    # None: within what the clock may do alone.
    proposal = models.ForeignKey(RetentionProposal, null=True, on_delete=models.PROTECT, related_name="runs")
    gone = models.PositiveIntegerField()
    # By code why: {"held": 2}. chat/keeping/receipt.py says them in words.
    stays = models.JSONField(default=dict)
    # Until then it can still be in a backup that somebody could open.
    in_backups_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "at"], name="retention_by_time")]
        triggers = [pgtrigger.Protect(name="keep_retention_runs", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"retention run {self.pk}"


class AccessPack(models.Model):
    """A young person asked for what we keep about them. Put together on the spot each time: no copy is stored."""

    class ShownBy(models.TextChoices):
        """How we know that it is them. Never a name, papers or a picture: nobody has to give up being anonymous."""

        CODE_WORD = "code_word", _("They gave their code word in a chat")
        IN_CHAT = "in_chat", _("They asked in a chat that is their own")
        BY_PHONE = "by_phone", _("They asked from the phone that we know")

    young_person = models.ForeignKey(YoungPerson, on_delete=models.PROTECT, related_name="packs")
    shown_by = models.CharField(max_length=10, choices=ShownBy.choices)
    asked_on = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    # Escalations and allegations are in it only where a safeguarding lead agreed to that.
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lead_agreed = models.BooleanField(null=True)
    lead_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="another_person_is_the_lead", condition=Q(lead=None) | ~Q(lead=F("made_by"))),
            models.CheckConstraint(
                name="a_lead_agrees_or_not",
                condition=Q(lead=None, lead_agreed=None, lead_at=None)
                | Q(lead__isnull=False, lead_agreed__isnull=False, lead_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["young_person"], condition=Q(closed_at=None), name="one_open_pack_a_person"
            ),
        ]
        triggers = [pgtrigger.Protect(name="keep_packs", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"pack {self.pk}"


class ErasureAsked(models.Model):
    """A young person wants theirs gone: one person asks on their behalf, another agrees, the clock does it."""

    young_person = models.ForeignKey(YoungPerson, on_delete=models.PROTECT, related_name="+")
    # None: everything of theirs.
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.PROTECT, related_name="+")
    shown_by = models.CharField(max_length=10, choices=AccessPack.ShownBy.choices)
    asked_on = models.DateField()
    # How much there was when they asked.
    chats = models.PositiveIntegerField()
    messages = models.PositiveIntegerField()
    posts = models.PositiveIntegerField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    agreed = models.BooleanField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # What came of it, also where it says that nothing was erased and why.
    erasure = models.OneToOneField(Erasure, null=True, on_delete=models.PROTECT, related_name="asked")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="another_person_agrees_to_an_erasure",
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="an_erasure_is_agreed_by_somebody",
                condition=Q(agreed=None, decided_by=None, decided_at=None)
                | Q(agreed__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(name="erased_only_where_agreed", condition=Q(erasure=None) | Q(agreed=True)),
            models.UniqueConstraint(
                fields=["young_person"],
                condition=Q(agreed=None) | Q(agreed=True, erasure=None),
                name="one_open_erasure_a_person",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep_erasures_asked", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="an_erasure_asked_stays_what_it_was",
                fields=[
                    "young_person", "conversation", "shown_by", "asked_on", "chats", "messages", "posts",
                    "asked_by", "asked_at",
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"erasure asked {self.pk}"


class Redaction(models.Model):
    """Something is not given away in a pack, and why. Places only: what they hide is not in here.

    Added to, never changed: `lifts` names one that no longer counts.
    """

    class Why(models.TextChoices):
        STAFF_NAME = "staff_name", _("the name of somebody who works here")
        THIRD_PARTY = "third_party", _("about or from somebody else")
        HARM = "harm", _("it could seriously harm somebody")
        FINDABLE = "findable", _("it shows where somebody can be found")
        LAW = "law", _("a court or the law forbids it")

    pack = models.ForeignKey(AccessPack, on_delete=models.PROTECT, related_name="redactions")
    # What it is in, as the pack names it: "message:7".
    item = models.CharField(max_length=40)
    # Offsets in code points; both None for all of it.
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    why = models.CharField(max_length=15, choices=Why.choices, blank=True, default="")
    lifts = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="lifted_by")
    # Nobody: the program found a name.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="redacted_from_to",
                condition=Q(start=None, end=None) | Q(start__isnull=False, end__gt=F("start")),
            ),
            models.CheckConstraint(name="redacted_for_a_reason_or_lifted", condition=Q(lifts=None) ^ Q(why="")),
        ]
        triggers = [pgtrigger.Protect(name="keep_redactions", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"redaction {self.pk}"


class PackTaken(models.Model):
    """Somebody took a pack away as a file: who, when, and what it was, so that the file can be known again."""

    pack = models.ForeignKey(AccessPack, on_delete=models.PROTECT, related_name="taken")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    items = models.PositiveIntegerField()
    redacted = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_packs_taken", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"pack {self.pack_id} taken"
