"""What leaves this house about a young person: to whom, what, on which ground, and what came of it."""

from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import clock
from config.models import DataKey, SealedTextField


class Council(models.Model):
    """A front door of children's social care, as the lead's directory has it. Public numbers."""

    class Nation(models.TextChoices):
        ENGLAND = "england", _("England")
        WALES = "wales", _("Wales")
        SCOTLAND = "scotland", _("Scotland")
        NORTHERN_IRELAND = "ni", _("Northern Ireland")

    name = models.CharField(max_length=80)
    nation = models.CharField(max_length=8, choices=Nation.choices)
    # Places people name instead ("Moss Side, Wythenshawe"), to find it by.
    places = models.CharField(max_length=400, blank=True, default="")
    day_phone = models.CharField(max_length=30)
    # Outside office hours: the emergency duty team.
    night_phone = models.CharField(max_length=30)
    day_hours = models.CharField(max_length=80, blank=True, default="")
    written_to = models.CharField(max_length=200, blank=True, default="")
    lado_contact = models.CharField(max_length=200, blank=True, default="")
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "escalation"
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(ended_at=None), name="a_council_stands_once"),
        ]
        triggers = [pgtrigger.Protect(name="keep_councils", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name


class Referral(models.Model):
    """One young person's danger, told to whoever has to act. Phoned first, written within a day, chased until answered.

    Source: domain reference, referral.
    """

    class Kind(models.TextChoices):
        SOCIAL_CARE = "social_care", _("Children’s social care")
        POLICE = "police", _("Police")
        EARLY_HELP = "early_help", _("Early help")
        HEALTH = "health", _("Health")
        LADO = "lado", _("Designated officer (LADO)")
        CSA_DUTY = "csa_duty", _("Duty to report child sexual abuse")
        PREVENT = "prevent", _("Prevent")
        OTHER = "other", _("Somebody else")

    class State(models.TextChoices):
        DRAFT = "draft", _("Being written")
        PHONED = "phoned", _("Phoned")
        AWAITING = "awaiting", _("Sent, waiting for their decision")
        ANSWERED = "answered", _("Answered")
        RECALLED = "recalled", _("Taken back")
        EXEMPT = "exempt", _("Not made: exempt, for a reason")

    # In these a clock runs until somebody phones or writes.
    OWES_A_STEP = (State.DRAFT, State.PHONED)

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        SIGNPOSTED = "signposted", _("Threshold not met: something else offered")
        DECLINED = "declined", _("Declined")

    escalation = models.ForeignKey("escalation.Escalation", on_delete=models.PROTECT, related_name="referrals")
    client_id = models.UUIDField(default=uuid4, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)
    council = models.ForeignKey(Council, null=True, on_delete=models.PROTECT, related_name="+")
    # Where it is no council: who.
    receiver = models.CharField(max_length=120, blank=True, default="")
    began_at = models.DateTimeField(default=clock.now)
    began_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # JSON: every field of the form, and which of them leave.
    form = SealedTextField(null=True)
    phone_due_at = models.DateTimeField(null=True)
    phoned_at = models.DateTimeField(null=True)
    phoned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    spoke_to = SealedTextField(null=True)
    reference = models.CharField(max_length=60, blank=True, default="")
    written_due_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # Exactly what left, and its SHA-256.
    sent = SealedTextField(null=True)
    sent_sha256 = models.CharField(max_length=64, blank=True, default="")
    decision_due_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default="")
    outcome_at = models.DateTimeField(null=True)
    outcome_words = SealedTextField(null=True)
    # A duty to report that does not apply here, or is put off: on which basis.
    exempt_basis = models.CharField(max_length=40, blank=True, default="")
    exempt_why = SealedTextField(null=True)

    class Meta:
        app_label = "escalation"
        constraints = [
            models.CheckConstraint(
                name="sent_has_its_hash",
                condition=Q(written_at=None, sent_sha256="") | (Q(written_at__isnull=False) & ~Q(sent_sha256="")),
            ),
            models.CheckConstraint(
                name="answered_has_an_outcome",
                condition=~Q(state="answered") | (Q(outcome_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="awaiting_has_a_clock", condition=~Q(state="awaiting") | Q(decision_due_at__isnull=False)
            ),
            models.CheckConstraint(
                name="phoned_has_a_clock",
                condition=~Q(state="phoned") | Q(phoned_at__isnull=False, written_due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="draft_has_a_clock", condition=~Q(state="draft") | Q(phone_due_at__isnull=False)
            ),
            models.CheckConstraint(
                name="exempt_for_a_reason",
                condition=~Q(state="exempt") | (Q(exempt_why__isnull=False) & ~Q(exempt_basis="")),
            ),
        ]
        indexes = [
            models.Index(fields=["escalation"], condition=Q(state__in=["draft", "phoned"]), name="referrals_owed")
        ]
        triggers = [pgtrigger.Protect(name="keep_referrals", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"referral {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.escalation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.escalation_id, self.client_id


class Share(models.Model):
    """Something left this house: what, to whom, on which ground. Never changed but by the notice that calls it back."""

    class Basis(models.TextChoices):
        CONSENT = "consent", _("They agreed")
        VITAL = "vital", _("To save a life")
        SAFEGUARDING = "safeguarding", _("Safeguarding of children and of people at risk")
        LEGAL = "legal", _("The law requires it")

    escalation = models.ForeignKey("escalation.Escalation", on_delete=models.PROTECT, related_name="shares")
    client_id = models.UUIDField(default=uuid4, unique=True)
    referral = models.ForeignKey(Referral, null=True, on_delete=models.PROTECT, related_name="shares")
    to_whom = models.CharField(max_length=120)
    how = models.CharField(max_length=40)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    what = SealedTextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recalled_at = models.DateTimeField(null=True)
    recalled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recall_why = SealedTextField(null=True)

    class Meta:
        app_label = "escalation"
        constraints = [
            models.CheckConstraint(
                name="called_back_for_a_reason",
                condition=Q(recalled_at=None, recalled_by=None)
                | Q(recalled_at__isnull=False, recalled_by__isnull=False, recall_why__isnull=False),
            )
        ]
        triggers = [pgtrigger.Protect(name="keep_shares", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"share {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.escalation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.escalation_id, self.client_id


class Chase(models.Model):
    """Somebody has to ask what became of a referral, and says what they heard. Until then there is always a next."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="chases")
    client_id = models.UUIDField(default=uuid4, unique=True)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(null=True)

    class Meta:
        app_label = "escalation"
        constraints = [
            models.UniqueConstraint(fields=["referral"], condition=Q(done_at=None), name="one_open_chase_a_referral"),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at=None), name="chases_due")]
        triggers = [pgtrigger.Protect(name="keep_chases", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"chase {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.referral.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.referral_id, self.client_id


class LadoRecord(models.Model):
    """What has to be known of an allegation about somebody who works here. One an escalation."""

    class Criterion(models.TextChoices):
        HARMED = "harmed", _("Has or may have harmed a child")
        OFFENCE = "offence", _("May have committed an offence against a child")
        RISK = "risk", _("May be a risk to children")
        UNSUITABLE = "unsuitable", _("May not be suitable to work with children")

    class Outcome(models.TextChoices):
        SUBSTANTIATED = "substantiated", _("Substantiated")
        MALICIOUS = "malicious", _("Malicious")
        FALSE = "false", _("False")
        UNSUBSTANTIATED = "unsubstantiated", _("Unsubstantiated")
        UNFOUNDED = "unfounded", _("Unfounded")

    escalation = models.OneToOneField("escalation.Escalation", on_delete=models.PROTECT, related_name="lado")
    version = models.PositiveIntegerField(default=0)
    criterion = models.CharField(max_length=12, choices=Criterion.choices, blank=True, default="")
    known_at = models.DateTimeField()
    # One working day after it was known.
    notify_due_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True)
    adviser = SealedTextField(null=True)
    interim = SealedTextField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True, default="")
    outcome_at = models.DateTimeField(null=True)
    outcome_words = SealedTextField(null=True)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "escalation"
        triggers = [pgtrigger.Protect(name="keep_lado_records", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"record of allegation {self.escalation_id}"

    def sealing_key(self) -> DataKey:
        return self.escalation.sealing_key()

    def sealing_place(self) -> tuple[object, object]:
        return self.escalation_id, "lado"
