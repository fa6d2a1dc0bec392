"""One reading of words: every check runs, the highest urgency counts, and what could not be checked says so."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chat.urgency import Urgency, highest
from moderation.checks import CATEGORIES, CHECKS, Check, CheckUnavailable, Context, Finding, Learned, Turn
from moderation.checks.rules import rules_version
from moderation.classifiers import Version
from moderation.thresholds import SCORES

log = logging.getLogger(__name__)

ASSESSED = frozenset({"young_person", "peer"})
TURNS_BEFORE = 12
LEVELS = ("concern", "high", "immediate")
NO_MODEL = Version()


@dataclass(frozen=True)
class Reading:
    """What all checks made of one message, or of a whole conversation."""

    urgency: Urgency
    findings: tuple[Finding, ...] = ()
    categories: tuple[str, ...] = ()
    scores: dict[str, float] = field(default_factory=dict)
    rules_version: str = ""
    failed: tuple[str, ...] = ()
    # Empty where no model read it: then none is named in an assessment either.
    version: Version = NO_MODEL
    # What the model took.
    milliseconds: float | None = field(default=None, compare=False)

    @property
    def is_not_checked(self) -> bool:
        """Whether some check could not speak: it broke, or it does not know the language. A person has to look."""
        return any(finding.urgency is Urgency.NOT_CHECKED for finding in self.findings)


def read(body: str, context: Context, checks: Sequence[Check] = CHECKS) -> Reading:
    """Read one message after what was said before it. Never raises: a check that does is a `not_checked` finding."""
    findings: list[Finding] = []
    failed: list[str] = []
    learned: list[Mapping[str, float]] = []
    stated: list[Finding] = []
    by_model = Reading(Urgency.ROUTINE)
    for check in checks:
        began = time.perf_counter()
        learns = check if isinstance(check, Learned) else None
        found = _run(check, body, context)
        if found is None:
            failed.append(check.name)
            found = [Finding(check.name, None, Urgency.NOT_CHECKED, "could not be checked")]
            chances: Mapping[str, float] = {}
        else:
            chances = _chances(learns, body, context)
            if learns is not None:
                took = (time.perf_counter() - began) * 1000
                by_model = Reading(Urgency.ROUTINE, version=_version(learns), milliseconds=took)
        findings += found
        learned.append(chances)
        # What a check learned is told by its own numbers, not by a step that its numbers came over.
        stated += [finding for finding in found if not chances or finding.urgency is Urgency.NOT_CHECKED]
    return reading_of(findings, failed, scores_of(stated, learned), read_by=(by_model,))


def read_turns(turns: Sequence[Turn], checks: Sequence[Check] = CHECKS) -> tuple[Reading, list[Urgency | None]]:
    """Read a whole conversation: the reading over all young person's and peers' turns, and the urgency of each turn."""
    readings = [_read_turn(turns, index, checks) if turn.by in ASSESSED else None for index, turn in enumerate(turns)]
    read_ones = [reading for reading in readings if reading is not None]
    findings = [finding for reading in read_ones for finding in reading.findings]
    failed = list(dict.fromkeys(name for reading in read_ones for name in reading.failed))
    overall = reading_of(findings, failed, *(reading.scores for reading in read_ones), read_by=read_ones)
    return overall, [None if reading is None else reading.urgency for reading in readings]


def _read_turn(turns: Sequence[Turn], index: int, checks: Sequence[Check]) -> Reading:
    return read(turns[index].body, context_of(turns, index), checks)


def context_of(turns: Sequence[Turn], index: int) -> Context:
    """What stands before one turn, seen from whoever wrote it: `young_person` is the writer of the body."""
    writer = turns[index].by
    seen = {writer: "young_person", "young_person": "peer"} if writer == "peer" else {}
    earlier = turns[max(0, index - TURNS_BEFORE) : index]
    return Context(tuple(Turn(seen.get(turn.by, turn.by), turn.body, turn.place) for turn in earlier))


def _run(check: Check, body: str, context: Context) -> list[Finding] | None:
    try:
        return list(check(body, context))
    except CheckUnavailable:
        log.warning("check.unavailable", extra={"check": check.name})
    except Exception as error:
        # Whatever broke, the words stay unread by this check and a human must know; the text itself is never logged.
        log.warning("check.failed", extra={"check": check.name, "error": type(error).__name__})
    return None


def _chances(check: Learned | None, body: str, context: Context) -> Mapping[str, float]:
    """A check that learned has numbers also where it found nothing. They are for evaluation: no harm if they fail."""
    if check is None:
        return {}
    try:
        return check.chances(body, context)
    except Exception as error:
        log.warning("check.failed", extra={"check": check.name, "error": type(error).__name__})
        return {}


def _version(check: Learned) -> Version:
    try:
        return check.version()
    except CheckUnavailable:
        return NO_MODEL


def reading_of(
    findings: Sequence[Finding],
    failed: Sequence[str],
    *scores: Mapping[str, float],
    read_by: Sequence[Reading] = (),
) -> Reading:
    """What it all comes to: the highest urgency counts, and the most urgent finding stands first.

    `scores`: of the readings that are put together; the highest number of each counts. Without any, the findings' own.
    `read_by`: the readings that say what model read, and how long it took.
    """
    known = scores or (scores_of(findings),)
    by_model = [one for one in read_by if one.version.artefact_hash]
    return Reading(
        urgency=highest(*(finding.urgency for finding in findings)),
        findings=tuple(sorted(findings, key=lambda finding: -finding.urgency.rank)),
        categories=tuple(name for name in CATEGORIES if any(finding.category == name for finding in findings)),
        scores={name: max(one.get(name, 0.0) for one in known) for name in (*LEVELS, *CATEGORIES)},
        rules_version=rules_version(),
        failed=tuple(failed),
        version=by_model[0].version if by_model else NO_MODEL,
        milliseconds=sum(one.milliseconds or 0.0 for one in by_model) if by_model else None,
    )


def scores_of(stated: Sequence[Finding], learned: Sequence[Mapping[str, float]] = ()) -> dict[str, float]:
    """For evaluation only, shown to nobody who decides: what was stated and what was learned as two witnesses.

    One minus the chance that both are wrong (a noisy or), so that neither ever lowers what the other says.
    """
    steps = _steps(stated)
    chances = {name: max((one.get(name, 0.0) for one in learned), default=0.0) for name in steps}
    return {name: round(1 - (1 - step) * (1 - chances[name]), 4) for name, step in steps.items()}


def _steps(findings: Sequence[Finding]) -> dict[str, float]:
    """What the urgencies are worth as numbers."""
    top = {name: max((SCORES[finding.urgency][name] for finding in findings), default=0.0) for name in LEVELS}
    by_category = {
        name: max(
            (SCORES[finding.urgency]["category"] for finding in findings if finding.category == name), default=0.0
        )
        for name in CATEGORIES
    }
    return top | by_category
