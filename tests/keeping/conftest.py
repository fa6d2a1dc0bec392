"""Every story of keeping has a key folder and a data folder of its own: others must not lose theirs."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from config import clock, keys, restore_proof, rotation, sealing
from config.keys import KeyDirectory
from config.runner.roles import make_database
from config.tuning import forget_settings
from escalation import keys_watch
from tests.people import YoungWriter, make_aisha, make_lena
from tests.servers import Servers


@pytest.fixture(autouse=True)
def _as_new(tmp_path: Path, settings) -> Iterator[None]:  # type: ignore[no-untyped-def]
    settings.NIGHTLIGHT_DATA = tmp_path
    forget_settings()
    yield
    clock.reset()
    forget_settings()


@pytest.fixture
def key_folder(database: str, servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeyDirectory:
    """A copy of the keys of this run, to make new ones in and destroy old ones."""
    shutil.copytree(servers.folder / "keys", tmp_path / "keys")
    mine = KeyDirectory(tmp_path / "keys", may_create=False)
    for module in (keys, sealing, rotation, restore_proof, keys_watch):
        monkeypatch.setattr(module, "key_directory", lambda: mine)
    sealing.KEYS.clear()
    return mine


@pytest.fixture
def lena(database: str):  # type: ignore[no-untyped-def]
    return make_lena()


@pytest.fixture
def aisha(database: str) -> YoungWriter:
    return make_aisha(nickname="Wren")


@pytest.fixture
def superuser(database: str, servers: Servers) -> Iterator[psycopg.Connection]:
    """A connection that looks on from outside."""
    with psycopg.connect(servers.postgres.urls_of(database).superuser, autocommit=True) as connection:
        yield connection


@pytest.fixture
def restored_copy(database: str, servers: Servers) -> Iterator[Callable[[], str]]:
    """Gives the address of a copy of the database as it is now: what a backup brings back."""
    made: list[str] = []

    def copy() -> str:
        from django.db import connection

        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        name = f"{database}_restored_{len(made)}"
        servers.superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database]
        )
        make_database(servers.superuser, name, template=database)
        made.append(name)
        return str(servers.postgres.urls_of(name).environment()["DATABASE_URL"])

    yield copy
    for name in made:
        servers.drop(name)
