"""Every figure as it comes, what they mean together, and which goals they reach."""

import json
import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import places

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Goal:
    """What one figure of ours has to be: as a share of another server's, or by itself where `beside` is empty."""

    case: str
    metric: str
    beside: str
    bound: float
    at_least: bool = False

    def words(self) -> str:
        return f"{'>=' if self.at_least else '<='} {self.bound:g}{f' x {self.beside}' if self.beside else ''}"

    def reached(self, ours: float, other: float | None) -> tuple[float | None, bool]:
        """The figure that is judged, and whether it will do."""
        figure = ours if not self.beside else ours / other if other and math.isfinite(other) else None
        if figure is None:
            # Where the other managed nothing at all, more than nothing is enough.
            return None, self.at_least and other == 0 and ours > 0
        return figure, figure >= self.bound if self.at_least else figure <= self.bound


class Table:
    def __init__(self) -> None:
        self.figures: dict[Key, list[float]] = {}
        self.shares: list[float] = []
        self.notes: list[str] = []

    def add(self, case: str, server: str, **metrics: float) -> None:
        for metric, value in metrics.items():
            self.figures.setdefault((case, server, metric), []).append(value)
        shown = "  ".join(f"{metric} {value:,.4g}" for metric, value in metrics.items())
        print(f"{case:18} {server:12} {shown}", flush=True)

    def note(self, words: str) -> None:
        self.notes.append(words)
        print(words, flush=True)

    def look_at_the_machine(self) -> None:
        """Whatever else runs on the servers' core is measured with them: the share says whether to believe it."""
        self.shares.append(places.share_of_the_servers_core())

    def rows(self, goals: Iterable[Goal]) -> list[dict[str, Any]]:
        """One a figure: the median where a server had several turns, and its ratio to the floor's."""
        medians = {key: statistics.median(values) for key, values in self.figures.items()}
        return [
            {
                "case": case,
                "server": server,
                "metric": metric,
                "value": round(value, 4) if math.isfinite(value) else None,
                "ratio_to_floor": _ratio(value, medians.get((case, "floor", metric))),
            }
            for (case, server, metric), value in medians.items()
        ] + [row for goal in goals for row in _judged(goal, medians)]


def _ratio(value: float, floor: float | None) -> float | None:
    return round(value / floor, 3) if floor and math.isfinite(value) and math.isfinite(floor) else None


def _judged(goal: Goal, medians: dict[Key, float]) -> list[dict[str, Any]]:
    """One row a goal whose case was run: the figure, the goal in words, whether it is reached."""
    ours = medians.get((goal.case, "nightlight", goal.metric))
    other = medians.get((goal.case, goal.beside, goal.metric))
    if ours is None or (goal.beside and other is None):
        return []
    figure, holds = goal.reached(ours, other)
    return [
        {
            "case": goal.case,
            "server": "nightlight",
            "metric": f"{goal.metric}/{goal.beside}" if goal.beside else goal.metric,
            "value": None if figure is None else round(figure, 4),
            "ratio_to_floor": None,
            "goal": goal.words(),
            "holds": holds,
        }
    ]


def write(rows: list[dict[str, Any]], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def print_rows(rows: list[dict[str, Any]]) -> None:
    print(f"\n{'case':18} {'server':12} {'metric':14} {'value':>12} {'/ floor':>9}")
    for row in (row for row in rows if "goal" not in row):
        ratio = "" if row["ratio_to_floor"] is None else f"{row['ratio_to_floor']:9.3f}"
        print(f"{row['case']:18} {row['server']:12} {row['metric']:14} {_number(row['value']):>12} {ratio:>9}")
    print(f"\n{'goal':18} {'figure':24} {'is':>12}   {'should be':22} holds")
    for row in (row for row in rows if "goal" in row):
        holds = "yes" if row["holds"] else "NO"
        print(f"{row['case']:18} {row['metric']:24} {_number(row['value']):>12}   {row['goal']:22} {holds}")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,.2f}"
