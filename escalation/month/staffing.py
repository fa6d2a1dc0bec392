"""Was there enough cover, what did nobody fill, who worked too much, who was offered a debrief."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from config import clock
from escalation.month.months import Month
from rota.models import CoverChange, Shift, ShiftEvent, Slot
from rota.planning.rules import AT_WORK, LOOKED_AROUND, breaks_hours

NOTHING = timedelta(0)
Kind = ShiftEvent.Kind


@dataclass(frozen=True)
class Cover:
    """For how long the service was open, narrowed and closed; what came before the first row is not known."""

    open: timedelta = NOTHING
    narrowed: timedelta = NOTHING
    closed: timedelta = NOTHING

    @property
    def known(self) -> timedelta:
        return self.open + self.narrowed + self.closed


def cover(month: Month) -> Cover:
    """Time in each state, from the rows that are written when it changes. Cover % is open out of all known time; the
    running month counts until now."""
    ends = min(month.ends, clock.now())
    before = CoverChange.objects.filter(at__lt=month.begins).order_by("-pk").values_list("at", "state")[:1]
    inside = CoverChange.objects.filter(at__gte=month.begins, at__lt=ends).order_by("pk").values_list("at", "state")
    changes = [*before, *inside]
    if not changes:  # nothing was ever written: a service on its first day
        return Cover()
    lasted: dict[str, timedelta] = defaultdict(timedelta)
    for (at, state), (until, _next) in zip(changes, [*changes[1:], (ends, "")], strict=True):
        lasted[state] += max(NOTHING, until - max(at, month.begins))
    return Cover(**{state: lasted[state] for state in CoverChange.State.values})


@dataclass(frozen=True)
class Places:
    """Places of the rota that began in the month: how many somebody filled, and those that nobody did."""

    filled: int
    empty: int
    empty_for: timedelta


def places(month: Month) -> Places:
    """Published places that began in the month and were not cancelled; filled is one with a shift that was kept."""
    slots = Slot.objects.filter(
        published_at__isnull=False,
        cancelled_at=None,
        during__startswith__gte=month.begins,
        during__startswith__lt=min(month.ends, clock.now()),
    )
    kept = set(Shift.objects.filter(slot__in=slots).values_list("slot_id", flat=True))
    empty = [during for pk, during in slots.values_list("pk", "during") if pk not in kept]
    return Places(slots.count() - len(empty), len(empty), sum((one.upper - one.lower for one in empty), NOTHING))


@dataclass(frozen=True)
class Hours:
    """Shifts at work that began in the month: within the limits of hours, and over one of them."""

    within: int
    over: int
    overridden: int


def hours(month: Month) -> Hours:
    """A shift that goes over a limit (`rota.hours`) with those around it is a breach, whoever allowed it. How many
    times a lead set the limits aside with a reason is counted beside it."""
    begins, ends = month.begins, min(month.ends, clock.now())
    by_person = _shifts_around(begins, ends)
    worked = [one for shifts in by_person.values() for one in shifts if begins <= one.starts_at < ends]
    over = sum(breaks_hours(one, _near(one, by_person[one.staff_id])) for one in worked)
    return Hours(len(worked) - over, over, _count(Kind.HOURS_OVERRIDDEN, month))


def debriefs(month: Month) -> dict[str, int]:
    """Debriefs that were offered in the month, by what was answered until now: taken, declined, nothing yet."""
    offered = ShiftEvent.objects.filter(kind=Kind.DEBRIEF_OFFERED, at__gte=month.begins, at__lt=month.ends)
    shifts = set(offered.values_list("shift", flat=True))
    answers = ShiftEvent.objects.filter(shift__in=shifts, kind__in=[Kind.DEBRIEF_TAKEN, Kind.DEBRIEF_DECLINED])
    last = dict(answers.order_by("pk").values_list("shift", "kind"))
    taken = sum(kind == Kind.DEBRIEF_TAKEN for kind in last.values())
    return {"taken": taken, "declined": len(last) - taken, "open": len(shifts) - len(last)}


def _count(kind: str, month: Month) -> int:
    return ShiftEvent.objects.filter(kind=kind, at__gte=month.begins, at__lt=month.ends).count()


def _shifts_around(begins: datetime, ends: datetime) -> dict[int, list[Shift]]:
    near = (begins - LOOKED_AROUND, max(ends, begins) + LOOKED_AROUND)
    found: dict[int, list[Shift]] = defaultdict(list)
    shifts = Shift.objects.filter(duty__in=AT_WORK, during__overlap=near).select_related("staff")
    for shift in shifts.order_by("during"):
        found[shift.staff_id].append(shift)
    return found


def _near(shift: Shift, of_theirs: list[Shift]) -> list[Shift]:
    first, last = shift.starts_at - LOOKED_AROUND, shift.ends_at + LOOKED_AROUND
    return [one for one in of_theirs if one.starts_at < last and first < one.ends_at]
