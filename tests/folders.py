"""Temporary folders that the servers' account can pass through, and that the next run clears if this one is killed."""

import json
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from config.runner.identity import birth_mark

ROOT = Path(__file__).resolve().parent.parent
OWNER = "owner.json"
# In memory where there is enough of it: a copy of the database is 1,100 files, and two thousand stories have one each.
MEMORY, DISK = Path("/dev/shm"), Path("/tmp")
ENOUGH = 6 * 2**30


def temporary_folder(prefix: str = "nl-test-") -> Path:
    """With a short name: sockets allow about 100 bytes."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=_place()))
    folder.chmod(0o711)
    (folder / OWNER).write_text(json.dumps({"pid": os.getpid(), "birth": birth_mark(os.getpid())}))
    return folder


@cache
def _place() -> Path:
    has_enough = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH
    return MEMORY if has_enough else DISK


def forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def abandoned_folders() -> list[Path]:
    """Those whose test run has ended without clearing up."""
    found = []
    for note in (*DISK.glob(f"nl-*/{OWNER}"), *MEMORY.glob(f"nl-*/{OWNER}")):
        try:
            owner = json.loads(note.read_text())
        except (OSError, ValueError):
            continue
        if birth_mark(owner["pid"]) != owner["birth"]:
            found.append(note.parent)
    return found
