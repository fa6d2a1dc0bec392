"""What can be noticed in words. Every check runs, none hides another, and one that cannot run is a finding."""

from __future__ import annotations

from moderation.checks import answers, rules
from moderation.checks.shapes import CATEGORIES, Check, CheckUnavailable, Context, Finding, Turn

CHECKS: tuple[Check, ...] = (
    rules.check,  # phrases with a floor: unmistakable words in any category
    answers.check,  # "yh" after "have you taken anything?"
)

__all__ = ["CATEGORIES", "CHECKS", "Check", "CheckUnavailable", "Context", "Finding", "Turn"]
