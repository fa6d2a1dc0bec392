"""What must hold for any text: no exception, offsets inside the body, nothing that lowers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.urgency import Urgency, highest
from moderation.checks import CheckUnavailable, Context, Finding, Turn
from moderation.checks.normalise import normalise
from moderation.checks.rules import KNOWN, RULES, rules_version, softeners
from moderation.reading import read, read_turns
from tests.rules.reading_bench import bench

NASTY = st.sampled_from(
    [
        *"\x00\x1b\t\n\r",
        "\ud800",
        "\udfff",
        "\u202e",
        "\u2066",
        "\u200d",
        "\ufeff",
        "é",
        "İ",
        "ß",
        "ﷺ",
        "한",
        "👩‍👩‍👧",
        "🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    ]
)
PIECES = st.sampled_from([row["text"] for row in bench()] + ["k i l l", "*", "...", "2", "’", "a" * 60, "|", "?!", ","])
TEXTS = st.lists(st.one_of(NASTY, PIECES, st.text(max_size=20)), max_size=12).map(" ".join) | st.text(max_size=200)
URGENCIES = st.sampled_from(list(Urgency))


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.lists(st.tuples(st.sampled_from(["young_person", "counsellor", "peer", "system"]), TEXTS), max_size=4))
def test_reading_never_raises_and_marks_lie_inside_the_body(body: str, earlier: list[tuple[str, str]]) -> None:
    reading = read(body, Context(tuple(Turn(by, text) for by, text in earlier)))

    assert not reading.failed
    for finding in reading.findings:
        if finding.start is not None and finding.end is not None:
            assert 0 <= finding.start < finding.end <= len(body)


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_every_word_knows_where_it_stood(body: str) -> None:
    words = normalise(body, KNOWN).items

    assert all(0 <= word.start < word.end <= len(body) for word in words)
    assert all(one.start <= other.start for one, other in pairwise(words))


@given(st.lists(URGENCIES), URGENCIES)
def test_one_more_finding_never_lowers(urgencies: list[Urgency], one_more: Urgency) -> None:
    before, after = highest(*urgencies), highest(*urgencies, one_more)

    assert after in (before, one_more)
    assert after.rank >= before.rank


NOW_TEXTS = [row["text"] for row in bench() if row["hit"] and row["urgency"] == "now"]
HARMLESS = ["lol", "only joking haha", "its in a film", "im ok now", "i love fortnite", "used to", "no", "not"]


@settings(deadline=None, max_examples=120)
@given(st.sampled_from(NOW_TEXTS), st.sampled_from(HARMLESS), st.booleans())
def test_another_sentence_never_lowers_now(text: str, harmless: str, before: bool) -> None:
    body = f"{harmless}.\n{text}" if before else f"{text}.\n{harmless}"

    assert read(body, Context()).urgency is Urgency.NOW


@pytest.mark.parametrize("joke", ["lol", "haha", "jk", "😂", "xd"])
def test_laughter_in_the_same_breath_never_lowers_now(joke: str) -> None:
    lowered = [text for text in NOW_TEXTS if read(f"{text} {joke}", Context()).urgency is not Urgency.NOW]

    assert lowered == []


def test_rules_that_are_now_or_plain_are_never_softened() -> None:
    assert all(rule.is_never_softened for rule in RULES if rule.urgency is Urgency.NOW)
    assert {rule.category for rule in RULES if rule.plain} >= {"abuse", "sexual_exploitation", "criminal_exploitation"}
    assert softeners.LAUGHTER


class Broken:
    name = "broken"

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __call__(self, body: str, context: Context) -> list[Finding]:
        raise self.error


@pytest.mark.parametrize("error", [CheckUnavailable("model"), ValueError("the secret words"), RecursionError()])
def test_a_check_that_fails_is_a_finding_and_says_nothing_of_the_words(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    reading = read("the secret words", Context(), checks=(Broken(error),))

    assert reading.urgency is Urgency.NOT_CHECKED
    assert reading.failed == ("broken",)
    assert "secret" not in caplog.text
    assert all("secret" not in str(record.__dict__) for record in caplog.records)


def test_a_failed_check_hides_no_other() -> None:
    from moderation.checks import CHECKS

    reading = read("i took all of my mums tablets", Context(), checks=(Broken(ValueError()), *CHECKS))

    assert reading.urgency is Urgency.NOW
    assert reading.failed == ("broken",)


def test_nothing_found_is_routine_without_a_category() -> None:
    reading = read("hi how are you", Context())

    assert (reading.urgency, reading.categories, reading.findings) == (Urgency.ROUTINE, (), ())
    assert set(reading.scores.values()) == {0.0}


def test_the_rules_version_is_a_date_and_a_hash() -> None:
    date, _, digest = rules_version().partition("+")

    assert len(date.split("-")) == 3
    assert len(digest) == 12
    assert rules_version() == rules_version()


def flagged(reading_urgency: Sequence[Urgency | None]) -> list[str | None]:
    return [None if urgency is None else urgency.value for urgency in reading_urgency]


def test_turns_of_staff_and_system_are_not_assessed() -> None:
    overall, by_turn = read_turns(
        [
            Turn("counsellor", "are you going to kill yourself tonight"),
            Turn("system", "i took all my tablets"),
            Turn("young_person", "no"),
        ]
    )

    assert overall.urgency is Urgency.ROUTINE
    assert flagged(by_turn) == [None, None, "routine"]
