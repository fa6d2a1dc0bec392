"""One line of the rota: a shift of somebody, or a place that nobody has yet. In words and a shape, then in colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config import clock
from rota.models import Shift, Slot, StaffMember
from rota.pages import wall

# state: shape, words. Colour comes on top, in rota.css.
STATES = {
    "draft": ("○", _("not published")),
    "open": ("▲", _("nobody yet")),
    "put_on": ("◌", _("not confirmed yet")),
    "confirmed": ("✓", _("confirmed")),
    "on": ("●", _("on now")),
    "on_break": ("◐", _("on a break")),
    "missed": ("◆", _("did not come")),
    "over": ("–", _("over")),
}


@dataclass(frozen=True)
class Times:
    """From when until when, for all that have the same."""

    begins: datetime
    ends: datetime

    @property
    def span(self) -> str:
        return wall.span(self.begins, self.ends)

    @property
    def odd(self) -> str:
        return wall.odd_hours(self.begins, self.ends)

    @property
    def day(self) -> date:
        return wall.day_of(self.begins)


@dataclass(frozen=True)
class Entry:
    pk: int
    begins: datetime
    ends: datetime
    duty: str
    duty_words: str
    state: str
    address: str
    who: str = ""
    is_mine: bool = False
    needs_senior: bool = False

    @property
    def shape(self) -> str:
        return STATES[self.state][0]

    @property
    def words(self) -> str:
        return str(STATES[self.state][1])

    @property
    def is_usual(self) -> bool:
        """Nothing to say about it beside who and when."""
        return self.state in {"put_on", "over"}

    @property
    def times(self) -> Times:
        return Times(self.begins, self.ends)

    @property
    def span(self) -> str:
        return self.times.span

    @property
    def odd(self) -> str:
        return self.times.odd

    @property
    def day(self) -> date:
        return self.times.day


def entries_of(shifts: Iterable[Shift], places: Iterable[Slot], viewer: StaffMember) -> list[Entry]:
    """In the order people read a day: by time, then by duty as the service lists them, then by name."""
    duties = list(Shift.Duty.values)
    entries = [*(of_shift(shift, viewer) for shift in shifts), *(of_place(place) for place in places)]
    return sorted(entries, key=lambda one: (one.begins, one.ends, duties.index(one.duty), one.who))


def of_shift(shift: Shift, viewer: StaffMember) -> Entry:
    return Entry(
        pk=shift.pk,
        begins=shift.starts_at,
        ends=shift.ends_at,
        duty=shift.duty,
        duty_words=str(shift.get_duty_display()),
        state=state_of(shift),
        address=reverse("rota:shift", args=[shift.pk]),
        who=shift.staff.name,
        is_mine=shift.staff_id == viewer.pk,
    )


def of_place(place: Slot) -> Entry:
    return Entry(
        pk=place.pk,
        begins=place.during.lower,
        ends=place.during.upper,
        duty=place.duty,
        duty_words=str(place.get_duty_display()),
        state="open" if place.published_at else "draft",
        address=reverse("rota:place", args=[place.pk]),
        needs_senior=place.needs_senior,
    )


def state_of(shift: Shift) -> str:
    now = clock.now()
    if shift.missed_at and not shift.came_at:
        return "missed"
    if shift.finished_at or shift.ends_at <= now:
        return "over"
    if shift.starts_at <= now:
        return "on_break" if shift.on_break_since else "on"
    return "confirmed" if shift.confirmed_at else "put_on"
