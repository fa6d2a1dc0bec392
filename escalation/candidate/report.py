"""What a candidate would have changed: the same words, read by both. Counts of fewer than five are not shown, and
cannot be worked out from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chat.urgency import Urgency
from config.tuning import setting
from escalation.month.hiding import Sum, hidden
from moderation.checks import CATEGORIES
from moderation.models import Assessment, Flag, ShadowReading
from moderation.shadow import is_of_the_model

ROWS = tuple(urgency.value for urgency in reversed(Urgency))
ALL = "all"
ANSWERS = (Flag.State.CONFIRMED, Flag.State.HANDLED, Flag.State.DISMISSED)
SAME, OTHER, NONE = "would name it too", "would name something else", "would stay silent"
MORE, FEWER, BOTH = "only the candidate", "only the live one", "both"
NO_FLAG = frozenset({Urgency.ROUTINE, Urgency.NOT_CHECKED})
QUANTILES = (("median", 0.5), ("p95", 0.95), ("p99", 0.99), ("longest", 1.0))

Counts = Mapping[tuple[str, str], int]
Table = dict[str, dict[str, int | str]]


@dataclass(frozen=True)
class Pair:
    """One text that both have read: what each named, and how urgent it was with each."""

    message_id: int | None
    version_id: int | None
    live: Urgency
    candidate: Urgency
    live_named: frozenset[str]
    candidate_named: frozenset[str]


def report(artefact_hash: str, since: datetime) -> dict[str, Any]:
    """All figures about one candidate from a moment on. What a child wrote is not in it, nor who they are."""
    shadows = list(
        ShadowReading.objects.filter(artefact_hash=artefact_hash, assessment__at__gte=since)
        .exclude(assessment__artefact_hash="")
        .exclude(assessment__artefact_hash=artefact_hash)
        .select_related("assessment")
    )
    read = [one for one in shadows if not one.error]
    pairs = [_pair(one) for one in read]
    urgency = table(Counter((one.live.value, one.candidate.value) for one in pairs), ROWS, ROWS)
    return {
        "candidate": artefact_hash,
        "live": sorted({one.assessment.artefact_hash for one in read}),
        "since": since.isoformat(timespec="minutes"),
        "messages and posts read by both": urgency[ALL][ALL],
        "read by the live one alone": _shown(_alone(artefact_hash, since)),
        # Of the program, not of people: one is one too many to hide.
        "errors": dict(Counter(one.error for one in shadows if one.error)),
        "urgency": urgency,
        "flags": table(Counter(_differences(pairs)), CATEGORIES, (BOTH, FEWER, MORE), adds_up=False),
        "answers": table(Counter(_answers(pairs)), ANSWERS, (SAME, OTHER, NONE)),
        "milliseconds": {
            "live": _quantiles(one.assessment.milliseconds for one in read),
            "candidate": _quantiles(one.milliseconds for one in read),
        },
    }


def table(counts: Counts, rows: Sequence[str], columns: Sequence[str], *, adds_up: bool = True) -> Table:
    """With sums below and beside. `adds_up`: every text is in it once, so that its sums follow from each other."""
    cells = {f"{row}/{column}": counts.get((row, column), 0) for row in rows for column in columns}
    sums = [Sum(f"{row}/{ALL}", tuple(f"{row}/{column}" for column in columns)) for row in rows]
    if adds_up:
        sums += [Sum(f"{ALL}/{column}", tuple(f"{row}/{column}" for row in rows)) for column in (*columns, ALL)]
    for one in sums:
        cells[one.total] = sum(cells[part] for part in one.parts)
    secret = hidden(cells, sums, least=_least())
    shown = {name: f"fewer than {_least()}, or beside such" if name in secret else cells[name] for name in cells}
    heads = [*columns, ALL]
    return {row: {column: shown[f"{row}/{column}"] for column in heads} for row in [*rows, *([ALL] if adds_up else [])]}


def _pair(shadow: ShadowReading) -> Pair:
    assessment = shadow.assessment
    live = [one for one in assessment.findings if is_of_the_model(one["check"])]
    return Pair(
        assessment.message_id,
        assessment.post_version_id,
        Urgency(assessment.urgency),
        Urgency(shadow.urgency),
        _named(live),
        _named(shadow.findings),
    )


def _named(findings: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The categories of what raises a flag."""
    return frozenset(one["category"] for one in findings if one["category"] and Urgency(one["urgency"]) not in NO_FLAG)


def _differences(pairs: Iterable[Pair]) -> Iterator[tuple[str, str]]:
    for pair in pairs:
        for name in pair.live_named | pair.candidate_named:
            in_both = name in pair.live_named and name in pair.candidate_named
            yield name, BOTH if in_both else FEWER if name in pair.live_named else MORE


def _answers(pairs: Sequence[Pair]) -> Iterator[tuple[str, str]]:
    """What people said about the live model's flags, and what the candidate would have made of the same words."""
    of_messages = {one.message_id: one for one in pairs if one.message_id}
    of_posts = {one.version_id: one for one in pairs if one.version_id}
    flags = Flag.objects.filter(check_name__startswith="model.", state__in=ANSWERS)
    for flag in flags.filter(message__in=list(of_messages)) | flags.filter(post_version__in=list(of_posts)):
        pair = of_messages[flag.message_id] if flag.message_id else of_posts[flag.post_version_id or 0]
        named = pair.candidate_named
        yield flag.state, SAME if flag.category in named else OTHER if named else NONE


def _alone(artefact_hash: str, since: datetime) -> int:
    """Words that came while the candidate read, and that it never came to: it is dropped first."""
    beside = ShadowReading.objects.filter(artefact_hash=artefact_hash, assessment__at__gte=since)
    first = beside.order_by("assessment__at").values_list("assessment__at", flat=True).first()
    last = beside.order_by("-assessment__at").values_list("assessment__at", flat=True).first()
    if first is None or last is None:
        return 0
    read = Assessment.objects.filter(at__gte=first, at__lte=last).exclude(artefact_hash__in=["", artefact_hash])
    return max(read.count() - beside.count(), 0)


def _quantiles(values: Iterable[float | None]) -> dict[str, float]:
    ordered = sorted(value for value in values if value is not None)
    last = len(ordered) - 1
    return {name: round(ordered[min(int(share * len(ordered)), last)], 1) for name, share in QUANTILES if ordered}


def _shown(count: int) -> int | str:
    return f"fewer than {_least()}" if 0 < count < _least() else count


def _least() -> int:
    least: int = setting("month.least_shown")
    return least
