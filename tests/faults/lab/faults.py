"""What can go wrong. Each fault is a function that does it and, where it does not heal by itself, undoes it again."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from typing import TYPE_CHECKING

from tests.faults.lab.hands import children_of

if TYPE_CHECKING:
    from tests.faults.lab.lab import Lab
    from tests.faults.lab.relay import Relay

Fault = Callable[["Lab", Random], Awaitable[None]]


# Killed in the middle. The runner starts them again, Postgres its own back ends.


async def one_web_killed(lab: "Lab", chance: Random) -> None:
    lab.kill(chance.choice(lab.pids("web")))


async def every_web_killed(lab: "Lab", chance: Random) -> None:
    lab.kill(*lab.pids("web"))


async def worker_killed(lab: "Lab", chance: Random) -> None:
    lab.kill(*lab.pids("worker"))


async def jobs_killed(lab: "Lab", chance: Random) -> None:
    lab.kill(*lab.pids("jobs"))


async def watchdog_killed(lab: "Lab", chance: Random) -> None:
    lab.kill(*lab.pids("watchdog"))


async def valkey_killed(lab: "Lab", chance: Random) -> None:
    lab.kill(*lab.pids("valkey"))


async def a_back_end_killed(lab: "Lab", chance: Random) -> None:
    """Of the processes of Postgres one that works for us: all the others end with it, and it recovers from its log."""
    if back_ends := lab.back_ends():
        lab.kill(chance.choice(back_ends))


async def postmaster_killed(lab: "Lab", chance: Random) -> None:
    lab.kill(*lab.pids("postgres"))


# Asked to stop


async def a_web_asked_to_stop(lab: "Lab", chance: Random) -> None:
    await lab.ask_to_stop(chance.choice(lab.pids("web")))


async def worker_asked_to_stop(lab: "Lab", chance: Random) -> None:
    for pid in lab.pids("worker"):
        await lab.ask_to_stop(pid)


# Frozen for a while


async def one_web_frozen(lab: "Lab", chance: Random) -> None:
    await lab.freeze(chance, chance.choice(lab.pids("web")))


async def worker_frozen(lab: "Lab", chance: Random) -> None:
    await lab.freeze(chance, *lab.pids("worker"))


async def jobs_frozen(lab: "Lab", chance: Random) -> None:
    await lab.freeze(chance, *lab.pids("jobs"))


async def valkey_frozen(lab: "Lab", chance: Random) -> None:
    await lab.freeze(chance, *lab.pids("valkey"))


async def postgres_frozen(lab: "Lab", chance: Random) -> None:
    await lab.freeze(chance, *lab.pids("postgres"), *children_of(*lab.pids("postgres")))


# Valkey forgets, or makes everybody wait


async def valkey_flushed(lab: "Lab", chance: Random) -> None:
    await asyncio.to_thread(lab.ask_valkey, "FLUSHALL")


async def valkey_paused(lab: "Lab", chance: Random) -> None:
    seconds = chance.uniform(1, 3)
    await asyncio.to_thread(lab.ask_valkey, "CLIENT", "PAUSE", int(seconds * 1000), "ALL")
    await asyncio.sleep(seconds)


# The network


async def pages_half_open(lab: "Lab", chance: Random) -> None:
    """Two phones go behind a hill: nothing arrives any more, and nobody is told."""
    for page in lab.some_pages(chance, 2):
        page.link.go_deaf()


async def pages_stall_and_are_cut(lab: "Lab", chance: Random) -> None:
    await _stall_and_cut(chance, [page.link for page in lab.some_pages(chance, 3)])


async def pages_reset(lab: "Lab", chance: Random) -> None:
    for page in lab.some_pages(chance, 5):
        page.link.cut()


async def pages_slow(lab: "Lab", chance: Random) -> None:
    await _slow(chance, [page.link for page in lab.some_pages(chance, 5)], 0.2, 0.8)


async def pages_offline(lab: "Lab", chance: Random) -> None:
    """No network for a while: what is there ends, and nothing new comes up."""
    links = [page.link for page in lab.some_pages(chance, 3)]
    for link in links:
        link.lets_nobody_in = True
        link.cut()
    try:
        await asyncio.sleep(chance.uniform(1, 3))
    finally:
        for link in links:
            link.lets_nobody_in = False


async def valkey_link_reset(lab: "Lab", chance: Random) -> None:
    lab.to_valkey.cut()


async def valkey_link_stalls_and_is_cut(lab: "Lab", chance: Random) -> None:
    await _stall_and_cut(chance, [lab.to_valkey])


async def valkey_link_half_open(lab: "Lab", chance: Random) -> None:
    lab.to_valkey.go_deaf()


async def valkey_link_slow(lab: "Lab", chance: Random) -> None:
    await _slow(chance, [lab.to_valkey], 0.1, 0.4)


async def postgres_link_reset(lab: "Lab", chance: Random) -> None:
    lab.to_postgres.cut()


async def postgres_link_stalls_and_is_cut(lab: "Lab", chance: Random) -> None:
    await _stall_and_cut(chance, [lab.to_postgres])


async def postgres_link_half_open(lab: "Lab", chance: Random) -> None:
    """What is open hangs for ever; what is opened now is well. As when a router forgets, or a server was replaced."""
    lab.to_postgres.go_deaf()


async def postgres_link_slow(lab: "Lab", chance: Random) -> None:
    await _slow(chance, [lab.to_postgres], 0.02, 0.1)


async def _stall_and_cut(chance: Random, links: "list[Relay]") -> None:
    for link in links:
        link.flows.clear()
    try:
        await asyncio.sleep(chance.uniform(1, 4))
        for link in links:
            link.cut()
    finally:
        for link in links:
            link.flows.set()


async def _slow(chance: Random, links: "list[Relay]", least: float, most: float) -> None:
    for link in links:
        link.delay = chance.uniform(least, most)
    try:
        await asyncio.sleep(chance.uniform(2, 4))
    finally:
        for link in links:
            link.delay = 0.0


FAULTS: tuple[Fault, ...] = (
    one_web_killed,
    every_web_killed,
    worker_killed,
    jobs_killed,
    watchdog_killed,
    valkey_killed,
    a_back_end_killed,
    postmaster_killed,
    a_web_asked_to_stop,
    worker_asked_to_stop,
    one_web_frozen,
    worker_frozen,
    jobs_frozen,
    valkey_frozen,
    postgres_frozen,
    valkey_flushed,
    valkey_paused,
    pages_half_open,
    pages_stall_and_are_cut,
    pages_reset,
    pages_slow,
    pages_offline,
    valkey_link_reset,
    valkey_link_stalls_and_is_cut,
    valkey_link_half_open,
    valkey_link_slow,
    postgres_link_reset,
    postgres_link_stalls_and_is_cut,
    postgres_link_half_open,
    postgres_link_slow,
)
# Words travel and are kept without these: no page's socket may close for them.
CLOSES_NOTHING: frozenset[Fault] = frozenset(
    {
        worker_killed,
        jobs_killed,
        watchdog_killed,
        valkey_killed,
        worker_asked_to_stop,
        worker_frozen,
        jobs_frozen,
        valkey_frozen,
        valkey_flushed,
        valkey_paused,
        valkey_link_reset,
        valkey_link_stalls_and_is_cut,
        valkey_link_half_open,
        valkey_link_slow,
    }
)
