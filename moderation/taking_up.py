"""The worker reads with the model that people chose, and takes up another one while it runs.

The new one is loaded and tried beside the old one, in a thread, and put in its place between two messages: none waits
for it, none is read twice. What cannot be loaded changes nothing, and is tried again; that another model reads than the
one that was chosen is an incident (moderation/choosing.py, `is_another_reading`).
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from moderation import artefacts, choosing, classifiers
from moderation.checks import Context
from moderation.checks.learned import LearnedCheck
from moderation.reading import read

if TYPE_CHECKING:
    from moderation.combined import Model

log = logging.getLogger(__name__)

AGAIN_AFTER_SECONDS = 20.0


class TakingUp:
    """What was chosen, on its way to being what reads. One for a process; asked from the thread that reads."""

    def __init__(self) -> None:
        self._loading: threading.Thread | None = None
        self._loaded: Model | None = None
        self._failed, self._failed_at = "", 0.0
        self._has_begun = False

    def begin(self) -> None:
        """Before the first message: the chosen one, or, where it is not there, the shipped one, out loud."""
        wanted = choosing.live_hash()
        self._has_begun = True
        self._load(wanted)
        if not self._put_in_place() and wanted != artefacts.shipped_hash():
            log.critical("model.shipped_instead")

    def look(self) -> None:
        """Between two messages: takes up what was chosen meanwhile, or begins to load it."""
        if not self._has_begun:
            self.begin()
        if self._loading is not None and self._loading.is_alive():
            return
        wanted = choosing.live_hash()
        if self._loaded is not None and self._loaded.artefact_hash == wanted:
            self._put_in_place()
        elif wanted != classifiers.version().artefact_hash and not self._has_just_failed(wanted):
            self._loading = threading.Thread(target=self._load, args=(wanted,), name="model", daemon=True)
            self._loading.start()

    def _put_in_place(self) -> bool:
        loaded, self._loaded = self._loaded, None
        if loaded is not None:
            classifiers.take_up(loaded)
            log.info("model.taken_up")
        return loaded is not None

    def _has_just_failed(self, wanted: str) -> bool:
        return wanted == self._failed and time.monotonic() - self._failed_at < AGAIN_AFTER_SECONDS

    def _load(self, wanted: str) -> None:
        """Touches nothing that reads now."""
        try:
            loaded = classifiers.load_kept(wanted)
            # The first words of a model are its slowest: they must not be a child's.
            if read("warm", Context(()), (LearnedCheck(lambda: loaded),)).failed:
                raise classifiers.NotThere
        except Exception as trouble:
            self._failed, self._failed_at = wanted, time.monotonic()
            log.error("model.not_taken_up", extra={"error": type(trouble).__name__})
        else:
            self._loaded = loaded
