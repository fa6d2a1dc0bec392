"""Wakes the runner when a child has ended or somebody asks it to stop, so that waiting costs nothing."""

import os
import select
import signal
import time
from types import FrameType

# `make` passes on a signal that the runner got as well: that close together it is one request.
ONE_REQUEST_SECONDS = 0.5


class Bell:
    """`stops` counts how often we were asked to stop: the second time means now."""

    def __init__(self) -> None:
        self.stops = 0
        self._asked_at = -ONE_REQUEST_SECONDS
        self._heard, self._ring = os.pipe()
        os.set_blocking(self._heard, False)
        os.set_blocking(self._ring, False)
        signal.set_wakeup_fd(self._ring, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked_to_stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as `nohup` asks
            signal.signal(signal.SIGHUP, self._asked_to_stop)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        if time.monotonic() - self._asked_at >= ONE_REQUEST_SECONDS:
            self._asked_at = time.monotonic()
            self.stops += 1

    def wait(self, seconds: float) -> None:
        """Until it rings, at most this long."""
        select.select([self._heard], [], [], max(0.0, seconds))
        try:
            os.read(self._heard, 4096)
        except BlockingIOError:
            return
