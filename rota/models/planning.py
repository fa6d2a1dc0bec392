"""The rota before anybody is on it: patterns, places to fill, who gives a shift to whom, who is away."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config import clock
from config.models import DataKey, SealedTextField
from rota.models.people import StaffMember
from rota.models.shifts import Shift


class Pattern(models.Model):
    """Which places there are again and again: so many people on one duty, at a wall time, on days by a rule.

    Times are those on the clock in the kitchen (Europe/London): a night over a clock change is an hour longer or
    shorter, and nobody's shift moves.
    """

    name = models.CharField(max_length=60)
    duty = models.CharField(max_length=20, choices=Shift.Duty.choices)
    begins = models.TimeField()
    ends = models.TimeField()  # of the next day where it is not later than `begins`
    rule = models.CharField(max_length=200)  # RFC 5545, as dateutil reads it: FREQ=WEEKLY;BYDAY=MO,TU
    people = models.PositiveSmallIntegerField(default=1)
    needs_senior = models.BooleanField(default=False)
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    made_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"pattern {self.pk}"


class Slot(models.Model):
    """One place on the rota that somebody has to fill. Without a shift it is open: published, people may claim it."""

    pattern = models.ForeignKey(Pattern, null=True, on_delete=models.PROTECT, related_name="slots")
    # Of a pattern: the day it is for, and which of its people.
    day = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)
    duty = models.CharField(max_length=20, choices=Shift.Duty.choices)
    during = DateTimeRangeField()
    needs_senior = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pattern", "day", "number"], name="a_pattern_gives_each_place_once"),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="a_place_begins_and_ends",
            ),
        ]
        indexes = [models.Index(fields=["day"], name="places_by_day")]

    def __str__(self) -> str:
        return f"place {self.pk}"


class PlaceOffer(models.Model):
    """Somebody was asked to take an open place. To take it is to claim it; a no stays: nobody is asked twice."""

    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="offers")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="places_offered")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "staff"], name="asked_once_about_a_place")]

    def __str__(self) -> str:
        return f"offer {self.pk} of place {self.slot_id}"


class Swap(models.Model):
    """Somebody gives a shift to somebody else, perhaps for one of theirs. Both agree, and a third person approves."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        AGREED = "agreed", _("Agreed, waits for approval")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    OPEN = (State.ASKED, State.AGREED)

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="swaps")
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="swaps_asked")
    to = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="swaps_offered")
    in_return = models.ForeignKey(Shift, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shift"], condition=Q(state__in=["asked", "agreed"]), name="a_shift_is_in_one_swap"
            )
        ]

    def __str__(self) -> str:
        return f"swap {self.pk}"


class Away(models.Model):
    """Somebody is not to be put on: leave that was approved, or sickness, which nobody has to approve."""

    class Kind(models.TextChoices):
        LEAVE = "leave", _("Leave")
        SICK = "sick", _("Sick")

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="times_away")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    during = DateTimeRangeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="away_once_at_a_time",
                expressions=[("staff", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(state__in=["asked", "approved"]),
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="being_away_begins_and_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"away {self.pk}"


class Clearance(models.Model):
    """Until when somebody may be put on: a DBS check, training, supervision. The newest row of a kind counts."""

    class Kind(models.TextChoices):
        DBS = "dbs", _("DBS check")
        TRAINING = "training", _("Safeguarding training")
        SUPERVISION = "supervision", _("Supervision")

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="clearances")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    valid_until = models.DateField()
    noted_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_clearances", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} of {self.staff_id}"


class ShiftNote(models.Model):
    """What whoever goes leaves for whoever comes. Sealed; signed by the one who takes over, or gone to the lead."""

    shift = models.OneToOneField(Shift, on_delete=models.PROTECT, related_name="note")
    key = models.ForeignKey(DataKey, null=True, on_delete=models.SET_NULL, related_name="+")
    body = SealedTextField()
    written_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    # After a quarter of an hour it is the on-call lead's, and whoever wrote it is free.
    lead = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    went_to_lead_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"note of shift {self.shift_id}"

    def sealing_key(self) -> DataKey:
        assert self.key is not None
        return self.key

    def sealing_place(self) -> tuple[object, object]:
        return self.shift_id, "note"


class GapAlarm(models.Model):
    """Somebody was told of a gap, so many hours before it begins. Told once for each step.

    A place that has nobody, or, where no place is open, a time with too few people, no lead or no senior.
    """

    slot = models.ForeignKey(Slot, null=True, on_delete=models.PROTECT, related_name="alarms")
    what = models.CharField(max_length=20, default="duty")
    begins = models.DateTimeField(null=True)  # of a time without a place
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "hours"], name="a_gap_is_told_once_a_step"),
            models.UniqueConstraint(
                fields=["what", "begins", "hours"], condition=Q(slot=None), name="a_thin_time_is_told_once_a_step"
            ),
            models.CheckConstraint(condition=Q(slot=None) ^ Q(begins=None), name="a_gap_is_a_place_or_a_time"),
        ]

    def __str__(self) -> str:
        return f"gap {self.slot_id or self.what}, {self.hours} h before"
