"""Where the servers run: all of one on the first core, the load on the second."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from config.runner.door import open_door
from config.runner.valkey import EmbeddedValkey
from tests.folders import ROOT, forget, temporary_folder
from tests.house import House

ASIDE = ("worker", "jobs", "watchdog")


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


def load_on_the_other_core() -> None:
    if can_pin():
        os.sched_setaffinity(0, {CORES[1]})


def share_of_the_servers_core() -> float:
    """How much of the servers' core a program gets now: 1.0 where nobody else is on it."""
    with on_the_servers_core():
        wall, used = time.perf_counter(), time.process_time()
        while time.perf_counter() - wall < 0.05:
            pass
        return (time.process_time() - used) / (time.perf_counter() - wall)


@contextmanager
def daphne(application: str, environ: dict[str, str] | None = None) -> Iterator[int]:
    """One Daphne process with that application, and its port. The long queue is ours: Daphne's own is 50."""
    with open_door("127.0.0.1", 0) as door, on_the_servers_core():
        process = subprocess.Popen(
            [sys.executable, "-m", "daphne", "-e", f"fd:fileno={door.fileno()}", "-v", "0", application],
            cwd=ROOT,
            env={**os.environ, **(environ or {})},
            pass_fds=(door.fileno(),),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield door.getsockname()[1]
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
def nightlight() -> Iterator[House]:
    """The whole product with one web process."""
    with on_the_servers_core():
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


def pairs_in(house: House, count: int) -> list[dict[str, Any]]:
    environ = {**os.environ, **house.environ, **house.state["environment"], "PUBLIC_URL": house.base_url}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.people", str(count)],
        check=True,
        cwd=ROOT,
        env={**environ, "NIGHTLIGHT_ROLE": "app", "LOG_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
