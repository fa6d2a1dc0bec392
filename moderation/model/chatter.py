"""Danger is often said in the middle of something else: lines between ordinary ones, to learn from and to judge on.

Learned from short lines alone, the encoder (a mean over all pieces) lost sight of a sentence in a longer message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from moderation.model.lines import Line, bucket
from moderation.model.public import ORDINARY

# So many of a hundred scenes of ours are also learned between ordinary lines; all lines of a scene between the same.
AMONG_PERCENT = 25
# Of ordinary lines so many are learned with another one behind them, so that a long text is not a danger by its length.
JOINED_PERCENT = 20
FEWEST_WORDS, MOST_WORDS = 3, 20
JOINTS = (" ", ". ", ", ", "\n")


def among_chatter(lines: Sequence[Line]) -> Iterator[Line]:
    """More lines to learn from, each with the answers of the one that it holds."""
    talk = chatter(lines)
    if not talk:
        return
    for line in lines:
        if line.source == "ours" and line.language == "en" and bucket(f"among:{line.template}") < AMONG_PERCENT:
            yield replace(line, text=among(line, talk), template=f"among/{line.template}")
        elif line.source in ORDINARY and bucket(f"joined:{line.text}") < JOINED_PERCENT:
            yield replace(line, text=f"{line.text} {_of(talk, f'behind:{line.text}')}")


def chatter(lines: Sequence[Line]) -> list[str]:
    """Ordinary talk of others; where that is missing, our own everyday lines."""
    ordinary = [line.text for line in lines if line.source in ORDINARY and _is_short(line.text)]
    return ordinary or [line.text for line in lines if line.kind == "everyday" and _is_short(line.text)]


def among(line: Line, talk: Sequence[str]) -> str:
    """The line with something ordinary before it, behind it, or both."""
    name = line.template or line.text
    before, behind = _of(talk, f"before:{name}"), _of(talk, f"behind:{name}")
    joint = JOINTS[bucket(f"joint:{name}", len(JOINTS))]
    parts = ([before, line.text], [line.text, behind], [before, line.text, behind])[bucket(f"where:{name}", 3)]
    return joint.join(parts)


def between(line: Line, talk: Sequence[str]) -> str:
    """The line in the middle: the hardest place, to judge on."""
    return " ".join([_of(talk, f"first:{line.text}"), line.text, _of(talk, f"last:{line.text}")])


def _of(talk: Sequence[str], name: str) -> str:
    return talk[bucket(name, len(talk))]


def _is_short(text: str) -> bool:
    return FEWEST_WORDS <= len(text.split()) <= MOST_WORDS
