"""A house that gets broken again and again, with two people in it who talk."""

from collections.abc import Iterator

import pytest

from tests.faults.people import Talk, talk_in
from tests.house import House

EVERYBODY = ("postgres", "valkey", "web-1", "web-2", "worker", "jobs")


@pytest.fixture(scope="package")
def shaken_house() -> Iterator[House]:
    """One for all stories here: each of them waits until everything is back, so the next one finds it whole."""
    with House() as started:
        yield started


@pytest.fixture
def talk(shaken_house: House) -> Iterator[Talk]:
    shaken_house.wait_until(lambda: all(map(shaken_house.pids, EVERYBODY)) and shaken_house._answers(), "all is well")
    with talk_in(shaken_house) as talk:
        yield talk
