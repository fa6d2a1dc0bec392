"""The directory as a list for a spreadsheet, and such a list read in: all of it or nothing."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from config import clock
from escalation.models import Council
from escalation.referral import directory
from escalation.working_days import LONDON
from rota.models import StaffMember

COLUMNS = directory.FIELDS
CHECKED = "checked_on"
MOST_LINES = 1000
# What a spreadsheet would take for a formula, and run.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
EXAMPLE = """name,nation,places,day_phone,night_phone,day_hours,written_to,lado_contact,checked_on
Example Council,england,"Moss Side, Hulme",01632 960001,01632 960002,9 to 5,mash@example.org,lado@example.org,2026-11-20
"""


class Problem(NamedTuple):
    line: int
    words: str


class NotTaken(Exception):
    """The list has lines that are not right; nothing of it was taken."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} lines")
        self.problems = problems


class Taken(NamedTuple):
    added: int
    changed: int


@dataclass(frozen=True)
class _Line:
    number: int
    given: dict[str, str]
    checked_at: datetime | None


def written(councils: Iterable[Council]) -> str:
    """The list that `read_in` takes again."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow([*COLUMNS, CHECKED])
    for council in councils:
        cells = [getattr(council, name) for name in COLUMNS]
        writer.writerow([_harmless(cell) for cell in [*cells, f"{council.checked_at.astimezone(LONDON):%Y-%m-%d}"]])
    return page.getvalue()


@transaction.atomic
def read_in(text: str, *, by: StaffMember) -> Taken:
    """Adds whoever is new and changes whom the directory has by that name. Raises NotTaken with all that is wrong."""
    lines, problems = _lines(text)
    known = {council.name.casefold(): council for council in directory.standing()}
    added = changed = 0
    for line in lines:
        council = known.get(line.given["name"].casefold())
        try:
            with transaction.atomic():
                if council is None:
                    added += bool(directory.add(line.given, by=by, checked_at=line.checked_at))
                else:
                    changed += bool(directory.change(council, line.given, by=by, checked_at=line.checked_at))
        except ValidationError as refusal:
            problems += _of_line(line.number, refusal)
    if problems:
        raise NotTaken(sorted(problems))
    return Taken(added, changed)


def _lines(text: str) -> tuple[list[_Line], list[Problem]]:
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff").replace("\x00", "")), strict=True)
    try:
        head = [cell.strip().lower() for cell in next(rows, [])]
        if missing := [name for name in directory.NEEDED if name not in head]:
            words = _("The first line has to name the columns. Missing: %(names)s.")
            return [], [Problem(1, words % {"names": ", ".join(missing)})]
        if unknown := [name for name in head if name not in {*COLUMNS, CHECKED}]:
            words = _("The first line names columns that the directory has not: %(names)s.")
            return [], [Problem(1, words % {"names": ", ".join(unknown)})]
        if len(set(head)) < len(head):
            return [], [Problem(1, _("The first line names a column twice."))]
        return _read(head, rows)
    except csv.Error:
        return [], [Problem(rows.line_num, _("This line cannot be read as a list."))]


def _read(head: list[str], rows: Iterator[list[str]]) -> tuple[list[_Line], list[Problem]]:
    lines: list[_Line] = []
    problems: list[Problem] = []
    names: set[str] = set()
    for row in rows:
        number = rows.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in row):
            continue
        if len(lines) + len(problems) >= MOST_LINES:
            words = _("The list is too long: at most %(n)s lines.") % {"n": MOST_LINES}
            return lines, [*problems, Problem(number, words)]
        try:
            lines.append(_line(number, head, row, names))
        except ValidationError as refusal:
            problems += _of_line(number, refusal)
    return lines, problems


def _line(number: int, head: list[str], row: list[str], names: set[str]) -> _Line:
    if len(row) != len(head):
        raise ValidationError(
            _("It has %(n)s cells, and the first line names %(m)s columns.") % {"n": len(row), "m": len(head)}
        )
    cells = dict(zip(head, (_as_meant(cell) for cell in row), strict=True))
    given = directory.cleaned({**cells, "nation": cells["nation"].lower()})
    if given["name"].casefold() in names:
        raise ValidationError({"name": _("This name stands in the list twice.")})
    names.add(given["name"].casefold())
    return _Line(number, given, _checked(cells.get(CHECKED, "")))


def _checked(text: str) -> datetime | None:
    """Noon of that day; today is now."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValidationError({CHECKED: _("Write the day as 2026-11-20.")}) from None
    today = clock.now().astimezone(LONDON).date()
    if day > today:
        raise ValidationError({CHECKED: _("That day has not come yet.")})
    return None if day == today else datetime.combine(day, time(12), LONDON)


def _of_line(number: int, refusal: ValidationError) -> list[Problem]:
    if hasattr(refusal, "error_dict"):
        return [
            Problem(number, _("%(column)s: %(words)s") % {"column": name or _("The line"), "words": words[0]})
            for name, words in refusal.message_dict.items()
        ]
    return [Problem(number, words) for words in refusal.messages]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _as_meant(cell: str) -> str:
    """Without the apostrophe that `_harmless` put in front."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
