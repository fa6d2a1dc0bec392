"""Every story of the chat begins with the numbers of the service as they are written down."""

from collections.abc import Iterator

import django
import psycopg
import pytest

django.setup()  # pytest reads this file before pytest-django sets Django up, and the cast are models

from config import clock
from config.tuning import forget_settings
from tests.servers import Servers


@pytest.fixture(autouse=True)
def _as_new() -> Iterator[None]:
    forget_settings()
    yield
    clock.reset()
    forget_settings()


@pytest.fixture
def superuser(database: str, servers: Servers) -> Iterator[psycopg.Connection]:
    """A connection that looks on from outside: what lies in the tables, who waits for a lock."""
    with psycopg.connect(servers.postgres.urls_of(database).superuser, autocommit=True) as connection:
        yield connection
