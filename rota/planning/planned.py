"""Two people in every hour that is planned: asked when places are published, and when one is cancelled.

Planned is whoever is on, and every published place that somebody can still take. Only hours in which the service is
open count. Weeks ahead nobody can be reached yet: what can be checked is that the plan has room for two.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from config import clock
from config.tuning import setting
from rota.models import Shift, Slot
from rota.planning import needs, reachable, wall
from rota.planning.open_places import unfilled


class _Planned(NamedTuple):
    """Somebody, or a place for somebody, from a moment until a moment."""

    who: str
    begins: datetime
    ends: datetime


def too_few(slot: Slot, *, also: Iterable[Slot] = ()) -> str:
    """The hours of this place in which it would be planned with too few, in words; nothing where there are enough.

    `also`: places that are published with it.
    """
    if slot.duty not in reachable.COUNTED:
        return ""
    begins, ends = max(slot.during.lower, clock.now()), slot.during.upper
    found = _thin(_planned(begins, ends, also=[slot, *also]), begins, ends)
    return found[0].words if found else ""


def must_stay_enough(without: Slot) -> None:
    """Raises ValidationError where two were planned in an hour of the next days and too few are without this place."""
    if without.duty not in reachable.COUNTED or without.published_at is None:
        return
    begins, ends = reachable.next_days()
    begins, ends = max(without.during.lower, begins), min(without.during.upper, ends)
    if begins >= ends:
        return
    before = _planned(begins, ends)
    after = [one for one in before if one.who != _name_of(without)]
    was = {(one.begins, one.ends) for one in _pieces(before, begins, ends)}
    found = [one for one in _pieces(after, begins, ends) if (one.begins, one.ends) not in was]
    if found:
        raise ValidationError([ValidationError(one.words, code="reachable") for one in _joined(found)])


class _Thin(NamedTuple):
    begins: datetime
    ends: datetime
    people: int

    @property
    def words(self) -> str:
        words = ngettext(
            "From %(begins)s until %(ends)s only %(people)s person would be planned.",
            "From %(begins)s until %(ends)s only %(people)s people would be planned.",
            self.people,
        )
        return words % {"begins": wall.words(self.begins), "ends": wall.words(self.ends), "people": self.people}


def _planned(begins: datetime, ends: datetime, *, also: Iterable[Slot] = ()) -> list[_Planned]:
    inside = {"during__overlap": (begins, ends), "duty__in": reachable.COUNTED}
    shifts = Shift.objects.filter(**inside, finished_at=None, staff__is_active=True)
    places = {one.pk: one for one in (*unfilled().filter(**inside), *also)}
    # Of a draft somebody is on, the person counts.
    held = set(Shift.objects.filter(slot__in=places, staff__is_active=True).values_list("slot_id", flat=True))
    return [
        *(_Planned(f"staff {one.staff_id}", one.starts_at, one.ends_at) for one in shifts),
        *(_Planned(_name_of(one), one.during.lower, one.during.upper) for pk, one in places.items() if pk not in held),
    ]


def _name_of(slot: Slot) -> str:
    return f"place {slot.pk}"


def _thin(planned: list[_Planned], begins: datetime, ends: datetime) -> list[_Thin]:
    return _joined(_pieces(planned, begins, ends))


def _pieces(planned: list[_Planned], begins: datetime, ends: datetime) -> list[_Thin]:
    """By the half hour, at its thinnest moment."""
    least, found = setting("rota.least_reachable"), []
    for since, until in _half_hours(begins, ends):
        if needs.people_needed(since) and (people := _fewest(planned, since, until)) < least:
            found.append(_Thin(since, until, people))
    return found


def _fewest(planned: list[_Planned], begins: datetime, ends: datetime) -> int:
    near = [one for one in planned if one.begins < ends and begins < one.ends]
    moments = {begins} | {at for one in near for at in (one.begins, one.ends) if begins < at < ends}
    return min(len({one.who for one in near if one.begins <= at < one.ends}) for at in moments)


def _half_hours(begins: datetime, ends: datetime) -> Iterator[tuple[datetime, datetime]]:
    at = begins
    while at < ends:
        until = min(ends, wall.half_hour_of(at) + wall.HALF_HOUR)
        yield at, until
        at = until


def _joined(thin: list[_Thin]) -> list[_Thin]:
    found: list[_Thin] = []
    for one in thin:
        if found and found[-1].ends == one.begins and found[-1].people == one.people:
            found[-1] = found[-1]._replace(ends=one.ends)
        else:
            found.append(one)
    return found
