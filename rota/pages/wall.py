"""Time as it stands on the kitchen clock: days, weeks, labels, and the two nights a year that are odd.

Everything is stored in UTC. Here it becomes what people read, and what they type becomes UTC again.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rota.planning.wall import A_DAY, LONDON, day_of, label, midnight, today

__all__ = [
    "A_DAY", "LONDON", "by_day", "change_words", "day_of", "days", "hours", "label", "long_span", "midnight",
    "monday_of", "odd_hours", "shifted", "span", "span_in_day", "today", "typed",
]  # fmt: skip


def days(first: date, count: int) -> Iterator[date]:
    return (first + n * A_DAY for n in range(count))


def monday_of(day: date) -> date:
    return day - day.weekday() * A_DAY


def typed(day: date, at: time) -> datetime:
    """What somebody typed, in UTC. Raises ValidationError where that time is not there, or is there twice."""
    shown = {"time": f"{at:%H:%M}", "day": date_format(day, "j F")}
    wanted = datetime.combine(day, at.replace(fold=0), LONDON)
    first, second = wanted.astimezone(UTC), wanted.replace(fold=1).astimezone(UTC)
    if first.astimezone(LONDON).replace(tzinfo=None) != wanted.replace(tzinfo=None):
        raise ValidationError(
            _("%(time)s does not exist on %(day)s: the clocks go forward from 01:00 to 02:00. Take another time."),
            code="missing",
            params=shown,
        )
    if first != second:
        raise ValidationError(
            _("%(time)s is there twice on %(day)s: the clocks go back from 02:00 to 01:00. Take another time."),
            code="twice",
            params=shown,
        )
    return first


def span(begins: datetime, ends: datetime) -> str:
    return f"{label(begins)}–{label(ends)}"


def hours(begins: datetime, ends: datetime) -> str:
    """How long it really is: 8, 7.5."""
    return f"{(ends.astimezone(UTC) - begins.astimezone(UTC)).total_seconds() / 3600:.2f}".rstrip("0").rstrip(".")


def shifted(begins: datetime, ends: datetime) -> int:
    """Hours that the kitchen clock is put on (+1) or back (-1) in between."""
    before, after = begins.astimezone(LONDON).utcoffset(), ends.astimezone(LONDON).utcoffset()
    assert before is not None
    assert after is not None
    return round((after - before).total_seconds() / 3600)


def odd_hours(begins: datetime, ends: datetime) -> str:
    """For something over a change of the clocks: how long it is. Else nothing."""
    if not shifted(begins, ends):
        return ""
    return _("really %(hours)s hours: the clocks change") % {"hours": hours(begins, ends)}


def change_words(day: date) -> str:
    """What happens to the clocks on this day, for the day's head."""
    change = shifted(midnight(day), midnight(day + A_DAY))
    if change > 0:
        return _("The clocks go forward: 01:00 becomes 02:00, and this night is an hour shorter.")
    if change < 0:
        return _("The clocks go back: 02:00 becomes 01:00, and the hour from 01:00 is there twice (BST, then GMT).")
    return ""


def long_span(begins: datetime, ends: datetime) -> str:
    """Mon 23 Nov 22:00–06:00, and the day of the end as well where it is another than the next one."""
    first, last = day_of(begins), day_of(ends)
    end = label(ends) if last <= first + A_DAY else f"{date_format(last, 'D j M')} {label(ends)}"
    return f"{date_format(first, 'D j M')} {label(begins)}–{end}"


def by_day(begins: datetime, ends: datetime) -> Iterator[tuple[date, datetime, datetime]]:
    """The same time, cut at every midnight."""
    day = day_of(begins)
    while begins < ends:
        day_ends = midnight(day + A_DAY)
        yield day, begins, min(ends, day_ends)
        day, begins = day + A_DAY, day_ends


def span_in_day(day: date, begins: datetime, ends: datetime) -> str:
    """A part of one day; the end of the day is 24:00 there."""
    if ends == midnight(day + A_DAY):
        return _("all day") if begins == midnight(day) else f"{label(begins)}–24:00"
    return span(begins, ends)
