"""Tables of counts that add up, with what is hidden in them; and figures that stand on those counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _

from config.tuning import setting
from escalation.month.hiding import Sum, hidden

ALL = "all"
NOTHING = "–"


@dataclass(frozen=True)
class Cell:
    """One cell, ready to show. `number` only for what a picture may draw: nothing of what is hidden."""

    words: str
    number: float | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class Shown:
    """One table, ready to show."""

    key: str
    title: str
    says: str
    columns: list[str]
    rows: list[tuple[str, list[Cell]]]
    # Which column the picture shows, and what its bars mean.
    drawn: int = 0
    drawn_words: str = ""

    @property
    def is_wide(self) -> bool:
        """Too many columns to stand beside a picture."""
        return len(self.columns) > 8


def cell_name(row: str, column: str) -> str:
    return f"{row}.{column}"


@dataclass
class Counts:
    """Rows by columns of counts. `sums`: which column is which others together; the row of all is added by itself."""

    rows: Sequence[tuple[str, str]]
    columns: Sequence[tuple[str, str]]
    counts: dict[str, int]
    sums: Sequence[tuple[str, tuple[str, ...]]] = ()
    # The running month: to the next lower five, so that two looks a day apart give nobody away.
    is_rough: bool = False
    _hidden: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        keys = [key for key, _words in self.rows]
        assert len(dict(self.columns)) == len(self.columns), "each column has a name of its own"
        if len(keys) > 1:
            for column, _words in self.columns:
                self.counts[cell_name(ALL, column)] = sum(self.counts[cell_name(key, column)] for key in keys)
            self.rows = [*self.rows, (ALL, _("All"))]
        self._hidden = hidden(self.counts, self._all_sums(keys), least=int(setting("month.least_shown")))

    def _all_sums(self, keys: list[str]) -> list[Sum]:
        down = [
            Sum(cell_name(ALL, column), tuple(cell_name(key, column) for key in keys))
            for column, _words in self.columns
            if len(keys) > 1
        ]
        across = [
            Sum(cell_name(row, total), tuple(cell_name(row, part) for part in parts))
            for row, _words in self.rows
            for total, parts in self.sums
        ]
        return [*down, *across]

    def is_shown(self, row: str, *columns: str) -> bool:
        return not self._hidden.intersection(cell_name(row, column) for column in columns)

    def cell(self, row: str, column: str) -> Cell:
        if not self.is_shown(row, column):
            return hidden_cell()
        return number(self.counts[cell_name(row, column)], is_rough=self.is_rough)

    def share(self, row: str, part: str, whole: str) -> Cell:
        """A percentage, only where both counts that it stands on are shown."""
        if not self.is_shown(row, part, whole):
            return hidden_cell()
        return share(
            self.counts[cell_name(row, part)], self.counts[cell_name(row, whole)], step=5 if self.is_rough else 1
        )

    def time(self, lengths: Sequence[timedelta], part: int) -> Cell:
        """Within what time so many in a hundred were done; of one to four people it would be about each of them."""
        if 0 < len(lengths) < int(setting("month.least_shown")):
            return hidden_cell()
        return duration(percentile(lengths, part), is_rough=self.is_rough)


def hidden_cell() -> Cell:
    return Cell(_("hidden"), is_hidden=True)


def number(count: int, *, is_rough: bool) -> Cell:
    """In the running month to the next lower five."""
    shown = count - count % 5 if is_rough else count
    return Cell(_("about %(count)d") % {"count": shown} if is_rough and shown else str(shown), shown)


def percentile(lengths: Iterable[timedelta], part: int) -> timedelta | None:
    """The shortest time within which so many in a hundred of them were done (nearest rank); None for none."""
    ordered = sorted(lengths)
    return ordered[max(0, -(-len(ordered) * part // 100) - 1)] if ordered else None


def share(part: float, whole: float, *, step: int = 1) -> Cell:
    if not whole:
        return Cell(NOTHING)
    percent = round(100 * part / whole / step) * step
    return Cell(f"{percent} %", percent)


def duration(length: timedelta | None, *, is_rough: bool = False) -> Cell:
    if length is None:
        return Cell(NOTHING)
    seconds = round(length.total_seconds())
    if is_rough:  # up to the next minute: the longest wait is one person's
        minutes = max(1, -(-seconds // 60))
        return Cell(_("up to %(minutes)d min") % {"minutes": minutes}, 60 * minutes)
    if seconds < 120:
        words = _("%(count)d s") % {"count": seconds}
    elif seconds < 2 * 3600:
        words = _("%(minutes)d min %(seconds)02d s") % {"minutes": seconds // 60, "seconds": seconds % 60}
    else:
        words = _("%(hours)d h %(minutes)02d min") % {"hours": seconds // 3600, "minutes": seconds % 3600 // 60}
    return Cell(words, seconds)
