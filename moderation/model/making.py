"""Making an artefact: the linear half, the encoder, then how much each counts and where the thresholds lie.

The last two come from the development set and from ordinary lines that nothing learned from.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation import combined, encoder, linear
from moderation.checks import Context, rules
from moderation.checks.learned import before, joined
from moderation.checks.normalise import Word
from moderation.combined import ARTEFACT, FILES, MANIFEST, THRESHOLDS
from moderation.encoder import NET, PIECES, Encoder
from moderation.linear import WEIGHTS
from moderation.model import public
from moderation.model.calibrate import (
    FALSE_CATEGORY,
    FALSE_FLAGS,
    FALSE_NOW_AMONG_OURS,
    FALSE_TALKS,
    WHEN_SURE,
    threshold,
)
from moderation.model.chatter import among_chatter
from moderation.model.features import words_of
from moderation.model.heads import HEADS, LEAST_SEVERITY, answer, importance
from moderation.model.language import feature
from moderation.model.lines import CORPUS, Line, bucket, corpus_hash, corpus_lines
from moderation.model.matrix import Seen, Vocabulary, rows_of, seen_in, vocabulary
from moderation.model.sets import DEVELOPMENT, SETS, JudgingSet, judging_set, set_hash
from moderation.model.solver import Floats, Rows, fit
from moderation.model.talks import FOLDER, Talk, talks

Progress = Callable[[str, int], Any]

STRENGTH = 0.3
ROUNDS = 35
# How strongly the mixing of both halves is held back from the few lines it is chosen on.
MIXING_STRENGTH = 2.0
LEAST_SEEN_WORD = 3
# The encoder learns from so many of a hundred lines of others, and then from those of the rest that it finds hardest.
COMMON_PERCENT = 50
# Severity decides who is called; the ten categories share one way of mixing, there are too few lines of each.
MIXED_ALONE = ("toxicity", *LEAST_SEVERITY)


@dataclass
class Learned:
    """One head's weights over a vocabulary."""

    known: Vocabulary
    weights: Floats  # a row a feature, a column a head
    biases: Floats


@dataclass(frozen=True)
class Sources:
    """Where everything comes from. `base`: a folder with MiniLM to teach; without one the encoder of `keep` stays."""

    corpus: Path = CORPUS
    sets: Path = SETS
    data: Path = Path("nowhere")
    base: Path | None = None
    keep: Path = ARTEFACT


@dataclass(frozen=True)
class Said:
    """What both halves say of some texts, a row each, and what is true of them."""

    by_linear: Floats
    by_encoder: Floats
    lines: list[Line]


def make(sources: Sources, out: Path, *, progress: Progress) -> dict[str, Any]:
    """Writes the files of an artefact. Returns its manifest."""
    has_public = public.is_there(sources.data)
    lines = corpus_lines(sources.corpus)
    if has_public:
        lines += list(_watched(public.public_lines(sources.data, _is_found_by_rules), "public lines", 20_000, progress))
    written = talks(sources.corpus / FOLDER)
    out.mkdir(parents=True, exist_ok=True)
    seen = [seen_in(line.text) for line in _watched(lines, "features", len(lines), progress)]
    _write_weights(out / WEIGHTS, learn(lines, seen, progress), _known_words(lines))
    _write_encoder(sources, out, lines, written, progress)
    ordinary = list(public.public_lines(sources.data, _is_found_by_rules, public.SET)) if has_public else []
    thresholds = chosen(out, judging_set(DEVELOPMENT, sources.sets), ordinary, progress)
    _write_json(out / THRESHOLDS, thresholds)
    manifest = _manifest(out, lines, written, sources, has_public)
    _write_json(out / MANIFEST, manifest)
    return manifest


def summary(manifest: dict[str, Any]) -> Iterable[str]:
    lines, written = manifest["lines"], manifest["conversations"]
    yield f"{lines['ours']} lines and {written} conversations of ours, {sum(lines.values())} lines in all."
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


