"""Whole messages and whole conversations, as young people write them: the right urgency, no more and no less."""

from __future__ import annotations

from typing import Any

import pytest

from chat.urgency import highest
from moderation.checks import Context, Turn
from moderation.reading import read, read_turns
from tests.rules.reading_bench import HERE, lines_of


@pytest.mark.parametrize("row", lines_of(HERE / "scenarios.jsonl"), ids=lambda row: row["text"][:40])
def test_a_message_has_its_urgency(row: dict[str, Any]) -> None:
    reading = read(row["text"], Context())

    assert reading.urgency.value == row["urgency"]
    assert set(row["categories"]) <= set(reading.categories)
    assert bool(row["categories"]) == bool(reading.categories)


@pytest.mark.parametrize("row", lines_of(HERE / "conversations.jsonl"), ids=lambda row: row["story"])
def test_a_conversation_has_its_urgency_turn_by_turn(row: dict[str, Any]) -> None:
    overall, by_turn = read_turns([Turn(by, text) for by, text in row["turns"]])

    assert [None if urgency is None else urgency.value for urgency in by_turn] == row["by_turn"]
    assert overall.urgency is highest(*(urgency for urgency in by_turn if urgency is not None))


def test_a_finding_over_two_messages_marks_only_the_words_of_this_one() -> None:
    body = "all of them mate"

    reading = read(body, Context((Turn("young_person", "i took them"),)))

    assert body[reading.findings[0].start : reading.findings[0].end] == "all of them"


@pytest.mark.parametrize(
    "said",
    ["yh", "Yes", "yeah i am", "maybe", "kinda", "ie", "i think so", "👍", "not yet", "sometimes", "how did u know"],
)
@pytest.mark.parametrize(
    "asked", ["Are you thinking of killing yourself?", "Have you taken anything?", "Are you feeling suicidal?"]
)
def test_a_short_yes_after_the_question_is_now(asked: str, said: str) -> None:
    reading = read(said, Context((Turn("young_person", "i cant cope"), Turn("counsellor", asked))))

    assert reading.urgency.value == "now"


def test_the_same_yes_after_nothing_is_routine() -> None:
    assert read("yh", Context()).urgency.value == "routine"
    assert read("yh", Context((Turn("peer", "are you thinking of killing yourself?"),))).urgency.value == "routine"
