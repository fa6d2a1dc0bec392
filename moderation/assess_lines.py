"""Reading messages from JSON lines: what `manage.py assess` does, without Django and without a database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from chat.urgency import Urgency
from moderation.checks import Context, Turn
from moderation.reading import Reading, read, read_turns

SPEAKERS = frozenset({"young_person", "peer", "counsellor", "system"})


class BadLine(Exception):
    """A line that is not what we read. Says why, never what it said."""


def assess_lines(lines: Iterable[str], bad: Callable[[int, str], None]) -> Iterator[str]:
    """One JSON object out for each good line in, in order and at once; a bad one is told to `bad` by its number."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield json.dumps(assess_line(line), ensure_ascii=True)
        except BadLine as reason:
            bad(number, str(reason))


def assess_line(line: str) -> dict[str, Any]:
    """`{"id","text"}` or `{"id","turns":[{"by","text"}]}` as urgency, categories, reasons and scores."""
    asked = _parsed(line)
    if "turns" in asked:
        overall, by_turn = read_turns([_turn(turn) for turn in _list(asked["turns"])])
        answer = _answer(asked["id"], overall)
        answer["by_turn"] = [None if urgency is None else _word(urgency) for urgency in by_turn]
        return answer
    return _answer(asked["id"], read(_text(asked), Context()))


def _answer(identity: Any, reading: Reading) -> dict[str, Any]:
    reasons = {(finding.check, finding.words): None for finding in reading.findings}
    return {
        "id": identity,
        "urgency": _word(reading.urgency),
        "categories": list(reading.categories),
        "reasons": [{"check": check, "phrase": words} for check, words in reasons],
        "scores": reading.scores,
    }


def _word(urgency: Urgency) -> str:
    return str(urgency.value)


def _parsed(line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine("not JSON") from None
    if not isinstance(asked, dict):
        raise BadLine("not an object")
    if not isinstance(asked.get("id"), str | int):
        raise BadLine("needs an id that is text or a whole number")
    if ("text" in asked) == ("turns" in asked):
        raise BadLine("needs either text or turns")
    return asked


def _turn(turn: Any) -> Turn:
    if not isinstance(turn, dict) or turn.get("by") not in SPEAKERS:
        raise BadLine("a turn needs by: young_person, peer, counsellor or system")
    return Turn(by=turn["by"], body=_text(turn))


def _text(holder: dict[str, Any]) -> str:
    text = holder.get("text")
    if not isinstance(text, str):
        raise BadLine("text must be a string")
    return text


def _list(turns: Any) -> list[Any]:
    if not isinstance(turns, list):
        raise BadLine("turns must be a list")
    return turns
