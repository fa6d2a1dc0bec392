"""Making an artefact: learn in folds to set thresholds, learn once more from all of it, write."""

from __future__ import annotations

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from moderation.checks import CATEGORIES, Context, rules
from moderation.linear import MANIFEST, THRESHOLDS, WEIGHTS
from moderation.model import public
from moderation.model.calibrate import (
    FALSE_CATEGORY,
    FALSE_FLAGS,
    FALSE_NOW_AMONG_OURS,
    WHEN_SURE,
    calibration,
    threshold,
)
from moderation.model.features import words_of
from moderation.model.heads import HEADS, LEAST_SEVERITY, answer, importance
from moderation.model.language import feature
from moderation.model.lines import Line, bucket, corpus_hash, corpus_lines
from moderation.model.matrix import Seen, Vocabulary, rows_of, seen_in, vocabulary
from moderation.model.solver import Floats, fit

Progress = Callable[[str, int], Any]

# Nothing here is drawn by chance; the number names the split of templates and the kept part of the public lines.
SPLIT = 1
FOLDS = 3
STRENGTH = 0.3
ROUNDS = 35
ORDINARY = frozenset({"goemotions", "sms-spam-collection-ham"})
LEAST_SEEN_WORD = 3


@dataclass
class Learned:
    """One head's weights over a vocabulary."""

    known: Vocabulary
    weights: Floats  # a row a feature, a column a head
    biases: Floats


def make(corpus: Path, data: Path, out: Path, *, progress: Progress) -> dict[str, Any]:
    """Writes `linear.npz`, `thresholds.json` and `manifest.json`. Returns the manifest."""
    lines = corpus_lines(corpus)
    has_public = public.is_there(data)
    if has_public:
        lines += list(_watched(public.public_lines(data, _is_found_by_rules), "public lines", 20_000, progress))
    learning = [line for line in lines if not line.is_held_out]
    seen = [seen_in(line.text) for line in _watched(learning, "features", len(learning), progress)]
    unseen_logits = _in_folds(learning, seen, progress)
    learned = learn(learning, seen, progress)
    calibrated = _calibrated(learning, unseen_logits)
    chances = _chances(unseen_logits, calibrated)
    out.mkdir(parents=True, exist_ok=True)
    _write_weights(out / WEIGHTS, learned, calibrated, _known_words(learning))
    thresholds = _thresholds(learning, chances)
    _write_json(out / THRESHOLDS, thresholds)
    manifest = _manifest(out, lines, corpus, data if has_public else None)
    manifest["figures_in_folds"] = _figures(learning, chances, thresholds["levels"])
    _write_json(out / MANIFEST, manifest)
    return manifest


def summary(manifest: dict[str, Any]) -> Iterable[str]:
    yield f"{manifest['lines']['ours']} lines of ours, {sum(manifest['lines'].values())} in all."
    for name, digest in manifest["files"].items():
        yield f"{name}: {manifest['sizes'][name]} bytes, {digest[:12]}"


def learn(lines: Sequence[Line], seen: Sequence[Seen], progress: Progress) -> Learned:
    known = vocabulary(lines, seen)
    rows = rows_of(seen, known)
    weights, biases = np.zeros((len(known), len(HEADS))), np.zeros(len(HEADS))
    for column, head in enumerate(_watched(HEADS, "heads", len(HEADS), progress)):
        answers = np.array([float(answer(line, head)) for line in lines])
        matters = np.array([importance(line, head) for line in lines])
        used = matters > 0
        weights[:, column], biases[column] = fit(
            rows.only(used), answers[used], matters[used], strength=STRENGTH, rounds=ROUNDS
        )
    return Learned(known, weights, biases)


def _in_folds(lines: Sequence[Line], seen: Sequence[Seen], progress: Progress) -> Floats:
    """What a model that had not seen a line's template says of the line, for every line."""
    fold = np.array([bucket(f"{SPLIT}:{line.template or line.text}", FOLDS) for line in lines])
    logits = np.zeros((len(lines), len(HEADS)))
    for number in range(FOLDS):
        inside, outside = (np.flatnonzero(side).tolist() for side in (fold != number, fold == number))
        if not outside or not inside:
            continue
        learned = learn([lines[i] for i in inside], [seen[i] for i in inside], progress)
        rows = rows_of([seen[i] for i in outside], learned.known)
        for column in range(len(HEADS)):
            logits[outside, column] = rows.times(learned.weights[:, column]) + learned.biases[column]
    return logits


def _calibrated(lines: Sequence[Line], logits: Floats) -> Floats:
    """Slope and offset of each head, from what was said of unseen lines. Safety shares one."""
    alone = [HEADS.index(head) for head in ("toxicity", *LEAST_SEVERITY)]
    together = [column for column in range(len(HEADS)) if column not in alone]
    shared = _calibration(lines, logits, together)
    return np.array([_calibration(lines, logits, [one]) if one in alone else shared for one in range(len(HEADS))])


