"""One reading of words: every check runs, the highest urgency counts, and what could not be checked says so."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chat.urgency import Urgency, highest
from moderation.checks import CATEGORIES, CHECKS, Check, CheckUnavailable, Context, Finding, Learned, Turn
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

    @property
    def is_not_checked(self) -> bool:
        """Whether some check could not speak: it broke, or it does not know the language. A person has to look."""
        return any(finding.urgency is Urgency.NOT_CHECKED for finding in self.findings)


def read(body: str, context: Context, checks: Sequence[Check] = CHECKS) -> Reading:
    """Read one message after what was said before it. Never raises: a check that does is a `not_checked` finding."""
    findings: list[Finding] = []
    failed: list[str] = []
    chances: list[Mapping[str, float]] = []
    for check in checks:
        found = _run(check, body, context)
        if found is None:
            failed.append(check.name)
            findings.append(Finding(check.name, None, Urgency.NOT_CHECKED, "could not be checked"))
        else:
            findings += found
            chances.append(_chances(check, body, context))
    return reading_of(findings, failed, *chances)


def read_turns(turns: Sequence[Turn], checks: Sequence[Check] = CHECKS) -> tuple[Reading, list[Urgency | None]]:
    """Read a whole conversation: the reading over all young person's and peers' turns, and the urgency of each turn."""
    readings = [_read_turn(turns, index, checks) if turn.by in ASSESSED else None for index, turn in enumerate(turns)]
    read_ones = [reading for reading in readings if reading is not None]
    findings = [finding for reading in read_ones for finding in reading.findings]
    failed = list(dict.fromkeys(name for reading in read_ones for name in reading.failed))
    overall = reading_of(findings, failed, *(reading.scores for reading in read_ones))
    return overall, [None if reading is None else reading.urgency for reading in readings]


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


def _chances(check: Check, body: str, context: Context) -> Mapping[str, float]:
    """A check that learned has numbers also where it found nothing. They are for evaluation: no harm if they fail."""
    try:
        return check.chances(body, context) if isinstance(check, Learned) else {}
    except Exception as error:
        log.warning("check.failed", extra={"check": check.name, "error": type(error).__name__})
        return {}


def reading_of(findings: Sequence[Finding], failed: Sequence[str], *chances: Mapping[str, float]) -> Reading:
    """What it all comes to: the highest urgency counts, and the most urgent finding stands first.

    `chances`: what learned checks say beside their findings; the highest number counts.
    """
    return Reading(
        urgency=highest(*(finding.urgency for finding in findings)),
        findings=tuple(sorted(findings, key=lambda finding: -finding.urgency.rank)),
        categories=tuple(name for name in CATEGORIES if any(finding.category == name for finding in findings)),
        scores=_scores(findings, chances),
        rules_version=rules_version(),
        failed=tuple(failed),
    )


def _scores(findings: Sequence[Finding], chances: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """For evaluation only: the higher of the urgencies found and what was learned. Shown to nobody who decides."""
    steps = _steps(findings)
    return {name: max([step, *(one.get(name, 0.0) for one in chances)]) for name, step in steps.items()}


def _steps(findings: Sequence[Finding]) -> dict[str, float]:
    """What the urgencies are worth as numbers."""
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
