"""The linear model at run time: loads only what its manifest names, scores a text in about a millisecond, and explains.

Imported only through `moderation.classifiers`, in the worker and in commands: it needs numpy, a web process must not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.checks.normalise import MARKS, Word
from moderation.model import language
from moderation.model.features import BREAKS, counts, piece_features, word_features
from moderation.model.heads import HEADS
from moderation.model.matrix import Vocabulary, row_of

ARTEFACT = Path(__file__).parent / "model" / "artefact"
WEIGHTS, THRESHOLDS, MANIFEST = "linear.npz", "thresholds.json", "manifest.json"

# Longer texts are read in windows that overlap, so that one sentence is not drowned by a page around it.
WINDOW, OVERLAP = 60, 20
# Nothing is longer than a message may be; whatever is, is read to here.
MOST_WORDS = 2_400
LONGEST_MARK = 10

Floats = NDArray[np.float64]


class Unusable(Exception):
    """The artefact is missing, or is not what its manifest says."""


@dataclass(frozen=True)
class Model:
    """Weights, and what turns them into probabilities. Never changes once it is loaded."""

    vocabulary: Vocabulary
    weights: NDArray[np.int8]  # a row a feature, a column a head
    scales: Floats
    biases: Floats
    slopes: Floats  # calibration: probability = sigmoid(slope * logit + offset)
    offsets: Floats
    known_words: frozenset[int]
    thresholds: dict[str, Any]
    artefact_hash: str = ""

    def probabilities(self, words: Sequence[Word]) -> dict[str, float]:
        """The highest of each head over the windows of the text."""
        logits = np.max([self._logits(window) for window in windows(words)], axis=0)
        squashed = 0.5 * (1 + np.tanh(0.5 * (self.slopes * logits + self.offsets)))
        return {head: float(value) for head, value in zip(HEADS, squashed, strict=True)}

    def reads_the_language_of(self, words: Sequence[Word]) -> bool:
        return language.is_read([word.text for word in words[:MOST_WORDS]], self.known_words)

    def telling_words(self, words: Sequence[Word], heads: Sequence[str]) -> tuple[Word, ...]:
        """The run of words that spoke most for these heads, in the window where they spoke loudest."""
        chosen = [HEADS.index(head) for head in heads]
        window = max(windows(words), key=lambda one: float(self._logits(one)[chosen].sum()))
        shares = self._shares(window, chosen)
        if not len(shares) or shares.max() <= 0:
            return ()
        # A mark never reaches over the end of a sentence, nor from one message into the next.
        ends = np.array([word.text in BREAKS for word in window])
        first, last = _best_run(np.where(ends, -np.inf, shares - 0.25 * shares.max()))
        return tuple(window[first:last])

    def _logits(self, words: Sequence[Word]) -> Floats:
        texts = [word.text for word in words]
        columns, values = row_of((counts(word_features(texts)), counts(piece_features(texts))), self.vocabulary)
        logits: Floats = values @ (self.weights[columns] * self.scales) + self.biases
        return logits

    def _shares(self, words: Sequence[Word], heads: Sequence[int]) -> Floats:
        """What each word added to the heads, through itself, its pairs and its pieces."""
        texts = [word.text for word in words]
        shares = np.zeros(len(texts))
        for features in (list(word_features(texts)), list(piece_features(texts))):
            columns, values = row_of((counts(features), counts([])), self.vocabulary)
            worth = values * (self.weights[columns][:, heads] * self.scales[heads]).sum(axis=1)
            by_feature = dict(zip(self.vocabulary.features[columns].tolist(), worth.tolist(), strict=True))
            times = counts(features)
            for feature, number in features:
                shares[number] += by_feature.get(feature, 0.0) / times[feature]
        return shares


def windows(words: Sequence[Word]) -> list[Sequence[Word]]:
    words = words[:MOST_WORDS]
    return [words[first : first + WINDOW] for first in range(0, max(len(words) - OVERLAP, 1), WINDOW - OVERLAP)]


def _best_run(shares: Floats) -> tuple[int, int]:
    """The run with the highest sum, as first and one after last."""
    best, best_run = -np.inf, (0, 1)
    for first in range(len(shares)):
        total = 0.0
        for last in range(first, min(first + LONGEST_MARK, len(shares))):
            total += float(shares[last])
            if total > best:
                best, best_run = total, (first, last + 1)
    return best_run


def load(folder: Path = ARTEFACT) -> Model:
    """The model of a folder, if every file is the one the manifest names. Nothing is ever unpickled."""
    try:
        stated = (folder / MANIFEST).read_bytes()
        for name, digest in json.loads(stated)["files"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
                raise Unusable(name)
        return read_files(folder, artefact_hash=hashlib.sha256(stated).hexdigest())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise Unusable(type(trouble).__name__) from None


def read_files(folder: Path, *, artefact_hash: str = "") -> Model:
    """The model as it lies there; `load` is for everybody who did not just write it."""
    with np.load(folder / WEIGHTS, allow_pickle=False) as held:
        if tuple(held["heads"].tolist()) != HEADS:
            raise Unusable("heads")
        return Model(
            vocabulary=Vocabulary(held["features"], held["rarity"].astype(np.float64)),
            weights=held["weights"],
            scales=held["scales"],
            biases=held["biases"],
            slopes=held["slopes"],
            offsets=held["offsets"],
            known_words=frozenset(held["known_words"].tolist()),
            thresholds=json.loads((folder / THRESHOLDS).read_text(encoding="utf-8")),
            artefact_hash=artefact_hash,
        )


def marked(words: Sequence[Word]) -> tuple[int, int] | None:
    """Where words stand in the body they came from; earlier messages' words stand nowhere."""
    here = [word for word in words if word.start >= 0 and word.text not in MARKS]
    return (min(word.start for word in here), max(word.end for word in here)) if here else None
