"""Keeps things running: notices who has ended, and starts them again when their wait is over."""

import time
from collections.abc import Callable

import psycopg

from config.runner.processes import Kept, Patience
from config.runner.say import say
from config.runner.trouble import Trouble


class Care:
    def __init__(self, changed: Callable[[], None]) -> None:
        self.kept: list[Kept] = []
        self._patience: dict[str, Patience] = {}
        self._due: dict[str, float] = {}
        self._changed = changed

    def take(self, kept: Kept) -> None:
        """Starts it, and keeps it from now on."""
        self.kept.append(kept)
        self._patience[kept.name] = Patience()
        kept.start()
        self._changed()

    def look_after(self) -> float:
        """Restarts what is due. Says how many seconds nothing will be."""
        for kept in self.kept:
            if not kept.is_running():
                self._look_after(kept)
        now = time.monotonic()
        return min((due - now for due in self._due.values()), default=60.0)

    def worst(self) -> tuple[str, int]:
        """Who was restarted most often since it last ran well, and how often."""
        return max(((name, patience.restarts) for name, patience in self._patience.items()), key=lambda pair: pair[1])

    def _look_after(self, kept: Kept) -> None:
        patience = self._patience[kept.name]
        if kept.name not in self._due:
            wait = patience.next_wait()
            self._due[kept.name] = time.monotonic() + wait
            say(f"{kept.name} ended ({describe(kept.ended_with)}); starting it again in {wait:g} s")
        elif time.monotonic() >= self._due[kept.name]:
            del self._due[kept.name]
            try:
                kept.start()
            except (Trouble, OSError, psycopg.Error) as error:
                reason = error.wrong if isinstance(error, Trouble) else type(error).__name__
                say(f"{kept.name} did not start ({reason})")
            patience.started()
            self._changed()


def describe(status: int | None) -> str:
    if status is None:
        return "not started"
    return f"signal {-status}" if status < 0 else f"status {status}"
