"""The house the tests live in: real servers, a real copy of the database for each test that asks for one."""

import os
from collections.abc import Callable, Iterator

import django
import pytest
import redis
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from config import sealing
from tests.browser import browser, new_page
from tests.bytecode import keep_bytecode
from tests.house import House
from tests.laid_out import remember_files
from tests.order import in_order
from tests.passwords import hash_quickly
from tests.seed import clear_seed, share_seeds
from tests.servers import TEMPLATE, Servers, the_servers
from tests.wire import Wire

keep_bytecode()
AS_WE_CAME = dict(os.environ)
# Before any test module imports a model: Django reads its settings once.
os.environ.update(the_servers().environment())
django.setup()
hash_quickly()
remember_files()

__all__ = ["browser", "new_page"]


@pytest.fixture(scope="session")
def servers() -> Servers:
    return the_servers()


@pytest.fixture(autouse=True)
def _no_socket_outlives_its_story() -> Iterator[None]:
    """A console that a story left open hears of others, and its looks are rows of the audit."""
    before = list(Wire.open_now)
    yield
    for wire in [one for one in Wire.open_now if one not in before]:
        wire.close()


@pytest.fixture
def valkey(servers: Servers) -> Iterator[redis.Redis]:
    """The test run's Valkey, emptied."""
    with redis.Redis.from_url(servers.started_valkey.url) as client:
        client.flushall()
        yield client


@pytest.fixture
def database(servers: Servers, valkey: redis.Redis, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of its own, with the grants of the real one; Django's default connection is the app's role in it.

    A copy instead of a transaction that is rolled back: the journal, the hub and the worker use connections of
    their own and commit, as they do in the service.
    """
    name = servers.copy_of_template()
    _point_django_at(name)
    with django_db_blocker.unblock():
        yield name
    _point_django_at(TEMPLATE)
    servers.drop(name)


def _point_django_at(name: str) -> None:
    connection = connections["default"]
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # only PostgreSQL's wrapper has it
    # One dictionary for the connections of every thread, and the environment for processes a test starts.
    connections.settings["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name
    # Keys are remembered by number, and every copy counts from 1.
    sealing.KEYS.clear()
    os.environ.update(the_servers().environment(name))


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The real processes, shared by all stories that break nothing."""
    with House() as started:
        yield started


@pytest.fixture
def fault_house() -> Iterator[House]:
    """The real processes for one test alone, which may kill any of them."""
    with House() as started:
        yield started


@pytest.fixture
def make_house() -> Iterator[Callable[..., House]]:
    """For a house with an environment of its own: `make_house(environ={...})`."""
    houses: list[House] = []

    def make(**options: object) -> House:
        houses.append(House(**options))  # type: ignore[arg-type]
        return houses[-1].start()

    yield make
    for made in houses:
        made.close()


def pytest_configure(config: pytest.Config) -> None:
    """Whoever hands the stories out leaves the workers the environment as it was: each has servers of its own."""
    if config.getoption("numprocesses", None):
        for name in set(os.environ) - set(AS_WE_CAME):
            del os.environ[name]
        os.environ.update(AS_WE_CAME)
        share_seeds()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_order(items)


def pytest_unconfigure() -> None:
    """Here and not only at the exit: a worker that takes its time to end is killed."""
    if the_servers.cache_info().currsize:
        the_servers().stop()
    clear_seed()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A story that fails shows the last lines of every process of its house."""
    report = yield
    if report is not None and report.failed:
        for name, value in getattr(item, "funcargs", {}).items():
            if isinstance(value, House):
                report.sections.append((f"processes of {name}", value.logs(lines=60)))
    return report
