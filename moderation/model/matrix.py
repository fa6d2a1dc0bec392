"""From lines to rows of numbers: which features are kept, how rare each is, how long a text is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moderation.model.features import counts, piece_features, word_features, words_of
from moderation.model.lines import Line
from moderation.model.solver import Floats, Rows

Seen = tuple[Counter[int], Counter[int]]


@dataclass(frozen=True)
class Vocabulary:
    """The features that count, sorted, with how rare each is."""

    features: NDArray[np.uint32]
    rarity: Floats

    def __len__(self) -> int:
        return len(self.features)


def seen_in(text: str) -> Seen:
    """The words and the pieces of words of one text, counted."""
    words = [word.text for word in words_of(text)]
    return counts(word_features(words)), counts(piece_features(words))


def vocabulary(lines: Sequence[Line], seen: Sequence[Seen], *, least_ours: int = 2) -> Vocabulary:
    """Features that at least two of our lines have: what only strangers say tells nothing about danger."""
    ours: Counter[int] = Counter()
    everywhere: Counter[int] = Counter()
    for line, (words, pieces) in zip(lines, seen, strict=True):
        names = [*words, *pieces]
        everywhere.update(names)
        if line.source == "ours" or "toxicity" in line.categories:
            ours.update(names)
    kept = np.array(sorted(name for name, times in ours.items() if times >= least_ours), dtype=np.uint32)
    often = np.array([everywhere[int(name)] for name in kept], dtype=np.float64)
    return Vocabulary(kept, np.log((1 + len(lines)) / (1 + often)) + 1)


def rows_of(seen: Sequence[Seen], known: Vocabulary) -> Rows:
    found = [row_of(one, known) for one in seen]
    sizes = [len(columns) for columns, _ in found]
    return Rows(
        values=np.concatenate([values for _, values in found]).astype(np.float32),
        columns=np.concatenate([columns for columns, _ in found]).astype(np.int32),
        starts=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        width=len(known),
    )


def row_of(seen: Seen, known: Vocabulary) -> tuple[NDArray[np.int64], Floats]:
    """Words and pieces each come to length one, so that neither drowns the other. Never empty: a zero stands in."""
    parts = [_part(counted, known) for counted in seen]
    columns = np.concatenate([columns for columns, _ in parts])
    values = np.concatenate([values for _, values in parts])
    return (columns, values) if len(columns) else (np.zeros(1, dtype=np.int64), np.zeros(1))


def _part(counted: Counter[int], known: Vocabulary) -> tuple[NDArray[np.int64], Floats]:
    names = np.fromiter(counted.keys(), dtype=np.uint32, count=len(counted))
    times = np.fromiter(counted.values(), dtype=np.float64, count=len(counted))
    places = np.minimum(np.searchsorted(known.features, names), max(len(known) - 1, 0))
    is_known = known.features[places] == names if len(known) else np.zeros(len(names), dtype=bool)
    columns = places[is_known].astype(np.int64)
    values = (1 + np.log(times[is_known])) * known.rarity[columns]
    length = float(np.sqrt((values * values).sum()))
    return columns, values / length if length else values
