"""Telephone numbers, in digits, words, or both: `07700 900123`, `oh double seven`, `O77OO 9OO l23`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SURE = {
    "zero": "0", "nought": "0", "naught": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9", "sven": "7", "eigth": "8", "foru": "4",
}  # fmt: skip
# Digits only beside other digits.
PERHAPS = {"oh": "0", "o": "0", "nil": "0", "won": "1", "to": "2", "too": "2", "for": "4", "ate": "8", "i": "1", "l": "1"}
TIMES = {"double": 2, "dubble": 2, "triple": 3, "treble": 3}
FILLERS = frozenset("then and dash space plus hyphen dot um erm er x slash okay full stop".split())
# Somebody speaks of a number: then a shorter one counts too.
SPEAKS_OF_IT = frozenset(
    "number num numba no nr digits phone fone mob mobile cell call ring text txt whatsapp landline contact".split()
)
NEAR = 6

_TOKEN = re.compile(r"[a-z0-9|+]{1,120}")
_GLUED = re.compile(r"(?:zero|nought|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|o){2,30}")
_PIECE = re.compile(r"zero|nought|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|o")
_LIKE = str.maketrans("oilsbzqg|", "011582991")
_MIXED = re.compile(r"[0-9oilsbzqg|]{2,40}")
_MOBILE = re.compile(r"(?:0|44)7[0-9]{9}")
_LANDLINE = re.compile(r"0[12][0-9]{8,9}")
# Numbers that are there for everybody: helplines, and what everybody pays for alike.
_FOR_ALL = re.compile(r"(?:0800|0808|080|03|116|999|111|101|112|85258)")


@dataclass(frozen=True)
class Digits:
    """What one token of a text says in digits."""

    text: str
    start: int
    end: int
    is_sure: bool
    plus: bool = False


def numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand in `text`, which is plain small letters, digits and signs."""
    tokens = [match for match in _TOKEN.finditer(text) if match.group().strip("+|")]
    index = 0
    while index < len(tokens):
        run, after = _run(tokens, index)
        if run:
            spoken = {token.group() for token in tokens[max(0, index - NEAR) : index]} & SPEAKS_OF_IT
            if place := _number(run, text, spoken=bool(spoken)):
                yield place
        index = max(after, index + 1)


def _run(tokens: list[re.Match[str]], index: int) -> tuple[list[Digits], int]:
    """Digits that stand together, as far as they go."""
    run: list[Digits] = []
    times, after = 1, index
    while index < len(tokens) and len(run) < 40:
        word = tokens[index].group()
        found = _digits(word)
        if word in TIMES:
            times = TIMES[word]
        elif found is not None:
            digits, is_sure = found
            if times > 1:
                digits, times, is_sure = digits[0] * times + digits[1:], 1, True
            run.append(Digits(digits, tokens[index].start(), tokens[index].end(), is_sure, word.startswith("+")))
            after = index + 1
        elif not (run and word in FILLERS):
            break
        index += 1
    while run and not run[0].is_sure and run[0].text not in ("0",):
        run.pop(0)
    return run, after


def _digits(word: str) -> tuple[str, bool] | None:
    """The digits a token stands for, and whether it can hardly be anything else."""
    bare = word.strip("+|")
    if bare.isdigit():
        return bare, True
    if bare in SURE:
        return SURE[bare], True
    if bare in PERHAPS:
        return PERHAPS[bare], False
    count = sum(character.isdigit() for character in bare)
    if count >= 6 and count * 2 > len(bare):
        return "".join(character for character in bare.translate(_LIKE) if character.isdigit()), True
    if count and _MIXED.fullmatch(bare):
        return bare.translate(_LIKE), count > 1
    if _GLUED.fullmatch(bare):
        return _glued(bare), True
    return None


def _glued(word: str) -> str:
    digits, times = "", 1
    for piece in _PIECE.findall(word):
        if piece in TIMES:
            times = TIMES[piece]
        else:
            digits, times = digits + (SURE | PERHAPS)[piece] * times, 1
    return digits


def _number(run: list[Digits], text: str, *, spoken: bool) -> tuple[int, int] | None:
    """Where in the run a number stands, if one does."""
    together = "".join(one.text for one in run)
    sure = sum(len(one.text) for one in run if one.is_sure)
    if sure < 6 or sure * 3 < len(together) * 2:
        return None
    if match := _MOBILE.search(together):
        return _place(run, match.start(), match.end())
    whole = run[0].start, run[-1].end
    if len(together) == 10 and together[0] == "7":
        return whole
    if _FOR_ALL.match(together):
        return None
    said = text[whole[0] : whole[1]]
    is_date = "/" in said or ":" in said
    in_few = len(run) <= 3 or all(len(one.text) == 1 for one in run)
    if _LANDLINE.fullmatch(together) and in_few and not is_date:
        return whole
    if run[0].plus and 9 <= len(together) <= 15:
        return whole
    if spoken and 7 <= len(together) <= 15 and not is_date:
        return whole
    return None


def _place(run: list[Digits], first: int, last: int) -> tuple[int, int]:
    """The tokens that digits number `first` to `last` came from."""
    at, start, end = 0, run[0].start, run[-1].end
    for one in run:
        if at <= first < at + len(one.text):
            start = one.start
        if at < last <= at + len(one.text):
            end = one.end
        at += len(one.text)
    return start, end
