"""The rules layer: floors for what must never be missed. A match raises urgency; it can never lower it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain, groupby
from operator import itemgetter

from chat.urgency import Urgency
from moderation.checks import abbreviations, lookalikes
from moderation.checks.normalise import Word, Words, normalise
from moderation.checks.rules import (
    abuse,
    abuse_around,
    bullying,
    bullying_around,
    criminal_exploitation,
    criminal_exploitation_around,
    eating,
    eating_signs,
    lexicon,
    missing_homeless,
    missing_homeless_around,
    other_languages,
    said_plainly,
    self_harm,
    self_harm_around,
    self_harm_signs,
    sexual_exploitation,
    sexual_exploitation_around,
    softeners,
    substance,
    substance_around,
    toxicity,
    toxicity_scenes,
    violence_around,
    violence_to_others,
)
from moderation.checks.rules.needed import Needed
from moderation.checks.rules.pattern import Matcher, words_in
from moderation.checks.rules.rule import Rule
from moderation.checks.shapes import Context, Finding

RULES: tuple[Rule, ...] = (
    *self_harm.RULES,
    *self_harm_signs.RULES,
    *self_harm_around.RULES,
    *said_plainly.RULES,
    *abuse.RULES,
    *abuse_around.RULES,
    *sexual_exploitation.RULES,
    *sexual_exploitation_around.RULES,
    *criminal_exploitation.RULES,
    *criminal_exploitation_around.RULES,
    *missing_homeless.RULES,
    *missing_homeless_around.RULES,
    *eating.RULES,
    *eating_signs.RULES,
    *violence_to_others.RULES,
    *violence_around.RULES,
    *bullying.RULES,
    *bullying_around.RULES,
    *substance.RULES,
    *substance_around.RULES,
    *toxicity.RULES,
    *toxicity_scenes.RULES,
    *other_languages.RULES,
)

RULES_DATE = "2026-11-22"

# What a disguise ("k1ll", "s u i c i d e") may be undone to.
KNOWN: frozenset[str] = frozenset(
    word for rule in RULES for pattern in rule.patterns + rule.together for word in words_in(pattern)
)

# The same person's last messages are read as one text, so that a risk told in pieces is found.
MESSAGES_TOGETHER = 3
# Longer texts are read in windows that overlap: nothing is cut off, no pattern sees an endless text.
WINDOW, OVERLAP = 500, 100
MOST_HITS_OF_A_RULE = 3

_BOUNDARY = re.compile(r" [.?|](?= |\Z)")
_NEGATION = re.compile(r"(?:^| )(?:not|never|no|without|nor|neither)(?: [^ .?|,]{1,40}){0,3} \Z")
_NOT_A_NEGATION = re.compile(
    r"(?:can not (?:stop|help|cope|go on|carry on|(?:take|do|stand|handle|face) (?:it|this|life))|do not (?:know|care|mind|understand) (?:if|why|what|how|anymore)?|not (?:sure|only|just|even|okay|fine|coping|going to lie|lying|joking)|no (?:one|idea|point|more)|why not|never stopped?|not stopped?)[^.?|,]{0,40}\Z"
)
_NOT_MEANT = re.compile(
    r"(?:not|never) (?:[^ .?|]{1,20} ){0,1}(?:think|thinking|say|said|saying|mean|meant|like|that|because|as if|believe|claim|pretend|tell)(?: (?:that|him|her|them|you|anyone|people)){0,2} \Z"
)
_SUBJECT = re.compile(r"(?:i|he|she|they|we|my|someone|people|you|friend|mate)\b")


def rules_version() -> str:
    """A date for people and a hash of everything that decides a match."""
    return f"{RULES_DATE}+{_content_hash()[:12]}"


class RulesCheck:
    """Every rule over the message, together with the same person's messages just before it."""

    name = "rules"

    def __init__(self) -> None:
        # The learned check asks for the same once more.
        self._found = lru_cache(maxsize=1)(_found_in)

    def __call__(self, body: str, context: Context) -> list[Finding]:
        return list(self._found(body, context))


def _found_in(body: str, context: Context) -> tuple[Finding, ...]:
    views = (text for words in read_together(body, context) for text in _windows(words))
    return tuple(_unique(found for text in views for found in _findings(text)))


@lru_cache(maxsize=1)
def _needed() -> Needed:
    """Which patterns a text can match at all, by its words. Takes seconds: only where words are read."""
    return Needed(RULES)


def read_together(body: str, context: Context) -> list[tuple[Word, ...]]:
    """The words of the body alone or after those of its writer's last messages. Nobody else's words are ever joined.

    All together, and beside each one of them: what was found across two earlier messages must not hide what this one adds.
    """
    own = [turn.body for turn in context.earlier if turn.by == "young_person"][-(MESSAGES_TOGETHER - 1) :]
    before, words = [_said_before(body) for body in own], normalise(body, KNOWN).items
    together = [tuple(chain(*before, words))]
    return together + [(*one, *words) for one in before if len(before) > 1]


