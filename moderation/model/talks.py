"""The conversations we wrote: turns with who spoke, and the turn by which somebody must have been told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from moderation.checks.shapes import Turn
from moderation.model.lines import CORPUS

FOLDER = "conversations"


@dataclass(frozen=True)
class Talk:
    """A whole conversation. `told_by` counts its turns from 1; None where nobody had to be told."""

    id: str
    turns: tuple[Turn, ...]
    categories: tuple[str, ...]
    severity: int
    told_by: int | None
    voice: str
    channel: str
    author: str


def talks(folder: Path = CORPUS / FOLDER) -> list[Talk]:
    return [_talk(json.loads(row)) for path in sorted(folder.glob("*.jsonl")) for row in _rows(path)]


def _rows(path: Path) -> list[str]:
    return [row for row in path.read_text(encoding="utf-8").splitlines() if row.strip()]


def _talk(row: dict[str, object]) -> Talk:
    turns: list[dict[str, str]] = row["turns"]  # type: ignore[assignment]
    told = row["told_by"]
    return Talk(
        id=str(row["id"]),
        turns=tuple(Turn(turn["by"], turn["text"], place) for place, turn in enumerate(turns, start=1)),
        categories=tuple(row["categories"]),  # type: ignore[arg-type]
        severity=int(str(row["severity"])),
        told_by=None if told is None else int(str(told)),
        voice=str(row["voice"]),
        channel=str(row["channel"]),
        author=str(row["author"]),
    )
