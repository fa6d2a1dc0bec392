"""What can be noticed in words. Every check runs, none hides another, and one that cannot run is a finding."""

from __future__ import annotations

from moderation.checks import answers, contact_details, learned, rules, toxicity_towards_others
from moderation.checks.shapes import CATEGORIES, Check, CheckUnavailable, Context, Finding, Learned, Turn

CHECKS: tuple[Check, ...] = (
    rules.check,  # phrases with a floor: unmistakable words in any category
    answers.check,  # "yh" after "have you taken anything?"
    learned.check,  # our model: what sounds like danger without any phrase that we know
)

# Beside those, for what others may read.
FORUM_CHECKS: tuple[Check, ...] = (
    contact_details.check,  # by which somebody can be found, or asked to come elsewhere
    toxicity_towards_others.check,  # Detoxify, where it is installed: hostile to somebody
)

__all__ = ["CATEGORIES", "CHECKS", "FORUM_CHECKS", "Check", "CheckUnavailable", "Context", "Finding", "Learned", "Turn"]
