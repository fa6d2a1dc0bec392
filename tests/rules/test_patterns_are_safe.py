"""No pattern may take more than its share of time: bounded repeats, and work that grows with the text, not beyond."""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]
import time
from typing import Any

import pytest

from moderation.checks import answers
from moderation.checks.rules import RULES, softeners
from moderation.checks.rules.pattern import compile_pattern, expand, words_in

SOURCES = sorted(
    {source for rule in RULES for source in rule.sources}
    | set(softeners.SOURCES)
    | {source for question in answers.QUESTIONS for source in question.asked}
    | set(answers.YES + answers.NO + answers.EVASIVE)
)
MOST_REPEATS = 60


def repeats(node: Any) -> list[int]:
    """The upper limit of every repeat in a parsed pattern."""
    found: list[int] = []
    for operator, value in node:
        if operator in (parser.MAX_REPEAT, parser.MIN_REPEAT):
            found.append(int(value[1]))
            found += repeats(value[2])
        elif operator is parser.SUBPATTERN:
            found += repeats(value[3])
        elif operator is parser.BRANCH:
            found += [limit for branch in value[1] for limit in repeats(branch)]
        elif operator in (parser.ASSERT, parser.ASSERT_NOT):
            found += repeats(value[1])
    return found


@pytest.mark.parametrize("source", SOURCES)
def test_every_repeat_has_a_limit(source: str) -> None:
    assert max(repeats(parser.parse(compile_pattern(source).pattern)), default=0) <= MOST_REPEATS


def adversarial(source: str, words: int) -> str:
    """The pattern's own words over and over: many beginnings, long middles, no end."""
    own = sorted(words_in(source)) or re.findall(r"\w+", expand(source)) or ["a"]
    return " ".join(own[index * 7 % len(own)] for index in range(words))


def work(source: str, text: str) -> float:
    matcher = compile_pattern(source)
    best = float("inf")
    for _ in range(3):
        began = time.thread_time()
        for _match in matcher.finditer(text):
            pass
        best = min(best, time.thread_time() - began)
    return best


@pytest.mark.parametrize("kind", ["own words", "one word", "no spaces", "first words"])
def test_twice_the_text_is_about_twice_the_work(kind: str) -> None:
    too_much = []
    for source in SOURCES:
        short, long = (text_of(kind, source, words) for words in (400, 800))
        # Too quick to compare is quick enough; a slow one is measured again before it counts.
        if work(source, long) > 0.002 and all(work(source, long) > 4 * work(source, short) for _ in range(3)):
            too_much.append(source)

    assert too_much == []


def text_of(kind: str, source: str, words: int) -> str:
    match kind:
        case "own words":
            return adversarial(source, words)
        case "one word":
            return "i " * words
        case "no spaces":
            return "a" * words * 5
        case _:
            own = re.findall(r"[a-z]+", expand(source)) or ["a"]
            return " ".join(own[: max(1, len(own) // 3)] * words)[: words * 6]
