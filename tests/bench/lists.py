"""A lead's list with years of escalations behind it: how long the server takes, and how the database does it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.load import part
from tests.folders import ROOT
from tests.house import House
from tests.visitor import Answer, Visitor

CLOSED, OPEN = 50_000, 500
TIMES, FIRST = 40, 5
PLANS = ROOT / "build"


def filled(house: House) -> Visitor:
    """The lead's browser, once all of them are there."""
    made = run(house, "make", CLOSED, OPEN)
    visitor = house.visitor()
    name, _equals, value = made["lead"].partition("=")
    visitor.cookies[name] = value
    return visitor


def measured(lead: Visitor) -> dict[str, list[float]]:
    """Milliseconds of each, one after another, from asking to the last byte: the server's own and a little more."""
    lead.get("/escalations/")
    return {
        "list": _times(lambda: _is(200, lead.get("/escalations/", follow=False))),
        "rows": _times(lambda: _is(200, lead.get("/escalations/rows/", follow=False))),
        "next": _times(lambda: _is(302, lead.post("/escalations/next/", follow=False))),
        "console": _times(lambda: _console(lead)),
    }


def _console(lead: Visitor) -> None:
    """A console opens: until it has been told of the queue, and of every page that stands."""
    with lead.wire("/ws/console/") as wire:
        wire.expect("queue")


def _times(once: Callable[[], object]) -> list[float]:
    for _ in range(FIRST):
        once()
    found = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        once()
        found.append((time.perf_counter() - begin) * 1e3)
    return found


def _is(status: int, answer: Answer) -> None:
    if answer.status != status:
        raise SystemExit(f"{answer.path} answered {answer.status}")


def middle(values: list[float]) -> float:
    return part(values, 0.5)


def slow(values: list[float]) -> float:
    return part(values, 0.95)


def plans(house: House) -> dict[str, dict[str, float]]:
    """Written into build/: every query of the pages and of each clock, and how many there were."""
    found: dict[str, dict[str, float]] = run(house, "pages", PLANS / "lists-pages.txt")
    return found | run(house, "clocks", PLANS / "lists-clocks.txt", role="jobs")


def run(house: House, *asked: str | int | Path, role: str = "app") -> dict[str, Any]:
    environ = {**os.environ, **house.environ, **house.state["environment"], "PUBLIC_URL": house.base_url}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.many", *map(str, asked)],
        check=True,
        cwd=ROOT,
        env={**environ, "NIGHTLIGHT_ROLE": role, "LOG_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
