"""The sets that judge: frozen before anything was trained, by other hands, and no line of theirs is ever learned."""

from __future__ import annotations

from collections import Counter

import pytest

from moderation.checks import CATEGORIES
from moderation.model.judging import LANGUAGES
from moderation.model.lines import corpus_lines, letters_of
from moderation.model.sets import DEVELOPMENT, EVALUATION, frozen, judging_set, set_hash
from moderation.model.talks import Talk, talks

NAMES = (DEVELOPMENT, EVALUATION)


@pytest.mark.parametrize("name", NAMES)
def test_a_set_is_what_it_was_when_it_was_frozen(name: str) -> None:
    assert frozen()[name] == set_hash(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_set_is_large_enough_to_judge_by(name: str) -> None:
    judged = judging_set(name)
    risky = Counter(category for line in judged.lines if line.severity >= 2 for category in line.categories)

    assert len(judged.lines) >= 800
    assert len(judged.talks) >= 120
    assert min(risky[category] for category in CATEGORIES) >= 25
    assert {line.language for line in judged.lines} == set(LANGUAGES)
    assert sum(talk.told_by is None for talk in judged.talks) >= 40


def test_nothing_of_a_set_is_learned_from_and_the_hands_are_others() -> None:
    learned = corpus_lines()
    texts = {letters_of(line.text) for line in learned} | {letters_of(body) for body in told_in(talks())}
    authors = {line.author for line in learned}

    for name in NAMES:
        judged = judging_set(name)
        shared = [line for line in judged.lines if letters_of(line.text) in texts]
        assert [line.template for line in shared] == []
        assert not authors & {line.author for line in judged.lines}
        assert sum(letters_of(body) in texts for body in told_in(judged.talks)) == 0


def told_in(written: list[Talk]) -> list[str]:
    """What young people say in more than a few words; counsellors greet and ask alike everywhere."""
    turns = [turn for talk in written for turn in talk.turns if turn.by != "counsellor"]
    return [turn.body for turn in turns if len(turn.body.split()) > 6]


def test_the_two_sets_share_nothing() -> None:
    one, other = ({letters_of(line.text) for line in judging_set(name).lines} for name in NAMES)

    assert not one & other
