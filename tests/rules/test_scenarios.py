"""Whole messages and whole conversations, as young people write them: by the rules the right urgency, no more and no
less, and with the learned model beside them never less."""

from __future__ import annotations

from typing import Any

import pytest

from chat.urgency import Urgency, highest
from moderation.checks import Context, Turn, answers, rules
from moderation.reading import read, read_turns
from tests.rules.reading_bench import HERE, lines_of

# What people have stated: it says the same of the same words, whatever the model learns next.
STATED = (rules.check, answers.check)


MESSAGES, TALKS = lines_of(HERE / "scenarios.jsonl"), lines_of(HERE / "conversations.jsonl")
# What the model makes of words is measured, not laid down: of what is harmless here it may raise so much.
MOST_RAISED = 0.15


@pytest.mark.parametrize("row", MESSAGES, ids=lambda row: row["text"][:40])
def test_a_message_has_its_urgency(row: dict[str, Any]) -> None:
    reading = read(row["text"], Context(), STATED)

    assert reading.urgency.value == row["urgency"]
    assert set(row["categories"]) <= set(reading.categories)
    assert bool(row["categories"]) == bool(reading.categories)


@pytest.mark.parametrize("row", TALKS, ids=lambda row: row["story"])
def test_a_conversation_has_its_urgency_turn_by_turn(row: dict[str, Any]) -> None:
    overall, by_turn = read_turns(turns_of(row), STATED)

    assert [None if urgency is None else urgency.value for urgency in by_turn] == row["by_turn"]
    assert overall.urgency is highest(*(urgency for urgency in by_turn if urgency is not None))


def test_h10_with_the_model_beside_them_nothing_is_less_urgent_and_little_that_is_harmless_is_more() -> None:
    messages = [(Urgency(row["urgency"]), read(row["text"], Context()).urgency) for row in MESSAGES]
    talks = [(Urgency(said), now) for row in TALKS for said, now in turns_beside(row)]

    assert all(now.rank >= stated.rank for stated, now in [*messages, *talks])
    for found in (messages, talks):
        harmless = [now for stated, now in found if stated is Urgency.ROUTINE]
        raised = sum(now is not Urgency.ROUTINE for now in harmless)
        assert raised <= MOST_RAISED * len(harmless), f"{raised} of {len(harmless)} harmless ones are raised"


def turns_of(row: dict[str, Any]) -> list[Turn]:
    return [Turn(by, text) for by, text in row["turns"]]


def turns_beside(row: dict[str, Any]) -> list[tuple[str, Urgency]]:
    """What the rules say of each turn that is read, and what everything together says."""
    _, by_turn = read_turns(turns_of(row))
    return [(said, now) for said, now in zip(row["by_turn"], by_turn, strict=True) if said and now]


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
