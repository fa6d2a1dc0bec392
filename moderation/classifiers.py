"""The only door to models: loaded on first use, in the worker and in commands. A web process never comes here.

Every file is checked against its SHA-256 before it is read. What is not there says so; nothing becomes lower for it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation import artefacts, second_opinion
from moderation.aside import Aside
from moderation.second_opinion import DetoxifyFiles, Trouble
from moderation.second_opinion import NotThere as NotThere

if TYPE_CHECKING:
    from moderation.combined import Model

log = logging.getLogger(__name__)
# Loading it again and again would keep the thread from reading with it.
TRY_AGAIN_SECONDS = 30.0

_lock, _lock_of_hostility = threading.Lock(), threading.Lock()
_model: Model | None = None
_hostility: Hostility | None = None
_trouble: Trouble | None = None
_tried_at = 0.0
# Detoxify is loaded and asked in a thread of its own: a child's message never waits for it longer than a post may.
aside = Aside()


class NotSetUp(Exception):
    """Detoxify is an extra: where nobody set it up, the house stands and says so."""


@dataclass(frozen=True)
class Version:
    """What an assessment writes down of the model that read it; empty where none did."""

    artefact_hash: str = ""
    thresholds: dict[str, Any] = field(default_factory=dict)


def version() -> Version:
    """Of the model that is loaded in this process."""
    return Version(_model.artefact_hash, _model.stated) if _model else Version()


def take_up(chosen: Model) -> None:
    """From here on this process reads with it. Called between two messages, never while one is read."""
    global _model
    _model = chosen


def model() -> Model:
    """Our own model: the one that was taken up, else the shipped one. Where loading that fails it is tried again with
    the next words."""
    global _model
    if _model is None:
        with _lock:
            if _model is None:
                _model = load_from(artefacts.SHIPPED)
    return _model


def load_from(folder: Path) -> Model:
    """The model of a folder, every file checked, beside whatever reads now. Raises NotThere."""
    try:
        from moderation.combined import load
        from moderation.linear import Unusable
    except ImportError as missing:  # onnxruntime has no build for every kind of processor
        log.error("model.cannot_be_loaded", extra={"error": type(missing).__name__})
        raise NotThere from None
    try:
        loaded = load(folder)
    except Unusable as reason:
        log.warning("model.unusable", extra={"error": type(reason).__name__})
        raise NotThere from None
    log.info("model.loaded")
    return loaded


def load_kept(artefact_hash: str) -> Model:
    """The shipped model, or one that was added, if it is the one with this hash. Raises NotThere."""
    loaded = load_from(artefacts.place_of(artefact_hash))
    if loaded.artefact_hash != artefact_hash:
        log.error("model.not_the_chosen")
        raise NotThere
    return loaded


@dataclass(frozen=True)
class Hostility:
    """Detoxify behind our own small face: a text in, a number for each kind of hostility out.

    `fits`: whether it reads all of a text. It reads the beginning of a longer one, and says nothing of it.
    """

    predict: Callable[[str], dict[str, float]]
    fits: Callable[[str], bool] = lambda text: True


def hostility(named: DetoxifyFiles) -> Hostility:
    """Detoxify, loaded on first use. What could not be loaded is tried again after a while."""
    global _hostility, _trouble, _tried_at
    if not named.is_set_up:
        raise NotSetUp
    with _lock_of_hostility:
        if _hostility is None:
            if _trouble is not None and time.monotonic() - _tried_at < TRY_AGAIN_SECONDS:
                raise NotThere(_trouble)
            try:
                _hostility, _trouble = _loaded_hostility(named), None
            except NotThere as found:
                if found.trouble != _trouble:
                    log.error("detoxify.not_there", extra={"reason": found.trouble})
                _trouble, _tried_at = found.trouble, time.monotonic()
                raise
            log.info("detoxify.loaded")
        return _hostility


def prepare_hostility(named: DetoxifyFiles) -> Trouble | None:
    """Has it loaded without waiting for it, and says what was wrong with it the last time."""
    if not named.is_set_up:
        return None
    if aside.is_late:
        return Trouble.TOO_SLOW
    if _hostility is None:
        aside.begin(lambda: hostility(named))
    return _trouble


def _loaded_hostility(named: DetoxifyFiles) -> Hostility:
    second_opinion.look(named)
    try:
        return _from_onnx(named) if named.is_onnx else _from_checkpoint(named)
    except NotThere:
        raise
    except ImportError:
        raise NotThere(Trouble.NO_LIBRARY) from None
    except Exception as trouble:  # each library raises kinds of its own
        log.error("detoxify.failed", extra={"error": type(trouble).__name__})
        raise NotThere(Trouble.UNUSABLE) from None


def _from_onnx(named: DetoxifyFiles) -> Hostility:
    stated = second_opinion.manifest_of(named)
    from moderation import hostility_net

    net = hostility_net.read(Path(named.onnx), stated["classes"], stated["longest"])
    return Hostility(net.predict, net.fits)


def _from_checkpoint(named: DetoxifyFiles) -> Hostility:
    from moderation import checkpoint

    made = checkpoint.read(named)
    return Hostility(
        lambda text: {name: float(value) for name, value in made.predict(text).items()},
        lambda text: checkpoint.fits(made, text),
    )
