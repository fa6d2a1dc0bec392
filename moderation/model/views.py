"""What the encoder is given of a message: its words alone, and its place in what was said just before.

Words are the ones `normalise` makes, so a disguise is undone before it is read. Who spoke is one mark in front of
each turn: a counsellor's question is read as a question, and never becomes the young person's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from moderation.checks.shapes import Turn

# Longer texts are read in windows that overlap, so that one sentence is not drowned by a page around it.
WINDOW, OVERLAP = 48, 16
MOST_PIECES = 80
# The message and what came before it, together; the message keeps at least its first so many pieces.
MOST_PIECES_IN_CONTEXT, MOST_OF_ITS_OWN, MOST_OF_A_TURN = 96, 48, 28
TURNS_BEFORE = 6
CLS, SEP = "[CLS]", "[SEP]"
# Pieces of the tokenizer that no text ever makes.
ITS_OWN, EARLIER, COUNSELLOR = "[unused1]", "[unused2]", "[unused3]"
# Nobody else: what one member of a forum writes says nothing about another.
MARK_OF = {"young_person": EARLIER, "counsellor": COUNSELLOR}

Pieces = Callable[[str], Sequence[int]]


class Views:
    """Lays words out as numbers of pieces. `pieces` cuts one word, `number` knows the marks."""

    def __init__(self, pieces: Pieces, number: Callable[[str], int]) -> None:
        self._pieces = pieces
        self._cls, self._sep = number(CLS), number(SEP)
        self._own = number(ITS_OWN)
        self._marks = {by: number(mark) for by, mark in MARK_OF.items()}

    def alone(self, words: Sequence[str]) -> list[int]:
        """One window of a text."""
        return [self._cls, *self._cut(words, MOST_PIECES - 2), self._sep]

    def in_context(self, words: Sequence[str], earlier: Sequence[tuple[str, Sequence[str]]]) -> list[int]:
        """A message after its turns, oldest first, each as who spoke and its words. The oldest are left out first."""
        own = [self._own, *self._cut(words, MOST_OF_ITS_OWN - 1)]
        room = MOST_PIECES_IN_CONTEXT - 2 - len(own)
        before: list[int] = []
        for by, said in reversed(earlier[-TURNS_BEFORE:]):
            if by not in self._marks:
                continue
            turn = [self._marks[by], *self._end(said, MOST_OF_A_TURN - 1)]
            if len(turn) > room:
                break
            before, room = turn + before, room - len(turn)
        return [self._cls, *before, *own, self._sep]

    def _cut(self, words: Sequence[str], most: int) -> list[int]:
        return [piece for word in words for piece in self._pieces(word)][:most]

    def _end(self, words: Sequence[str], most: int) -> list[int]:
        """A question stands at the end of what a counsellor says."""
        return [piece for word in words for piece in self._pieces(word)][-most:]


def windows(words: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, max(len(words) - OVERLAP, 1), WINDOW - OVERLAP):
        yield words[first : first + WINDOW]


def has_context(earlier: Sequence[Turn]) -> bool:
    return any(turn.by in MARK_OF for turn in earlier)
