"""How many parts a text takes on its way, and how to say the same in fewer.

A text in the letters of GSM 03.38 has room for 160 in one part, 153 in each of several; one other character and the
whole text takes 70 and 67. Letters of the extension table count twice. Neither such a pair nor a surrogate pair is
cut in two: a part that has room for half of one is left short.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")

GSM7, UCS2 = "gsm7", "ucs2"
ALONE = {GSM7: 160, UCS2: 70}
TOGETHER = {GSM7: 153, UCS2: 67}

PLAIN = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\t", " "),
    **dict.fromkeys("\u200b\u200c\u2060\ufeff\u00ad", ""),
    "…": "...",
    "•": "-",
}
"""What word processors and telephones put in by themselves."""


@dataclass(frozen=True, slots=True)
class Segments:
    """`units` is the length in the units of its encoding; `left` is how many more the last part has room for."""

    encoding: str
    units: int
    parts: int
    left: int


def count(text: str) -> Segments:
    """What the carrier will make of `text`. No text is no part."""
    encoding = GSM7 if all(letter in BASIC or letter in EXTENDED for letter in text) else UCS2
    sizes = [_size(letter, encoding) for letter in text]
    units = sum(sizes)
    if units <= ALONE[encoding]:
        return Segments(encoding, units, 1 if text else 0, ALONE[encoding] - units)
    parts, in_last = _laid_out(sizes, TOGETHER[encoding])
    return Segments(encoding, units, parts, TOGETHER[encoding] - in_last)


def plain(text: str) -> str:
    """The same words in letters that take less room: straight quotes, short dashes, a plain w for a Welsh one.

    What has no plain form (an emoji) stays as it is.
    """
    return "".join(_plain_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _size(letter: str, encoding: str) -> int:
    if encoding == GSM7:
        return 2 if letter in EXTENDED else 1
    return 2 if ord(letter) > 0xFFFF else 1


def _laid_out(sizes: Iterable[int], room: int) -> tuple[int, int]:
    """How many parts, and how full the last one is."""
    parts, used = 1, 0
    for size in sizes:
        if used + size > room:
            parts, used = parts + 1, 0
        used += size
    return parts, used


def _plain_letter(letter: str) -> str:
    if letter in BASIC or letter in EXTENDED:
        return letter
    if letter in PLAIN:
        return PLAIN[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base in BASIC else letter
