"""The linear half of the model at run time: scores a text in about a millisecond, and tells whether it is English.

Imported only through `moderation.classifiers`, in the worker and in commands: it needs numpy, a web process must not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from moderation.checks.normalise import MARKS, Word
from moderation.model import language
from moderation.model.features import counts, piece_features, word_features
from moderation.model.heads import HEADS
from moderation.model.matrix import Vocabulary, row_of

WEIGHTS = "linear.npz"

# Longer texts are read in windows that overlap, so that one sentence is not drowned by a page around it.
WINDOW, OVERLAP = 60, 20
# Nothing is longer than a message may be; whatever is, is read to here.
MOST_WORDS = 2_400

Floats = NDArray[np.float64]


class Unusable(Exception):
    """The artefact is missing, or is not what its manifest says."""


@dataclass(frozen=True)
class Linear:
    """Weights over words and pieces of words. Never changes once it is loaded."""

    vocabulary: Vocabulary
    weights: NDArray[np.int8]  # a row a feature, a column a head
    scales: Floats
    biases: Floats
    known_words: frozenset[int]

    def logits(self, words: Sequence[Word]) -> Floats:
        """The highest of each head of `HEADS` over the windows of the text."""
        highest: Floats = np.max([self._logits(window) for window in windows(words)], axis=0)
        return highest

    def reads_the_language_of(self, words: Sequence[Word]) -> bool:
        return language.is_read([word.text for word in words[:MOST_WORDS]], self.known_words)

    def by_word(self, words: Sequence[Word]) -> Floats:
        """What each word adds to the logit of each head of `HEADS`, a row a word; a pair counts for its first one."""
        texts = [word.text for word in words]
        kinds = list(word_features(texts)), list(piece_features(texts))
        columns, values = row_of((counts(kinds[0]), counts(kinds[1])), self.vocabulary)
        places = dict(zip(self.vocabulary.features[columns].tolist(), range(len(columns)), strict=True))
        found = [(number, places[feature]) for feature, number in chain(*kinds) if feature in places]
        number, place = np.array(found, dtype=np.int64).reshape(-1, 2).T
        share = values / np.maximum(np.bincount(place, minlength=len(values)), 1)
        out = np.zeros((len(texts), len(HEADS)))
        np.add.at(out, number, (share[:, None] * (self.weights[columns] * self.scales))[place])
        return out

    def _logits(self, words: Sequence[Word]) -> Floats:
        texts = [word.text for word in words]
        columns, values = row_of((counts(word_features(texts)), counts(piece_features(texts))), self.vocabulary)
        logits: Floats = values @ (self.weights[columns] * self.scales) + self.biases
        return logits


def windows(words: Sequence[Word]) -> list[Sequence[Word]]:
    words = words[:MOST_WORDS]
    return [words[first : first + WINDOW] for first in range(0, max(len(words) - OVERLAP, 1), WINDOW - OVERLAP)]


def read(folder: Path) -> Linear:
    """The weights as they lie in a folder. Whoever calls has compared them with the manifest."""
    with np.load(folder / WEIGHTS, allow_pickle=False) as held:
        if tuple(held["heads"].tolist()) != HEADS:
            raise Unusable("heads")
        return Linear(
            vocabulary=Vocabulary(held["features"], held["rarity"].astype(np.float64)),
            weights=held["weights"],
            scales=held["scales"],
            biases=held["biases"],
            known_words=frozenset(held["known_words"].tolist()),
        )


def marked(words: Sequence[Word]) -> tuple[int, int] | None:
    """Where words stand in the body they came from; earlier messages' words stand nowhere."""
    here = [word for word in words if word.start >= 0 and word.text not in MARKS]
    return (min(word.start for word in here), max(word.end for word in here)) if here else None
