"""This process is about to stop: no new work, and everybody is told when to come back."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from typing import Any

SPREAD_MS = 3_000
"""Pages come back within this many milliseconds, each at a moment of its own."""


Goodbye = Callable[[], Coroutine[Any, Any, None]]


class Draining:
    """Set once, on SIGTERM."""

    def __init__(self) -> None:
        self._set = False
        self._goodbyes: set[Goodbye] = set()
        self._said: set[asyncio.Task[None]] = set()

    def is_set(self) -> bool:
        return self._set

    def begin(self) -> None:
        self._set = True
        for goodbye in list(self._goodbyes):
            self._say(goodbye)

    def at_the_end(self, goodbye: Goodbye) -> None:
        """`goodbye` is said when the process drains. A thousand sockets that only wait for it need no task each."""
        self._goodbyes.add(goodbye)
        if self._set:
            self._say(goodbye)

    def not_any_more(self, goodbye: Goodbye) -> None:
        self._goodbyes.discard(goodbye)

    def _say(self, goodbye: Goodbye) -> None:
        task = asyncio.get_running_loop().create_task(goodbye())
        self._said.add(task)
        task.add_done_callback(self._said.discard)

    async def my_turn(self) -> int:
        """Waits up to half a second, and gives after how many milliseconds to come back."""
        await asyncio.sleep(random.uniform(0, 0.5))  # noqa: S311 (spreads load, keeps no secret)
        return random.randrange(200, SPREAD_MS)  # noqa: S311


draining = Draining()
