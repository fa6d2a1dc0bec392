"""Every story of texts begins with the numbers of the service as they are written down, and the clock put right."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg
import pytest
from psycopg import sql

from chat.sms import pause
from config import clock
from config.tuning import forget_settings
from tests.servers import Servers
from tests.sms.carrier import Carrier
from tests.sms.phones import Texter, make_texter


@pytest.fixture(autouse=True)
def _as_new() -> Iterator[None]:
    forget_settings()
    yield
    clock.reset()
    forget_settings()


@pytest.fixture
def superuser(database: str, servers: Servers) -> Iterator[psycopg.Connection]:
    """A connection that looks on from outside."""
    with psycopg.connect(servers.postgres.urls_of(database).superuser, autocommit=True) as connection:
        yield connection


@pytest.fixture
def database_away(database: str, servers: Servers) -> Callable[[], AbstractContextManager[None]]:
    """`with database_away():` nobody gets a connection to it, and whoever had one has lost it."""

    def let_in(yes: bool) -> None:
        answer = sql.SQL("true" if yes else "false")
        servers.superuser.execute(
            sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}").format(sql.Identifier(database), answer)
        )

    @contextmanager
    def away() -> Iterator[None]:
        let_in(False)
        servers.superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database]
        )
        try:
            yield
        finally:
            let_in(True)

    return away


@pytest.fixture
def carrier(database: str, settings) -> Iterator[Carrier]:  # type: ignore[no-untyped-def]
    """A carrier of the test's own, which we send through; at the end it has nothing to complain of."""
    pause.forget()
    with Carrier(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, settings.TWILIO_FROM) as carrier:
        settings.TWILIO_API_BASE = carrier.url
        yield carrier
    pause.forget()
    assert carrier.complaints == []


@pytest.fixture
def tom(carrier: Carrier) -> Texter:
    return make_texter()
