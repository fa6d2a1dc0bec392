"""How somebody who works here is reached away from a console: their number, their browsers, and each try."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import clock
from config.models import DataKey, SealedTextField


class StaffNumber(models.Model):
    """The number a person on call is texted and rung at. Sealed; a page that rings shows it to nobody.

    It counts once it was confirmed: a code that was sent to it came back from its person.
    """

    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    staff = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="number")
    number = SealedTextField()
    # A hash of the code that was sent, and until when it counts.
    code_hash = models.CharField(max_length=64, blank=True, default="")
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    # This phone told our number to stop (or the carrier says so), and when it last said that or start.
    texts_stopped = models.BooleanField(default=False)
    texts_said_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"number of staff {self.staff_id}"

    def sealing_key(self) -> DataKey:
        return self.key

    def sealing_place(self) -> tuple[object, object]:
        return self.staff_id, "number"


class PushAddress(models.Model):
    """One browser of somebody who works here that asked to be woken. Where it leads and its keys are sealed."""

    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="push_addresses")
    # A keyed hash of the address: the same browser is one row.
    address_hash = models.CharField(max_length=64, unique=True)
    # JSON of the browser: endpoint and keys.
    address = SealedTextField()
    made_at = models.DateTimeField(default=clock.now)
    last_worked_at = models.DateTimeField(null=True)
    # The push service says there is no such browser any more, or its person took it away.
    gone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"push address {self.pk}"

    def sealing_key(self) -> DataKey:
        return self.key

    def sealing_place(self) -> tuple[object, object]:
        return self.staff_id, self.address_hash


class Try(models.Model):
    """One try to reach one person by one path about one page. Written before anything leaves this machine.

    That it arrived and that its person heard it are two facts. The state only climbs (see RANK).
    """

    class Path(models.TextChoices):
        PUSH = "push", _("Browser")
        SMS = "sms", _("Text message")
        VOICE = "voice", _("Telephone call")
        EMAIL = "email", _("E-mail")

    class State(models.TextChoices):
        WRITTEN = "written", _("About to be made")
        UNKNOWN = "unknown", _("Not known whether it left")
        TAKEN = "taken", _("Taken by the carrier")
        DELIVERED = "delivered", _("Arrived")
        FAILED = "failed", _("Did not arrive")

    RANK = {State.WRITTEN: 0, State.UNKNOWN: 1, State.TAKEN: 2, State.FAILED: 3, State.DELIVERED: 3}

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # What it is about, as the audit names things: "page:7", "incident_page:3", "shift:12" (a test page).
    about = models.CharField(max_length=40)
    path = models.CharField(max_length=8, choices=Path.choices)
    push_address = models.ForeignKey(PushAddress, null=True, on_delete=models.PROTECT, related_name="+")
    # Again, where the one before it failed.
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITTEN)
    due_at = models.DateTimeField(default=clock.now)
    written_at = models.DateTimeField(default=clock.now)
    called_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    # The person themself said through this path that they have heard: a key on the telephone, a reply, a press.
    heard_at = models.DateTimeField(null=True)
    # The carrier's name for it, and its number for why not.
    provider_id = models.CharField(max_length=80, blank=True, default="")
    error_code = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about", "staff", "path", "push_address", "number"],
                nulls_distinct=False,
                name="tried_once_by_a_path",
            ),
            models.CheckConstraint(
                name="push_has_an_address",
                condition=Q(path="push", push_address__isnull=False) | (~Q(path="push") & Q(push_address=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="written"), name="tries_to_make"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="tries_by_provider"),
        ]
        triggers = [pgtrigger.Protect(name="keep_tries", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"try {self.pk} by {self.path}"
