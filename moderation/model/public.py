"""Openly licensed lines of others, used for training only. Nothing of them is kept in this repository."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from moderation.model.lines import Line, bucket

FILE = "public_train.jsonl"
# Enough to know what ordinary talk is like. The rest is never trained on: false flags are counted on it.
GENERAL_PERCENT = 30


def public_lines(folder: Path, is_risky: Callable[[str], bool]) -> Iterator[Line]:
    """Ordinary lines as negatives (unless a rule finds something in them), hate and no hate for toxicity alone."""
    for row in _rows(folder / FILE):
        line = _line(row)
        if line is not None and (line.only_toxicity or line.severity or not is_risky(line.text)):
            yield line


def public_hash(folder: Path) -> str:
    return hashlib.sha256((folder / FILE).read_bytes()).hexdigest()


def is_there(folder: Path) -> bool:
    return (folder / FILE).is_file()


def _line(row: dict[str, Any]) -> Line | None:
    text, source, labels = row["text"], row["source"], row["labels"]
    toxic = ("toxicity",) if labels.get("toxicity") else ()
    match source:
        case "goemotions" if bucket(f"general:{text}") < GENERAL_PERCENT:
            return Line(text, source=source, template=text)
        case "sms-spam-collection-ham":
            return Line(text, source=source, template=text)
        case "davidson2017" if row["raw"] != "offensive":
            # "offensive" is mostly profanity and the English of Black Americans: not toxic, and not used at all.
            return Line(text, toxic, source=source, template=text, only_toxicity=True)
        case "hatemojibuild":
            return Line(text, toxic, source=source, template=text, only_toxicity=True)
    return None


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
