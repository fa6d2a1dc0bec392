"""Lines and conversations that are never learned from: one set to choose thresholds on, one to be judged by.

Written by other hands than the corpus and frozen by hash before anything was trained: `frozen.json` says which bytes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from moderation.model.lines import Line, corpus_lines
from moderation.model.talks import FOLDER, Talk, talks

SETS = Path(__file__).parent / "sets"
DEVELOPMENT, EVALUATION = "development", "evaluation"
FROZEN = SETS / "frozen.json"


@dataclass(frozen=True)
class JudgingSet:
    lines: list[Line]
    talks: list[Talk]


def judging_set(name: str, folder: Path = SETS) -> JudgingSet:
    return JudgingSet(corpus_lines(folder / name), talks(folder / name / FOLDER))


def set_hash(name: str, folder: Path = SETS) -> str:
    """Over every file of a set: what it was when it was frozen."""
    digest = hashlib.sha256()
    for path in sorted((folder / name).rglob("*.jsonl")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def frozen() -> dict[str, str]:
    return dict(json.loads(FROZEN.read_text(encoding="utf-8")))
