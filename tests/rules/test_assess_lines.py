"""`manage.py assess`: every good line is answered, a bad one is told by its number and never repeated."""

from __future__ import annotations

import json
from collections.abc import Iterator

from moderation.assess_lines import assess_lines


def answers(*lines: str) -> tuple[list[dict[str, object]], list[tuple[int, str]]]:
    bad: list[tuple[int, str]] = []
    said = assess_lines(lines, lambda number, reason: bad.append((number, reason)))
    return [json.loads(line) for line in said], bad


def test_a_message_and_a_conversation_are_answered() -> None:
    found, bad = answers(
        json.dumps({"id": "a", "text": "took some of my mums tablets about an hour ago"}),
        json.dumps(
            {"id": 2, "turns": [{"by": "counsellor", "text": "Are you safe?"}, {"by": "young_person", "text": "no"}]}
        ),
        json.dumps({"id": "c", "text": "my bus is late"}),
    )

    assert bad == []
    assert [(row["id"], row["urgency"]) for row in found] == [("a", "now"), (2, "now"), ("c", "routine")]
    assert "self_harm" in found[0]["categories"]  # type: ignore[operator]
    assert found[0]["reasons"][0] == {"check": "rules/self_harm.medicine_taken", "phrase": "medicine taken"}  # type: ignore[index]
    assert "by_turn" not in found[0]
    assert found[1]["by_turn"] == [None, "now"]
    assert found[2]["categories"] == [] == found[2]["reasons"]
    assert {"concern", "high", "immediate", "self_harm", "toxicity"} <= set(found[0]["scores"])  # type: ignore[call-overload]


def test_bad_lines_are_numbered_and_their_words_are_not_repeated() -> None:
    found, bad = answers(
        "secret words",
        json.dumps({"id": 1, "text": "hello"}),
        json.dumps(["secret"]),
        json.dumps({"text": "secret"}),
        json.dumps({"id": 2, "text": 7}),
        json.dumps({"id": 3, "turns": [{"by": "secret", "text": "x"}]}),
        json.dumps({"id": 4, "text": "x", "turns": []}),
        "[" * 100_000,
        "",
        json.dumps({"id": 5, "text": "\ud800 \x00 hello"}),
    )

    assert [row["id"] for row in found] == [1, 5]
    assert [number for number, _ in bad] == [1, 3, 4, 5, 6, 7, 8]
    assert not [reason for _, reason in bad if "secret" in reason]


def test_lines_are_answered_as_they_come() -> None:
    asked: list[int] = []

    def lines() -> Iterator[str]:
        for number in (1, 2):
            asked.append(number)
            yield json.dumps({"id": number, "text": "hello"})

    said = assess_lines(lines(), lambda number, reason: None)
    next(said)

    assert asked == [1]


def test_the_command_ends_with_two_when_a_line_was_bad_and_needs_no_database() -> None:
    import subprocess
    import sys
    from pathlib import Path

    root = Path(__file__).parents[2]
    lines = '{"id": 1, "text": "hello"}\nthe secret words\n'

    done = subprocess.run(
        [sys.executable, "manage.py", "assess"],
        cwd=root,
        input=lines,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 2
    assert json.loads(done.stdout)["id"] == 1
    assert "line 2" in done.stderr
    assert "secret" not in done.stdout + done.stderr
