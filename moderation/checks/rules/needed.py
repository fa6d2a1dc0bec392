"""Which words a pattern cannot do without: only rules whose words were said are tried. Exact, never a guess.

Read off the compiled expression: wherever a stretch of it can be spelled out in full, each of its spellings needs one
whole word, and a text without any of these words has no match. What cannot be spelled out is tried on every text.
"""

from __future__ import annotations

import re._constants as sre  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from moderation.checks.rules.pattern import compile_pattern
from moderation.checks.rules.rule import Rule

_MOST_SPELLINGS = 600

_COMMON = frozenset(
    "i me my we us he him his she her they them their you your it its a an the this that these those some any all one no not "
    "and or but so if because when while who what where how why is are am was were be been being has have had having do "
    "does did done will would can could should might to of in on at for from with by about up down out off over into "
    "just like get got getting go goes going went gone make makes made making say says said saying tell tells told telling "
    "know want wants wanted keep keeps kept really now then there here always never mum dad friend friends people "
    "someone mate mates school home house every more only too very".split()
)


def _weight(words: Iterable[str]) -> int:
    return sum(40 if word in _COMMON else 1 for word in words)


class _Run:
    """Spellings that stand side by side so far, and whether they begin and end where a word does."""

    def __init__(self, starts_word: bool) -> None:
        self.starts_word = starts_word
        self.spellings: set[str] = {""}

    def add(self, spellings: set[str]) -> bool:
        if len(self.spellings) * len(spellings) > _MOST_SPELLINGS:
            return False
        self.spellings = {one + other for one in self.spellings for other in spellings}
        return True

    @property
    def ends_open(self) -> bool:
        """Whether a word may begin right behind it."""
        return all(spelling.endswith(" ") or (not spelling and self.starts_word) for spelling in self.spellings)

    def needs(self, ends_word: bool) -> frozenset[str] | None:
        chosen: set[str] = set()
        for spelling in self.spellings:
            words = spelling.split(" ")
            words = words[0 if self.starts_word else 1 : None if ends_word else -1]
            whole = [word for word in words if word]
            if not whole:
                return None
            chosen.add(min(whole, key=lambda word: (_weight([word]), -len(word), word)))
        return frozenset(chosen)


def needed_words(source: str) -> frozenset[str] | None:
    """Words of which every match has at least one; nothing when that cannot be told."""
    # Between the two looks at what stands around it lies the pattern itself: it begins and ends where words do.
    parsed = list(parser.parse(compile_pattern(source).pattern))
    return _needs(parsed[1:-1], True, True)


def _needs(items: Sequence[Any], starts: bool, ends: bool) -> frozenset[str] | None:
    items = _flat(items)
    if len(items) == 1 and items[0][0] is sre.BRANCH:
        found = [_needs(branch, starts, ends) for branch in items[0][1][1]]
        return None if any(each is None for each in found) else frozenset().union(*(each for each in found if each))
    candidates: list[frozenset[str]] = []
    run = _Run(starts)

    def finish(ends_word: bool) -> None:
        if (needs := run.needs(ends_word)) is not None:
            candidates.append(needs)

    for place, item in enumerate(items):
        spellings = _spellings([item])
        if spellings is not None and run.add(spellings):
            continue
        last = place == len(items) - 1
        operator, value = item
        after = False
        if spellings is not None:
            finish(all(spelling.startswith(" ") for spelling in spellings))
            run = _Run(run.ends_open)
            run.add(spellings)
            continue
        if operator is sre.MAX_REPEAT:
            least, body = value[0], _flat(value[2])
            finish(ends and last and _begins_with_space(body))
            after = run.ends_open and _ends_with_space(body)
            if least and (inner := _spellings(body)) is not None and run.add(inner):
                finish(False)
        elif operator is sre.BRANCH:
            finish(all(_begins_with_space(_flat(branch)) for branch in value[1]))
            inside = [_needs(branch, run.ends_open, ends and last) for branch in value[1]]
            if all(each is not None for each in inside):
                candidates.append(frozenset().union(*(each for each in inside if each)))
        else:
            finish(False)
        run = _Run(after)
    finish(ends)
    return min(candidates, key=_weight, default=None)


def _flat(items: Iterable[Any]) -> list[Any]:
    """Groups opened, so that what stands side by side is seen side by side."""
    flat: list[Any] = []
    for item in items:
        if item[0] is sre.SUBPATTERN and not item[1][1] and not item[1][2]:
            flat += _flat(item[1][3])
        else:
            flat.append(item)
    return flat


def _begins_with_space(items: Sequence[Any]) -> bool:
    return bool(items) and items[0] == (sre.LITERAL, 32)


def _ends_with_space(items: Sequence[Any]) -> bool:
    return bool(items) and items[-1] == (sre.LITERAL, 32)


def _spellings(items: Iterable[Any]) -> set[str] | None:
    """Everything these items can match, looks around them left out; nothing where that is too much or endless."""
    run = _Run(True)
    for operator, value in items:
        match operator:
            case sre.LITERAL:
                found: set[str] | None = {chr(value)}
            case sre.ASSERT | sre.ASSERT_NOT | sre.AT:
                found = {""}
            case sre.SUBPATTERN:
                found = None if value[1] or value[2] else _spellings(value[3])
            case sre.BRANCH:
                found = _union(_spellings(branch) for branch in value[1])
            case sre.IN:
                found = _letters(value)
            case sre.MAX_REPEAT if value[1] == 1:
                found = _spellings(value[2])
                # A comma or the join between two messages is no word.
                found = None if found is None else {""} if found <= {", ", "| "} else found | {""}
            case _:
                found = None
        if found is None or not run.add(found):
            return None
    return run.spellings


def _letters(members: Sequence[Any]) -> set[str] | None:
    letters: set[str] = set()
    for operator, value in members:
        if operator is sre.LITERAL:
            letters.add(chr(value))
        elif operator is sre.RANGE:
            letters |= {chr(code) for code in range(value[0], value[1] + 1)}
        else:
            return None
    return letters if len(letters) <= 40 else None


def _union(parts: Iterable[set[str] | None]) -> set[str] | None:
    together: set[str] = set()
    for part in parts:
        if part is None:
            return None
        together |= part
    return together if len(together) <= _MOST_SPELLINGS else None


class Needed:
    """By word: which rules it calls for, as places in the list of them, and which of their patterns."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._always: dict[int, frozenset[int]] = {}
        called: dict[str, set[tuple[int, int]]] = defaultdict(set)
        always: set[tuple[int, int]] = set()
        for place, rule in enumerate(rules):
            for number, source in enumerate(rule.patterns):
                needs = needed_words(source)
                if needs is None:
                    always.add((place, number))
                for word in needs or ():
                    called[word].add((place, number))
        self._always_called = frozenset(always)
        self._called = {word: frozenset(places) for word, places in called.items()}

    def called_by(self, text: str) -> list[tuple[int, int]]:
        """The rules and patterns that may match a text, in order."""
        found = set(self._always_called)
        for word in set(text.split(" ")):
            found |= self._called.get(word, frozenset())
        return sorted(found)
