"""Who is on which duty, and what happened to a shift."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from config import clock
from rota.models.people import StaffMember


class HeldShifts(models.Manager["Shift"]):
    """The shifts people are on. One that was given back or taken off stays for the record, and counts for nobody."""

    def get_queryset(self) -> models.QuerySet["Shift"]:
        return super().get_queryset().filter(released_at=None)


class Shift(models.Model):
    """One person on one duty for a while. Two of one person's shifts may touch, never overlap."""

    class Duty(models.TextChoices):
        COUNSELLOR = "counsellor", _("Counsellor")
        SHIFT_LEAD = "shift_lead", _("Shift lead")
        MODERATOR = "moderator", _("Moderator")
        ON_CALL_1 = "on_call_1", _("First safeguarding lead on call")
        ON_CALL_2 = "on_call_2", _("Second safeguarding lead on call")
        MANAGER = "manager", _("Manager on call")

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="shifts")
    duty = models.CharField(max_length=20, choices=Duty.choices)
    during = DateTimeRangeField()
    created_at = models.DateTimeField(default=clock.now)
    # The place on the rota it fills; none where somebody was put on by hand.
    slot = models.ForeignKey("rota.Slot", null=True, on_delete=models.PROTECT, related_name="shifts")
    confirmed_at = models.DateTimeField(null=True)
    # First seen at a console or signed in, in this shift. Without it five minutes after the start: nobody came.
    came_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    # The test page at the start of a shift that may be paged, and whether its person answered it.
    test_page_at = models.DateTimeField(null=True)
    test_page_answered_at = models.DateTimeField(null=True)
    on_break_since = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # Given back, swapped or taken off before it began: the row and its history stay, the place is open again.
    released_at = models.DateTimeField(null=True)
    released_from = models.ForeignKey("rota.Slot", null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[HeldShifts] = HeldShifts()
    with_released: ClassVar[models.Manager["Shift"]] = models.Manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_duty_at_a_time",
                expressions=[("staff", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=models.Q(released_at=None),
            ),
            models.UniqueConstraint(
                fields=["slot"], condition=models.Q(released_at=None), name="a_place_has_one_person"
            ),
            models.CheckConstraint(
                condition=models.Q(released_at=None) | models.Q(slot=None), name="who_gave_it_back_holds_no_place"
            ),
            models.CheckConstraint(
                condition=models.Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="a_shift_begins_and_ends",
            ),
        ]
        indexes = [models.Index(fields=["duty"])]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.duty}"

    @property
    def starts_at(self) -> datetime:
        return self.during.lower  # type: ignore[no-any-return]

    @property
    def ends_at(self) -> datetime:
        return self.during.upper  # type: ignore[no-any-return]

    @property
    def length(self) -> timedelta:
        """How long it really lasts. Over a clock change its wall times are an hour out."""
        return self.ends_at.astimezone(UTC) - self.starts_at.astimezone(UTC)


class ShiftEvent(models.Model):
    """What happened to a shift: who, when, why. Added to, never changed, in the transaction of the change itself."""

    class Kind(models.TextChoices):
        PUT_ON = "put_on", _("Put on")
        CLAIMED = "claimed", _("Claimed")
        CONFIRMED = "confirmed", _("Confirmed")
        CAME = "came", _("Came on")
        MISSED = "missed", _("Did not come")
        TEST_PAGE = "test_page", _("Test page sent")
        TEST_PAGE_ANSWERED = "test_page_answered", _("Test page answered")
        BREAK_BEGAN = "break_began", _("Break began")
        BREAK_ENDED = "break_ended", _("Break ended")
        SWAP_ASKED = "swap_asked", _("Swap asked for")
        SWAPPED = "swapped", _("Swapped")
        RELEASED = "released", _("Taken off")
        HOURS_OVERRIDDEN = "hours_overridden", _("Hours overridden by a lead")
        NOTE_WRITTEN = "note_written", _("Hand-over note written")
        NOTE_SIGNED = "note_signed", _("Hand-over note signed")
        NOTE_TO_LEAD = "note_to_lead", _("Hand-over note gone to the on-call lead")
        FINISHED = "finished", _("Finished")
        DEBRIEF_OFFERED = "debrief_offered", _("Debrief offered")
        DEBRIEF_TAKEN = "debrief_taken", _("Debrief taken")
        DEBRIEF_DECLINED = "debrief_declined", _("Debrief declined")

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="history")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        triggers = [pgtrigger.Protect(name="keep_shift_events", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} of shift {self.shift_id}"
