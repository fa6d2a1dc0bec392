"""Twelve ways to write a line so that a machine may not read it: always the same way for the same line."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.checks import Context
from moderation.model.disguises import WAYS, disguised, every_way
from moderation.reading import read

LINE = "please help me i took all of my tablets because i want to die tonight and nobody knows"


def test_there_are_twelve_and_each_changes_a_line_like_this() -> None:
    written = dict(every_way(LINE))

    assert len(WAYS) == 12
    assert len({LINE, *written.values()}) == 13


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=80), st.sampled_from(sorted(WAYS)))
def test_any_text_can_be_disguised_and_always_the_same_way(text: str, way: str) -> None:
    assert disguised(text, way) == disguised(text, way)


def test_unmistakable_words_are_found_in_every_disguise_but_the_worst() -> None:
    missed = [way for way, written in every_way(LINE) if not read(written, Context()).findings]

    assert missed == []
