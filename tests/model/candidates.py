"""Other models, made in a moment: the shipped one with other thresholds and a manifest of its own."""

import json
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

from moderation.artefacts import MANIFEST, SHIPPED
from moderation.combined import THRESHOLDS

Thresholds = dict[str, Any]


def candidate(folder: Path, **levels: float) -> Path:
    """`concern=0.9`: how sure it has to be of a message alone before somebody has to look."""
    shutil.copytree(SHIPPED, folder)
    thresholds = json.loads((folder / THRESHOLDS).read_text())
    for head, level in levels.items():
        for view in ("levels", "levels_in_context", "when_sure"):
            thresholds[view][head] = level
    (folder / THRESHOLDS).write_text(json.dumps(thresholds))
    stated_anew(folder)
    return folder


def stated_anew(folder: Path) -> None:
    """A manifest that fits what lies there now."""
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["files"] = {name: sha256((folder / name).read_bytes()).hexdigest() for name in manifest["files"]}
    (folder / MANIFEST).write_text(json.dumps(manifest))


def hash_of(folder: Path) -> str:
    return sha256((folder / MANIFEST).read_bytes()).hexdigest()
