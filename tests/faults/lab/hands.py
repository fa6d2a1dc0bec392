"""What may be done to a house's processes: only to its own, and by number."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from random import Random

import redis

from config.runner.identity import birth_mark, command_line, end
from tests.faults.lab import runner
from tests.folders import temporary_folder
from tests.house import House

EVERYBODY = {"postgres": 1, "valkey": 1, "web": 2, "worker": 1, "jobs": 1, "watchdog": 1}
STOPS_WITHIN = 30.0


class Hands:
    """A house whose web processes reach Postgres and Valkey through `relays`, and hands that break it."""

    def __init__(self, web: str) -> None:
        self.relays = temporary_folder("nl-lab-")
        self.house = House(
            environ={runner.RELAYS: str(self.relays), runner.WEB: web},
            runner=(sys.executable, "-m", runner.__name__),
        )
        # Everybody who was ever hit, so that it can be seen that nobody is left.
        self.hit: dict[int, str | None] = {}

    def pids(self, name: str) -> list[int]:
        """Alive, and still the process that the runner started."""
        return self.house.pids(name)

    def kill(self, *pids: int, number: int = signal.SIGKILL) -> None:
        for pid in pids:
            self.hit[pid] = birth_mark(pid)
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    async def freeze(self, chance: Random, *pids: int) -> None:
        births = {pid: birth_mark(pid) for pid in pids}
        self.kill(*pids, number=signal.SIGSTOP)
        try:
            await asyncio.sleep(chance.uniform(1, 3))
        finally:
            self.kill(*(pid for pid in pids if birth_mark(pid) == births[pid] is not None), number=signal.SIGCONT)

    async def ask_to_stop(self, pid: int) -> None:
        """Until it has gone: a web process first says goodbye to everybody."""
        self.hit[pid] = birth_mark(pid)
        await asyncio.to_thread(end, pid, self.hit[pid], (signal.SIGTERM, STOPS_WITHIN))

    def back_ends(self) -> list[int]:
        """The processes of this house's Postgres that serve a connection of the app or the worker."""
        return [pid for pid in children_of(*self.pids("postgres")) if "nightlight_" in command_line(pid)]

    def ask_valkey(self, *words: str | int) -> None:
        address = self.house.state["environment"]["REDIS_URL"]
        with redis.Redis.from_url(address, socket_timeout=5) as client:
            client.execute_command(*words)

    def all_are_there(self) -> bool:
        return all(len(self.pids(name)) == count for name, count in EVERYBODY.items())

    def left_over(self) -> list[int]:
        """Of those that were hit, who still runs. Nobody, once the house is closed."""
        return [pid for pid, birth in self.hit.items() if birth is not None and birth_mark(pid) == birth]


def children_of(*parents: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(entry.read_text().rpartition(")")[2].split()[1]) in parents:
                found.append(int(entry.parent.name))
    return found
