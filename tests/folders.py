"""Temporary folders that the servers' account can pass through, and that the next run clears if this one is killed."""

import json
import os
import shutil
import tempfile
from pathlib import Path

from config.runner.identity import birth_mark

ROOT = Path(__file__).resolve().parent.parent
OWNER = "owner.json"


def temporary_folder(prefix: str = "nl-test-") -> Path:
    """Under /tmp and with a short name: sockets allow about 100 bytes."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    folder.chmod(0o711)
    (folder / OWNER).write_text(json.dumps({"pid": os.getpid(), "birth": birth_mark(os.getpid())}))
    return folder


def forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def abandoned_folders() -> list[Path]:
    """Those whose test run has ended without clearing up."""
    found = []
    for note in Path("/tmp").glob(f"nl-*/{OWNER}"):
        try:
            owner = json.loads(note.read_text())
        except (OSError, ValueError):
            continue
        if birth_mark(owner["pid"]) != owner["birth"]:
            found.append(note.parent)
    return found
