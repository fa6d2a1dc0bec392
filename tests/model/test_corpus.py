"""Our own lines and conversations: enough of them, by many hands, with near twins, and none that is somebody else's."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from moderation.checks import CATEGORIES
from moderation.model import public
from moderation.model.heads import AUXILIARY
from moderation.model.judging import LANGUAGES
from moderation.model.lines import CORPUS, letters_of
from moderation.model.sets import DEVELOPMENT, EVALUATION, judging_set
from moderation.model.talks import talks

ROWS = [json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text().splitlines()]
RISKY = [row for row in ROWS if row["severity"] >= 2]
DATA = Path(__file__).parents[2].parent / "shared" / "data"
FIELDS = {
    "id", "text", "categories", "severity", "kind", "oblique", "marks", "language", "voice", "template", "author",
}  # fmt: skip
TALKS = talks()
WAITING = CORPUS.parent / "waiting"


def test_every_line_says_what_it_is() -> None:
    assert all(set(row) == FIELDS for row in ROWS)
    assert all(set(row["categories"]) <= set(CATEGORIES) and row["severity"] in range(5) for row in ROWS)
    assert all(set(row["marks"]) <= set(AUXILIARY) and row["language"] in LANGUAGES for row in ROWS)
    assert all(not row["categories"] for row in ROWS if row["severity"] == 0)
    assert all(row["categories"] for row in ROWS if row["severity"] >= 2)
    assert len({row["id"] for row in ROWS}) == len(ROWS)


def test_there_are_enough_lines_and_about_half_are_harmless() -> None:
    risky = [row for row in ROWS if row["categories"]]

    assert len(risky) >= 4_000
    assert sum(row["kind"] == "twin" for row in ROWS) + sum(row["severity"] == 0 for row in ROWS) >= 4_000
    assert 0.4 <= sum(row["severity"] == 0 for row in ROWS) / len(ROWS) <= 0.65
    assert sum(row["oblique"] for row in RISKY) / len(RISKY) >= 0.33


def test_every_category_has_lines_and_many_voices_speak() -> None:
    categories = Counter(name for row in ROWS for name in row["categories"])
    kinds = Counter(row["kind"] for row in ROWS)

    assert min(categories[name] for name in CATEGORIES) >= 300
    assert len({row["voice"] for row in ROWS}) >= 30
    assert len({row["author"] for row in ROWS}) >= 6
    assert min(kinds[kind] for kind in ("third_party", "perpetrator", "counsellor", "identity", "twin")) >= 150
    # Romanian is judged, and not learned yet: the card says so.
    assert all(sum(row["language"] == code for row in ROWS) >= 100 for code in LANGUAGES if code != "ro")


def test_conversations_say_by_when_somebody_must_have_been_told() -> None:
    told = [talk for talk in TALKS if talk.told_by is not None]

    assert len(TALKS) >= 600
    assert 0.4 <= len(told) / len(TALKS) <= 0.6
    assert all(4 <= len(talk.turns) <= 20 for talk in TALKS)
    assert all(1 <= (talk.told_by or 0) <= len(talk.turns) for talk in told)
    assert all(talk.severity >= 2 and talk.categories for talk in told)
    assert all(talk.severity <= 1 and not talk.categories for talk in TALKS if talk.told_by is None)


def test_a_twin_shares_its_template_with_a_risky_line() -> None:
    risky = {row["template"] for row in ROWS if row["categories"]}

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


def test_lines_that_wait_for_the_next_training_are_whole_and_nowhere_else() -> None:
    """Written since the model was made: it has not learned them, so they must not stand among those it learned."""
    waiting = [json.loads(line) for path in sorted(WAITING.glob("*.jsonl")) for line in path.read_text().splitlines()]
    known = {letters_of(row["text"]) for row in ROWS}
    judged = {letters_of(line.text) for name in (DEVELOPMENT, EVALUATION) for line in judging_set(name).lines}

    assert waiting
    assert all(set(row) == FIELDS and row["language"] in LANGUAGES for row in waiting)
    assert all(set(row["categories"]) <= set(CATEGORIES) and row["severity"] in range(5) for row in waiting)
    assert [row["id"] for row in waiting if letters_of(row["text"]) in known | judged] == []
    assert len({row["id"] for row in [*ROWS, *waiting]}) == len(ROWS) + len(waiting)
    assert all(4 <= len(talk.turns) <= 20 for talk in talks(WAITING / "conversations"))
