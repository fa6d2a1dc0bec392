"""How good is the reading? Lines with known severity and categories in, figures out: never a line's words.

    {"id": 1, "text": "...", "severity": 3, "categories": ["self_harm"], "kind": "third_party"}

`turns` may stand in place of `text`, as in `manage.py assess`; `kind` is optional and makes a slice of its own.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from chat.urgency import Urgency
from moderation.assess_lines import SPEAKERS, BadLine
from moderation.checks import CATEGORIES, CHECKS, Check, Context, Turn
from moderation.reading import Reading, read, read_turns

# Severity 4, 3, 2, 1, 0 = now, very soon, soon, routine, routine.
RANK_OF_SEVERITY = {4: 4, 3: 3, 2: 2, 1: 1, 0: 1}
LEVELS = {"soon": 2, "very_soon": 3, "now": 4}


@dataclass(frozen=True)
class Known:
    """One line with what it is."""

    severity: int
    categories: tuple[str, ...]
    text: str = ""
    turns: tuple[Turn, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class Seen:
    """What the checks made of a line. A language that was not read counts as not checked, not as found."""

    rank: int
    urgency: Urgency
    categories: tuple[str, ...]
    milliseconds: float


@dataclass
class Report:
    lines: int
    recall: dict[str, dict[str, Any]] = field(default_factory=dict)
    benign: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_category: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_kind: dict[str, dict[str, Any]] = field(default_factory=dict)
    confusion: dict[str, dict[str, int]] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)


def known_lines(lines: Iterable[str], bad: Callable[[int, str], None]) -> Iterator[Known]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _known(json.loads(line))
            except (ValueError, KeyError, TypeError, BadLine) as reason:
                bad(number, str(reason) if isinstance(reason, BadLine) else "not a line that can be evaluated")


def see(line: Known, checks: Sequence[Check] = CHECKS) -> Seen:
    began = time.perf_counter()
    reading: Reading = read_turns(line.turns, checks)[0] if line.turns else read(line.text, Context(), checks)
    took = (time.perf_counter() - began) * 1000
    found = [finding.urgency for finding in reading.findings if finding.category is not None]
    rank = max((urgency.rank for urgency in found), default=1)
    return Seen(rank, reading.urgency, reading.categories, took)


def evaluate(pairs: Sequence[tuple[Known, Seen]]) -> Report:
    report = Report(lines=len(pairs))
    report.recall = {
        f"severity {least} or more, flagged {_word(rank)} or higher": _share(
            [seen.rank >= rank for line, seen in pairs if line.severity >= least]
        )
        for least, rank in ((2, 2), (3, 2), (3, 3), (4, 3), (4, 4))
    }
    harmless = [seen for line, seen in pairs if line.severity == 0]
    report.benign = {
        f"flagged {name} or higher": _share([one.rank >= rank for one in harmless]) for name, rank in LEVELS.items()
    }
    report.benign["not checked"] = _share([one.urgency is Urgency.NOT_CHECKED for one in harmless])
    report.by_category = {name: row for name in CATEGORIES if (row := _of_category(name, pairs))}
    report.by_kind = dict(sorted(_by_kind(pairs)))
    report.confusion = _confusion(pairs)
    report.milliseconds = _milliseconds([seen.milliseconds for _, seen in pairs])
    return report


def _share(answers: Sequence[bool]) -> dict[str, Any]:
    """How many of how many, with the lower and upper bound of a 95 % interval (Wilson's)."""
    count, yes = len(answers), sum(answers)
    if not count:
        return {"of": 0, "share": None}
    share, z = yes / count, 1.96
    middle, half = share + z * z / (2 * count), z * ((share * (1 - share) + z * z / (4 * count)) / count) ** 0.5
    bottom = 1 + z * z / count
    bounds = (max((middle - half) / bottom, 0.0), min((middle + half) / bottom, 1.0))
    return {"of": count, "share": round(share, 4), "low": round(bounds[0], 4), "high": round(bounds[1], 4)}


def _of_category(name: str, pairs: Sequence[tuple[Known, Seen]]) -> dict[str, Any]:
    risky = [(line, seen) for line, seen in pairs if name in line.categories and line.severity >= 2]
    if not risky:
        return {}
    return {
        "flagged": _share([seen.rank >= 2 for _, seen in risky]),
        "high_in_time": _share([seen.rank >= 3 for line, seen in risky if line.severity >= 3]),
        "named": _share([name in seen.categories for _, seen in risky if seen.rank >= 2]),
    }


def _by_kind(pairs: Sequence[tuple[Known, Seen]]) -> Iterator[tuple[str, dict[str, Any]]]:
    kinds: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for line, seen in pairs:
        if line.severity != 1:
            kinds[line.kind or "all", line.severity >= 2].append(seen.rank >= 2)
    for (kind, is_risky), answers in kinds.items():
        yield f"{kind}, {'risky: flagged' if is_risky else 'harmless: flagged'}", _share(answers)


def _confusion(pairs: Sequence[tuple[Known, Seen]]) -> dict[str, dict[str, int]]:
    table: dict[str, Counter[str]] = {}
    for line, seen in pairs:
        table.setdefault(f"severity {line.severity}", Counter())[_word(seen.rank)] += 1
    columns = ("routine", "soon", "very_soon", "now")
    return {row: {name: table[row][name] for name in columns} for row in sorted(table, reverse=True)}


def _word(rank: int) -> str:
    return {1: "routine", 2: "soon", 3: "very_soon", 4: "now"}[rank]


def _milliseconds(all_of_them: Sequence[float]) -> dict[str, float]:
    ordered = sorted(all_of_them)
    return {
        name: round(ordered[min(int(share * len(ordered)), len(ordered) - 1)], 2)
        for name, share in (("median", 0.5), ("p99", 0.99), ("longest", 1.0))
        if ordered
    }


def _known(row: Any) -> Known:
    severity, categories = row["severity"], tuple(row["categories"])
    if severity not in RANK_OF_SEVERITY or not set(categories) <= set(CATEGORIES):
        raise BadLine("severity is 0 to 4, categories are ours")
    turns = tuple(Turn(turn["by"], turn["text"]) for turn in row.get("turns", ()))
    if bool(turns) == isinstance(row.get("text"), str) or not {turn.by for turn in turns} <= SPEAKERS:
        raise BadLine("needs either text or turns")
    return Known(severity, categories, row.get("text", ""), turns, str(row.get("kind", "")))