def _write_encoder(
    sources: Sources, out: Path, lines: Sequence[Line], written: Sequence[Talk], progress: Progress
) -> None:
    if sources.base is None:
        for name in (NET, PIECES):
            if sources.keep.resolve() != out.resolve():
                shutil.copyfile(sources.keep / name, out / name)
        return
    from moderation.model import teaching  # needs torch, which only training has

    common = [line for line in lines if line.source == "ours" or _is_common(line)]
    spare = [line for line in lines if line.source in public.ORDINARY and not _is_common(line)]
    if public.is_there(sources.data):
        more = public.public_lines(sources.data, _is_found_by_rules, public.SPARE)
        spare += _watched(more, "spare lines", 20_000, progress)
    common = [*common, *among_chatter(common)]
    teaching.write_encoder(sources.base, out, common, written, spare, progress=progress)


def _is_common(line: Line) -> bool:
    return bucket(f"common:{line.text}") < COMMON_PERCENT


def chosen(folder: Path, development: JudgingSet, ordinary: Sequence[Line], progress: Progress) -> dict[str, Any]:
    """How both halves are mixed, and the thresholds."""
    halves = linear.read(folder), encoder.read(folder)
    alone = alone_of([*development.lines, *ordinary], *halves, progress)
    placed, of_talk = in_place_of(development.talks, *halves, progress)
    mixing = {"alone": mixed(alone), "in_context": mixed(placed)}
    chances = chances_of(alone, mixing["alone"])
    chances_in_place = chances_of(placed, mixing["in_context"])
    return _thresholds(alone.lines, chances, placed.lines, chances_in_place, of_talk) | {"mixing": mixing}


def alone_of(lines: Sequence[Line], half: linear.Linear, other: Encoder, progress: Progress) -> Said:
    words = [words_of(line.text) for line in _watched(lines, "words", len(lines), progress)]
    by_linear = np.array([half.logits(one) for one in _watched(words, "linear", len(words), progress)])
    by_encoder = np.array([other.alone(_texts(one)) for one in _watched(words, "encoder", len(words), progress)])
    return Said(by_linear, by_encoder, list(lines))


def in_place_of(
    written: Sequence[Talk], half: linear.Linear, other: Encoder, progress: Progress
) -> tuple[Said, list[int]]:
    """Every turn that is read and has something before it, and the number of its conversation."""
    by_linear, by_encoder, lines, of_talk = [], [], [], []
    for number, talk in enumerate(_watched(written, "conversations", len(written), progress)):
        for place, words, context in readings(talk):
            said = before(context)
            if not said or not words:
                continue
            is_told = talk.told_by is not None and place >= talk.told_by
            by_linear.append(half.logits(joined(words, said)))
            by_encoder.append(other.in_context(_texts(words), [(by, _texts(one)) for by, one in said]))
            lines.append(Line("", talk.categories, talk.severity) if is_told else Line(""))
            of_talk.append(number)
    return Said(np.array(by_linear), np.array(by_encoder), lines), of_talk


def readings(talk: Talk) -> Iterable[tuple[int, tuple[Word, ...], Context]]:
    """Each turn that is read, as `reading.read_turns` reads it: its number from 1, its words, what stands before."""
    from moderation.reading import ASSESSED, context_of

    for index, turn in enumerate(talk.turns):
        if turn.by in ASSESSED:
            yield index + 1, words_of(turn.body), context_of(talk.turns, index)


def mixed(said: Said) -> dict[str, list[float]]:
    """For each head the weight of the linear half, of the encoder, and an offset."""
    alone = [HEADS.index(head) for head in MIXED_ALONE]
    shared = _mixing(said, [column for column in range(len(HEADS)) if column not in alone])
    return {head: _mixing(said, [HEADS.index(head)]) if head in MIXED_ALONE else shared for head in HEADS}


def _mixing(said: Said, columns: Sequence[int]) -> list[float]:
    answers = np.array([float(answer(line, HEADS[column])) for column in columns for line in said.lines])
    both = np.stack([said.by_linear[:, columns].T.ravel(), said.by_encoder[:, columns].T.ravel()], axis=1)
    rows = Rows(
        values=both.ravel().astype(np.float32),
        columns=np.tile(np.array([0, 1], dtype=np.int32), len(both)),
        starts=np.arange(0, 2 * len(both) + 1, 2, dtype=np.int64),
        width=2,
    )
    weights, offset = fit(rows, answers, np.ones(len(answers)), strength=MIXING_STRENGTH, rounds=100)
    return [round(float(one), 6) for one in (*np.maximum(weights, 0), offset)]


