"""No hour of the next days without two people who can be reached: asked before a change of the rota is saved.

Reachable is whose shift runs or who is on call, who works here and may be put on, and who answered the test page.
Only a change that makes a thin hour thinner is refused; what is thin already does not stop anything else. Falling
ill is never refused: then the gap is told instead (`gaps.py`).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from config import clock
from config.tuning import setting
from rota.models import Shift, StaffMember
from rota.planning import clearances, wall

Duty = Shift.Duty
# Who talks, decides or is called. A moderator is called too, but cannot take a child on.
COUNTED = (Duty.COUNSELLOR, Duty.SHIFT_LEAD, Duty.ON_CALL_1, Duty.ON_CALL_2, Duty.MANAGER)
AN_HOUR = timedelta(hours=1)


class Reach(NamedTuple):
    """One person who can be reached from a moment until a moment."""

    staff_id: int
    begins: datetime
    ends: datetime


class Thin(NamedTuple):
    """A time with too few people who can be reached, and how few."""

    begins: datetime
    ends: datetime
    people: int

    @property
    def words(self) -> str:
        words = ngettext(
            "From %(begins)s until %(ends)s only %(people)s person could be reached.",
            "From %(begins)s until %(ends)s only %(people)s people could be reached.",
            self.people,
        )
        return words % {"begins": wall.words(self.begins), "ends": wall.words(self.ends), "people": self.people}


def obstacles(without: Shift | StaffMember | Iterable[Shift] = (), with_: Shift | Iterable[Shift] = ()) -> list[str]:
    """In words, the hours of the next days that would be left too thin without these shifts, or without this person.

    `with_`: shifts that would be there instead; they need not be stored.
    """
    begins, ends = next_days()
    there = _shifts(begins, ends)
    gone = _gone(without, there)
    after = [one for one in there if one.pk not in gone] + _several(with_)
    return [thin.words for thin in _thinner(_reaches(there), _reaches(after), begins, ends)]


def must_leave_enough(without: Shift | StaffMember | Iterable[Shift], with_: Shift | Iterable[Shift] = ()) -> None:
    """Raises ValidationError with the hours that would be left too thin."""
    if found := obstacles(without, with_):
        raise ValidationError([ValidationError(words, code="reachable") for words in found])


def thin_hours(since: datetime | None = None, until: datetime | None = None) -> list[Thin]:
    """The hours that are too thin as the rota stands now; of the next days if nothing else is said."""
    begins, ends = since or next_days()[0], until or next_days()[1]
    reaches = _reaches(_shifts(begins, ends))
    least = setting("rota.least_reachable")
    counted = [Thin(*hour, _fewest(reaches, *hour)) for hour in _hours(begins, ends)]
    return _merged([one for one in counted if one.people < least])


def is_silent(shift: Shift) -> bool:
    """Did its person not answer the test page at the start in time? They are called all the same, and are no cover."""
    asked, minutes = shift.test_page_at, timedelta(minutes=setting("rota.test_page_minutes"))
    return asked is not None and shift.test_page_answered_at is None and asked + minutes <= clock.now()


def next_days() -> tuple[datetime, datetime]:
    now = clock.now()
    return now, now + timedelta(days=setting("rota.reachable_days"))


def _shifts(begins: datetime, ends: datetime) -> list[Shift]:
    shifts = Shift.objects.filter(during__overlap=(begins, ends), duty__in=COUNTED, finished_at=None)
    return list(shifts.select_related("staff"))


def _several(shifts: Shift | Iterable[Shift]) -> list[Shift]:
    return [shifts] if isinstance(shifts, Shift) else list(shifts)


def _gone(without: Shift | StaffMember | Iterable[Shift], there: list[Shift]) -> set[int]:
    if isinstance(without, StaffMember):
        return {one.pk for one in there if one.staff_id == without.pk}
    return {one.pk for one in _several(without)}


def _reaches(shifts: list[Shift]) -> list[Reach]:
    """Of these shifts, those whose person can be reached, and only on days for which they are cleared."""
    known = clearances.of({one.staff_id for one in shifts})
    return [
        Reach(one.staff_id, one.starts_at, one.ends_at)
        for one in shifts
        if one.duty in COUNTED
        and one.staff.is_active
        and not clearances.lacking(known[one.staff_id], wall.day_of(one.starts_at))
        and not is_silent(one)
    ]


def _thinner(before: list[Reach], after: list[Reach], begins: datetime, ends: datetime) -> list[Thin]:
    least, found = setting("rota.least_reachable"), []
    changed = set(before) ^ set(after)
    for hour in _hours(begins, ends):
        if any(one.begins < hour[1] and hour[0] < one.ends for one in changed):
            people = _fewest(after, *hour)
            if people < least and people < _fewest(before, *hour):
                found.append(Thin(*hour, people))
    return _merged(found)


def _hours(begins: datetime, ends: datetime) -> Iterable[tuple[datetime, datetime]]:
    at = begins
    while at < ends:
        full = at.replace(minute=0, second=0, microsecond=0) + AN_HOUR
        yield at, min(full, ends)
        at = full


def _fewest(reaches: list[Reach], begins: datetime, ends: datetime) -> int:
    """How many different people can be reached at the thinnest moment of this time."""
    near = [one for one in reaches if one.begins < ends and begins < one.ends]
    moments = {begins} | {at for one in near for at in (one.begins, one.ends) if begins < at < ends}
    return min(len({one.staff_id for one in near if one.begins <= at < one.ends}) for at in moments)


def _merged(thin: list[Thin]) -> list[Thin]:
    found: list[Thin] = []
    for one in thin:
        if found and found[-1].ends == one.begins and found[-1].people == one.people:
            found[-1] = found[-1]._replace(ends=one.ends)
        else:
            found.append(one)
    return found
