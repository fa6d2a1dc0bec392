"""Several ways to look at the same words, so that a number or a name on another app is seen through its disguise.

Unlike the normaliser these keep the signs an address is made of: dots, `@`, `#`, `/`. Every character of a view knows
where it stood in the body as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from moderation.checks.lookalikes import LOOKALIKES
from moderation.checks.normalise import Words, fold, normalise

# Signs that stand for the dot or the at of an address.
_SIGNS = {"。": ".", "·": ".", "•": ".", "∙": ".", "⋅": ".", "٫": ".", "‧": ".", "＠": "@", "﹫": "@"}
_LETTERS = str.maketrans("0134578", "oieastb")
_WORD = re.compile(r"[a-z0-9]{1,40}")
_SPACED = re.compile(r"(?<![^ \n])[^ \n](?: [^ \n](?![^ \n])){1,80}")


@dataclass(frozen=True)
class View:
    """Plain small letters and signs, with the way back."""

    text: str
    at: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where these characters stood in the body."""
        return self.at[start], self.at[end - 1] + 1


@dataclass(frozen=True)
class Look:
    """One view, and the words of it made plain. The first look at words is the one they were made from."""

    view: View
    words: Words
    is_first: bool = True


def looks(body: str, known: frozenset[str]) -> Iterator[Look]:
    """As it was written; with spaced-out letters put together; with digits that stand for letters. Each also
    with known words undisguised."""
    written = _plain(body)
    yield from _both(written, known)
    together = _together(written)
    if together.text != written.text:
        yield from _both(together, known)
    letters = _as_letters(together)
    if letters.text != together.text:
        yield from _both(letters, known)


def _both(view: View, known: frozenset[str]) -> Iterator[Look]:
    words = normalise(view.text, known)
    yield Look(view, words)
    respelled = _respelled(view, words, known)
    if respelled.text != view.text:
        yield Look(respelled, words, is_first=False)


def _plain(body: str) -> View:
    letters: list[str] = []
    at: list[int] = []
    for index, character in enumerate(body):
        for part in _SIGNS.get(character) or fold(character):
            letters.append(_latin(part))
            at.append(index)
    return View("".join(letters), tuple(at))


def _latin(part: str) -> str:
    if part.isascii():
        return part
    digit = unicodedata.decimal(part, None)
    return str(digit) if digit is not None else LOOKALIKES.get(part, part)[:1]


def _together(view: View) -> View:
    """`s n a p   i s` as `snap is`: single characters with one space between them are one word."""
    gone = {
        match.start() + place
        for match in _SPACED.finditer(view.text)
        for place, character in enumerate(match.group())
        if character == " "
    }
    kept = [
        place
        for place, character in enumerate(view.text)
        if place not in gone and (character != " " or view.text[place - 1 : place] != " ")
    ]
    return View("".join(view.text[place] for place in kept), tuple(view.at[place] for place in kept))


def _as_letters(view: View) -> View:
    """`m337 m3 47 7h3 p4rk`: where half of the words have digits, some among letters, the digits are letters."""
    words = _WORD.findall(view.text)
    mixed = any(not word.isdigit() and not word.isalpha() for word in words)
    odd = sum(not word.isalpha() for word in words)
    return View(view.text.translate(_LETTERS), view.at) if mixed and odd * 2 >= len(words) else view


def _respelled(view: View, words: Words, known: frozenset[str]) -> View:
    """The same, with every word that was a known one in disguise (`5n4p`) written plainly. Signs stay."""
    text: list[str] = []
    at: list[int] = []
    done = 0
    alone = Counter(word.start for word in words.items)
    for word in words.items:
        # Short forms that stand for several words ("dont") stay as they are.
        if word.text not in known or alone[word.start] > 1 or word.start < done:
            continue
        text += view.text[done : word.start] + word.text
        at += [*view.at[done : word.start], *[view.at[word.start]] * (len(word.text) - 1), view.at[word.end - 1]]
        done = word.end
    text += view.text[done:]
    at += view.at[done:]
    return View("".join(text), tuple(at))
