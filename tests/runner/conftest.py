"""Houses that hold the real supervisor and practice processes."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.folders import ROOT, forget, temporary_folder
from tests.house import House
from tests.leftovers import stop_everything_in
from tests.seed import clean_environment

RUNNER = (sys.executable, "-m", "tests.runner.practice_runner")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def practice_house() -> Iterator[Callable[..., House]]:
    """Makes a house that is up and runs practice processes."""
    houses: list[House] = []

    def make(**environ: str) -> House:
        houses.append(House(environ=environ, planted=False, runner=RUNNER))
        return houses[-1].start()

    yield make
    for house in houses:
        house.close()


@pytest.fixture(scope="package")
def lasting_house() -> Iterator[House]:
    """One practice house for the stories that leave it as they found it."""
    with House(environ={"PORT": "0"}, planted=False, runner=RUNNER) as house:
        house.sql("CREATE TABLE kept AS SELECT 1")
        yield house


@pytest.fixture
def folder() -> Iterator[Path]:
    made = temporary_folder()
    yield made
    stop_everything_in(made / "data")
    forget(made)


@pytest.fixture
def run(folder: Path) -> Run:
    """Runs a runner that is expected to refuse, and gives what it said."""

    def refused(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*RUNNER, *arguments],
            check=False,
            cwd=ROOT,
            env={**clean_environment(), "NIGHTLIGHT_DATA": str(folder / "data"), "PORT": "0", **environ},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return refused
