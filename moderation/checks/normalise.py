"""Words as they were meant: disguises, noise and text-speak undone, each word still knowing where it stood.

A rule reads `Words.text`: plain words with one space between them, `.` and `?` where a sentence ends, `,` where a clause
does, `|` between messages. Rules match whole words, so a match is a run of words and `Words.place` gives its offsets
in the body as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from moderation.checks.abbreviations import BY_NEIGHBOUR, EMOJI, EXPANSIONS, PAIRS
from moderation.checks.lookalikes import ALWAYS, LOOKALIKES, boxed


@dataclass(frozen=True)
class Word:
    """One word to match, and the code points of the body it came from."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """A text made of words, with the way back."""

    items: tuple[Word, ...]
    text: str = field(init=False)
    _offsets: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        offsets, at = [], 0
        for word in self.items:
            offsets.append(at)
            at += len(word.text) + 1
        object.__setattr__(self, "text", " ".join(word.text for word in self.items))
        object.__setattr__(self, "_offsets", tuple(offsets))

    def between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that a match from `start` to `end` of `text` touches, without sentence marks at its ends."""
        first = max(bisect_right(self._offsets, start) - 1, 0)
        last = bisect_left(self._offsets, end)
        touched = list(self.items[first:last])
        while touched and touched[-1].text in MARKS:
            touched.pop()
        while touched and touched[0].text in MARKS:
            touched.pop(0)
        return tuple(touched)


MARKS = frozenset(".,?|")

# A sentence ends here; a clause ends here; these vanish.
_STOPS = frozenset(".!\n\r…。।؟?\u2028\u2029\x0b\x0c")
_PAUSES = frozenset(',;:()[]{}<>–—―"“”«»|،؛\\~^=')
_APOSTROPHES = frozenset("'’‘`´ʼ＇ʹ′")
_MASKS = frozenset("*@$!#_-.+")
_DROPPED_CATEGORIES = frozenset({"Mn", "Me", "Cf", "Cc", "Cs", "Co"})
_SPACES = frozenset(" \t\xa0")

_LEET = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "9": "g",
    "@": "a",
    "$": "s",
    "!": "i",
    "+": "t",
}
_SINGLE = re.compile(r"[a-z0134578@$!]")
_REPEAT = re.compile(r"(.)\1{2,}")

# Small words that spaced-out letters may spell between the words that matter.
_SMALL = frozenset(
    "i me my self myself want to die dead go do it the a am is no not help kill cut end take yourself you".split()
)


@lru_cache(maxsize=8)  # several checks read the same message
def normalise(body: str, known: frozenset[str] = frozenset()) -> Words:
    """The words of a body. `known` are the words rules look for: what a disguise is allowed to turn into."""
    rough = list(_chunks(body))
    native = _has_native_words(body)
    latin = [chunk if chunk.mark else _Chunk(_latin(chunk.text, native), chunk.at) for chunk in rough]
    joined = _join_spaced_letters(latin, known | _SMALL)
    words = [word for chunk in joined for word in _words_of(chunk, known)]
    return Words(tuple(_tidy(_neighbours(words))))


@lru_cache(maxsize=4096)
def fold(character: str) -> str:
    """One code point as plain small letters: width, style, accents and case gone. Invisible ones become nothing."""
    if character.isascii():
        return character.lower() if character >= " " or character in "\t\n\r\x0b\x0c" else ""
    if character in _APOSTROPHES or character in _STOPS or character in _PAUSES:
        return character
    if (letter := boxed(character)) is not None:
        return letter
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", character).casefold())
    kept = (ALWAYS.get(part, part) for part in plain if unicodedata.category(part) not in _DROPPED_CATEGORIES)
    return "".join(kept)


@dataclass(frozen=True)
class _Chunk:
    """Folded characters that stand together, with where each came from; or one sentence mark."""

    text: str
    at: tuple[int, ...]
    mark: bool = False
    line: bool = False


def _chunks(body: str) -> Iterator[_Chunk]:
    letters: list[str] = []
    at: list[int] = []

    def finished() -> Iterator[_Chunk]:
        if letters:
            yield _Chunk("".join(letters), tuple(at))
            letters.clear()
            at.clear()

    for index, character in enumerate(body):
        if character in EMOJI:
            yield from finished()
            yield _Chunk(EMOJI[character], (index,) * len(EMOJI[character]))
            continue
        folded = fold(character)
        for part in folded:
            if part in _SPACES or (part.isspace() and part not in _STOPS):
                yield from finished()
            elif part in _STOPS and not (part in ".!" and letters and _inside_word(body, index)):
                yield from finished()
                yield _Chunk("?" if part in "?؟" else ".", (index,), mark=True, line=part in "\n\r\u2028\u2029")
            elif part in _PAUSES and not (part == ":" and letters and letters[-1].isdigit()):
                yield from finished()
                yield _Chunk(",", (index,), mark=True)
            elif part.isalnum() or part in _APOSTROPHES or part in _MASKS or part == "£":
                letters.append("'" if part in _APOSTROPHES else part)
                at.append(index)
            elif part == ":":
                letters.append(part)
                at.append(index)
            else:
                yield from finished()
                if part == "&":
                    yield _Chunk("and", (index,) * 3)
                elif part == "/":
                    yield _Chunk(",", (index,), mark=True)
    yield from finished()


