"""How a rule writes what it looks for: words as they are said, with a few signs, compiled to one bounded expression.

    (a|b)      either; `s?` and `(very )?` as in a regular expression
    {friend}   a list of words from `lexicon.py`
    ~3         up to three other words, not across a sentence, never a "not" or "never"
    ~~8        up to eight, also across sentences and messages
               (a gap at the very end only lengthens the mark)
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

_SPACE = r" (?:[,|] )?"
_NOT = r"(?!(?:not|never|nor|without|no|stopped) )"
_SIGN = re.compile(
    r"(?P<step> ?)~~(?P<far>\d+) |(?P<step_near> ?)~(?P<near>\d+) | ~{1,2}(?P<tail>\d+)|(?P<sign> \?| |\((?!\?)|\)\*|\)\+|\^|\$)"
)
_MEANINGS = {
    " ": _SPACE,
    " ?": f"(?:{_SPACE})?",
    "(": "(?:",
    ")*": "){0,6}",
    ")+": "){1,6}",
    "^": r"(?:(?<=[.?|,] )|(?<![\s\S]))",
    "$": r"(?= [.?|,]|\Z)",
}


@lru_cache(maxsize=4096)
def compile_pattern(source: str) -> Matcher:
    """The expression for one pattern, over `Words.text`."""
    text = _SIGN.sub(_meaning, expand(source))
    if "~" in text:
        raise ValueError(f"a gap needs a space behind it: {source}")
    return re.compile(rf"(?<![^ ])(?:{text})(?![^ ])")


def _meaning(sign: re.Match[str]) -> str:
    if far := sign["far"]:
        return (_SPACE if sign["step"] else "") + rf"(?:[^ ]{{1,40}} ){{0,{far}}}"
    if near := sign["near"]:
        return (_SPACE if sign["step_near"] else "") + rf"(?:{_NOT}[^ .?]{{1,40}} ){{0,{near}}}"
    if tail := sign["tail"]:
        return rf"(?: {_NOT}[^ .?]{{1,40}}){{0,{tail}}}"
    return _MEANINGS[sign["sign"]]


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
