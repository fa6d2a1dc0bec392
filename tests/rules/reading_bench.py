"""The bench: what each rule must find and must leave alone, one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def bench() -> list[dict[str, Any]]:
    return [row for path in sorted((HERE / "bench").glob("*.jsonl")) for row in lines_of(path)]


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
