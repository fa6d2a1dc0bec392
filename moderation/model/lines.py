"""The lines we train and measure with: ours from `corpus/`, others' from the shared folder where it is there."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Line:
    """One text with what it is. `template` joins a line and its near twins: they are never split apart."""

    text: str
    categories: tuple[str, ...] = ()
    severity: int = 0
    kind: str = "everyday"
    template: str = ""
    source: str = "ours"
    voice: str = ""
    author: str = ""
    language: str = "en"
    is_oblique: bool = False
    # What the encoder learns beside danger, so that a harmless scene is a class and no exception: see heads.AUXILIARY.
    marks: tuple[str, ...] = ()
    # Heads this line says nothing about are left out when they learn.
    only_toxicity: bool = False
    weight: float = 1.0


def bucket(name: str, of: int = 100) -> int:
    """A number below `of` that only depends on the name: the same split on every machine, without a file of splits."""
    return int.from_bytes(hashlib.sha256(name.encode(errors="replace")).digest()[:4], "big") % of


def corpus_lines(folder: Path = CORPUS) -> list[Line]:
    return [_ours(row) for path in sorted(folder.glob("*.jsonl")) for row in _rows(path)]


def corpus_hash(folder: Path = CORPUS) -> str:
    """Over every line and every conversation."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.jsonl")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def letters_of(text: str) -> str:
    """What two lines must not share: their letters and digits."""
    return re.sub(r"\W+", "", text.casefold())


def _ours(row: dict[str, object]) -> Line:
    return Line(
        text=str(row["text"]),
        categories=tuple(row["categories"]),  # type: ignore[arg-type]
        severity=int(str(row["severity"])),
        kind=str(row["kind"]),
        template=str(row["template"]),
        voice=str(row["voice"]),
        author=str(row["author"]),
        language=str(row["language"]),
        is_oblique=bool(row["oblique"]),
        marks=tuple(row["marks"]),  # type: ignore[arg-type]
    )


def _rows(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
