"""Where the servers run: all of one on the first core, the load on the second."""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from config.runner.door import open_door
from config.runner.valkey import EmbeddedValkey
from tests.folders import ROOT, forget, temporary_folder
from tests.house import House

ASIDE = ("worker", "jobs", "watchdog")


@dataclass(frozen=True)
class Server:
    """One web process: where it listens, and which process it is."""

    name: str
    port: int
    pid: int

    def memory(self) -> float:
        """MB of its own: shared pages are counted by their share."""
        with open(f"/proc/{self.pid}/smaps_rollup") as lines:
            return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
FIRST = CORES[0]


def can_pin() -> bool:
    return len(CORES) >= 2


@contextmanager
def on_the_servers_core() -> Iterator[None]:
    """Whatever is started inside stays on the first core."""
    if not can_pin():
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {FIRST})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def many_sockets() -> None:
    """A thousand at both ends: as many open files as this account may have, for the servers we start too."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def wait_for(port: int, seconds: float = 20.0) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        with socket.socket() as knocker:
            if knocker.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("a server did not start")


def load_on_the_other_core() -> None:
    if can_pin():
        os.sched_setaffinity(0, {CORES[1]})


def everywhere() -> None:
    """For what is no comparison: every core."""
    if can_pin():
        os.sched_setaffinity(0, CORES)


def share_of_the_servers_core() -> float:
    """How much of the servers' core a program gets now: 1.0 where nobody else is on it."""
    with on_the_servers_core():
        wall, used = time.perf_counter(), time.process_time()
        while time.perf_counter() - wall < 0.05:
            pass
        return (time.process_time() - used) / (time.perf_counter() - wall)


@contextmanager
def daphne(
    name: str, application: str, environ: dict[str, str] | None = None, *, module: str = "daphne"
) -> Iterator[Server]:
    """One Daphne process with that application. The long queue is ours: Daphne's own is 50."""
    with open_door("127.0.0.1", 0) as door, on_the_servers_core():
        process = subprocess.Popen(
            [sys.executable, "-m", module, "-e", f"fd:fileno={door.fileno()}", "-v", "0", application],
            cwd=ROOT,
            env={**os.environ, **(environ or {})},
            pass_fds=(door.fileno(),),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Server(name, door.getsockname()[1], process.pid)
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def valkey() -> Iterator[str]:
    folder = temporary_folder("nl-bench-")
    server = EmbeddedValkey(folder)
    with on_the_servers_core():
        server.start()
    try:
        yield server.url
    finally:
        server.stop()
        forget(folder)


@contextmanager
def nightlight(*, on_every_core: bool = False) -> Iterator[House]:
    """The whole product with one web process."""
    with ExitStack() as pinned:
        if not on_every_core:
            pinned.enter_context(on_the_servers_core())
        house = House(web_processes=1, runner=(sys.executable, "-m", "tests.bench.runner"))
        house.start()
    try:
        yield house
    finally:
        for name in ASIDE:
            for pid in house.pids(name):
                os.kill(pid, signal.SIGCONT)
        house.close()


@contextmanager
def aside(house: House) -> Iterator[None]:
    """Reading, jobs and clocks stand still: the case is about storing and delivering. What was said is read later."""
    for name in ASIDE:
        house.stop(name)
    try:
        yield
    finally:
        house.sql("UPDATE chat_message SET reading = 'not_needed' WHERE reading = 'pending'")
        for name in ASIDE:
            house.cont(name)


def pairs_in(house: House, count: int, *, first: int = 0) -> list[dict[str, Any]]:
    """Young people, each with a counsellor on a console. `first`: a number that no counsellor has yet."""
    return _people(house, "pairs", count, first)


def pages_in(house: House, count: int) -> list[dict[str, Any]]:
    """Young people who wait, each with a page."""
    return _people(house, "pages", count, 0)


def _people(house: House, *asked: str | int) -> list[dict[str, Any]]:
    environ = {**os.environ, **house.environ, **house.state["environment"], "PUBLIC_URL": house.base_url}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.people", *map(str, asked)],
        check=True,
        cwd=ROOT,
        env={**environ, "NIGHTLIGHT_ROLE": "app", "LOG_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
