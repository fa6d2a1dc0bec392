"""Letters that are drawn like Latin ones. Compact on purpose: NFKC has already folded full width, maths and circled letters."""

from __future__ import annotations

_CYRILLIC = {
    "а": "a", "в": "b", "г": "r", "е": "e", "ё": "e", "һ": "h", "н": "h", "і": "i", "ї": "i", "ј": "j", "к": "k",
    "ӏ": "l", "м": "m", "о": "o", "п": "n", "р": "p", "ѕ": "s", "с": "c", "т": "t", "у": "y", "ү": "y", "х": "x",
    "ԁ": "d", "ԛ": "q", "ԝ": "w", "ь": "b", "ѵ": "v", "ԍ": "g", "ӓ": "a", "ӧ": "o", "є": "e", "и": "u",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "λ": "l", "μ": "u", "ν": "v", "ο": "o", "ρ": "p",
    "σ": "s", "ς": "s", "τ": "t", "υ": "u", "χ": "x", "γ": "y", "ω": "w", "ϲ": "c", "ϳ": "j", "δ": "d",
}  # fmt: skip
_OTHER = {
    "ı": "i", "ɩ": "i", "ɑ": "a", "ɡ": "g", "ʟ": "l", "ɴ": "n", "ʀ": "r", "ʏ": "y", "ɪ": "i", "ʜ": "h", "ʙ": "b",
    "ɢ": "g", "ᴀ": "a", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ꜰ": "f", "ᴊ": "j", "ᴋ": "k", "ᴍ": "m", "ᴏ": "o", "ᴘ": "p",
    "ǫ": "q", "ꜱ": "s", "ᴛ": "t", "ᴜ": "u", "ᴠ": "v", "ᴡ": "w", "ᴢ": "z", "օ": "o", "ս": "u", "հ": "h", "ո": "n",
    "ց": "g", "ք": "p", "ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    "ƙ": "k", "ɓ": "b", "ɗ": "d", "ɛ": "e", "ɵ": "o", "ƒ": "f", "ᵴ": "s",
}  # fmt: skip

# Foreign letters that may also be honest words of their own script: folded only where the word shows a disguise.
LOOKALIKES: dict[str, str] = {**_CYRILLIC, **_GREEK}
# Variants of Latin letters: always folded.
ALWAYS: dict[str, str] = _OTHER


def boxed(character: str) -> str | None:
    """Letters in filled circles, filled squares and regional indicators have no decomposition; they are in order."""
    place = ord(character)
    for first in (0x1F150, 0x1F170, 0x1F1E6):
        if first <= place < first + 26:
            return chr(ord("a") + place - first)
    return None
