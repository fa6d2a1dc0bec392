"""What runs now, written down in the data folder: for tests, for people, and for the start after a crash."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config.runner.identity import birth_mark


def state_file(data_folder: Path) -> Path:
    return data_folder / "run" / "processes.json"


def read_state(data_folder: Path) -> dict[str, Any]:
    try:
        state = json.loads(state_file(data_folder).read_text())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def write_state(
    data_folder: Path, *, address: str, ready: bool, environment: Mapping[str, str], pids: Mapping[str, int]
) -> None:
    """Whole or not at all: a reader never sees half a file."""
    state = {
        "runner": _entry(os.getpid()),
        "address": address,
        "ready": ready,
        "environment": dict(environment),
        "processes": {name: _entry(pid) for name, pid in pids.items()},
    }
    draft = state_file(data_folder).with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(state, indent=1))
    draft.replace(state_file(data_folder))


def forget_state(data_folder: Path) -> None:
    state_file(data_folder).unlink(missing_ok=True)


def _entry(pid: int) -> dict[str, Any]:
    return {"pid": pid, "birth": birth_mark(pid)}
