"""What the linear model sees of a text: its words, pairs of words, and pieces of words, each as a number.

A feature is the CRC-32 of its name: the same on every machine, and no list of words has to be kept or shipped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from moderation.checks.normalise import MARKS, Word, normalise
from moderation.checks.rules import KNOWN

SHORTEST, LONGEST = 2, 5
# A "word" of a thousand letters is no word: only its beginning is looked at.
LONGEST_WORD = 40
BREAKS = frozenset(".?|")


def words_of(body: str) -> tuple[Word, ...]:
    """The words of a body as they were meant, each with the place it came from."""
    return normalise(body, KNOWN).items


def word_features(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Each word and each pair of neighbours in a sentence, as (feature, number of its first word)."""
    before: tuple[str, int] | None = None
    for number, text in enumerate(texts):
        if text in BREAKS:
            before = None
        if text in MARKS:
            continue
        yield _word(text), number
        if before is not None:
            yield crc32(f"p{before[0]} {text[:LONGEST_WORD]}".encode(errors="replace")), before[1]
        before = text[:LONGEST_WORD], number


def piece_features(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Two to five letters in a row within each word, its beginning and end counted as letters."""
    for number, text in enumerate(texts):
        if text not in MARKS:
            for feature in _pieces(text[:LONGEST_WORD]):
                yield feature, number


def counts(features: Iterable[tuple[int, int]]) -> Counter[int]:
    return Counter(feature for feature, _ in features)


@lru_cache(maxsize=20_000)
def _word(text: str) -> int:
    return crc32(b"w" + text[:LONGEST_WORD].encode(errors="replace"))


@lru_cache(maxsize=20_000)
def _pieces(text: str) -> tuple[int, ...]:
    padded = f" {text} "
    return tuple(
        crc32(b"c" + padded[first : first + size].encode(errors="replace"))
        for size in range(SHORTEST, LONGEST + 1)
        for first in range(len(padded) - size + 1)
    )
