"""The second reading of posts (Detoxify): what this installation was told of it, and what is missing of that.

Light on purpose, so that any process may ask; only `moderation/classifiers.py` loads anything.
"""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass
from enum import StrEnum
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from django.conf import settings

MANIFEST, NET, PIECES = "manifest.json", "model.onnx", "tokenizer.json"
FORMAT = 1
# The name under which the worker says how it is, beside its own.
NAME = "detoxify"


class Trouble(StrEnum):
    """Why it is set up and yet not there."""

    HALF_SET = "half_set"
    NO_LIBRARY = "no_library"
    NO_FILE = "no_file"
    OTHER_FILE = "other_file"
    UNUSABLE = "unusable"
    TOO_SLOW = "too_slow"


# What is wrong, and what to do. For whoever runs it.
WORDS: dict[Trouble, tuple[str, str]] = {
    Trouble.HALF_SET: (
        "some of its settings are missing",
        "Set DETOXIFY_ONNX and DETOXIFY_ONNX_SHA256; or DETOXIFY_CHECKPOINT, DETOXIFY_SHA256 and DETOXIFY_CONFIG; "
        "or none of them.",
    ),
    Trouble.NO_LIBRARY: (
        "what reads it is not installed",
        "For DETOXIFY_ONNX: install requirements/run.txt. For DETOXIFY_CHECKPOINT: install torch and then the extra "
        "`detoxify`, or make a folder once with `manage.py convert_detoxify` where that is installed.",
    ),
    Trouble.NO_FILE: (
        "a file that was named is not there or cannot be read",
        "Look at the paths in DETOXIFY_ONNX, or DETOXIFY_CHECKPOINT and DETOXIFY_CONFIG, as this process sees them.",
    ),
    Trouble.OTHER_FILE: (
        "a file is not the one whose SHA-256 is pinned",
        "Find out who changed it. Put the pinned one back, or make it again with `manage.py convert_detoxify`.",
    ),
    Trouble.UNUSABLE: (
        "the files are there and cannot be used",
        "Make the folder again with `manage.py convert_detoxify`, which says what it does not like.",
    ),
    Trouble.TOO_SLOW: (
        "it does not answer in time",
        "Restart the worker. If it comes back, use DETOXIFY_ONNX, which is several times as fast as a checkpoint.",
    ),
}


@dataclass(frozen=True)
class DetoxifyFiles:
    """Where Detoxify is and which one it must be: a checkpoint with a folder beside it, or what was made of one."""

    checkpoint: str = ""
    sha256: str = ""
    config: str = ""
    onnx: str = ""
    onnx_sha256: str = ""

    @property
    def is_set_up(self) -> bool:
        """Whether anybody wanted it: one setting is enough, so that a slip in another does not switch it off."""
        return any((self.checkpoint, self.sha256, self.config, self.onnx, self.onnx_sha256))

    @property
    def is_onnx(self) -> bool:
        """Where both are named, the folder counts: it needs no torch and nothing in it is unpickled."""
        return bool(self.onnx or self.onnx_sha256)

    @property
    def is_complete(self) -> bool:
        needed = (self.onnx, self.onnx_sha256) if self.is_onnx else (self.checkpoint, self.sha256, self.config)
        return all(needed)


class NotThere(Exception):
    """A model that should be there is missing or is not the one we pinned."""

    def __init__(self, trouble: Trouble = Trouble.UNUSABLE) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def files() -> DetoxifyFiles:
    """What this installation was told."""
    return DetoxifyFiles(
        settings.DETOXIFY_CHECKPOINT,
        settings.DETOXIFY_SHA256,
        settings.DETOXIFY_CONFIG,
        settings.DETOXIFY_ONNX,
        settings.DETOXIFY_ONNX_SHA256,
    )


def trouble_with(named: DetoxifyFiles) -> Trouble | None:
    """What can be told without loading it. None where nothing is wrong, or nothing was set up."""
    if not named.is_set_up:
        return None
    try:
        look(named)
        if named.is_onnx:
            manifest_of(named)
        else:
            compare(Path(named.checkpoint), named.sha256)
    except NotThere as found:
        return found.trouble
    return None


def look(named: DetoxifyFiles) -> None:
    """Whether everything was named and what reads it is installed. Raises NotThere."""
    if not named.is_complete:
        raise NotThere(Trouble.HALF_SET)
    needed = ("onnxruntime", "tokenizers") if named.is_onnx else ("detoxify", "torch")
    if any(importlib.util.find_spec(name) is None for name in needed):
        raise NotThere(Trouble.NO_LIBRARY)
    if not named.is_onnx and not Path(named.config).is_dir():
        raise NotThere(Trouble.NO_FILE)


def manifest_of(named: DetoxifyFiles) -> dict[str, Any]:
    """What the folder says of itself, where it is the pinned one and so is every file in it. Raises NotThere."""
    folder = Path(named.onnx)
    try:
        stated = (folder / MANIFEST).read_bytes()
    except OSError:
        raise NotThere(Trouble.NO_FILE) from None
    if sha256(stated).hexdigest() != named.onnx_sha256.lower():
        raise NotThere(Trouble.OTHER_FILE)
    try:
        found: dict[str, Any] = json.loads(stated)
        if found["format"] != FORMAT or set(found["files"]) != {NET, PIECES}:
            raise NotThere(Trouble.UNUSABLE)
    except (ValueError, KeyError, TypeError):
        raise NotThere(Trouble.UNUSABLE) from None
    for name, digest in found["files"].items():
        compare(folder / name, digest)
    return found


def compare(path: Path, digest: str) -> None:
    """Whether a file is the pinned one. Raises NotThere."""
    try:
        with path.open("rb") as held:
            found = file_digest(held, "sha256").hexdigest()
    except OSError:
        raise NotThere(Trouble.NO_FILE) from None
    if found != digest.lower():
        raise NotThere(Trouble.OTHER_FILE)
