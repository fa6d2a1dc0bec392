"""A thread of its own for work that may hang. Whoever waits too long for it goes on without."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class TookTooLong(Exception):
    """It did not answer in time, or is still at something that did not."""


class Aside:
    """Does one thing after another. While it is late with one, nobody waits for the next."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = SimpleQueue()
        self._late = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def is_late(self) -> bool:
        return self._late.is_set()

    def ask(self, job: Callable[[], T], seconds: float) -> T:
        """What `job` answers or raises, if it does so in time."""
        if self.is_late:
            raise TookTooLong
        answer = self.begin(job)
        try:
            return answer.result(timeout=seconds)
        except TimeoutError:
            if answer.done():
                raise
            answer.cancel()
            self._late.set()
            self.begin(self._late.clear)
            raise TookTooLong from None

    def begin(self, job: Callable[[], T]) -> Future[T]:
        """Has it done without waiting for it."""
        answer: Future[T] = Future()
        self._jobs.put((job, answer))
        with self._starting:
            if self._thread is None:
                # A daemon: a process that is told to stop does not wait for what hangs.
                self._thread = threading.Thread(target=self._run, name="aside", daemon=True)
                self._thread.start()
        return answer

    def _run(self) -> None:
        while True:
            job, answer = self._jobs.get()
            if not answer.set_running_or_notify_cancel():
                continue
            try:
                answer.set_result(job())
            except BaseException as trouble:
                answer.set_exception(trouble)