def _inside_word(body: str, index: int) -> bool:
    """Whether a `.` or `!` has letters close on both sides, as in k.i.l.l and k!ll."""
    return index + 1 < len(body) and body[index + 1].isalnum() and index > 0 and body[index - 1].isalnum()


def _join_spaced_letters(chunks: list[_Chunk], known: frozenset[str]) -> Iterator[_Chunk]:
    """`k i l l` and `k . i . l . l` become one word where that spells words that matter."""
    index, tried = 0, dict[str, bool]()
    while index < len(chunks):
        run, after = _run_of_letters(chunks, index)
        if len(run) >= 3 and (spelled := _spell(run, known, tried)):
            yield from spelled
            index = after
        else:
            yield chunks[index]
            index += 1


def _run_of_letters(chunks: list[_Chunk], index: int) -> tuple[list[_Chunk], int]:
    run: list[_Chunk] = []
    after = index
    while index < len(chunks) and len(run) < 60:
        chunk = chunks[index]
        if not chunk.mark and len(chunk.text) == 1 and _SINGLE.fullmatch(chunk.text):
            run.append(chunk)
            after = index + 1
        elif not (run and ((chunk.mark and not chunk.line) or chunk.text in _MASKS)):
            break
        index += 1
    return run, after


def _spell(run: list[_Chunk], known: frozenset[str], tried: dict[str, bool]) -> list[_Chunk]:
    """The run as known words, longest first; nothing when it spells none of three letters or more.

    `tried`: what this message's letters were found to spell or not, so that the same ones are tried once.
    """
    letters = "".join(chunk.text for chunk in run)
    ends: list[list[tuple[int, int]] | None] = [[]] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 14), end):
            before = ends[start]
            if before is None:
                continue
            piece = letters[start:end]
            if piece not in tried:
                tried[piece] = _undisguised(piece, known) is not None
            if tried[piece]:
                ends[end] = [*before, (start, end)]
                break
    parts = ends[len(letters)]
    if not parts or max(end - start for start, end in parts) < 3:
        return []
    return [
        _Chunk(letters[start:end], tuple(place for chunk in run[start:end] for place in chunk.at))
        for start, end in parts
    ]


def _words_of(chunk: _Chunk, known: frozenset[str]) -> Iterator[Word]:
    """A chunk as words, each over the code points it came from."""
    if chunk.mark:
        yield Word(chunk.text, chunk.at[0], chunk.at[0] + 1)
        return
    text, at = _trimmed(chunk.text, chunk.at)
    if not text:
        if "!" in chunk.text or "." in chunk.text:
            yield Word(".", chunk.at[0], chunk.at[-1] + 1)
        return
    meaning = _meaning(text, known)
    if meaning is None:
        for start, end in _pieces(text):
            piece = (_meaning(text[start:end], known) if end - start > 1 or "*" not in text else None) or text[
                start:end
            ]
            piece = piece.replace("'", "")
            if text[start - 1 : start] in ("!", "."):
                yield Word(".", at[start - 1], at[start - 1] + 1)
            yield from (Word(word, at[start], at[end - 1] + 1) for word in piece.split())
    else:
        yield from (Word(word, at[0], at[-1] + 1) for word in meaning.split())
    if chunk.text[-1] in "!." and chunk.at[-1] != at[-1]:
        yield Word(".", chunk.at[-1], chunk.at[-1] + 1)


