"""Postgres and Valkey for the tests of this run, started by the runner's own classes.

The environment is complete before Django reads its settings; the servers themselves start when a test needs them.
"""

import atexit
import os
from functools import cache, cached_property

import psycopg
from psycopg import sql

from config.runner.postgres import EmbeddedPostgres
from config.runner.roles import make_database
from config.runner.valkey import EmbeddedValkey
from tests.folders import forget, temporary_folder
from tests.leftovers import clear_leftovers
from tests.seed import manage, plant_bare

TEMPLATE = "nightlight"

# Only for speed, and only here: these servers are thrown away, and a killed process loses nothing by it.
THROWAWAY = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off", "max_connections": "200"}


class Servers:
    """One Postgres and one Valkey for all tests that need no processes of their own."""

    def __init__(self) -> None:
        self.folder = temporary_folder()
        self.postgres = EmbeddedPostgres(self.folder, settings=THROWAWAY)
        self.valkey = EmbeddedValkey(self.folder)
        self._databases = 0

    def environment(self, database: str = TEMPLATE) -> dict[str, str]:
        return {
            "NIGHTLIGHT_ENV": "test",
            "NIGHTLIGHT_DATA": str(self.folder),
            "NIGHTLIGHT_KEYS": str(self.folder / "keys"),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "REDIS_URL": self.valkey.url,
            **self.postgres.urls_of(database).environment(),
        }

    @cached_property
    def started_valkey(self) -> EmbeddedValkey:
        self.valkey.start()
        return self.valkey

    @cached_property
    def template(self) -> str:
        """The one migrated database; every test gets a copy of it. The files of the pages are laid out with it."""
        plant_bare(self.folder)
        self.postgres.start()
        # A story does in one process what several do in the service; each by itself: tests/config/test_grants.py.
        self.superuser.execute("GRANT nightlight_worker, nightlight_jobs TO nightlight_app")
        self._open_with_one()
        return TEMPLATE

    def _open_with_one(self) -> None:
        """Most stories have one counsellor and nobody else on: it is open all the same (tests/rota/test_cover.py)."""
        with psycopg.connect(self.postgres.urls_of(TEMPLATE).superuser, autocommit=True) as connection:
            connection.execute(
                "INSERT INTO config_settingversion (name, version, value, why, set_at)"
                " VALUES ('cover.least_people', 1, '1', 'one is enough here', now()),"
                " ('cover.needs_lead', 1, 'false', 'one is enough here', now())"
            )

    def manage(self, *arguments: str, role: str = "app", database: str = TEMPLATE, words: str | None = None) -> str:
        environ = {**os.environ, **self.environment(database), "NIGHTLIGHT_ROLE": role}
        return manage(*arguments, environ=environ, words=words)

    def copy_of_template(self) -> str:
        """File by file: page by page through the log, as Postgres does it by itself, takes nearly twice as long."""
        template = self.template
        self._databases += 1
        name = f"t_{self._databases}"
        make_database(self.superuser, name, template=template, strategy="FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        self.superuser.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    @cached_property
    def superuser(self) -> psycopg.Connection:
        return psycopg.connect(self.postgres.urls_of("postgres").superuser, autocommit=True)

    def stop(self) -> None:
        if "superuser" in self.__dict__:
            self.superuser.close()
        self.postgres.stop()
        self.valkey.stop()
        forget(self.folder)


@cache
def the_servers() -> Servers:
    clear_leftovers()
    servers = Servers()
    atexit.register(servers.stop)
    return servers
