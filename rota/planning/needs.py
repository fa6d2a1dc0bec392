"""What a time needs and does not have: people who talk, a lead, somebody senior, a person in each open place.

Looked at by the half hour, and a half hour counts as its thinnest moment. Source: domain reference, rota rules.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from config.tuning import setting
from rota.models import Role, RoleGrant, Shift, Slot, StaffMember
from rota.planning import wall
from rota.planning.open_places import open_slots
from rota.planning.reachable import is_silent

Duty = Shift.Duty
TALK = (Duty.COUNSELLOR, Duty.SHIFT_LEAD)
ON_CALL = (Duty.ON_CALL_1, Duty.ON_CALL_2)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LEAST_PEOPLE, LEAD, SENIOR, DUTY = "least_people", "lead", "senior", "duty"


class Gap(NamedTuple):
    """A time in which `missing` of `what` are not there. `slot`: the place nobody has, where it is about one."""

    begins: datetime
    ends: datetime
    what: str
    missing: int
    slot: Slot | None = None

    @property
    def words(self) -> str:
        if self.slot is not None:
            return _("Nobody yet: %(duty)s") % {"duty": self.slot.get_duty_display()}
        words = {
            LEAST_PEOPLE: _("%(n)s too few to talk with young people"),
            LEAD: _("No lead on shift or on call for so many people"),
            SENIOR: _("Nobody senior on shift"),
        }[self.what]
        return words % {"n": self.missing}


class _On(NamedTuple):
    begins: datetime
    ends: datetime
    staff_id: int
    talks: bool
    leads: bool
    level: str


def gaps(since: datetime, until: datetime) -> list[Gap]:
    """Every gap between two moments, by time; of a lead, a senior and numbers in whole half hours."""
    on = _by_half_hour(_who_is_on(since, until))
    found = defaultdict[str, list[Gap]](list)
    for begins, ends in _half_hours(since, until):
        for what, missing in _missing(on.get(begins, []), begins, ends):
            _add(found[what], Gap(begins, ends, what, missing))
    open_ones = [Gap(one.during.lower, one.during.upper, DUTY, 1, one) for one in open_slots(since, until)]
    every = [gap for row in found.values() for gap in row] + open_ones
    return sorted(every, key=lambda gap: (gap.begins, gap.what, gap.slot.pk if gap.slot else 0))


def people_needed(at: datetime) -> int:
    """How many who talk have to be there, by the kitchen clock. Nobody where the service is not open."""
    minutes, day = wall.minutes_of_day(at), DAYS[wall.day_of(at).weekday()]
    rows = [row for row in setting("rota.staffing") if day in row.get("days", DAYS)]
    needed = [row["people"] for row in rows if _minutes(row["from"]) <= minutes < _minutes(row["until"])]
    return max(needed, default=0)


def _missing(on: list[_On], begins: datetime, ends: datetime) -> Iterator[tuple[str, int]]:
    """What this half hour lacks at its worst moment."""
    people = people_needed(begins)
    if not people:
        return
    moments = {begins} | {at for one in on for at in (one.begins, one.ends) if begins < at < ends}
    there = [[one for one in on if one.begins <= at < one.ends] for at in moments]
    if (short := max(people - _different(one for one in now if one.talks) for now in there)) > 0:
        yield LEAST_PEOPLE, short
    if (short := max(_leads_needed(now) - _different(one for one in now if one.leads) for now in there)) > 0:
        yield LEAD, short
    if not all(any(one.talks and one.level == StaffMember.Level.SENIOR for one in now) for now in there):
        yield SENIOR, 1


def _leads_needed(now: list[_On]) -> int:
    """One at least; one to so many counsellors, fewer where one of them is new."""
    talking = {one.staff_id: one.level for one in now if one.talks and not one.leads}
    kind = "new" if StaffMember.Level.NEW in talking.values() else "trained"
    return max(1, -(-len(talking) // int(setting("rota.per_lead")[kind])))


def _different(people: Iterable[_On]) -> int:
    return len({one.staff_id for one in people})


def _who_is_on(since: datetime, until: datetime) -> list[_On]:
    """Everybody who counts, by the role they hold now: a shift without the role is nobody."""
    shifts = Shift.objects.filter(during__overlap=(wall.half_hour_of(since), wall.half_hour_after(until)))
    counted = shifts.filter(staff__is_active=True, finished_at=None, duty__in=[*TALK, *ON_CALL])
    held = _roles(counted.values_list("staff_id", flat=True))
    return [_as_on(one, held[one.staff_id]) for one in counted.select_related("staff")]


def _as_on(shift: Shift, roles: set[str]) -> _On:
    return _On(
        shift.starts_at,
        shift.ends_at,
        shift.staff_id,
        talks=shift.duty in TALK and bool(roles & {Role.COUNSELLOR, Role.SHIFT_LEAD}),
        leads=not is_silent(shift) and _leads(shift.duty, roles),
        level=shift.staff.level,
    )


def _leads(duty: str, roles: set[str]) -> bool:
    return (duty == Duty.SHIFT_LEAD and Role.SHIFT_LEAD in roles) or (
        duty in ON_CALL and Role.SAFEGUARDING_LEAD in roles
    )


def _roles(people: Iterable[int]) -> defaultdict[int, set[str]]:
    found = defaultdict[int, set[str]](set)
    for staff_id, role in RoleGrant.objects.filter(staff__in=people, ended_at=None).values_list("staff_id", "role"):
        found[staff_id].add(role)
    return found


def _by_half_hour(on: list[_On]) -> dict[datetime, list[_On]]:
    found = defaultdict[datetime, list[_On]](list)
    for one in on:
        for begins, _ends in _half_hours(one.begins, one.ends):
            found[begins].append(one)
    return found


def _half_hours(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    at = wall.half_hour_of(since)
    while at < until:
        yield at, at + wall.HALF_HOUR
        at += wall.HALF_HOUR


def _add(found: list[Gap], gap: Gap) -> None:
    if found and found[-1].ends == gap.begins and found[-1].missing == gap.missing:
        found[-1] = found[-1]._replace(ends=gap.ends)
    else:
        found.append(gap)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
