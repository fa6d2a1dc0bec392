"""Openly licensed lines of others, to learn from and to count false flags on. Nothing of them is kept here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from moderation.model.lines import Line, bucket

FILE = "public_train.jsonl"
# What each part is for. Of the general talk, about a quarter is learned from: enough to know what ordinary is like.
# Of what is spare, only the lines are learned that are hardest to tell from danger.
LEARN, SPARE, SET, JUDGE = "learn", "spare", "set", "judge"
GENERAL = {LEARN: range(0, 28), SET: range(30, 38), JUDGE: range(40, 50), SPARE: range(50, 100)}
TEXTS = {LEARN: range(0, 70), SET: range(70, 85), JUDGE: range(85, 100), SPARE: range(0)}
ORDINARY = frozenset({"goemotions", "sms-spam-collection-ham"})


def public_lines(folder: Path, is_risky: Callable[[str], bool], purpose: str = LEARN) -> Iterator[Line]:
    """Ordinary lines as negatives (unless a rule finds something in them), hate and no hate for toxicity alone.

    Thresholds are set on one part and judged on another; neither is ever learned from. There a line that a rule finds
    stays in: it is flagged as it would be in the service.
    """
    for row in _rows(folder / FILE):
        line = _line(row, purpose)
        if line is not None and (line.only_toxicity or purpose in (SET, JUDGE) or not is_risky(line.text)):
            yield line


def public_hash(folder: Path) -> str:
    return hashlib.sha256((folder / FILE).read_bytes()).hexdigest()


def is_there(folder: Path) -> bool:
    return (folder / FILE).is_file()


def _line(row: dict[str, Any], purpose: str) -> Line | None:
    text, source, labels = row["text"], row["source"], row["labels"]
    toxic = ("toxicity",) if labels.get("toxicity") else ()
    match source:
        case "goemotions" if bucket(f"general:{text}") in GENERAL[purpose]:
            return Line(text, source=source, template=text)
        case "sms-spam-collection-ham" if bucket(f"text:{text}") in TEXTS[purpose]:
            return Line(text, source=source, template=text)
        case "davidson2017" if purpose == LEARN and row["raw"] != "offensive":
            # "offensive" is mostly profanity and the English of Black Americans: not toxic, and not used at all.
            return Line(text, toxic, source=source, template=text, only_toxicity=True)
        case "hatemojibuild" if purpose == LEARN:
            return Line(text, toxic, source=source, template=text, only_toxicity=True)
    return None


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
