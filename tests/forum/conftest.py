"""Every story of the forum begins with the numbers of the service as they are written down."""

from collections.abc import Iterator

import pytest

from config import clock
from config.tuning import forget_settings
from rota.models import StaffMember
from tests.forum.people import Writes, moderator, writes


@pytest.fixture(autouse=True)
def _as_new() -> Iterator[None]:
    forget_settings()
    yield
    clock.reset()
    forget_settings()


@pytest.fixture
def aisha(database: str) -> Writes:
    return writes()


@pytest.fixture
def tom(database: str) -> Writes:
    return writes()


@pytest.fixture
def mina(database: str) -> StaffMember:
    """A moderator."""
    return moderator()
