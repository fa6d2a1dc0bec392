"""What the week and the month show, for one person: what they may see of it and nothing else."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from config import clock
from rota.models import Slot, StaffMember
from rota.pages import access, wall
from rota.pages.entries import Entry, entries_of
from rota.pages.gaps import address_of
from rota.planning import needs

WEEK = 7
# So many lines of one day stand below each other on a page of A4 in the ordinary size.
LINES_ON_PAPER = 26


def week_context(viewer: StaffMember, day: date) -> dict[str, Any]:
    monday = wall.monday_of(day)
    days = days_context(viewer, monday, WEEK)
    return {
        "monday": monday,
        "sunday": monday + 6 * wall.A_DAY,
        "before": monday - 7 * wall.A_DAY,
        "after": monday + 7 * wall.A_DAY,
        "this_week": wall.monday_of(wall.today()),
        "days": days,
        "is_full": max(_lines(one) for one in days) > LINES_ON_PAPER,
        "drafts": drafts(viewer, monday).count() if access.plans(viewer) else 0,
        "printed_at": clock.now(),
    }


def _lines(day: dict[str, Any]) -> int:
    """About how many lines this day takes on paper: its times, who is on, and what is said beside."""
    entries: list[Entry] = day["entries"]
    said = sum(not one.is_usual for one in entries)
    return len({one.times for one in entries}) + len(entries) + said + 2 * len(day["gaps"])


def month_context(viewer: StaffMember, day: date) -> dict[str, Any]:
    """Whole weeks, so that each column is one day of the week."""
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    begin = wall.monday_of(first)
    weeks = ((after - wall.A_DAY) - begin).days // WEEK + 1
    days = days_context(viewer, begin, weeks * WEEK)
    for one in days:
        one["is_outside"] = one["day"].month != first.month
        one["is_quiet"] = not (one["entries"] or one["gaps"] or one["is_today"])
    return {
        "first": first,
        "before": (first - wall.A_DAY).replace(day=1),
        "after": after,
        "this_month": wall.today().replace(day=1),
        "days": days,
        "week_days": days[:WEEK],
        "printed_at": clock.now(),
    }


def days_context(viewer: StaffMember, first: date, count: int) -> list[dict[str, Any]]:
    since, until = wall.midnight(first), wall.midnight(first + count * wall.A_DAY)
    by_day = defaultdict(list)
    for entry in _entries(viewer, since, until):
        by_day[max(entry.day, first)].append(entry)
    gaps = defaultdict(list)
    if access.sees_gaps(viewer):
        for day, shown in _gaps(max(since, clock.now()), until):
            gaps[day].append(shown)
    return [_day(day, by_day[day], gaps[day]) for day in wall.days(first, count)]


def _entries(viewer: StaffMember, since: datetime, until: datetime) -> list[Entry]:
    """What runs in that time, also what began before it."""
    inside = {"during__overlap": (since, until)}
    shifts = access.shifts_seen_by(viewer).filter(**inside)
    places = access.places_seen_by(viewer).filter(**inside, shifts=None)
    if not access.sees_all(viewer):
        places = places.filter(during__endswith__gt=clock.now())
    return entries_of(shifts, places, viewer)


def _day(day: date, entries: list[Entry], gaps: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "day": day,
        "is_today": day == wall.today(),
        "is_past": day < wall.today(),
        "entries": entries,
        "mine": [entry for entry in entries if entry.is_mine],
        "open": [entry for entry in entries if entry.state == "open"],
        "drafts": [entry for entry in entries if entry.state == "draft"],
        "shifts": [entry for entry in entries if entry.who],
        "gaps": gaps,
        "change": wall.change_words(day),
    }


def drafts(viewer: StaffMember, monday: date) -> QuerySet[Slot]:
    """The places of a week that nobody but those who plan can see yet."""
    return access.places_seen_by(viewer).filter(
        published_at=None, day__gte=monday, day__lt=monday + WEEK * wall.A_DAY, during__startswith__gt=clock.now()
    )


def _gaps(since: datetime, until: datetime) -> Iterator[tuple[date, dict[str, str]]]:
    """Times with too few people, one line for each day they are on. A place nobody has stands among the shifts."""
    found = needs.gaps(since, until) if since < until else []
    for gap in found:
        if gap.what != needs.DUTY:
            for day, begins, ends in wall.by_day(max(gap.begins, since), min(gap.ends, until)):
                span = wall.span_in_day(day, begins, ends)
                yield day, {"span": span, "words": gap.words, "address": address_of(day)}
