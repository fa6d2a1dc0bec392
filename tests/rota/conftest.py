"""The cast of these stories, and the hands they play with."""
# ruff: noqa: E402

from collections.abc import Callable, Iterator
from datetime import timedelta

import django
import psycopg
import pytest

django.setup()  # pytest reads this file before pytest-django sets Django up, and the cast are models

from django.core.cache import cache
from django.test import Client

from config import clock
from config.tuning import forget_settings
from rota.models import Role, Shift, StaffMember
from rota.people import add_staff
from rota.shifts import put_on
from tests.escalation.conftest import outside  # noqa: F401  (the world outside, also of these stories)
from tests.servers import Servers

PASSWORD = "quiet river lantern"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _as_new() -> Iterator[None]:
    forget_settings()
    yield
    clock.reset()


def person(name: str, *roles: str, level: str = "trained", password: str | None = None) -> StaffMember:
    return add_staff(f"{name.lower()}@example.org", name, roles, level, password)


def on_shift(staff: StaffMember, duty: str, begins: float = -1, ends: float = 7) -> Shift:
    """On shift from so many hours from now until so many."""
    return put_on(staff, duty, clock.now() + begins * HOUR, clock.now() + ends * HOUR)


@pytest.fixture
def sam(database: str) -> StaffMember:
    """A counsellor on shift."""
    sam = person("Sam", Role.COUNSELLOR, level="senior", password=PASSWORD)
    on_shift(sam, Shift.Duty.COUNSELLOR)
    return sam


@pytest.fixture
def priya(database: str) -> StaffMember:
    """A counsellor whose shift has ended."""
    priya = person("Priya", Role.COUNSELLOR, password=PASSWORD)
    on_shift(priya, Shift.Duty.COUNSELLOR, -9, -1)
    return priya


@pytest.fixture
def lena(database: str) -> StaffMember:
    """The safeguarding lead on call."""
    lena = person("Lena", Role.SAFEGUARDING_LEAD, password=PASSWORD)
    on_shift(lena, Shift.Duty.ON_CALL_1)
    return lena


@pytest.fixture
def marc(database: str) -> StaffMember:
    """A safeguarding lead who is not on call."""
    return person("Marc", Role.SAFEGUARDING_LEAD, password=PASSWORD)


@pytest.fixture
def olu(database: str) -> StaffMember:
    """Works here, but not with young people."""
    return person("Olu", Role.ROTA, password=PASSWORD)


@pytest.fixture
def noor(database: str) -> StaffMember:
    """Looks after privacy, which has no page here yet."""
    return person("Noor", Role.PRIVACY, password=PASSWORD)


@pytest.fixture
def owner_without_triggers(database: str, servers: Servers) -> Iterator[psycopg.Connection]:
    """Somebody who runs the database and wants the audit to say something else."""
    with psycopg.connect(servers.postgres.urls_of(database).superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


@pytest.fixture
def sits_down(database: str) -> Callable[[], Client]:
    """A browser at our doors."""
    cache.clear()
    return lambda: Client(headers={"host": "localhost"}, enforce_csrf_checks=False)
