"""Each rule finds its hits at its urgency and leaves its near misses alone."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from chat.urgency import Urgency
from moderation.checks import CATEGORIES, Context
from moderation.checks.rules import RULES
from moderation.reading import read
from tests.rules.reading_bench import bench

ROWS = bench()
HITS = [row for row in ROWS if row["hit"]]
MISSES = [row for row in ROWS if not row["hit"]]


def named(row: dict[str, Any]) -> str:
    return f"{row['rule']}: {row['text'][:40]}"


@pytest.mark.parametrize("row", HITS, ids=named)
def test_a_rule_finds_its_words(row: dict[str, Any]) -> None:
    reading = read(row["text"], Context())

    found = [finding for finding in reading.findings if finding.check == f"rules/{row['rule']}"]

    assert found
    assert max(finding.urgency.rank for finding in found) >= Urgency(row["urgency"]).rank
    assert reading.urgency.rank >= Urgency(row["urgency"]).rank
    assert found[0].category in reading.categories


@pytest.mark.parametrize("row", MISSES, ids=named)
def test_a_rule_leaves_near_misses_alone(row: dict[str, Any]) -> None:
    reading = read(row["text"], Context())

    assert not reading.failed
    assert not [finding for finding in reading.findings if finding.check == f"rules/{row['rule']}"]


def test_every_rule_has_four_hits_and_four_near_misses() -> None:
    hits, misses = Counter(row["rule"] for row in HITS), Counter(row["rule"] for row in MISSES)

    assert {rule.id for rule in RULES} == set(hits) == set(misses)
    assert min(hits.values()) >= 4
    assert min(misses.values()) >= 4


def test_rules_cover_every_category_and_say_why() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES) >= 80
    assert {rule.category for rule in RULES} == set(CATEGORIES)
    assert all(rule.id.startswith(rule.category + ".") and rule.words and rule.why for rule in RULES)
    assert all(len(rule.words) <= 80 and len(f"rules/{rule.id}") <= 60 for rule in RULES)
