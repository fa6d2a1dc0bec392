"""Our model as it is loaded: the linear half, the encoder, and what makes one probability of what both say.

Imported only through `moderation.classifiers`, in the worker and in commands. Loads only what the manifest names.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from moderation import artefacts, encoder, linear
from moderation.checks.normalise import MARKS, Word
from moderation.encoder import NET, PIECES, Encoder, Floats
from moderation.linear import WEIGHTS, Linear, Unusable
from moderation.model.heads import HEADS

ARTEFACT, MANIFEST = artefacts.SHIPPED, artefacts.MANIFEST
THRESHOLDS = "thresholds.json"
FILES = (WEIGHTS, NET, PIECES, THRESHOLDS)

Said = Sequence[tuple[str, Sequence[Word]]]  # who spoke, and their words; oldest first
# What may be covered up to see on which words the encoder's opinion rests, and how many such runs are.
COVER, MOST_COVERS, COVERED = 4, 8, 3
# A mark is one run of words, this long at most.
LONGEST_MARK = 10


@dataclass(frozen=True)
class Mixing:
    """How much each half counts for each head: a row a head, of linear weight, encoder weight and offset."""

    rows: Floats

    def chances(self, by_linear: Floats, by_encoder: Floats) -> Floats:
        logits = self.rows[:, 0] * by_linear + self.rows[:, 1] * by_encoder + self.rows[:, 2]
        squashed: Floats = 0.5 * (1 + np.tanh(0.5 * logits))
        return squashed


# By identity: what one model said is never taken for what another says.
@dataclass(frozen=True, eq=False)
class Model:
    """What reads a young person's words. Never changes once it is loaded."""

    linear: Linear
    encoder: Encoder
    thresholds: dict[str, Any]
    artefact_hash: str = ""

    @property
    def stated(self) -> dict[str, Any]:
        """The thresholds as an assessment keeps them; how the halves are mixed, the hash of the artefact tells."""
        return {name: self.thresholds[name] for name in ("levels", "levels_in_context", "categories", "when_sure")}

    def alone(self, words: Sequence[Word]) -> dict[str, float]:
        """Each head's probability for a text by itself."""
        return self._named("alone", self.linear.logits(words), self.encoder.alone(_texts(words)))

    def in_context(self, words: Sequence[Word], joined: Sequence[Word], earlier: Said) -> dict[str, float]:
        """Each head's probability for a message after the ones before it.

        `joined`: the writer's own last words with these behind them; nobody else's are ever joined to theirs.
        """
        before = [(by, _texts(said)) for by, said in earlier]
        return self._named("in_context", self.linear.logits(joined), self.encoder.in_context(_texts(words), before))

    def reads_the_language_of(self, words: Sequence[Word]) -> bool:
        return self.linear.reads_the_language_of(words)

    def telling_words(self, words: Sequence[Word], asked: Sequence[Sequence[str]]) -> list[tuple[Word, ...]]:
        """For each group of heads, the run of words without which the encoder would be least sure of them.

        Covering every run costs more than all the rest of reading. So the linear half, whose sum can be taken apart,
        names the runs that say most, and the encoder decides among those: of what the best of all runs takes away,
        the best of these three takes 84 % on average.
        """
        window = self._loudest(words, asked[0])
        runs = _runs(window)
        if not runs:
            return [() for _ in asked]
        columns = [[HEADS.index(head) for head in heads] for heads in asked]
        by_word = self.linear.by_word(window)
        likely = sorted({run for group in columns for run in _likeliest(runs, by_word[:, group].sum(axis=1))})
        texts = _texts(window)
        without = [self.encoder.views.alone([*texts[:first], *texts[last:]]) for first, last in likely]
        lost = self.encoder.alone(texts) - self.encoder.score(without)
        found = []
        for group in columns:
            first, last = _joined(likely, lost[:, group].sum(axis=1))
            found.append(tuple(window[first:last]))
        return found

    def _loudest(self, words: Sequence[Word], heads: Sequence[str]) -> Sequence[Word]:
        chosen = [HEADS.index(head) for head in heads]
        parts = linear.windows(words)
        if len(parts) == 1:
            return parts[0]
        rows = [self.encoder.views.alone(_texts(part)) for part in parts[: encoder.MOST_WINDOWS]]
        return parts[int(self.encoder.score(rows)[:, chosen].sum(axis=1).argmax())]

    def _named(self, view: str, by_linear: Floats, by_encoder: Floats) -> dict[str, float]:
        rows = np.array([self.thresholds["mixing"][view][head] for head in HEADS])
        chances = Mixing(rows).chances(by_linear, by_encoder)
        return {head: float(value) for head, value in zip(HEADS, chances, strict=True)}


def load(folder: Path = ARTEFACT) -> Model:
    """The model of a folder, if every file is the one the manifest names. Nothing is ever unpickled."""
    try:
        return read_files(folder, artefact_hash=artefacts.verify(folder))
    except artefacts.Damaged as where:
        raise Unusable(str(where)) from None
    except Unusable:
        raise
    except Exception as trouble:  # onnxruntime and tokenizers raise kinds of their own
        raise Unusable(type(trouble).__name__) from None


def read_files(folder: Path, *, artefact_hash: str = "") -> Model:
    """The model as it lies there; `load` is for everybody who did not just write it."""
    return Model(
        linear=linear.read(folder),
        encoder=encoder.read(folder),
        thresholds=json.loads((folder / THRESHOLDS).read_text(encoding="utf-8")),
        artefact_hash=artefact_hash,
    )


def _texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def _runs(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Short runs within a sentence, each half over the last; wider ones where there would be too many."""
    length = max(COVER, 2 * len(words) // MOST_COVERS)
    ends = [number for number, word in enumerate(words) if word.text in MARKS]
    found = []
    for first in range(0, len(words), max(length // 2, 1)):
        last = min([first + length, len(words), *(end for end in ends if end >= first)])
        if last > first:
            found.append((first, last))
    return found[: 2 * MOST_COVERS]


def _likeliest(runs: Sequence[tuple[int, int]], by_word: Floats) -> list[tuple[int, int]]:
    """The runs whose words say most."""
    sums = np.array([by_word[first:last].sum() for first, last in runs])
    return [runs[number] for number in np.argsort(-sums, kind="stable")[:COVERED]]


def _joined(runs: Sequence[tuple[int, int]], losses: Floats) -> tuple[int, int]:
    """The run whose loss is greatest, with neighbours in the same sentence that matter nearly as much."""
    best = int(losses.argmax())
    first, last = runs[best]
    for near in (best - 1, best + 1):
        if 0 <= near < len(runs) and losses[near] > 0.6 * losses[best] > 0:
            low, high = min(first, runs[near][0]), max(last, runs[near][1])
            if runs[near][0] <= last and runs[near][1] >= first and high - low <= LONGEST_MARK:
                first, last = low, high
    return first, last
