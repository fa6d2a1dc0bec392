"""Trying only the rules whose words were said changes nothing that is found."""

import pytest

from moderation.checks import Context, rules
from moderation.checks.rules import RULES
from moderation.model.sets import DEVELOPMENT, judging_set
from tests.rules.reading_bench import bench

TEXTS = [row["text"] for row in bench()]
SOME = 4


class Everything:
    """Calls for every pattern of every rule, whatever was said."""

    def called_by(self, _text: str) -> list[tuple[int, int]]:
        return [(place, number) for place, rule in enumerate(RULES) for number in range(len(rule.patterns))]


def found(texts: list[str]) -> list[tuple[object, ...]]:
    return [rules._found_in(text, Context()) for text in texts]


@pytest.mark.parametrize(
    "texts",
    [
        TEXTS[::SOME],
        [line.text for line in judging_set(DEVELOPMENT).lines[::SOME]],
        [" ".join(TEXTS[first : first + 8]) for first in range(0, len(TEXTS), 120)],
    ],
    ids=["what rules are for", "other hands", "long texts"],
)
def test_nothing_is_missed_by_trying_fewer_rules(texts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    few = found(texts)

    monkeypatch.setattr(rules, "_needed", Everything)

    assert found(texts) == few


def test_a_text_without_their_words_tries_hardly_any() -> None:
    assert len(rules._needed().called_by("the weather is lovely in bristol")) < len(RULES) / 4
