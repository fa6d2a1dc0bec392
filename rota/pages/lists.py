"""Shifts as a list for a spreadsheet, and such a list read in: all of it or nothing."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rota.models import Shift, StaffMember
from rota.pages import wall
from rota.pages.entries import STATES, state_of
from rota.planning import claims, publish

COLUMNS = ("email", "duty", "begins", "ends")
MORE_COLUMNS = ("name", "hours", "state")
# What a spreadsheet would take for a formula, and run.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M")
ZONES = {"BST": timedelta(hours=1), "GMT": timedelta()}
MOST_LINES = 500
EXAMPLE = """email,duty,begins,ends
sam@example.org,counsellor,2026-11-23 18:00,2026-11-23 22:00"""


class Problem(NamedTuple):
    line: int
    words: str


class Line(NamedTuple):
    number: int
    staff: StaffMember
    duty: str
    begins: datetime
    ends: datetime


class NotTaken(Exception):
    """The list has lines that are not right; nothing of it was taken."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} lines")
        self.problems = problems


def written(shifts: Iterable[Shift], *, with_addresses: bool) -> str:
    """The list that `read_in` takes again, with a name, the hours and the state beside it."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow([*COLUMNS, *MORE_COLUMNS])
    for shift in shifts:
        times = (shift.starts_at, shift.ends_at)
        address = shift.staff.email if with_addresses else ""
        row = [
            address,
            shift.duty,
            *map(_local, times),
            shift.staff.name,
            wall.hours(*times),
            STATES[state_of(shift)][1],
        ]
        writer.writerow([_harmless(str(cell)) for cell in row])
    return page.getvalue()


def _local(moment: datetime) -> str:
    return f"{wall.day_of(moment):%Y-%m-%d} {wall.label(moment)}"


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _as_meant(cell: str) -> str:
    """Without the apostrophe that `_harmless` put in front."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


@transaction.atomic
def read_in(text: str, by: StaffMember) -> list[Shift]:
    """Puts everybody on who is in the list. Raises NotTaken with all that is wrong, and then nobody was put on."""
    lines, problems = _lines(text)
    shifts = []
    for line in lines:
        try:
            with transaction.atomic():
                shifts.append(put_on(line.staff, line.duty, line.begins, line.ends, by))
        except ValidationError as refusal:
            problems += [Problem(line.number, words) for words in refusal.messages]
    if problems:
        raise NotTaken(sorted(problems))
    return shifts


@transaction.atomic
def put_on(staff: StaffMember, duty: str, begins: datetime, ends: datetime, by: StaffMember) -> Shift:
    """A place beside the patterns, published, and somebody on it."""
    return claims.assign(publish.add(duty, begins, ends, by, is_open=True), staff, by)


def _lines(text: str) -> tuple[list[Line], list[Problem]]:
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff").replace("\x00", "")))
    try:
        head = [cell.strip().lower().replace("e-mail", "email") for cell in next(rows, [])]
        if missing := [name for name in COLUMNS if name not in head]:
            words = _("The first line has to name the columns. Missing: %(names)s.")
            return [], [Problem(1, words % {"names": ", ".join(missing)})]
        if twice := sorted({name for name in head if name and head.count(name) > 1}):
            words = _("The first line names a column twice: %(names)s.")
            return [], [Problem(1, words % {"names": ", ".join(twice)})]
        return _read(head, ((rows.line_num, row) for row in rows))
    except csv.Error:
        return [], [Problem(rows.line_num, _("This line cannot be read as a list."))]


def _read(head: list[str], rows: Iterator[tuple[int, list[str]]]) -> tuple[list[Line], list[Problem]]:
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(lines) + len(problems) >= MOST_LINES:
            return lines, [
                *problems,
                Problem(number, _("The list is too long: at most %(n)s lines.") % {"n": MOST_LINES}),
            ]
        if any(cell.strip() for cell in row[len(head) :]):
            # Nothing of a row is left out silently: a comma too many moves what stands behind it.
            problems.append(Problem(number, _("This line has more cells than the first line names.")))
            continue
        cells = {name: _as_meant(cell) for name, cell in zip(head, row, strict=False)}
        line, wrong = _line(number, cells)
        lines += [line] if line else []
        problems += [Problem(number, words) for words in wrong]
    if not lines and not problems:
        problems.append(Problem(2, _("There is no shift in the list.")))
    return lines, problems


def _line(number: int, cells: dict[str, str]) -> tuple[Line | None, list[str]]:
    wrong = []
    staff = StaffMember.objects.filter(email=cells.get("email", "").lower(), is_active=True).first()
    if staff is None:
        wrong.append(_("Nobody who works here has this e-mail address."))
    duty = _duty(cells.get("duty", ""))
    if not duty:
        wrong.append(_("There is no such duty."))
    times = []
    for name, words in (("begins", _("The begin:")), ("ends", _("The end:"))):
        try:
            times.append(_moment(cells.get(name, "")))
        except ValidationError as refusal:
            wrong += [f"{words} {said}" for said in refusal.messages]
    if len(times) == 2 and times[1] <= times[0]:
        wrong.append(_("The end has to be after the begin."))
    if wrong or staff is None:
        return None, wrong
    return Line(number, staff, duty, *times), []


def _duty(text: str) -> str:
    names = {label.lower(): value for value, label in Shift.Duty.choices} | {
        value: value for value in Shift.Duty.values
    }
    return names.get(text.lower(), "")


def _moment(text: str) -> datetime:
    """A time on the kitchen clock. In the hour that is there twice it may say which: 01:30 GMT."""
    bare, _space, zone = text.rpartition(" ")
    typed = _parsed(bare if zone in ZONES else text)
    if zone not in ZONES:
        return wall.typed(typed.date(), typed.time())
    moment = (typed - ZONES[zone]).replace(tzinfo=UTC)
    if moment.astimezone(wall.LONDON).utcoffset() != ZONES[zone]:
        raise ValidationError(_("%(zone)s is not the time in London then.") % {"zone": zone}, code="zone")
    return moment


def _parsed(text: str) -> datetime:
    for form in FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise ValidationError(_("Write a day and a time, such as 2026-11-23 22:00."), code="invalid")
