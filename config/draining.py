"""This process is about to stop: no new work, and everybody is told when to come back."""

import asyncio
import random

SPREAD_MS = 3_000
"""Pages come back within this many milliseconds, each at a moment of its own."""


class Draining:
    """Set once, on SIGTERM."""

    def __init__(self) -> None:
        self._event: asyncio.Event | None = None
        self._set = False

    def is_set(self) -> bool:
        return self._set

    def begin(self) -> None:
        self._set = True
        if self._event is not None:
            self._event.set()

    async def wait_for_my_turn(self) -> int:
        """Returns when the process drains, spread over half a second: after how many milliseconds to come back."""
        if self._event is None:
            self._event = asyncio.Event()
            if self._set:
                self._event.set()
        await self._event.wait()
        await asyncio.sleep(random.uniform(0, 0.5))  # noqa: S311 (spreads load, keeps no secret)
        return random.randrange(200, SPREAD_MS)  # noqa: S311


draining = Draining()
