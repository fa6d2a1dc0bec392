"""Is this a language the model has learned? Cheap, and honest about what it does not know.

A text of which most words were never seen in English lines is not one the model may speak about. Short texts ("lol",
"wagwan", a name) say nothing either way. The rules for other languages read every text, whatever comes out here.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from zlib import crc32

from moderation.checks.normalise import MARKS

# Chosen so that hardly one in a thousand ordinary English lines is refused: see card.md.
LEAST_WORDS, LEAST_KNOWN = 4, 0.45
LEAST_FOREIGN_LETTERS = 2


def feature(word: str) -> int:
    return crc32(b"w" + word.encode(errors="replace"))


def is_read(texts: Sequence[str], known: Container[int]) -> bool:
    """Whether enough of the words are English ones for the model's opinion to mean something."""
    words = {text for text in texts if text not in MARKS and len(text) > 1 and text.isalpha()}
    other_script = [word for word in words if not word[0].isascii()]
    if len(other_script) >= LEAST_FOREIGN_LETTERS and 2 * len(other_script) > len(words):
        return False
    if len(words) < LEAST_WORDS:
        return True
    return sum(feature(word) in known for word in words) / len(words) >= LEAST_KNOWN