def _calibration(lines: Sequence[Line], logits: Floats, columns: Sequence[int]) -> tuple[float, float]:
    answers = np.array([answer(line, HEADS[column]) for column in columns for line in lines])
    weight = np.array([float(not line.only_toxicity) for _ in columns for line in lines])
    return calibration(np.concatenate([logits[:, column] for column in columns]), answers, weight)


def _chances(logits: Floats, calibrated: Floats) -> Floats:
    chances: Floats = 0.5 * (1 + np.tanh(0.5 * (logits * calibrated[:, 0] + calibrated[:, 1])))
    return chances


def _thresholds(lines: Sequence[Line], chances: Floats) -> dict[str, Any]:
    ordinary = np.array([line.source in ORDINARY for line in lines])
    harmless = np.array([line.source == "ours" and line.severity == 0 for line in lines])
    judged = ordinary if ordinary.any() else harmless
    levels = {head: threshold(chances[judged, HEADS.index(head)], FALSE_FLAGS[head]) for head in LEAST_SEVERITY}
    not_now = np.array([line.source == "ours" and line.severity < LEAST_SEVERITY["immediate"] for line in lines])
    ours = threshold(chances[not_now, HEADS.index("immediate")], FALSE_NOW_AMONG_OURS)
    levels["immediate"] = max(levels["immediate"], ours)
    alone = {
        head: threshold(chances[judged, column], FALSE_CATEGORY)
        for column, head in enumerate(HEADS)
        if head not in LEAST_SEVERITY
    }
    return {
        "levels": {head: round(value, 6) for head, value in levels.items()},
        "categories": {head: round(value, 6) for head, value in alone.items()},
        "when_sure": WHEN_SURE,
        "chosen_at": {"false_flags": FALSE_FLAGS, "false_category": FALSE_CATEGORY, "on": "ordinary lines, in folds"},
    }


def _figures(lines: Sequence[Line], chances: Floats, levels: dict[str, float]) -> dict[str, Any]:
    """The model alone, each line judged by one that had not seen its template: how much of what reaches which level."""
    reaches = {head: chances[:, HEADS.index(head)] >= least for head, least in levels.items()}
    ours = np.array([line.source == "ours" for line in lines])
    severity = np.array([line.severity for line in lines])
    groups = {
        "severity 2 or more": ours & (severity >= 2),
        "severity 3 or more": ours & (severity >= 3),
        "severity 4": ours & (severity == 4),
        "near twins": np.array([line.kind == "twin" for line in lines]),
        "other harmless lines of ours": ours & (severity == 0) & np.array([line.kind != "twin" for line in lines]),
        "ordinary lines": np.array([line.source in ORDINARY for line in lines]),
    } | {name: ours & (severity >= 2) & np.array([name in line.categories for line in lines]) for name in CATEGORIES}
    return {
        name: {"of": int(chosen.sum())} | {head: round(float(hit[chosen].mean()), 4) for head, hit in reaches.items()}
        for name, chosen in groups.items()
        if chosen.any()
    }


def _is_found_by_rules(text: str) -> bool:
    return bool(rules.check(text, Context()))


def _known_words(lines: Sequence[Line]) -> list[int]:
    """Words that several English lines have: what the gate for languages counts."""
    times = Counter(
        word
        for line in lines
        if line.voice != "welsh"
        for word in {word.text for word in words_of(line.text)}
        if len(word) > 1 and word.isascii()
    )
    return sorted({feature(word) for word, often in times.items() if often >= LEAST_SEEN_WORD})


def _write_weights(path: Path, learned: Learned, calibrated: Floats, known_words: list[int]) -> None:
    """One byte a weight, a scale a head. Every feature stays: the length of a text counts the silent ones too."""
    scales = np.maximum(np.abs(learned.weights).max(axis=0), 1e-9) / 127
    small = np.rint(learned.weights / scales).astype(np.int8)
    np.savez_compressed(
        path,
        heads=np.array(HEADS),
        features=learned.known.features,
        rarity=learned.known.rarity.astype(np.float32),
        weights=small,
        scales=scales,
        biases=learned.biases,
        slopes=calibrated[:, 0],
        offsets=calibrated[:, 1],
        known_words=np.array(known_words, dtype=np.uint32),
    )


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _manifest(out: Path, lines: Sequence[Line], corpus: Path, data: Path | None) -> dict[str, Any]:
    files = [WEIGHTS, THRESHOLDS]
    return {
        "format": 1,
        "files": {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in files},
        "sizes": {name: (out / name).stat().st_size for name in files},
        "corpus": corpus_hash(corpus),
        "data": public.public_hash(data) if data else None,
        "lines": dict(sorted(Counter(line.source for line in lines).items())),
        "held_out": sum(line.is_held_out for line in lines),
        "settings": {"split": SPLIT, "folds": FOLDS, "strength": STRENGTH, "rounds": ROUNDS},
        "made_with": {"python": platform.python_version(), "numpy": np.__version__},
    }


def _watched(items: Iterable[Any], label: str, total: int, progress: Progress) -> Iterable[Any]:
    with progress(label, total) as bar:
        for item in items:
            yield item
            bar.update()
