"""Who is really there, and whether the service was open."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from config import clock
from rota.models.people import StaffMember


class ConsoleSeen(models.Model):
    """When a console of this person last said that it is open: they are really there, not only on the rota."""

    staff = models.OneToOneField(StaffMember, primary_key=True, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"console of {self.staff_id}"


class CoverChange(models.Model):
    """The service opened, narrowed or closed, and how many people there were. Added to, never changed."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        NARROWED = "narrowed", _("Only the most urgent")
        CLOSED = "closed", _("Closed")

    at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=State.choices)
    present = models.PositiveSmallIntegerField()
    on_shift = models.PositiveSmallIntegerField()

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_cover_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.state} {self.at}"
