"""What the encoder learns from: lines alone, some of them disguised too, and turns of conversations in their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from moderation.model.disguises import WAYS, disguised
from moderation.model.features import words_of
from moderation.model.heads import ALL_HEADS, AUXILIARY, HEADS, answer
from moderation.model.lines import Line, bucket
from moderation.model.talks import Talk
from moderation.model.views import Views

# So many of a hundred lines of ours are also learned in a disguise.
DISGUISED_PERCENT = 35
# One strange line counts for less than one of ours, and one about hate for less again.
OF_OTHERS, OF_HATE, OF_MARKS = 0.5, 0.3, 0.4
# Before the turn by which somebody must be told, a conversation is not yet a danger; nor is it sure that it is none.
NOT_YET = 0.4
NEAR = 1

Answers = tuple[tuple[float, ...], tuple[float, ...]]


@dataclass(frozen=True)
class Example:
    """Numbers of pieces, what each head should say (0 or 1), and how much it matters (0: says nothing)."""

    pieces: tuple[int, ...]
    answers: tuple[float, ...]
    weights: tuple[float, ...]
    # The scene of a line and its near twin: they are learned side by side.
    scene: str = ""


def examples(lines: Iterable[Line], talks: Iterable[Talk], views: Views) -> Iterator[Example]:
    for line in lines:
        yield from _of_line(line, views)
    for talk in talks:
        yield from _of_talk(talk, views)


def plain(text: str) -> list[str]:
    return [word.text for word in words_of(text)]


def _of_line(line: Line, views: Views) -> Iterator[Example]:
    answers, weights = _answers(line)
    texts = [line.text]
    if line.source == "ours" and bucket(f"disguise:{line.text}") < DISGUISED_PERCENT:
        ways = sorted(WAYS)
        texts.append(disguised(line.text, ways[bucket(f"way:{line.text}", len(ways))]))
    for number, text in enumerate(texts):
        yield Example(tuple(views.alone(plain(text))), answers, weights, line.template if number == 0 else "")


def _answers(line: Line) -> Answers:
    yes = [float(answer(line, head)) for head in HEADS] + [float(mark in line.marks) for mark in AUXILIARY]
    if line.only_toxicity:
        return tuple(yes), tuple(OF_HATE if head == "toxicity" else 0.0 for head in ALL_HEADS)
    if line.source != "ours":
        return tuple(yes), (*(OF_OTHERS for _ in HEADS), *(0.0 for _ in AUXILIARY))
    return tuple(yes), (*(1.0 + said for said in yes[: len(HEADS)]), *(OF_MARKS for _ in AUXILIARY))


def _of_talk(talk: Talk, views: Views) -> Iterator[Example]:
    for place, pieces in in_places(talk, views):
        is_told = talk.told_by is not None and place >= talk.told_by
        if talk.told_by is not None and not is_told and place >= talk.told_by - NEAR:
            continue
        line = Line("", talk.categories, talk.severity) if is_told or talk.told_by is None else Line("")
        yes = [float(answer(line, head)) for head in HEADS]
        weight = 1.0 if is_told or talk.told_by is None else NOT_YET
        weights = [weight * (1.0 + said) for said in yes] + [0.0] * len(AUXILIARY)
        yield Example(tuple(pieces), (*yes, *(0.0 for _ in AUXILIARY)), tuple(weights))


def in_places(talk: Talk, views: Views) -> Iterator[tuple[int, list[int]]]:
    """Every turn that is read, as it stands after those before it, with its number from 1."""
    said: list[tuple[str, Sequence[str]]] = []
    for number, turn in enumerate(talk.turns, start=1):
        words = plain(turn.body)
        if turn.by in READ:
            before = [(_seen_by(turn.by, by), one) for by, one in said]
            yield number, views.in_context(words, before)
        said.append((turn.by, words))


READ = frozenset({"young_person", "peer"})


def _seen_by(writer: str, by: str) -> str:
    """As in `reading.read_turns`: beside a body that is read, its writer is the young person."""
    return {writer: "young_person", "young_person": "peer"}.get(by, by) if writer == "peer" else by
