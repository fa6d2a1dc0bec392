"""Telling of gaps while there is time: three days before, a day, four hours, half an hour. Once for each step.

A row for each step is the truth; the incident that calls people is made from the rows (`moderation/rota_incidents.py`).
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Min

from config import clock
from config.tuning import setting
from rota.models import GapAlarm, Slot
from rota.planning.needs import Gap, gaps
from rota.planning.publish import unfilled

log = logging.getLogger(__name__)


def tell() -> int:
    """For the clock: a row for every gap that has reached a step. Gives how many are new."""
    now = clock.now()
    steps = sorted(Decimal(str(hours)) for hours in setting("rota.gap_hours"))
    rows = [_alarm(gap, step) for gap in open_gaps() if (step := _step(gap.begins - now, steps)) is not None]
    new = _store(rows)
    if new:
        log.warning("rota.gaps_told", extra={"count": new})
    return new


def open_gaps() -> list[Gap]:
    """What nobody covers in the time that alarms look at. An hour in which a place is open is told as that place."""
    if not is_in_use():
        return [Gap(slot.during.lower, slot.during.upper, "duty", 1, slot) for slot in _places_soon()]
    now = clock.now()
    found = [gap for gap in gaps(now, now + _farthest()) if gap.ends > now]
    places = [gap for gap in found if gap.slot is not None]
    thin = [gap for gap in found if gap.slot is None and not any(_is_in(gap, place) for place in places)]
    return [*places, *thin]


def is_in_use() -> bool:
    """Whether anybody plans with it: without one published place ahead, every hour of the year would be a gap."""
    return Slot.objects.filter(published_at__isnull=False, cancelled_at=None, during__endswith__gt=clock.now()).exists()


def standing() -> tuple[datetime | None, Decimal | None]:
    """When the last alarm was about a gap that is still there, and the nearest step told of one. None: no gap."""
    alarms = _alarms_of(open_gaps())
    newest = max((alarm.at for alarm in alarms), default=None)
    return newest, min((alarm.hours for alarm in alarms), default=None)


def nearest_step(slot: Slot) -> Decimal | None:
    """How many hours before it somebody was told last, for a page that shows the place."""
    return slot.alarms.aggregate(step=Min("hours"))["step"]  # type: ignore[no-any-return]


def _farthest() -> timedelta:
    return timedelta(hours=max(setting("rota.gap_hours")))


def _places_soon() -> Iterable[Slot]:
    now = clock.now()
    return unfilled().filter(during__overlap=(now, now + _farthest()))


def _step(remaining: timedelta, steps: list[Decimal]) -> Decimal | None:
    """The nearest step that is reached. Steps passed before anybody planned are not told one after the other."""
    return next((step for step in steps if remaining <= timedelta(hours=float(step))), None)


def _alarm(gap: Gap, step: Decimal) -> GapAlarm:
    if gap.slot is not None:
        return GapAlarm(slot=gap.slot, hours=step, at=clock.now())
    return GapAlarm(what=gap.what, begins=gap.begins, hours=step, at=clock.now())


@transaction.atomic
def _store(rows: list[GapAlarm]) -> int:
    """Of two processes at the same moment the second adds nothing; the rows that were there are not told again."""
    known = {_name(alarm) for alarm in _alarms_of_rows(rows)}
    new = [row for row in rows if _name(row) not in known]
    GapAlarm.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _name(alarm: GapAlarm) -> tuple[object, ...]:
    return (alarm.slot_id, alarm.what, alarm.begins, Decimal(alarm.hours))


def _alarms_of_rows(rows: list[GapAlarm]) -> list[GapAlarm]:
    by_slot = GapAlarm.objects.filter(slot__in=[row.slot_id for row in rows if row.slot_id])
    by_time = GapAlarm.objects.filter(slot=None, begins__in=[row.begins for row in rows if row.begins])
    return [*by_slot, *by_time]


def _alarms_of(found: list[Gap]) -> list[GapAlarm]:
    slots = [gap.slot.pk for gap in found if gap.slot is not None]
    times = {(gap.what, gap.begins) for gap in found if gap.slot is None}
    thin = GapAlarm.objects.filter(slot=None, begins__in=[begins for _what, begins in times])
    return [*GapAlarm.objects.filter(slot__in=slots), *(one for one in thin if (one.what, one.begins) in times)]


def _is_in(gap: Gap, place: Gap) -> bool:
    return place.begins < gap.ends and gap.begins < place.ends
