"""Twelve ways in which a line is written: so that no machine reads it, in a hurry, or by a small hand.

For measuring (what does a disguise cost?) and, in part, for training. Drawn from the line itself: the same line
is always disguised the same way.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

LOOKALIKE = {"a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "x": "х", "y": "у"}
LEET = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"}
BY_EAR = (("ough", "uff"), ("ight", "ite"), ("tion", "shun"), ("ph", "f"), ("wh", "w"), ("ck", "k"), ("th", "f"))
SHORTER = {
    "you": "u", "are": "r", "to": "2", "for": "4", "please": "pls", "because": "cos", "tonight": "2nite",
    "people": "ppl", "about": "bout", "with": "wiv", "your": "ur", "what": "wot", "have": "av", "want to": "wanna",
    "going to": "gonna", "don't know": "dunno", "tomorrow": "tmrw", "before": "b4", "really": "rly", "thanks": "thx",
    "someone": "some1",
}  # fmt: skip
FILLERS = ("😭", "💀", "...", "lol", "🙃", "!!")
ZERO_WIDTH = "\u200b"
KEYS = {"a": "s", "e": "r", "i": "o", "n": "m", "o": "p", "r": "t", "s": "d", "t": "y", "d": "f", "h": "j"}

Way = Callable[[str, random.Random], str]


def disguised(text: str, way: str) -> str:
    return WAYS[way](text, random.Random(f"{way}:{text}"))  # noqa: S311 - a text, not a secret


def every_way(text: str) -> Iterator[tuple[str, str]]:
    for way in WAYS:
        yield way, disguised(text, way)


def _some(text: str, chance: random.Random, share: float, change: Callable[[str], str]) -> str:
    return "".join(change(one) if chance.random() < share else one for one in text)


def _words(text: str, chance: random.Random, share: float, change: Callable[[str], str], *, least: int = 4) -> str:
    """Changes some of the longer words, and at least one where there is one."""
    parts = re.split(r"(\w+)", text)
    long = [number for number in range(1, len(parts), 2) if len(parts[number]) >= least and parts[number].isalpha()]
    chosen = [number for number in long if chance.random() < share] or long[:1]
    for number in chosen:
        parts[number] = change(parts[number])
    return "".join(parts)


def _invisible(text: str, chance: random.Random) -> str:
    return _some(text, chance, 0.25, lambda one: one + ZERO_WIDTH)


def _lookalikes(text: str, chance: random.Random) -> str:
    return _some(text, chance, 0.6, lambda one: LOOKALIKE.get(one, one))


def _leet(text: str, chance: random.Random) -> str:
    return _words(text, chance, 0.6, lambda word: "".join(LEET.get(one, one) for one in word))


def _spaced(text: str, chance: random.Random) -> str:
    return _words(text, chance, 0.25, lambda word: " ".join(word))


def _dotted(text: str, chance: random.Random) -> str:
    return _words(text, chance, 0.3, lambda word: ".".join(word))


def _stretched(text: str, chance: random.Random) -> str:
    return _words(text, chance, 0.4, lambda word: word[:-1] + word[-1] * chance.randint(3, 6))


def _masked(text: str, chance: random.Random) -> str:
    return _words(text, chance, 0.3, lambda word: word[0] + re.sub("[aeiou]", "*", word[1:], count=1))


def _typed_badly(text: str, chance: random.Random) -> str:
    def slip(word: str) -> str:
        at = chance.randrange(1, len(word) - 1)
        kind = chance.randrange(3)
        if kind == 0:
            return word[:at] + word[at + 1 :]
        if kind == 1:
            return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
        return word[:at] + KEYS.get(word[at], word[at]) + word[at + 1 :]

    return _words(text, chance, 0.4, slip)


def _by_ear(text: str, _chance: random.Random) -> str:
    for written, heard in BY_EAR:
        text = text.replace(written, heard)
    return text


def _shortened(text: str, _chance: random.Random) -> str:
    for long, short in SHORTER.items():
        text = re.sub(rf"\b{re.escape(long)}\b", short, text, flags=re.IGNORECASE)
    return text


def _run_together(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    out = words[:1]
    for word in words[1:]:
        if chance.random() < 0.2:
            out[-1] += word
        else:
            out.append(word)
    return " ".join(out)


def _capitals_and_fillers(text: str, chance: random.Random) -> str:
    words = [word.upper() if chance.random() < 0.4 else word for word in text.split(" ")]
    words.insert(chance.randrange(len(words) + 1), chance.choice(FILLERS))
    return " ".join(words)


WAYS: dict[str, Way] = {
    "invisible": _invisible,
    "lookalikes": _lookalikes,
    "leet": _leet,
    "spaced": _spaced,
    "dotted": _dotted,
    "stretched": _stretched,
    "masked": _masked,
    "typed badly": _typed_badly,
    "by ear": _by_ear,
    "shortened": _shortened,
    "run together": _run_together,
    "capitals and fillers": _capitals_and_fillers,
}
