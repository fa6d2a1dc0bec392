"""The only door to models: loaded on first use, in the worker and in commands. A web process never comes here.

Every file is checked against its SHA-256 before it is read. What is not there says so; nothing becomes lower for it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moderation.linear import Model

log = logging.getLogger(__name__)
_lock = threading.Lock()
_linear: Model | None = None
_hostility: Hostility | None = None


class NotThere(Exception):
    """A model that should be there is missing or is not the one we pinned."""


class NotInstalled(Exception):
    """Detoxify is an extra: without it, or without a checkpoint, the house stands and says so."""


@dataclass(frozen=True)
class Version:
    """What an assessment writes down of the model that read it; empty where none did."""

    artefact_hash: str = ""
    thresholds: dict[str, Any] = field(default_factory=dict)


def version() -> Version:
    """Of the model that is loaded in this process."""
    return Version(_linear.artefact_hash, _linear.thresholds) if _linear else Version()


def linear() -> Model:
    """Our own model. Loaded once; where that fails it is tried again with the next words."""
    global _linear
    if _linear is None:
        with _lock:
            from moderation.linear import Unusable, load

            try:
                _linear = load()
            except Unusable as reason:
                log.warning("model.unusable", extra={"error": type(reason).__name__})
                raise NotThere from None
            log.info("model.loaded")
    return _linear


@dataclass(frozen=True)
class Hostility:
    """Detoxify behind our own small face: a text in, a number for each kind of hostility out."""

    predict: Callable[[str], dict[str, float]]


@dataclass(frozen=True)
class DetoxifyFiles:
    """Where the checkpoint is, which one it must be, and the folder with its configuration and tokenizer."""

    checkpoint: str
    sha256: str
    config: str

    @property
    def are_named(self) -> bool:
        return bool(self.checkpoint and self.sha256 and self.config)


def detoxify_status(files: DetoxifyFiles) -> str:
    """One of `not installed`, `not configured`, `ready`: for people and for `manage.py assess --status`."""
    if importlib.util.find_spec("detoxify") is None:
        return "not installed"
    return "ready" if files.are_named else "not configured"


def hostility(files: DetoxifyFiles) -> Hostility:
    """Detoxify, loaded on first use from the pinned checkpoint."""
    global _hostility
    if detoxify_status(files) != "ready":
        raise NotInstalled(detoxify_status(files))
    if _hostility is None:
        with _lock:
            _hostility = _loaded_detoxify(files)
    return _hostility


def _loaded_detoxify(files: DetoxifyFiles) -> Hostility:
    # A checkpoint is unpickled when it is loaded, so another file than the pinned one would run as code.
    try:
        digest = hashlib.sha256(Path(files.checkpoint).read_bytes()).hexdigest()
    except OSError:
        raise NotThere from None
    if digest != files.sha256.lower():
        log.error("detoxify.wrong_file")
        raise NotThere
    # Before the import: otherwise a name in the checkpoint would be asked for over the network.
    os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        from detoxify import Detoxify

        loaded = Detoxify(checkpoint=files.checkpoint, huggingface_config_path=files.config)
    except Exception as trouble:
        log.error("detoxify.failed", extra={"error": type(trouble).__name__})
        raise NotThere from None
    log.info("detoxify.loaded")
    return Hostility(lambda text: {name: float(value) for name, value in loaded.predict(text).items()})
