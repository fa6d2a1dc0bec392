"""Why somebody should not be put on a duty in a time, and why they may be but should know.

Asked when places are published, claimed, assigned, swapped. Never asked of a shift that runs: nobody is cut off
because somebody's clock ran out. Windows are real hours; over a clock change a night counts as long as it is.
Being on call from home is not counted as hours at work; being called out is (called_out.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from config.tuning import setting
from rota.models import Away, Clearance, Shift, Slot, StaffMember
from rota.planning import called_out, clearances, wall
from rota.planning.hours import A_DAY, Span, day_of_work, most_within, total
from rota.policy import may
from rota.shifts import BEING_ON

Duty = Shift.Duty
AT_WORK = (Duty.COUNSELLOR, Duty.SHIFT_LEAD, Duty.MODERATOR)
HOURS = frozenset({"in_24", "in_7_days", "shift", "rest"})
"""Those a lead may set aside with a reason. Not a clearance, a role or an overlap."""
A_WEEK = timedelta(days=7)
LOOKED_AROUND = timedelta(days=8)


@dataclass(frozen=True)
class Problem:
    """One reason. `blocks`: it is not done; else somebody should know. `until`: the day a clearance ends."""

    code: str
    words: str
    blocks: bool = True
    until: date | None = None


def problems(
    staff: StaffMember,
    duty: str,
    begins: datetime,
    ends: datetime,
    *,
    ignoring: Shift | Iterable[Shift] | None = None,
    needs_senior: bool = False,
) -> list[Problem]:
    """Everything against `staff` on `duty` from `begins` to `ends`, as if the shifts in `ignoring` were not there."""
    span = Span(begins.astimezone(UTC), ends.astimezone(UTC))
    around = _shifts_around(staff, span, ignoring)
    return [
        *_of_the_person(staff, duty, needs_senior),
        *_of_the_time(staff, span, around),
        *_of_clearances(staff, span),
        *_of_hours(staff, duty, span, around),
    ]


def problems_with(slot: Slot, staff: StaffMember, *, ignoring: Shift | Iterable[Shift] | None = None) -> list[Problem]:
    """The same for one place of the rota."""
    at = slot.during
    return problems(staff, slot.duty, at.lower, at.upper, ignoring=ignoring, needs_senior=slot.needs_senior)


def must_be_fine(found: Iterable[Problem], *, set_aside: frozenset[str] = frozenset()) -> list[Problem]:
    """Raises ValidationError with all that blocks. Gives the rest, which somebody should know."""
    found = [one for one in found if one.code not in set_aside]
    if blocking := [one for one in found if one.blocks]:
        raise ValidationError([ValidationError(one.words, code=one.code) for one in blocking])
    return found


def ahead(days: int | None = None) -> list[tuple[Shift, list[Problem]]]:
    """Shifts of the next 30 days that break a rule or are about to: told in time, so that nothing has to be cut."""
    first = wall.midnight(wall.today() + wall.A_DAY)
    until = first + timedelta(days=setting("rota.warn_days") if days is None else days)
    shifts = Shift.objects.filter(slot__isnull=False, during__startswith__gte=first, during__startswith__lt=until)
    found = [
        (one, problems(one.staff, one.duty, one.starts_at, one.ends_at, ignoring=one))
        for one in shifts.select_related("staff").order_by("during", "pk")
    ]
    return [(shift, told) for shift, told in found if told]


def breaks_hours(shift: Shift, around: Iterable[Shift]) -> bool:
    """Does this shift, with those `around` it, go over a limit of hours? For looking back: nothing is asked anew."""
    span = Span(shift.starts_at.astimezone(UTC), shift.ends_at.astimezone(UTC))
    others = [one for one in around if one.pk != shift.pk]
    return any(problem.code in HOURS for problem in _of_hours(shift.staff, shift.duty, span, others))


def _of_the_person(staff: StaffMember, duty: str, needs_senior: bool) -> list[Problem]:
    name = {"name": staff.name}
    if not staff.is_active:
        return [Problem("suspended", _("%(name)s does not work here at the moment.") % name)]
    found = []
    if duty not in BEING_ON or not may(staff, BEING_ON[Duty(duty)]):
        found.append(Problem("wrong_role", _("%(name)s does not hold the role for that duty.") % name))
    if needs_senior and staff.level != StaffMember.Level.SENIOR:
        found.append(Problem("needs_senior", _("This place needs somebody senior.")))
    return found


def _of_the_time(staff: StaffMember, span: Span, around: list[Shift]) -> list[Problem]:
    found = []
    if any(one.starts_at < span.ends and span.begins < one.ends_at for one in around):
        found.append(Problem("overlap", _("%(name)s already has a shift in that time.") % {"name": staff.name}))
    away = Away.objects.filter(staff=staff, state=Away.State.APPROVED, during__overlap=tuple(span))
    if away.exists():
        found.append(Problem("away", _("%(name)s is away in that time.") % {"name": staff.name}))
    return found


def _of_clearances(staff: StaffMember, span: Span) -> list[Problem]:
    day = wall.day_of(span.ends - timedelta(microseconds=1))
    until = clearances.of([staff])[staff.pk]
    lacking = clearances.lacking(until, day)
    soon = clearances.first_day_not_told_of()
    found = [_lacks(staff, kind, until.get(kind.value)) for kind in lacking]
    ending = [kind for kind in clearances.lacking(until, soon) if kind not in lacking]
    return found + [
        Problem(f"{kind.value}_ends", _ends_words(staff, kind, until[kind.value]), False, until[kind.value])
        for kind in ending
    ]


def _lacks(staff: StaffMember, kind: Clearance.Kind, until: date | None) -> Problem:
    more: dict[str, Any] = {"name": staff.name, "kind": kind.label}
    if until is None:
        return Problem(kind.value, _("%(kind)s of %(name)s was never noted.") % more)
    words = _("%(kind)s of %(name)s holds until %(day)s, which is before that shift.")
    return Problem(kind.value, words % {**more, "day": f"{until:%-d %b %Y}"}, until=until)


def _ends_words(staff: StaffMember, kind: Clearance.Kind, until: date) -> str:
    more = {"name": staff.name, "kind": kind.label, "day": f"{until:%-d %b %Y}"}
    return _("%(kind)s of %(name)s ends on %(day)s.") % more


def _of_hours(staff: StaffMember, duty: str, span: Span, around: list[Shift]) -> list[Problem]:
    if duty not in AT_WORK:
        return []
    spans = [Span(one.starts_at, one.ends_at) for one in around if one.duty in AT_WORK]
    spans += called_out.spans(staff, span.begins - LOOKED_AROUND, span.ends + LOOKED_AROUND, beside=[*spans, span])
    limits = setting("rota.hours")[staff.works_as]
    of = _of_a_volunteer if staff.works_as == StaffMember.WorksAs.VOLUNTEER else _of_paid_staff
    return of(staff, limits, span, [*spans, span])


def _of_a_volunteer(staff: StaffMember, limits: dict[str, float], span: Span, spans: list[Span]) -> list[Problem]:
    found = []
    for code, window in (("in_24", A_DAY), ("in_7_days", A_WEEK)):
        most = timedelta(hours=limits[code])
        if (worked := most_within(spans, window, around=span)) > most:
            found.append(Problem(code, _too_much(staff, code, worked, most)))
    return found


def _of_paid_staff(staff: StaffMember, limits: dict[str, float], span: Span, spans: list[Span]) -> list[Problem]:
    rest, found = timedelta(hours=limits["rest"]), []
    day = day_of_work(spans, span, rest)
    most = timedelta(hours=limits["shift"])
    if (worked := total(day)) > most:
        found.append(Problem("shift", _too_much(staff, "shift", worked, most)))
    if max(one.ends for one in day) - min(one.begins for one in day) > A_DAY - rest:
        words = _("%(name)s would not have %(hours)s hours of rest in a day.")
        found.append(Problem("rest", words % {"name": staff.name, "hours": _hours(rest)}))
    if span.length > timedelta(hours=limits["break_after"]):
        words = _("A break of %(minutes)s minutes is part of this shift.")
        found.append(Problem("break", words % {"minutes": int(limits["break_minutes"])}, blocks=False))
    return found


def _too_much(staff: StaffMember, code: str, worked: timedelta, most: timedelta) -> str:
    words = {
        "in_24": _("%(name)s would work %(worked)s hours within 24 hours. The most is %(most)s."),
        "in_7_days": _("%(name)s would work %(worked)s hours within 7 days. The most is %(most)s."),
        "shift": _("%(name)s would work %(worked)s hours on one day. The most is %(most)s."),
    }[code]
    return words % {"name": staff.name, "worked": _hours(worked), "most": _hours(most)}


def _hours(length: timedelta) -> str:
    return f"{length.total_seconds() / 3600:.2f}".rstrip("0").rstrip(".")


def _shifts_around(staff: StaffMember, span: Span, ignoring: Shift | Iterable[Shift] | None) -> list[Shift]:
    left_out = [ignoring] if isinstance(ignoring, Shift) else list(ignoring or [])
    near = (span.begins - LOOKED_AROUND, span.ends + LOOKED_AROUND)
    shifts = staff.shifts.filter(during__overlap=near).exclude(pk__in=[one.pk for one in left_out])
    return list(shifts.order_by("during"))
