"""A house that may be broken, with two people in it who talk."""

from collections.abc import Iterator

import pytest

from tests.faults.people import Talk, talk_in
from tests.house import House


@pytest.fixture
def talk(fault_house: House) -> Iterator[Talk]:
    with talk_in(fault_house) as talk:
        yield talk
