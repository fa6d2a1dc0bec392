"""From worrying words to the flag on the counsellor's console, with the model reading beside everything else."""

import asyncio
import json
import time

from tests.bench.chats import Ours
from tests.bench.load import Run

LAST_FLAGS_SECONDS = 20.0
WORRYING = "i cant do this anymore i want to kill myself tonight"


class Flags(Ours):
    """Every second message is the first worrying one of somebody. Counted from the moment it was meant to be sent."""

    async def talk(self, rate: float, seconds: float) -> Run:
        self.flagged = Run(rate)
        self._worried: dict[int, float] = {}
        run = await super().talk(rate, seconds)
        until = time.perf_counter() + LAST_FLAGS_SECONDS
        while self.flagged.lost and time.perf_counter() < until:  # noqa: ASYNC110 (flags are counted, nothing is set)
            await asyncio.sleep(0.05)
        return run

    def _send(self, number: int, meant: float) -> None:
        pair = number // 2 % self.pairs
        known_as = self._next = self._next + 1
        self._meant[known_as] = meant
        frame = json.loads(self.frame(known_as, pair, 0))
        if number % 2 == 0 and number // 2 < self.pairs:
            frame["body"] = WORRYING
            self._worried[self._people[pair]["conversation"]] = meant
            self.flagged.sent += 1
        self.ends[pair][0].say(json.dumps(frame).encode())

    def _on_a_console(self, text: bytes) -> None:
        super()._on_a_console(text)
        if text.startswith(b'{"type":"flag"'):
            meant = self._worried.pop(json.loads(text)["conversation"], None)
            if meant is not None:
                self.flagged.latencies.append(time.perf_counter() - meant)
