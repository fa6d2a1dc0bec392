"""Every story of the chat begins with the numbers of the service as they are written down."""

import time
from collections.abc import Iterator

import psycopg
import pytest

from config import clock
from config.tuning import forget_settings
from tests.chat.doors import Counsellor, QuietSockets, aisha_at_the_door
from tests.house import House
from tests.servers import Servers


@pytest.fixture(autouse=True)
def _as_new() -> Iterator[None]:
    forget_settings()
    yield
    clock.reset()
    forget_settings()


@pytest.fixture(scope="session")
def quiet_sockets(house: House) -> Iterator[QuietSockets]:
    """Two sockets that say nothing while other stories run."""
    young = aisha_at_the_door(house)
    counsellor = Counsellor(house, "Priya").signs_in().talks_to(young)
    with young.opens() as page, counsellor.opens() as console:
        young.resumes(page)
        page.expect("state")
        counsellor.resumes(console)
        console.expect("mine")
        # A silent console gives its conversations back after 90 s (H16). This minute of silence has to
        # outlast whatever else a busy machine runs meanwhile.
        house.sql("UPDATE chat_conversation SET lease_until = lease_until + interval '1 day'")
        yield QuietSockets(time.monotonic(), young, page, counsellor, console)


@pytest.fixture
def superuser(database: str, servers: Servers) -> Iterator[psycopg.Connection]:
    """A connection that looks on from outside: what lies in the tables, who waits for a lock."""
    with psycopg.connect(servers.postgres.urls_of(database).superuser, autocommit=True) as connection:
        yield connection
