"""Load at a steady rate, and what came of it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

DEADLINE_SECONDS = 0.25
STRAGGLERS_SECONDS = 2.0
LOWEST, HIGHEST = 12.0, 25_600.0


@dataclass
class Run:
    """One run at one rate. Latencies in seconds, from the moment a thing was meant to be sent."""

    rate: float
    latencies: list[float] = field(default_factory=list)
    lateness: list[float] = field(default_factory=list)
    sent: int = 0
    wrong: int = 0  # out of order, doubled, refused
    copies: int = 1  # to how many each of them has to come

    @property
    def lost(self) -> int:
        return self.sent * self.copies - len(self.latencies)

    @property
    def p50(self) -> float:
        return part(self.latencies, 0.5)

    @property
    def p99(self) -> float:
        return part(self.latencies, 0.99)

    @property
    def is_good(self) -> bool:
        return not self.lost and not self.wrong and self.p99 < DEADLINE_SECONDS


def part(values: list[float], share: float) -> float:
    """The value that this share of them does not exceed; infinity where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")


async def at_a_steady_rate(run: Run, seconds: float, send: Callable[[int, float], None]) -> None:
    """Calls `send(n, when it was meant)` so many times a second, all that are due at once where it fell behind."""
    begin = time.perf_counter() + 0.05
    total = int(run.rate * seconds)
    while run.sent < total:
        now = time.perf_counter()
        while run.sent < total and (meant := begin + run.sent / run.rate) <= now:
            run.lateness.append(now - meant)
            send(run.sent, meant)
            run.sent += 1
        await asyncio.sleep(0.001)
    until = time.perf_counter() + STRAGGLERS_SECONDS
    while run.lost and time.perf_counter() < until:  # noqa: ASYNC110 (arrivals are counted, nothing is set)
        await asyncio.sleep(0.02)


async def best_rate(first: float, one: Callable[[float], Awaitable[Run]], *, refine: int = 2) -> Run:
    """Doubles the rate until it is too much (or halves it until it is not), then closes in: the best good run."""
    run = await one(first)
    step = 2.0 if run.is_good else 0.5
    good, bad = (run, None) if run.is_good else (None, run)
    while LOWEST <= (rate := run.rate * step) <= HIGHEST:
        run = await one(rate)
        good, bad = (run, bad) if run.is_good else (good, run)
        if good is not None and bad is not None:
            break
    for _ in range(refine if good is not None and bad is not None else 0):
        run = await one((good.rate + bad.rate) / 2)  # type: ignore[union-attr]  # asked above
        good, bad = (run, bad) if run.is_good else (good, run)
    return good or run
