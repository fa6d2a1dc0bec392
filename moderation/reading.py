"""One reading of words: every check runs, the highest urgency counts, and what could not be checked says so."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from chat.urgency import Urgency, highest
from moderation.checks import CATEGORIES, CHECKS, Check, CheckUnavailable, Context, Finding, Turn
from moderation.checks.rules import rules_version
from moderation.thresholds import SCORES

log = logging.getLogger(__name__)

ASSESSED = frozenset({"young_person", "peer"})
TURNS_BEFORE = 12


@dataclass(frozen=True)
class Reading:
    """What all checks made of one message, or of a whole conversation."""

    urgency: Urgency
    findings: tuple[Finding, ...] = ()
    categories: tuple[str, ...] = ()
    scores: dict[str, float] = field(default_factory=dict)
    rules_version: str = ""
    failed: tuple[str, ...] = ()


def read(body: str, context: Context, checks: Sequence[Check] = CHECKS) -> Reading:
    """Read one message after what was said before it. Never raises: a check that does is a `not_checked` finding."""
    findings: list[Finding] = []
    failed: list[str] = []
    for check in checks:
        found = _run(check, body, context)
        if found is None:
            failed.append(check.name)
            findings.append(Finding(check.name, None, Urgency.NOT_CHECKED, "could not be checked"))
        else:
            findings += found
    return _reading(findings, failed)


def read_turns(turns: Sequence[Turn], checks: Sequence[Check] = CHECKS) -> tuple[Reading, list[Urgency | None]]:
    """Read a whole conversation: the reading over all young person's and peers' turns, and the urgency of each turn."""
    readings = [_read_turn(turns, index, checks) if turn.by in ASSESSED else None for index, turn in enumerate(turns)]
    read_ones = [reading for reading in readings if reading is not None]
    findings = [finding for reading in read_ones for finding in reading.findings]
    failed = list(dict.fromkeys(name for reading in read_ones for name in reading.failed))
    return _reading(findings, failed), [None if reading is None else reading.urgency for reading in readings]


def _read_turn(turns: Sequence[Turn], index: int, checks: Sequence[Check]) -> Reading:
    """One turn, seen from whoever wrote it: in a context, `young_person` is the writer of the body."""
    writer = turns[index].by
    seen = {writer: "young_person", "young_person": "peer"} if writer == "peer" else {}
    earlier = turns[max(0, index - TURNS_BEFORE) : index]
    context = Context(tuple(Turn(seen.get(turn.by, turn.by), turn.body, turn.place) for turn in earlier))
    return read(turns[index].body, context, checks)


def _run(check: Check, body: str, context: Context) -> list[Finding] | None:
    try:
        return list(check(body, context))
    except CheckUnavailable:
        log.warning("check.unavailable", extra={"check": check.name})
    except Exception as error:
        # Whatever broke, the words stay unread by this check and a human must know; the text itself is never logged.
        log.warning("check.failed", extra={"check": check.name, "error": type(error).__name__})
    return None


def _reading(findings: list[Finding], failed: list[str]) -> Reading:
    return Reading(
        urgency=highest(*(finding.urgency for finding in findings)),
        findings=tuple(sorted(findings, key=lambda finding: -finding.urgency.rank)),
        categories=tuple(name for name in CATEGORIES if any(finding.category == name for finding in findings)),
        scores=_scores(findings),
        rules_version=rules_version(),
        failed=tuple(failed),
    )


def _scores(findings: Sequence[Finding]) -> dict[str, float]:
    """Numbers for evaluation only, from the urgencies found. Shown to nobody who decides about a person."""
    top = {
        name: max((SCORES[finding.urgency][name] for finding in findings), default=0.0)
        for name in ("concern", "high", "immediate")
    }
    by_category = {
        name: max(
            (SCORES[finding.urgency]["category"] for finding in findings if finding.category == name), default=0.0
        )
        for name in CATEGORIES
    }
    return top | by_category
