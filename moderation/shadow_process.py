"""The process in which a candidate reads: of its own, so that whatever it does, what reads for people goes on.

It may hang, crash or be slow; it is then ended or started again, and the worker never waits for it.
"""

import logging
import subprocess
import sys
import time

from django.conf import settings

from moderation import choosing

log = logging.getLogger(__name__)

AGAIN_AFTER_SECONDS = 10.0
STOPS_WITHIN_SECONDS = 2.0


class ShadowProcess:
    """At most one beside a worker, for as long as there is a candidate."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._hash = ""
        self._began_at = float("-inf")

    def look(self) -> None:
        """Starts, changes or ends it as was chosen. What ended by itself begins again after a pause."""
        choice = choosing.candidate()
        wanted = choice.artefact_hash if choice else ""
        if wanted != self._hash:
            self.stop()
            self._hash, self._began_at = wanted, float("-inf")
        if wanted and self._has_ended() and time.monotonic() - self._began_at >= AGAIN_AFTER_SECONDS:
            self._start()

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOPS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _start(self) -> None:
        if self._process is not None:
            log.warning("shadow.ended", extra={"exit_code": self._process.returncode})
        self._began_at = time.monotonic()
        manage = str(settings.BASE_DIR / "manage.py")
        command = [sys.executable, manage, "shadow", self._hash]
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603
        except OSError as trouble:  # no memory for another process: whoever reads for people must not feel that
            self._process = None
            log.warning("shadow.not_started", extra={"error": type(trouble).__name__})