def _trimmed(text: str, at: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """Without marks around it; a `$` or `@` in front may be a letter, a `*` behind may hide one."""
    start, end = 0, len(text)
    while start < end and not (
        text[start].isalnum() or text[start] == "£" or (text[start] in "$@" and end - start > 2)
    ):
        start += 1
    while end > start and not (text[end - 1].isalnum() or (text[end - 1] == "*" and text[start].isalnum())):
        end -= 1
    return text[start:end], at[start:end]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for piece in re.finditer(r"[^*@$!#_.+:-]+", text):
        if any(character.isalnum() for character in piece.group()):
            yield piece.span()


def _meaning(text: str, known: frozenset[str]) -> str | None:
    """What a chunk says in plain words, or nothing when it is several words held together by marks."""
    if text in EXPANSIONS:
        return EXPANSIONS[text]
    bare = text.replace("'", "")
    if bare in EXPANSIONS:
        return EXPANSIONS[bare]
    if text.endswith("'s") and bare[:-1] + "'s" not in EXPANSIONS:
        return _plain_word(bare, known) if bare.isalnum() else None
    if bare.isalpha():
        return _plain_word(bare, known)
    if bare.isdigit() or not any(character.isalpha() for character in bare):
        return bare
    if bare.count("*") + bare.count("#") > len(bare) // 2 + 1 or len(bare) > 24:
        return None if not bare.isalnum() else bare
    if (word := _undisguised(_squeeze(bare, known), known)) is not None:
        return EXPANSIONS.get(word, word)
    return bare if bare.isalnum() or (bare.startswith("£") and bare[1:].isalnum()) else None


def _has_native_words(body: str) -> bool:
    """Whether the body is honestly written in another script: letters of it that look like no Latin one."""
    return any(
        character not in LOOKALIKES and character.isalpha() and "\u0370" <= character <= "\u052f"
        for character in body.casefold()
    )


def _latin(text: str, native: bool) -> str:
    """Foreign lookalikes as Latin letters, where a word mixes scripts, or nothing else speaks for another script."""
    if text.isascii():
        return text
    letters = [character for character in text if character.isalpha()]
    mixed = any(character.isascii() for character in letters)
    if not mixed and (native or not all(character in LOOKALIKES for character in letters)):
        return text
    return "".join(LOOKALIKES.get(character, character) for character in text)


def _plain_word(word: str, known: frozenset[str]) -> str:
    squeezed = _squeeze(word, known)
    return EXPANSIONS.get(squeezed, squeezed)


def _squeeze(word: str, known: frozenset[str]) -> str:
    """`kiiiill` is kill: three or more of a letter count as one or two, whichever makes a word we know."""
    if word in known or not _REPEAT.search(word):
        return word
    once, twice = _REPEAT.sub(r"\1", word), _REPEAT.sub(r"\1\1", word)
    candidates = [once, twice]
    runs = _REPEAT.findall(word)
    if len(runs) == 2:
        candidates += [
            _REPEAT.sub(r"\1\1", _REPEAT.sub(r"\1", word, count=1)),
            _REPEAT.sub(r"\1", _REPEAT.sub(r"\1\1", word, count=1)),
        ]
    return next((each for each in candidates if each in known or each in EXPANSIONS), once)


def _undisguised(text: str, known: frozenset[str]) -> str | None:
    """The known word behind digits and symbols, or nothing. `*` and `#` hide one letter or none."""
    if text in known:
        return text
    if text.isalpha():
        return None
    readings, prefixes = [""], _prefixes(known)
    # A hidden letter may be any, so its readings cannot be told by how known words begin.
    is_open = "*" in text or "#" in text
    for character in text:
        options = _options(character)
        readings = [reading + option for reading in readings for option in options]
        readings = [reading for reading in readings if is_open or reading in prefixes][:256]
        if not readings:
            return None
    for reading in readings:
        if "?" not in reading and reading in known:
            return reading
    return next((found for reading in readings if "?" in reading and (found := _unmasked(reading, known))), None)


@lru_cache(maxsize=4)
def _prefixes(known: frozenset[str]) -> frozenset[str]:
    """How known words begin: what begins otherwise is given up at once, or a page of digits would take seconds."""
    return frozenset(word[:length] for word in known for length in range(len(word) + 1))


def _options(character: str) -> Iterable[str]:
    if character in "*#":
        return ("", "?")
    if character in "_-.":
        return ("",)
    options = _LEET.get(character, character)
    return tuple(options) if character != "+" else ("", "t")


def _unmasked(reading: str, known: frozenset[str]) -> str | None:
    if len(reading) < 3 or reading.count("?") > 2 or reading[0] == "?":
        return None
    pattern = re.compile(reading.replace("?", "[a-z]"))
    return next((word for word in sorted(HIDDEN & known) if pattern.fullmatch(word)), None)


# Words people hide letters of; others ("f**k") stay as they are.
HIDDEN = frozenset(
    "kill killing killed suicide suicidal die dead death cut cutting rape raped abuse abused nudes nude drugs harm self "
    "hang hanged knife stab stabbed overdose pills tablets sex cocaine ketamine weed anorexia".split()
)


def _neighbours(words: list[Word]) -> Iterator[Word]:
    """Short words decided by the words beside them, and pairs that are one word."""
    index = 0
    while index < len(words):
        word = words[index]
        before = words[index - 1].text if index else ""
        after = words[index + 1] if index + 1 < len(words) else None
        if after and (pair := PAIRS.get((word.text, after.text))):
            yield from (Word(part, word.start, after.end) for part in pair.split())
            index += 2
            continue
        meaning = _by_neighbour(word.text, before, after.text if after else "")
        yield from (Word(part, word.start, word.end) for part in meaning.split())
        index += 1


def _by_neighbour(text: str, before: str, after: str) -> str:
    for short, befores, afters, meaning in BY_NEIGHBOUR:
        if text == short and (not befores or before in befores) and (not afters or after in afters):
            return meaning
    return text


def _tidy(words: Iterator[Word]) -> Iterator[Word]:
    """One mark at a time; a sentence mark wins over a comma; a question mark wins over a full stop."""
    held: Word | None = None
    for word in words:
        if word.text in MARKS:
            held = word if held is None or _strength(word) > _strength(held) else held
            continue
        if held is not None:
            yield held
            held = None
        yield word
    if held is not None:
        yield held


def _strength(word: Word) -> int:
    return ",.?|".index(word.text)
