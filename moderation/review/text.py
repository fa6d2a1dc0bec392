"""A post's words cut into pieces for a page: at what was noticed, and word by word for taking some out."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from chat.models import PostMark

WORD = re.compile(r"\S+")
# What follows a word and goes with it. A line break stays: lines are the author's.
SPACES = re.compile(r"[^\S\r\n]*")

Span = tuple[int, int]


@dataclass(frozen=True)
class Part:
    """A stretch of the words: under a mark, with its reasons, or not."""

    text: str
    marked: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Word:
    """One word that can be taken out: its number, and what stands before it."""

    number: int
    gap: str
    text: str
    marked: bool
    is_out: bool


def parts_of(body: str, marks: Sequence[PostMark]) -> list[Part]:
    """Parts that joined give the body exactly. Marks may overlap, and may reach beyond it."""
    borders = sorted({0, len(body)} | {min(at, len(body)) for mark in marks for at in (mark.start, mark.end)})
    return [_part(body, start, end, marks) for start, end in pairwise(borders)] or [Part(body)]


def words_of(body: str, marks: Sequence[PostMark], out: Collection[int] = ()) -> list[Word]:
    """Every word in order, and whether somebody wants it out."""
    words, last = [], 0
    for number, found in enumerate(WORD.finditer(body)):
        marked = any(mark.start < found.end() and found.start() < mark.end for mark in marks)
        words.append(Word(number, body[last : found.start()], found[0], marked, number in out))
        last = found.end()
    return words


def spans_of(body: str, out: Collection[int]) -> list[Span]:
    """Where the words with these numbers stand, each with the spaces after it; neighbours as one."""
    spans: list[Span] = []
    for number, found in enumerate(WORD.finditer(body)):
        if number not in out:
            continue
        end = SPACES.match(body, found.end()).end()  # type: ignore[union-attr]  # it also matches nothing
        if spans and spans[-1][1] == found.start():
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((found.start(), end))
    return spans


def _part(body: str, start: int, end: int, marks: Iterable[PostMark]) -> Part:
    reasons = [_(mark.words) for mark in marks if mark.start <= start and end <= mark.end]
    return Part(body[start:end], marked=bool(reasons), reason=", ".join(dict.fromkeys(reasons)))