def chances_of(said: Said, mixing: dict[str, list[float]]) -> Floats:
    rows = combined.Mixing(np.array([mixing[head] for head in HEADS]))
    return rows.chances(said.by_linear, said.by_encoder)


def _thresholds(
    lines: Sequence[Line], chances: Floats, placed: Sequence[Line], in_place: Floats, of_talk: Sequence[int]
) -> dict[str, Any]:
    ordinary = np.array([line.source in public.ORDINARY for line in lines])
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
        "levels_in_context": _levels_in_context(placed, in_place, of_talk),
        "categories": {head: round(value, 6) for head, value in alone.items()},
        "when_sure": WHEN_SURE,
        "chosen_at": {
            "false_flags": FALSE_FLAGS, "false_category": FALSE_CATEGORY, "false_talks": FALSE_TALKS,
            "on": "the development set and ordinary lines kept apart",
        },
    }  # fmt: skip


def _levels_in_context(placed: Sequence[Line], chances: Floats, of_talk: Sequence[int]) -> dict[str, float]:
    """A whole conversation has many turns: what counts is the highest that any turn of a harmless one comes to."""
    found = {}
    for head, least in LEAST_SEVERITY.items():
        column = chances[:, HEADS.index(head)]
        highest: dict[int, float] = {}
        for number, line, chance in zip(of_talk, placed, column.tolist(), strict=True):
            if line.severity < least:
                highest[number] = max(highest.get(number, 0.0), chance)
        found[head] = round(threshold(np.array(list(highest.values())), FALSE_TALKS[head]), 6)
    return found


def _is_found_by_rules(text: str) -> bool:
    return bool(rules.check(text, Context()))


def _known_words(lines: Sequence[Line]) -> list[int]:
    """Words that several English lines have: what the gate for languages counts."""
    times = Counter(
        word
        for line in lines
        if line.language == "en"
        for word in {word.text for word in words_of(line.text)}
        if len(word) > 1 and word.isascii()
    )
    return sorted({feature(word) for word, often in times.items() if often >= LEAST_SEEN_WORD})


def _write_weights(path: Path, learned: Learned, known_words: list[int]) -> None:
    """One byte a weight, a scale a head. Every feature stays: the length of a text counts the silent ones too."""
    scales = np.maximum(np.abs(learned.weights).max(axis=0), 1e-9) / 127
    small: NDArray[np.int8] = np.rint(learned.weights / scales).astype(np.int8)
    np.savez_compressed(
        path,
        heads=np.array(HEADS),
        features=learned.known.features,
        rarity=learned.known.rarity.astype(np.float32),
        weights=small,
        scales=scales,
        biases=learned.biases,
        known_words=np.array(known_words, dtype=np.uint32),
    )


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _manifest(
    out: Path, lines: Sequence[Line], written: Sequence[Talk], sources: Sources, has_public: bool
) -> dict[str, Any]:
    return {
        "format": 2,
        "files": {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES},
        "sizes": {name: (out / name).stat().st_size for name in FILES},
        "corpus": corpus_hash(sources.corpus),
        "development": set_hash(DEVELOPMENT, sources.sets),
        "data": public.public_hash(sources.data) if has_public else None,
        "lines": dict(sorted(Counter(line.source for line in lines).items())),
        "conversations": len(written),
        "encoder": "taught" if sources.base else "kept",
        "settings": {"strength": STRENGTH, "rounds": ROUNDS, "mixing_strength": MIXING_STRENGTH},
        "made_with": {"python": platform.python_version(), "numpy": np.__version__},
    }


def _texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def _watched(items: Iterable[Any], label: str, total: int, progress: Progress) -> Iterable[Any]:
    with progress(label, total) as bar:
        for item in items:
            yield item
            bar.update()
