"""What an author reads about their post is kind, plain and true; what a page shows of a post is the post."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.forums.words import without
from chat.models import PostMark
from moderation.models import ReviewDecision
from moderation.review.notice_words import LONGEST, NEVER, check_words
from moderation.review.notices import CHOICES, Choice, choices_of
from moderation.review.text import WORD, parts_of, spans_of, words_of

TOLD = [choice for choice in CHOICES if choice.template]
BODIES = st.text(alphabet=st.sampled_from("ab é字🦊 \n\t.,"), max_size=40)


def sentences(words: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.?])\s+", words) if one]


@pytest.mark.parametrize("choice", TOLD, ids=lambda choice: choice.slug)
def test_a_text_of_ours_keeps_our_rules(choice: Choice) -> None:
    words = str(choice.words)

    assert len(words) <= LONGEST
    assert not NEVER.search(words)
    assert "!" not in words
    assert max(len(one.split()) for one in sentences(words)) <= 20, words
    assert words.startswith("Thank you")
    assert check_words(words, default=words, body="something else") == ""


@pytest.mark.parametrize("choice", TOLD, ids=lambda choice: choice.slug)
def test_a_refusal_says_that_nothing_was_done_wrong_and_offers_something(choice: Choice) -> None:
    if choice.action not in {ReviewDecision.Action.RETURN, ReviewDecision.Action.WITHHOLD}:
        return
    words = str(choice.words)

    assert "not done anything wrong" in words or "It is OK to be angry" in words or choice.slug == "withhold-spam"
    assert "chat" in words or "send it again" in words
    assert ("chat" in words) == choice.offers_chat


def test_nothing_is_promised_that_does_not_exist() -> None:
    assert not [choice.slug for choice in TOLD if re.search(r"appeal|different person|2 days", str(choice.words))]


@pytest.mark.parametrize("action", ReviewDecision.Action.values)
def test_every_action_can_be_chosen(action: str) -> None:
    assert choices_of(action)


@pytest.mark.parametrize("words", ["Just in case you want to talk.", "We will look at it soon."])
def test_ordinary_words_are_let_be(words: str) -> None:
    assert check_words(words, default="", body="nothing of the kind") == ""


@given(body=BODIES, marks=st.lists(st.tuples(st.integers(0, 45), st.integers(1, 9)), max_size=4))
def test_the_parts_of_a_post_are_the_post(body: str, marks: list[tuple[int, int]]) -> None:
    found = [PostMark(start=start, end=start + length, words="x", urgency="soon") for start, length in marks]

    assert "".join(part.text for part in parts_of(body, found)) == body


@given(body=BODIES, out=st.sets(st.integers(0, 12)))
def test_what_is_left_is_the_post_with_those_words_gone_and_nothing_else(body: str, out: set[int]) -> None:
    spans = spans_of(body, out)
    words = WORD.findall(body)
    left = without(body, spans) if spans else body

    assert WORD.findall(left or "") == _expected(body, out) or not (left or "").strip()
    assert [word.text for word in words_of(body, [], out)] == words
    assert all(0 <= start < end <= len(body) for start, end in spans)
    assert all(first[1] < second[0] or first[1] == second[0] for first, second in pairwise(spans))


def _expected(body: str, out: set[int]) -> list[str]:
    return [word for number, word in enumerate(WORD.findall(body)) if number not in out]
