"""What the model answers: one head a category, and three that ask how soon."""

from __future__ import annotations

from moderation.checks.shapes import CATEGORIES
from moderation.model.lines import Line

LEAST_SEVERITY = {"concern": 2, "high": 3, "immediate": 4}
HEADS: tuple[str, ...] = (*CATEGORIES, *LEAST_SEVERITY)
# Who is it about, is it over, who speaks, is it a story, is it denied? Only the encoder learns these, and nobody is
# told them: they teach it that a harmless scene with the words of danger is something of its own.
AUXILIARY: tuple[str, ...] = ("third_party", "past", "supporter", "made_up", "negated")
ALL_HEADS: tuple[str, ...] = (*HEADS, *AUXILIARY)


def answer(line: Line, head: str) -> bool:
    """Whether the line is an example of the head."""
    if head in LEAST_SEVERITY:
        return line.severity >= LEAST_SEVERITY[head]
    return head in line.categories


def importance(line: Line, head: str) -> float:
    """How much a line counts for a head: lines about hate say nothing about danger."""
    if line.only_toxicity:
        return 0.1 if head == "toxicity" else 0.0
    if line.source != "ours":
        return 0.15
    return 2.0 if answer(line, head) else 1.0
