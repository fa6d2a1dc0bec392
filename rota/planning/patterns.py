"""Patterns become places: the same duty on days by a rule, each of them filled in once.

Rules are those of RFC 5545 without times: which days. At what time of day is the pattern's own business.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from config import clock
from config.tuning import setting
from rota import audit
from rota.models import Pattern, Shift, Slot, StaffMember
from rota.planning import wall
from rota.planning.arranging import must_arrange
from rota.shifts import ROLE_FOR

FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY"})
PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST", "COUNT", "UNTIL"})
MOST_PEOPLE = 50
LARGEST_NUMBER = 1000
# Filled further ahead than published, so that a rota manager sees what comes before they publish it.
WEEKS_BEHIND_PUBLISHED = 4


@transaction.atomic
def make(
    *,
    name: str,
    duty: str,
    begins: time,
    ends: time,
    rule: str,
    first_day: date,
    by: StaffMember,
    people: int = 1,
    needs_senior: bool = False,
    last_day: date | None = None,
) -> Pattern:
    """A new pattern; its places follow with the next `fill`. Raises ValidationError by field, PermissionDenied."""
    must_arrange(by)
    pattern = Pattern(
        name=name.strip(), duty=duty, begins=begins, ends=ends, rule=rule.strip().upper(), people=people,
        needs_senior=needs_senior, first_day=first_day, last_day=last_day, made_by=by,
    )  # fmt: skip
    check(pattern)
    pattern.save(force_insert=True)
    audit.record("pattern.made", f"pattern:{pattern.pk}", who=by)
    return pattern


@transaction.atomic
def end(pattern: Pattern, last_day: date, by: StaffMember) -> Pattern:
    """No places after this day. Those that were not published yet go; published ones stay, and people on them."""
    must_arrange(by)
    pattern = Pattern.objects.select_for_update().get(pk=pattern.pk)
    pattern.last_day = last_day
    pattern.save(update_fields=["last_day"])
    drafts = pattern.slots.filter(day__gt=last_day, published_at=None, cancelled_at=None, shifts=None)
    Slot.objects.filter(pk__in=list(drafts.values_list("pk", flat=True))).update(
        cancelled_at=clock.now(), cancelled_by=by
    )
    audit.record("pattern.ended", f"pattern:{pattern.pk}", who=by)
    return pattern


def check(pattern: Pattern) -> None:
    """Raises ValidationError, by field, for a pattern that gives no places or not those that are meant."""
    goes_on = ["last_day"] if pattern.last_day is None else []
    pattern.full_clean(exclude=["rule", "made_by", *goes_on])
    if pattern.duty not in ROLE_FOR:
        raise ValidationError({"duty": _("There is no such duty.")})
    if not 1 <= pattern.people <= MOST_PEOPLE:
        raise ValidationError({"people": _("Between 1 and 50 people.")})
    if pattern.last_day is not None and pattern.last_day < pattern.first_day:
        raise ValidationError({"last_day": _("The last day is before the first.")})
    _check_rule(pattern.rule)
    try:
        found = next(days_of(pattern, pattern.first_day + timedelta(days=366)), None)
    except (ValueError, TypeError, OverflowError):
        raise ValidationError({"rule": _("This rule cannot be read. An example: FREQ=WEEKLY;BYDAY=MO,TU")}) from None
    if found is None:
        raise ValidationError({"rule": _("No day follows from this rule in the first year.")})


def days_of(pattern: Pattern, until: date) -> Iterator[date]:
    """The days the pattern is for, up to and with `until`."""
    last = min(until, pattern.last_day) if pattern.last_day is not None else until
    begin = datetime.combine(pattern.first_day, time.min)
    if last < pattern.first_day:
        return
    for found in rrulestr(pattern.rule, dtstart=begin).xafter(begin, inc=True):
        if found.date() > last:
            return
        yield found.date()


def fill(until: date) -> int:
    """Makes the places of all patterns up to `until`, those that are not over. Gives how many. Safe to repeat."""
    running = Pattern.objects.filter(first_day__lte=until).order_by("pk")
    return sum(_fill(pattern, until) for pattern in running)


def fill_ahead() -> int:
    """The same as far as anybody plans: for the clock, once a day."""
    return fill(wall.today() + timedelta(weeks=setting("rota.publish_weeks") + WEEKS_BEHIND_PUBLISHED))


def preview(pattern: Pattern, until: date) -> list[tuple[date, datetime, datetime]]:
    """What `fill` would make, each day once: to look at before saving."""
    spans = ((day, *wall.span(day, pattern.begins, pattern.ends)) for day in days_of(pattern, until))
    return [(day, begins, ends) for day, begins, ends in spans if begins < ends]


@transaction.atomic
def _fill(pattern: Pattern, until: date) -> int:
    # Without the lock an end of the pattern could pass between reading its last day and making places behind it.
    pattern = Pattern.objects.select_for_update(no_key=True).get(pk=pattern.pk)
    now, there = clock.now(), set(pattern.slots.values_list("day", "number"))
    slots = [
        Slot(pattern=pattern, day=day, number=number, duty=pattern.duty, during=DateTimeTZRange(begins, ends),
             needs_senior=pattern.needs_senior)
        for day, begins, ends in preview(pattern, until)
        for number in range(1, pattern.people + 1)
        if ends > now and (day, number) not in there
    ]  # fmt: skip
    Slot.objects.bulk_create(slots, ignore_conflicts=True)
    return len(slots)


def _check_rule(rule: str) -> None:
    """Days only, and nothing that counts for ever without finding one."""
    named = dict(part.partition("=")[::2] for part in rule.removeprefix("RRULE:").split(";"))
    words = _("A rule says which days: every so many days, weeks or months. An example: FREQ=WEEKLY;BYDAY=MO,TU")
    sound = not set(named) - PARTS and named.get("FREQ") in FREQUENCIES and "\n" not in rule
    numbers = [named.get(part, "1") for part in ("INTERVAL", "COUNT")]
    if not sound or not all(text.isdecimal() and 1 <= int(text) <= LARGEST_NUMBER for text in numbers):
        raise ValidationError({"rule": words})
    if named["FREQ"] == "DAILY" and {"BYDAY", "BYMONTHDAY", "BYSETPOS"} & set(named):
        raise ValidationError({"rule": words})


def duties() -> list[tuple[str, str]]:
    return [(str(duty), str(label)) for duty, label in Shift.Duty.choices]
