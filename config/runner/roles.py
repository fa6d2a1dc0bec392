"""The accounts inside the database, and how to reach it as each of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

OWNER: LiteralString = "nightlight_owner"  # migrates, and owns every table
APP: LiteralString = "nightlight_app"
WORKER: LiteralString = "nightlight_worker"
JOBS: LiteralString = "nightlight_jobs"
WATCHDOG: LiteralString = "nightlight_watchdog"
SUPERUSER: LiteralString = "postgres"
DATABASE: LiteralString = "nightlight"


@dataclass(frozen=True)
class DatabaseUrls:
    """One address per role. No passwords: the socket folder lets only our own account in."""

    app: str
    migrator: str
    worker: str
    jobs: str
    watchdog: str
    superuser: str

    @classmethod
    def through(cls, socket_folder: Path, database: str = DATABASE) -> "DatabaseUrls":
        def url(role: str) -> str:
            return f"postgres://{role}@/{database}?host={socket_folder}"

        return cls(url(APP), url(OWNER), url(WORKER), url(JOBS), url(WATCHDOG), url(SUPERUSER))

    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.app,
            "DATABASE_URL_MIGRATOR": self.migrator,
            "DATABASE_URL_WORKER": self.worker,
            "DATABASE_URL_JOBS": self.jobs,
            "DATABASE_URL_WATCHDOG": self.watchdog,
        }


def make_roles_and_database(superuser_url: str) -> None:
    """Safe to repeat. The owner owns the database, so it may add the trusted extensions the migrations need."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (OWNER, APP, WORKER, JOBS, WATCHDOG):
            if role not in there:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            make_database(connection, DATABASE)


def make_database(
    connection: psycopg.Connection, name: str, *, template: str = "template1", strategy: str = "WAL_LOG"
) -> None:
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY {}").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template), sql.Identifier(strategy)
        )
    )
