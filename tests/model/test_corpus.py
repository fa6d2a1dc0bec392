"""Our own lines: enough of them, in every category and voice, with near twins, and none that is somebody else's."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from moderation.checks import CATEGORIES
from moderation.model import public
from moderation.model.lines import CORPUS, letters_of

ROWS = [json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text().splitlines()]
RISKY = [row for row in ROWS if row["severity"] >= 2]
DATA = Path(__file__).parents[2].parent / "shared" / "data"
FIELDS = {"id", "text", "categories", "severity", "kind", "oblique", "voice", "template", "author"}


def test_every_line_says_what_it_is() -> None:
    assert all(set(row) == FIELDS for row in ROWS)
    assert all(set(row["categories"]) <= set(CATEGORIES) and row["severity"] in range(5) for row in ROWS)
    assert all(bool(row["categories"]) == (row["severity"] > 0) for row in ROWS)
    assert len({row["id"] for row in ROWS}) == len(ROWS)


def test_there_are_enough_lines_and_about_half_are_harmless() -> None:
    assert len(ROWS) >= 1_800
    assert 0.45 <= sum(row["severity"] == 0 for row in ROWS) / len(ROWS) <= 0.65
    assert sum(row["kind"] == "twin" for row in ROWS) >= 700
    assert sum(row["oblique"] for row in RISKY) / len(RISKY) >= 0.4


def test_every_category_has_lines_and_every_voice_speaks() -> None:
    categories = Counter(name for row in RISKY for name in row["categories"])
    voices = Counter(row["voice"] for row in ROWS)

    assert min(categories[name] for name in CATEGORIES) >= 25
    assert {"kid", "teen", "care", "friend", "text", "mle", "nopunct", "emoji", "welsh", "harms", "gamer"} <= set(
        voices
    )
    assert {row["kind"] for row in ROWS} >= {
        "disclosure", "third_party", "past", "perpetrator", "counsellor", "fiction", "negated", "idiom", "twin",
    }  # fmt: skip


def test_a_twin_shares_its_template_with_a_risky_line() -> None:
    risky = {row["template"] for row in ROWS if row["severity"] > 0}

    assert [row["id"] for row in ROWS if row["kind"] == "twin" and row["template"] not in risky] == []


def test_no_line_is_there_twice() -> None:
    plain = Counter("".join(row["text"].casefold().split()) for row in ROWS)

    assert [text for text, times in plain.items() if times > 1] == []


def test_no_line_is_somebody_elses() -> None:
    if not public.is_there(DATA):
        pytest.skip("the public lines are not on this machine")
    ours = {letters_of(row["text"]): row["id"] for row in ROWS if len(row["text"].split()) > 4}
    with (DATA / public.FILE).open(encoding="utf-8") as lines:
        copied = [ours[letters] for line in lines if (letters := letters_of(json.loads(line)["text"])) in ours]

    assert copied == []
