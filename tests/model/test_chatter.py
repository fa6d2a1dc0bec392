"""Danger said in the middle of something else is learned from and judged on."""

from __future__ import annotations

from dataclasses import replace

from moderation.model.chatter import AMONG_PERCENT, among_chatter, between, chatter
from moderation.model.heads import HEADS, answer
from moderation.model.lines import Line, corpus_lines

ORDINARY = [Line(f"we went to the park number {number} again", source="goemotions") for number in range(200)]
OURS = corpus_lines()


def test_a_line_between_ordinary_ones_is_whole_and_means_what_it_meant() -> None:
    texts = {line.text for line in ORDINARY}
    more = [line for line in among_chatter([*OURS, *ORDINARY]) if line.source == "ours"]

    assert 0.7 * AMONG_PERCENT <= 100 * len(more) / len(OURS) <= 1.2 * AMONG_PERCENT
    by_scene: dict[str, list[Line]] = {}
    for line in OURS:
        by_scene.setdefault(f"among/{line.template}", []).append(line)
    for line in more:
        within = [one for one in by_scene[line.template] if one.text in line.text]
        assert any([answer(one, head) for head in HEADS] == [answer(line, head) for head in HEADS] for one in within)
        assert any(text in line.text for text in texts)


def test_a_danger_and_its_near_twin_stand_between_the_same_lines() -> None:
    risky = Line("i took them all", ("self_harm",), 4, template="scene")
    twin = replace(risky, text="i fed them all", categories=(), severity=0, kind="twin")
    talk = chatter(ORDINARY)
    scenes = [[replace(one, template=f"scene {number}") for one in (risky, twin)] for number in range(80)]

    made = list(among_chatter([*(one for scene in scenes for one in scene), *ORDINARY]))

    pairs: dict[str, list[str]] = {}
    for line in made:
        if line.source == "ours":
            pairs.setdefault(line.template, []).append(line.text.replace("took", "fed"))
    assert pairs
    assert all(len(texts) == 2 and len(set(texts)) == 1 for texts in pairs.values())
    assert between(risky, talk).split(risky.text)[0].strip() in talk


def test_ordinary_lines_are_learned_long_too_and_nothing_else_is_made_of_them() -> None:
    made = list(among_chatter(ORDINARY))

    assert made
    assert all(line.severity == 0 and not line.categories and line.source == "goemotions" for line in made)


def test_without_ordinary_lines_our_own_everyday_ones_stand_around() -> None:
    everyday = [line.text for line in OURS if line.kind == "everyday"]

    assert all(any(text in line.text for text in everyday) for line in among_chatter(OURS))
    assert list(among_chatter([Line("i took them all", ("self_harm",), 4, kind="disclosure")])) == []