def _said_before(body: str) -> tuple[Word, ...]:
    words = [Word(word.text, -1, -1) for word in normalise(body, KNOWN).items[-WINDOW // 4 :]]
    while words and words[-1].text in ".,":
        words.pop()
    return (*words, Word("|", -1, -1))


def _windows(words: tuple[Word, ...]) -> Iterator[Words]:
    step = WINDOW - OVERLAP
    for first in range(0, max(len(words) - OVERLAP, 1), step):
        yield Words(words[first : first + WINDOW])


def _findings(words: Words) -> Iterator[Finding]:
    for place, called in groupby(_needed().called_by(words.text), key=itemgetter(0)):
        rule = RULES[place]
        if rule.together_matchers and not all(matcher.search(words.text) for matcher in rule.together_matchers):
            continue
        matchers = [rule.matchers[number] for _, number in called]
        hits = (Hit(rule, words, *match.span()) for matcher in matchers for match in matcher.finditer(words.text))
        found = [finding for hit in hits if (finding := hit.finding()) is not None]
        found.sort(key=lambda finding: (-finding.urgency.rank, finding.start or 0))
        yield from found[:MOST_HITS_OF_A_RULE]


@dataclass(frozen=True)
class Hit:
    """One rule over one run of words: whether it counts, how urgent it is then, and where it stands."""

    rule: Rule
    words: Words
    start: int
    end: int

    def finding(self) -> Finding | None:
        here = [word for word in self.words.between(self.start, self.end) if word.start >= 0]
        if not here or self._means_something_else or self._is_negated:
            return None
        urgency = self._urgency()
        if urgency is None:
            return None
        return Finding(
            check=f"rules/{self.rule.id}",
            category=self.rule.category,
            urgency=urgency,
            words=self.rule.words,
            start=min(word.start for word in here),
            end=max(word.end for word in here),
        )

    def _urgency(self) -> Urgency | None:
        """The rule's floor, unless the words say it is past, or (never for a Now rule) that it is not meant."""
        urgency: Urgency = self.rule.urgency
        if not self.rule.is_never_softened:
            if self._overlaps(softeners.IDIOM_MATCHERS) or self._says(softeners.FICTION_MATCHERS, near=9):
                return None
            if self._says(softeners.LAUGHTER_MATCHERS):
                urgency = _lower(urgency, Urgency.SOON)
            if self._says(softeners.OVER_MATCHERS) and not self._says(softeners.STILL_MATCHERS):
                urgency = _lower(urgency, Urgency.SOON)
        after_all = self.rule.after_all
        if after_all and self._says(softeners.PAST_MATCHERS) and not self._says(softeners.STILL_MATCHERS):
            urgency = _lower(urgency, after_all)
        return urgency

    @property
    def _means_something_else(self) -> bool:
        return self._says(self.rule.unless_matchers, near=6)

    @property
    def _is_negated(self) -> bool:
        """`i would never kill myself`, `not that i want to die`; not `i'm not ok i want to die`."""
        clause = self._before.rpartition(" , ")[2] if " , " in self._before else self._before
        if _NOT_MEANT.search(clause):
            return True
        if _SUBJECT.match(self.words.text, self.start) or _NOT_A_NEGATION.search(clause):
            return False
        return _NEGATION.search(clause) is not None

    @cached_property
    def _bounds(self) -> tuple[int, int]:
        text = self.words.text
        first = max((match.end() + 1 for match in _BOUNDARY.finditer(text, 0, self.start)), default=0)
        last = next((match.start() for match in _BOUNDARY.finditer(text, self.end)), len(text))
        return min(first, self.start), last

    @property
    def _before(self) -> str:
        return self.words.text[self._bounds[0] : self.start]

    def _says(self, matchers: Iterable[Matcher], near: int | None = None) -> bool:
        """Whether the sentence around the hit says it; only so many words from the hit when `near` is given."""
        around = self._around(near)
        return any(matcher.search(around) for matcher in matchers)

    def _around(self, near: int | None) -> str:
        first, last = self._bounds
        text = self.words.text
        if near is None:
            return text[first:last]
        before = text[first : self.start].split(" ")[-near - 1 :]
        after = text[self.end : last].split(" ")[: near + 1]
        return (" ".join(before) + text[self.start : self.end] + " ".join(after)).strip()

    def _overlaps(self, matchers: Iterable[Matcher]) -> bool:
        first, last = self._bounds
        sentence = self.words.text[first:last]
        return any(
            match.start() + first < self.end and match.end() + first > self.start
            for matcher in matchers
            for match in matcher.finditer(sentence)
        )


def _lower(urgency: Urgency, most: Urgency) -> Urgency:
    return most if most.rank < urgency.rank else urgency


def _unique(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: set[tuple[str, int | None, int | None]] = set()
    for finding in findings:
        key = (finding.check, finding.start, finding.end)
        if key not in seen:
            seen.add(key)
            yield finding


@cache
def _content_hash() -> str:
    parts = [repr(rule) for rule in RULES]
    parts += [
        repr(sorted(lexicon.LISTS.items())),
        repr(softeners.SOURCES),
        repr(sorted(abbreviations.EXPANSIONS.items())),
    ]
    parts += [repr(sorted(lookalikes.LOOKALIKES.items())), repr(sorted(abbreviations.PAIRS.items()))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


check = RulesCheck()
