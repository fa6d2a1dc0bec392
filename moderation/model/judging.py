"""How good is it on lines and conversations that nothing learned from? Every figure with what it is out of.

The whole pipeline is judged, as it runs: rules, answers and model. Two pictures are kept apart: ordinary talk of
strangers, and near twins of danger. Intervals are 95 %, by drawing the templates again with a fixed seed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chat.urgency import Urgency
from moderation.checks import CATEGORIES, CHECKS, Check, Context
from moderation.model.chatter import between, chatter
from moderation.model.disguises import WAYS, disguised
from moderation.model.heads import LEAST_SEVERITY
from moderation.model.lines import Line
from moderation.model.sets import JudgingSet
from moderation.model.solver import Floats
from moderation.model.talks import Talk
from moderation.reading import Reading, read, read_turns

Progress = Callable[[str, int], Any]
Chosen = NDArray[np.bool_]

DRAWS, SEED = 400, 20
SHARES = {"1 %": 0.01, "5 %": 0.05}
LANGUAGES = {
    "en": "English", "cy": "Welsh", "pl": "Polish", "ro": "Romanian", "pt": "Portuguese", "ur": "Urdu", "pa": "Panjabi",
}  # fmt: skip
CHANNELS = {"web": "in the chat", "sms": "by text"}
BINS = 10
MOST_EXAMPLES = 40
SHORT, LONG = 7, 20  # words
# Whose English a voice of the evaluation set is, and how old, where its author said so.
VOICES = {
    "English of London": ("e-peck",), "of the north": ("e-brad", "e-geord"), "of Scotland": ("e-glas", "e-croft"),
    "of Ireland": ("e-derry", "e-trav"), "of Wales": ("e-valley",), "learned late": ("e-unac",),
    "autistic, literal": ("e-aut",), "under 13": ("e-little",), "over 17": ("e-uni",), "in care": ("e-care",),
}  # fmt: skip


@dataclass(frozen=True)
class Scored:
    """Lines with what the pipeline made of each."""

    lines: Sequence[Line]
    readings: Sequence[Reading]
    milliseconds: Sequence[float]

    def scores(self, name: str = "concern") -> Floats:
        return np.array([one.scores[name] for one in self.readings])

    def is_flagged(self, least: int = 2) -> Chosen:
        """Whether anything was found at this rank or higher. A language that was not read is not found."""
        return np.array(
            [max((f.urgency.rank for f in one.findings if f.category), default=1) >= least for one in self.readings]
        )

    def where(self, asked: Callable[[Line], bool]) -> Chosen:
        return np.array([asked(line) for line in self.lines], dtype=bool)


def scored(lines: Sequence[Line], progress: Progress, label: str, checks: Sequence[Check] = CHECKS) -> Scored:
    readings, took = [], []
    with progress(label, len(lines)) as bar:
        for line in lines:
            began = time.perf_counter()
            readings.append(read(line.text, Context(), checks))
            took.append((time.perf_counter() - began) * 1000)
            bar.update()
    return Scored(lines, readings, took)


def judge(
    judged: JudgingSet, ordinary: Sequence[Line], progress: Progress, checks: Sequence[Check] = CHECKS
) -> dict[str, Any]:
    """Every figure of the report. Without ordinary lines those that need them are missing, and it says so."""
    ours = scored(judged.lines, progress, "lines", checks)
    theirs = scored(ordinary, progress, "ordinary lines", checks) if ordinary else None
    english = ours.where(lambda line: line.language == "en")
    twins = english & ours.where(lambda line: line.kind == "twin" and line.severity == 0)
    risky = english & ours.where(lambda line: line.severity >= 2)
    report: dict[str, Any] = {
        "lines": len(judged.lines),
        "conversations": len(judged.talks),
        "ordinary": len(ordinary),
        "auroc": {"risky against near twins": auroc(ours, risky, twins)},
        "as it runs": as_it_runs(ours, theirs, twins),
        "by category": by_category(ours),
        "slices": slices(ours),
        "languages": languages(ours),
        "disguises": disguises(ours, progress, checks),
        "amid other talk": amid(ours, twins, progress, checks),
        "conversations in time": in_time(judged.talks, progress, checks),
        "calibration": calibration(ours, theirs),
        "milliseconds": milliseconds(ours, theirs),
    }
    if theirs is not None:
        report["auroc"]["risky against ordinary"] = auroc(ours, risky, None, theirs)
        report["at a share of ordinary lines"] = at_shares(ours, theirs, twins, english)
    return report


def examples(judged: JudgingSet, progress: Progress, checks: Sequence[Check] = CHECKS) -> dict[str, list[str]]:
    """Lines of the set that it took for something else, the plainest first: to learn what is still to be written."""
    ours = scored(judged.lines, progress, "examples", checks)
    scores, hit = ours.scores(), ours.is_flagged()
    missed = _in_order(ours, ~hit & ours.where(_graver(3)), scores)
    wrong = _in_order(ours, hit & ours.where(_harmless()), -scores)
    return {"Severe, and not flagged": missed[:MOST_EXAMPLES], "Harmless, and flagged": wrong[:MOST_EXAMPLES]}


def _in_order(where: Scored, chosen: Chosen, scores: Floats) -> list[str]:
    numbers = sorted(np.flatnonzero(chosen).tolist(), key=lambda number: float(scores[number]))
    return [where.lines[number].text for number in numbers]


def auroc(ours: Scored, yes: Chosen, no: Chosen | None, others: Scored | None = None) -> dict[str, Any]:
    high = ours.scores()[yes]
    low = ours.scores()[no] if no is not None else (others or ours).scores()
    draw = np.random.default_rng(SEED)
    drawn = [
        _auroc(draw.choice(high, len(high)), draw.choice(low, len(low)))
        for _ in range(DRAWS if len(low) < 5_000 else 50)
    ]
    return _row(_auroc(high, low), len(high) + len(low), drawn)


def at_shares(ours: Scored, theirs: Scored, twins: Chosen, english: Chosen) -> dict[str, Any]:
    found: dict[str, Any] = {}
    scores, common = ours.scores(), theirs.scores()
    for name, share in SHARES.items():
        least = float(np.nextafter(np.quantile(common, 1 - share, method="higher"), 1))
        hit = scores >= least
        rows = {f"severity {low} or more": share_of(ours, hit, english & ours.where(_graver(low))) for low in (2, 3, 4)}
        rows |= {
            f"{category}, severity 3 or more": share_of(
                ours,
                hit,
                english & ours.where(_graver(3, category)),
            )
            for category in CATEGORIES
        }
        rows["near twins"] = share_of(ours, hit, twins)
        rows["other harmless lines"] = share_of(
            ours, hit, ours.where(lambda one: one.severity == 0 and one.kind != "twin")
        )
        found[name] = rows
    return found


def as_it_runs(ours: Scored, theirs: Scored | None, twins: Chosen) -> dict[str, Any]:
    english = ours.where(lambda line: line.language == "en")
    rows = {
        f"severity {low} or more, flagged {word} or higher": share_of(
            ours,
            ours.is_flagged(rank),
            english & ours.where(_graver(low)),
        )
        for low, rank, word in ((2, 2, "soon"), (3, 2, "soon"), (3, 3, "very soon"), (4, 3, "very soon"), (4, 4, "now"))
    }
    for word, rank in (("soon", 2), ("very soon", 3), ("now", 4)):
        rows[f"near twins, flagged {word} or higher"] = share_of(ours, ours.is_flagged(rank), twins)
        if theirs is not None:
            everything = np.ones(len(theirs.lines), dtype=bool)
            rows[f"ordinary lines, flagged {word} or higher"] = share_of(theirs, theirs.is_flagged(rank), everything)
    return rows


def by_category(ours: Scored) -> dict[str, Any]:
    hit, english = ours.is_flagged(), ours.where(lambda line: line.language == "en")
    return {
        f"{category}, severity {low} or more": share_of(
            ours,
            hit,
            english & ours.where(_graver(low, category)),
        )
        for category in CATEGORIES
        for low in (2, 3)
    }


def slices(ours: Scored) -> dict[str, Any]:
    hit = ours.is_flagged()
    english = ours.where(lambda line: line.language == "en")
    risky = english & ours.where(lambda one: one.severity >= 2)
    asked: dict[str, Chosen] = {
        "risky: said outright": risky & ours.where(lambda one: not one.is_oblique),
        "risky: oblique": risky & ours.where(lambda one: one.is_oblique),
        "risky: about somebody else": risky & ours.where(lambda one: "third_party" in one.marks),
        "risky: words of whoever harms": risky & ours.where(lambda one: one.kind == "perpetrator"),
        f"risky: fewer than {SHORT} words": risky & ours.where(lambda one: _length(one) < SHORT),
        f"risky: more than {LONG} words": risky & ours.where(lambda one: _length(one) > LONG),
    }
    for kind in ("identity", "counsellor", "survivor", "everyday"):
        asked[f"harmless: {kind}"] = ours.where(_harmless(kind=kind))
    for name, voices in VOICES.items():
        spoken = english & ours.where(lambda one, voices=voices: one.voice in voices)  # type: ignore[misc]
        asked[f"risky: {name}"] = spoken & risky
        asked[f"harmless: {name}"] = spoken & ours.where(_harmless())
    for mark in ("made_up", "negated", "past"):
        asked[f"near twin: {mark}"] = english & ours.where(_harmless(kind="twin", mark=mark))
    return {name: share_of(ours, hit, chosen) for name, chosen in asked.items() if chosen.any()}


def languages(ours: Scored) -> dict[str, Any]:
    """A person sees what is flagged, and also what is called not checked."""
    hit = ours.is_flagged()
    seen = hit | np.array([one.urgency is Urgency.NOT_CHECKED or one.is_not_checked for one in ours.readings])
    rows = {}
    for code, name in LANGUAGES.items():
        risky = ours.where(_graver(2, language=code))
        harmless = ours.where(_harmless(language=code))
        if risky.any():
            rows[f"{name}: risky, flagged"] = share_of(ours, hit, risky)
            rows[f"{name}: risky, flagged or not checked"] = share_of(ours, seen, risky)
            rows[f"{name}: harmless, flagged"] = share_of(ours, hit, harmless)
    return rows


def disguises(ours: Scored, progress: Progress, checks: Sequence[Check]) -> dict[str, Any]:
    """Of the English lines of severity 3 or more: how many are flagged in each disguise."""
    clean = [line for line in ours.lines if line.severity >= 3 and line.language == "en"]
    plain = ours.is_flagged()[ours.where(lambda line: line.severity >= 3 and line.language == "en")]
    rows = {"clean": _share(plain)}
    for way in WAYS:
        hidden = [Line(disguised(line.text, way), line.categories, line.severity) for line in clean]
        rows[way] = _share(scored(hidden, progress, way, checks).is_flagged())
    rows["all twelve"] = {**rows["clean"], "share": round(float(np.mean([rows[way]["share"] for way in WAYS])), 4)}
    return rows


def amid(ours: Scored, twins: Chosen, progress: Progress, checks: Sequence[Check]) -> dict[str, Any]:
    """English lines of severity 3 or more, and near twins, each between two everyday lines of the same set."""
    talk = chatter([line for line in ours.lines if line.severity == 0])
    rows = {}
    severe = ours.where(lambda line: line.severity >= 3 and line.language == "en")
    for name, chosen in (("severity 3 or more", severe), ("near twins", twins)):
        if not talk or not chosen.any():
            continue
        alone = [line for line, is_in in zip(ours.lines, chosen, strict=True) if is_in]
        hidden = scored([replace(line, text=between(line, talk)) for line in alone], progress, f"amid: {name}", checks)
        everything = np.ones(len(alone), dtype=bool)
        rows[f"{name}, alone, flagged soon or higher"] = share_of(ours, ours.is_flagged(), chosen)
        for word, rank in (("soon", 2), ("very soon", 3)):
            rows[f"{name}, in the middle, flagged {word} or higher"] = share_of(
                hidden, hidden.is_flagged(rank), everything
            )
    return rows


def in_time(talks: Sequence[Talk], progress: Progress, checks: Sequence[Check]) -> dict[str, Any]:
    """Whether somebody was told by the turn by which they must have been; and harmless ones that were flagged."""
    rank = {"soon or higher": 2, "very soon or higher": 3}
    told: dict[str, list[bool]] = {f"risky, {word} in time": [] for word in rank}
    told |= {"risky, flagged at all": []} | {f"harmless, {word}": [] for word in rank}
    told |= {f"{kind}, {by}": [] for by in CHANNELS.values() for kind in ("risky in time", "harmless flagged")}
    with progress("conversations", len(talks)) as bar:
        for talk in talks:
            _, by_turn = read_turns(talk.turns, checks)
            ranks = [0 if one in (None, Urgency.NOT_CHECKED) else one.rank for one in by_turn]
            for word, least in rank.items():
                if talk.told_by is None:
                    told[f"harmless, {word}"].append(max(ranks) >= least)
                elif least == 2 or talk.severity >= 3:
                    told[f"risky, {word} in time"].append(max(ranks[: talk.told_by]) >= least)
            if talk.told_by is not None:
                told["risky, flagged at all"].append(max(ranks) >= 2)
                told[f"risky in time, {CHANNELS[talk.channel]}"].append(max(ranks[: talk.told_by]) >= 2)
            else:
                told[f"harmless flagged, {CHANNELS[talk.channel]}"].append(max(ranks) >= 2)
            bar.update()
    return {name: _share(np.array(answers, dtype=bool)) for name, answers in told.items() if answers}


def calibration(ours: Scored, theirs: Scored | None) -> dict[str, Any]:
    """What was called likely against what was true, in ten bins; the error is weighted by how many lie in each."""
    found = {}
    for head, least in LEAST_SEVERITY.items():
        chances = ours.scores(head)
        true = np.array([line.severity >= least for line in ours.lines], dtype=float)
        if theirs is not None:
            chances = np.concatenate([chances, theirs.scores(head)])
            true = np.concatenate([true, np.zeros(len(theirs.lines))])
        bins = np.minimum((chances * BINS).astype(int), BINS - 1)
        rows = []
        for number in range(BINS):
            inside = bins == number
            if inside.any():
                rows.append(
                    [int(inside.sum()), round(float(chances[inside].mean()), 4), round(float(true[inside].mean()), 4)]
                )
        error = sum(count * abs(said - was) for count, said, was in rows) / len(chances)
        found[head] = {"of": len(chances), "error": round(float(error), 4), "bins": rows}
    return found


def milliseconds(ours: Scored, theirs: Scored | None) -> dict[str, float]:
    took = np.array([*ours.milliseconds, *(theirs.milliseconds if theirs else ())])
    return {
        name: round(float(np.quantile(took, at)), 2)
        for name, at in (("median", 0.5), ("p95", 0.95), ("p99", 0.99), ("longest", 1.0))
    }


def share_of(where: Scored, hit: Chosen, chosen: Chosen) -> dict[str, Any]:
    """A share with its interval, by drawing templates: a line and its twin stand or fall together."""
    names = [line.template or line.text for line, is_in in zip(where.lines, chosen, strict=True) if is_in]
    return _share(hit[chosen], names)


def _share(hit: Chosen, names: Iterable[str] = ()) -> dict[str, Any]:
    if not len(hit):
        return {"of": 0, "share": None}
    templates = list(names) or [str(number) for number in range(len(hit))]
    places = {name: number for number, name in enumerate(dict.fromkeys(templates))}
    group = np.array([places[name] for name in templates])
    yes, size = np.bincount(group, weights=hit), np.bincount(group)
    drawn = np.random.default_rng(SEED).integers(0, len(places), (DRAWS, len(places)))
    return _row(float(hit.mean()), len(hit), (yes[drawn].sum(axis=1) / size[drawn].sum(axis=1)).tolist())


def _row(value: float, of: int, drawn: Sequence[float]) -> dict[str, Any]:
    low, high = np.quantile(np.array(drawn), [0.025, 0.975])
    return {"of": of, "share": round(value, 4), "low": round(float(low), 4), "high": round(float(high), 4)}


def _auroc(high: Floats, low: Floats) -> float:
    """How often a risky line scores above a harmless one; a tie counts half."""
    ordered = np.sort(low)
    below = np.searchsorted(ordered, high, side="left") + np.searchsorted(ordered, high, side="right")
    return float(below.mean() / 2 / len(low))


def _graver(severity: int, category: str = "", *, language: str = "") -> Callable[[Line], bool]:
    def asked(line: Line) -> bool:
        is_named = not category or category in line.categories
        return line.severity >= severity and is_named and language in ("", line.language)

    return asked


def _harmless(*, kind: str = "", mark: str = "", language: str = "") -> Callable[[Line], bool]:
    def asked(line: Line) -> bool:
        is_marked = not mark or mark in line.marks
        return line.severity == 0 and is_marked and kind in ("", line.kind) and language in ("", line.language)

    return asked


def _length(line: Line) -> int:
    return len(line.text.split())
