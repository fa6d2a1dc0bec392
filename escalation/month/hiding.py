"""Counts under five are not shown, and cannot be worked out from those that are.

Counts that belong together add up: this many in all are these and those. Whoever knows all but one of them knows that
one too. So a second count is hidden beside a small one, until nothing that is hidden follows from what is shown.
Zero is shown: that nothing happened to anybody gives nobody away.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

LEAST = 5


class Sum(NamedTuple):
    """`total` is exactly `parts` together. All of them may be shown somewhere."""

    total: str
    parts: tuple[str, ...]


def hidden(counts: dict[str, int], sums: Sequence[Sum], *, least: int = LEAST) -> frozenset[str]:
    """Which of `counts` must not be shown."""
    found = {name for name, count in counts.items() if 0 < count < least}
    while (more := _one_more(counts, sums, found, least)) is not None:
        found.add(more)
    return frozenset(found)


def _one_more(counts: dict[str, int], sums: Sequence[Sum], found: set[str], least: int) -> str | None:
    """The next count that has to go as well; None once nothing can be worked out."""
    for one in sums:
        if _tells_too_much(counts, one, found, least) and (more := _cheapest(counts, [one], found)):
            return more
    for name in sorted(found & _worked_out(sums, found, counts)):
        if more := _cheapest(counts, [one for one in sums if name in (one.total, *one.parts)], found):
            return more
    return None


def _tells_too_much(counts: dict[str, int], one: Sum, found: set[str], least: int) -> bool:
    """Only one of them is hidden, or those that are come to fewer than five together: the rest says how many."""
    parts = [name for name in one.parts if name in found]
    if one.total in found:
        return not parts
    return bool(parts) and (len(parts) == 1 or sum(counts[name] for name in parts) < least)


def _cheapest(counts: dict[str, int], sums: Iterable[Sum], found: set[str]) -> str | None:
    """The smallest part that is shown, or where there is none the total. A zero only where nothing else is left."""
    parts = {name for one in sums for name in one.parts} - found
    totals = {one.total for one in sums} - found
    order = [(counts[name] == 0, name in totals, counts[name], name) for name in parts | totals]
    return min(order)[-1] if order else None


def _worked_out(sums: Sequence[Sum], found: set[str], counts: dict[str, int]) -> set[str]:
    """Those of the hidden that all sums together give away: by solving them, and because no count is below zero."""
    rows = [row for one in sums if (row := _row(one, found, counts)).weights]
    return _solved(rows) | _pinned(rows)


class _Row(NamedTuple):
    """What is hidden of a sum, each with its sign, and what that comes to."""

    weights: dict[str, int]
    comes_to: int


def _row(one: Sum, found: set[str], counts: dict[str, int]) -> _Row:
    weights: dict[str, int] = {}
    comes_to = 0
    for name, sign in [(one.total, -1), *((part, 1) for part in one.parts)]:
        if name in found:
            weights[name] = weights.get(name, 0) + sign
        else:
            comes_to -= sign * counts[name]
    return _Row(weights, comes_to)


def _solved(rows: list[_Row]) -> set[str]:
    """Gauss, exactly: whose row says one name and nothing else."""
    left = [{name: Fraction(weight) for name, weight in row.weights.items()} for row in rows]
    done: list[dict[str, Fraction]] = []
    while left:
        lead = left.pop()
        if not lead:
            continue
        name = next(iter(lead))
        lead = {other: weight / lead[name] for other, weight in lead.items()}
        left = [_without(row, name, lead) for row in left]
        done = [*(_without(row, name, lead) for row in done), lead]
    return {next(iter(row)) for row in done if len(row) == 1}


def _without(row: dict[str, Fraction], name: str, lead: dict[str, Fraction]) -> dict[str, Fraction]:
    """The row, with `name` put in terms of the others."""
    factor = row.get(name)
    if not factor:
        return row
    both = {**row, **{other: row.get(other, 0) - factor * weight for other, weight in lead.items()}}
    return {other: Fraction(weight) for other, weight in both.items() if weight}


def _pinned(rows: list[_Row]) -> set[str]:
    """Whose least and most come to the same, when every sum is used for what it says about each of its parts."""
    names = {name for row in rows for name in row.weights}
    low: dict[str, int] = dict.fromkeys(names, 0)
    high: dict[str, int | None] = dict.fromkeys(names)
    for _round in names:
        if not sum(_narrow(row, low, high) for row in rows):
            break
    return {name for name in names if high[name] == low[name]}


def _narrow(row: _Row, low: dict[str, int], high: dict[str, int | None]) -> bool:
    """Each part of a sum is what the others leave of it. Weights are 1 and -1. Says whether anything came closer."""
    came_closer = False
    for name, weight in row.weights.items():
        least, most = _ends(row, name, low, high)
        lower = None if (end := most if weight > 0 else least) is None else (row.comes_to - end) * weight
        upper = None if (end := least if weight > 0 else most) is None else (row.comes_to - end) * weight
        known = high[name]
        if lower is not None and lower > low[name]:
            low[name], came_closer = lower, True
        if upper is not None and (known is None or upper < known):
            high[name], came_closer = upper, True
    return came_closer


def _ends(row: _Row, but: str, low: dict[str, int], high: dict[str, int | None]) -> tuple[int | None, int | None]:
    """The least and the most that the others come to; None where there is no end."""
    least: int | None = 0
    most: int | None = 0
    for name, weight in row.weights.items():
        if name == but:
            continue
        lower, upper = (low[name], high[name]) if weight > 0 else (high[name], low[name])
        least = None if least is None or lower is None else least + weight * lower
        most = None if most is None or upper is None else most + weight * upper
    return least, most
