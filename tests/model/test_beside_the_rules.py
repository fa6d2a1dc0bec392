"""The model beside the rules: it adds, it never lowers, it points at the words, and no text is too odd for it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.urgency import Urgency
from moderation.checks import CATEGORIES, CHECKS, Context, Turn, learned
from moderation.checks.normalise import normalise
from moderation.checks.rules import KNOWN
from moderation.combined import load
from moderation.linear import MOST_WORDS, OVERLAP, WINDOW, windows
from moderation.model.lines import corpus_lines
from moderation.reading import read
from tests.rules.reading_bench import bench

WITHOUT = tuple(check for check in CHECKS if check is not learned.check)
OURS = [line.text for line in corpus_lines()]
THEIRS = [row["text"] for row in bench()]
BODIES = st.sampled_from(OURS + THEIRS) | st.text(max_size=120)
EARLIER = st.lists(st.tuples(st.sampled_from(["young_person", "counsellor", "peer"]), BODIES), max_size=3)


def test_the_model_is_one_of_the_checks() -> None:
    assert learned.check in CHECKS


@settings(deadline=None, max_examples=150)
@given(BODIES, EARLIER)
def test_h10_the_model_never_lowers_what_the_rules_found(body: str, earlier: list[tuple[str, str]]) -> None:
    context = Context(tuple(Turn(by, text) for by, text in earlier))

    before, after = read(body, context, WITHOUT), read(body, context)

    assert after.urgency.rank >= before.urgency.rank
    assert set(before.categories) <= set(after.categories)
    assert set(before.findings) <= set(after.findings)
    assert all(after.scores[name] >= score for name, score in before.scores.items())


@settings(deadline=None, max_examples=150)
@given(BODIES, EARLIER)
def test_a_mark_of_the_model_lies_in_the_body_and_around_words(body: str, earlier: list[tuple[str, str]]) -> None:
    for finding in learned.check(body, Context(tuple(Turn(by, text) for by, text in earlier))):
        if finding.start is not None and finding.end is not None:
            assert 0 <= finding.start < finding.end <= len(body)
            assert normalise(body[finding.start : finding.end], KNOWN).text


@cache
def flagged_alone() -> tuple[str, ...]:
    """Of a few hundred of our lines, those in which it finds something by itself."""
    return tuple(text for text in OURS[:400] if any(one.category for one in learned.check(text, Context())))


def test_a_finding_of_the_model_points_at_words_says_why_and_has_a_score() -> None:
    findings = [
        finding for text in flagged_alone()[:60] for finding in learned.check(text, Context()) if finding.category
    ]

    assert findings
    assert all(finding.start is not None for finding in findings)
    assert all(finding.check == f"model.{finding.category}" and len(finding.words) <= 80 for finding in findings)
    assert all(finding.words.startswith("may be") for finding in findings)
    assert all(finding.score is None or 0 <= finding.score <= 1 for finding in findings)
    assert set(learned.WORDS) == set(CATEGORIES)


def test_the_mark_counts_code_points_of_the_original() -> None:
    plain = next(text for text in flagged_alone() if text.isascii() and len(text) > 40)
    odd = "😀😀 e\u0301. " + plain
    [before] = [one for one in learned.check(plain, Context()) if one.category][:1]

    after = next((one for one in learned.check(odd, Context()) if one.check == before.check), None)

    assert after is not None
    assert odd[after.start : after.end] in plain


def test_the_same_words_are_always_read_the_same() -> None:
    once = [read(text, Context()) for text in THEIRS[:50]]

    assert [read(text, Context()) for text in THEIRS[:50]] == once
    hello = normalise("hello there", KNOWN).items
    assert load().alone(hello) == load().alone(hello)


def test_hostile_words_alone_are_never_more_than_soon() -> None:
    toxic = [line.text for line in corpus_lines() if line.categories == ("toxicity",)]
    found = [one for text in toxic for one in learned.check(text, Context()) if one.category == "toxicity"]

    assert found
    assert {one.urgency for one in found} <= {Urgency.SOON, Urgency.ROUTINE}


def test_only_the_writers_own_words_are_ever_joined_to_theirs() -> None:
    asked = Turn("counsellor", "are you thinking of killing yourself")
    told = Turn("peer", "my stepdad hit me with a belt")

    said = learned.before(Context((asked, Turn("young_person", "it got bad again"), told)))
    together = [word.text for word in learned.joined(normalise("since monday", KNOWN).items, said)]

    assert together == ["it", "got", "bad", "again", "|", "since", "monday"]


def test_a_counsellors_words_alone_are_nobodys_danger() -> None:
    asked = Context((Turn("counsellor", "Hello, I am Sam. Are you thinking of killing yourself?"),))

    for answer in ("no nothing like that, i promise, i just wanted to ask about exams", "no im ok thanks"):
        found = [one for one in learned.check(answer, asked) if one.category]
        assert [one for one in found if one.urgency.rank >= Urgency.VERY_SOON.rank] == []


def test_a_short_answer_is_marked_whole_and_in_the_body() -> None:
    context = Context((Turn("counsellor", "have you taken any tablets tonight?"),))

    for finding in learned.check("yh all of them", context):
        if finding.start is not None:
            assert 0 <= finding.start < (finding.end or 0) <= len("yh all of them")


@pytest.mark.parametrize(
    "text", ["i took them all and i feel sick", "no no no", "", "😀", "he said. he said he said", "zzxq wvvk"]
)
def test_what_each_word_adds_comes_to_what_the_linear_half_says(text: str) -> None:
    half = load().linear
    words = normalise(text, KNOWN).items

    assert half.by_word(words).sum(axis=0) + half.biases == pytest.approx(half.logits(words))


ODD = {
    "one word": "a" * 8_000,
    "styled": "𝓴" * 8_000,
    "accents": "\u0301" * 8_000,
    "words": "no " * 3_000,
    "emoji": "😀" * 8_000,
    "surrogates": "\ud800\udfff" * 4_000,
    "turned round": "\u202e" * 8_000,
    "digits": "1 " * 2_000,
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_no_text_is_too_odd_and_the_work_for_it_is_bounded(body: str) -> None:
    words = normalise(body, KNOWN).items

    chances = learned.LearnedCheck().chances(body, Context())

    assert all(0 <= chance <= 1 for chance in chances.values())
    assert sum(len(window) for window in windows(words)) <= 2 * MOST_WORDS


def test_a_long_text_is_read_in_windows_that_overlap_and_end() -> None:
    words = normalise("we went to the park " * 2_000, KNOWN).items

    assert len(windows(words)) <= 1 + MOST_WORDS // (WINDOW - OVERLAP)
    assert all(len(window) <= WINDOW for window in windows(words))
