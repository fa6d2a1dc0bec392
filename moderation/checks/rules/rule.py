"""A rule: what we look for, how urgent it is at least, and why. The bench of each rule is in `tests/rules/bench`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from chat.urgency import Urgency
from moderation.checks.rules.pattern import Matcher, compile_all


@dataclass(frozen=True)
class Rule:
    """One thing to notice.

    `unless` is part of what the rule means: other words in the same sentence that make it something else ("took my
    tablets for hay fever"). `together` are patterns that must also stand somewhere in the writer's recent words.
    `after_all` is what remains of the urgency when the sentence says that it is long past; None: nothing changes.
    `plain` rules mean it however it is said: jokes, games and lyrics around them change nothing. Now rules always do.
    """

    id: str
    category: str
    urgency: Urgency
    words: str
    why: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    after_all: Urgency | None = Urgency.SOON
    plain: bool = False

    @property
    def is_never_softened(self) -> bool:
        return self.plain or self.urgency is Urgency.NOW

    @cached_property
    def matchers(self) -> tuple[Matcher, ...]:
        return compile_all(self.patterns)

    @cached_property
    def unless_matchers(self) -> tuple[Matcher, ...]:
        return compile_all(self.unless)

    @cached_property
    def together_matchers(self) -> tuple[Matcher, ...]:
        return compile_all(self.together)

    @property
    def sources(self) -> tuple[str, ...]:
        """Every pattern it carries, for tests of all of them."""
        return self.patterns + self.unless + self.together
