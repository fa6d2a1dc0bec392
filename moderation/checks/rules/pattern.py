"""How a rule writes what it looks for: words as they are said, with a few signs, compiled to one bounded expression.

    (a|b)      either; `s?` and `(very )?` as in a regular expression
    {friend}   a list of words from `lexicon.py`
    ~3         up to three other words, not across a sentence, never a "not" or "never"
    ~~8        up to eight, also across sentences and messages
    ^ and $    the beginning or the end of a sentence or message

A space also steps over a comma and over the join between two messages of one person. Everything matches whole words,
and every repeat has a limit: a match takes time in proportion to the text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from moderation.checks.rules.lexicon import LISTS

Matcher = re.Pattern[str]

_SPACE = r" (?:[,|] ){0,1}"
_NOT = r"(?!(?:not|never|nor|without|no|stopped) )"
_SIGNS: tuple[tuple[str, str], ...] = (
    (r" ~~(\d+) ", "\x02\\1\x03"),
    (r" ~(\d+) ", "\x04\\1\x03"),
    (r"\((?!\?)", "(?:"),
    (r"\^", "\x05"),
    (r"\$", "\x06"),
    (" ", _SPACE.replace("\\", r"\\")),
    ("\x02(\\d+)\x03", _SPACE + r"(?:[^ ]{1,40} ){0,\1}"),
    ("\x04(\\d+)\x03", _SPACE + rf"(?:{_NOT}[^ .?]{{1,40}} ){{0,\1}}"),
    ("\x05", r"(?:(?<=[.?|,] )|(?<![\\s\\S]))"),
    ("\x06", r"(?= [.?|,]|\\Z)"),
)


@lru_cache(maxsize=4096)
def compile_pattern(source: str) -> Matcher:
    """The expression for one pattern, over `Words.text`."""
    text = expand(source)
    for sign, meaning in _SIGNS:
        text = re.sub(sign, meaning, text)
    return re.compile(rf"(?<![^ ])(?:{text})(?![^ ])")


def compile_all(sources: tuple[str, ...]) -> tuple[Matcher, ...]:
    return tuple(compile_pattern(source) for source in sources)


def words_in(source: str) -> frozenset[str]:
    """The plain words a pattern names: what a disguise may be undone to."""
    return frozenset(re.findall(r"(?<![\\\w])[a-z]{3,}(?!\w)", expand(source).replace("?", " ")))


def expand(source: str) -> str:
    """Lists filled in, accents folded as the text will be."""
    for _ in range(4):
        source = re.sub(r"\{([a-z_]+)\}", lambda name: "(" + LISTS[name.group(1)] + ")", source)
    decomposed = unicodedata.normalize("NFD", source)
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn").replace("ł", "l")
