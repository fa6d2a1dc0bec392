"""Bringing a backup back: `python manage.py restore`."""

import json
import os
import re
import subprocess
import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from psycopg import Connection, OperationalError, connect, sql

from config import backup, restore_proof
from config.rotation import Refused
from config.settings import database

VARIABLES = {
    "app": "DATABASE_URL",
    "migrator": "DATABASE_URL_MIGRATOR",
    "worker": "DATABASE_URL_WORKER",
    "jobs": "DATABASE_URL_JOBS",
    "watchdog": "DATABASE_URL_WATCHDOG",
}
MANAGE = Path(__file__).parents[3] / "manage.py"


class Command(BaseCommand):
    help = """Brings a backup back into an EMPTY database, and does what has to be done before anybody is let in:

  1. the seal of the whole file is checked before anything is written
  2. the tables come back, all or none, and are counted against the manifest
  3. migrations and grants of this version
  4. what was erased since is erased again (erasures.jsonl of the data folder)
  5. every data key is opened, and words of each kind
  6. the audit is checked against the anchors

  restore FILE --into postgres://owner:...@host/new_database
  restore FILE --into -              reads the address from standard input
  restore FILE --check               only 1: is the file whole, and is its key here?

The keys come from NIGHTLIGHT_KEYS; they are in no backup. Exit status 1: something is wrong, and it says what."""
    requires_system_checks: list[str] = []

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--into", metavar="URL", help="an empty database, as its owner")
        what.add_argument("--check", action="store_true")
        parser.add_argument("--prove", action="store_true", help="write down in the live database that it could be")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            manifest = backup.check(file)
        except FileNotFoundError:
            raise CommandError("There is no such file.") from None
        except backup.BackupBroken as broken:
            raise CommandError(str(broken)) from None
        self.stdout.write(f"The backup is whole: made {manifest.at}, version {manifest.version}.")
        if options["check"]:
            return
        url = sys.stdin.readline().strip() if options["into"] == "-" else options["into"]
        self._bring_back(file, manifest, url)
        self._make_ready(url, manifest)
        if options["prove"]:
            self._prove(url)
        self.stdout.write("It is ready. Point DATABASE_URL and the others at it, start, and look at /readyz.")

    def _prove(self, url: str) -> None:
        try:
            proof = restore_proof.prove(url)
        except Refused as refused:
            raise CommandError(f"It was restored, but proves nothing about old keys: {refused}") from None
        self.stdout.write(f"Written down: a restore needs {proof.needs_from} and newer keys, and none before.")

    def _bring_back(self, file: Path, manifest: backup.Manifest, url: str) -> None:
        with _opened(url) as connection:
            if _tables(connection):
                raise CommandError("This database is not empty. Make a new one, and restore into that.")
        _pg_restore(file, url)
        with _opened(url) as connection:
            wrong = [name for name, rows in manifest.rows.items() if _count(connection, name) != rows]
        if wrong:
            raise CommandError(f"These tables came back with other numbers of rows: {', '.join(sorted(wrong))}.")
        self.stdout.write(f"{sum(manifest.rows.values())} rows of {len(manifest.rows)} tables are back, as they were.")

    def _make_ready(self, url: str, manifest: backup.Manifest) -> None:
        for words, command in (
            ("Migrations and grants", ["migrate", "--no-input", "-v", "0"]),
            ("What was erased since", ["erase", "--replay", "--yes"]),
            ("Keys and words", ["rotate_keys", "--open"]),
        ):
            done = _manage(command, url)
            if done.returncode != 0:
                raise CommandError(f"{words}: it did not work. Nobody may be let in yet. {_last_line(done.stderr)}")
            self.stdout.write(f"{words}: {done.stdout.strip() or 'done'}")
        self._check_audit(_manage(["verify_audit", "--json"], url).stdout, manifest)

    def _check_audit(self, answer: str, manifest: backup.Manifest) -> None:
        """Links that were anchored after the backup are lost with the database it replaces, and nothing else is."""
        told = json.loads(_last_line(answer) or '{"problems": ["The audit could not be checked."], "links": 0}')
        lost = [one for one in told["problems"] if _came_later(one, manifest.audit_links)]
        if wrong := [one for one in told["problems"] if one not in lost]:
            raise CommandError("The audit: " + " ".join(wrong))
        self.stdout.write(f"The audit: whole, {told['links']} links.")
        if lost:
            self.stdout.write(
                "Its file of anchors is newer than this backup. Before this database takes over, move "
                "anchors/audit-head.jsonl aside and keep it: it says how much of the audit was lost."
            )


def _came_later(problem: str, links: int) -> bool:
    anchored = re.match(r"Link (\d+), anchored on .* is gone", problem)
    not_linked_yet = re.match(r"Row \d+ is not linked", problem)
    return bool(not_linked_yet) or (anchored is not None and int(anchored[1]) > links)


def _manage(command: list[str], url: str) -> subprocess.CompletedProcess[str]:
    """One of our commands on that database, as its owner; the names of the other accounts are those of this one."""
    ours = set(VARIABLES.values())
    environ = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in ours}
    environ |= {VARIABLES[role]: _as_account(url, told) for role, told in settings.DATABASE_URLS.items()}
    environ |= {"DATABASE_URL_MIGRATOR": url, "NIGHTLIGHT_ROLE": "migrator"}
    arguments = [sys.executable, str(MANAGE), *command]
    return subprocess.run(arguments, env=environ, capture_output=True, text=True, check=False)  # noqa: S603


def _as_account(url: str, other: str) -> str:
    """The same database, with the name of another's account: for grants, nobody signs in with it."""
    parts, account = urlsplit(url), urlsplit(other).username or ""
    return parts._replace(netloc=f"{account}@{parts.netloc.rpartition('@')[2]}").geturl()


def _pg_restore(file: Path, url: str) -> None:
    to, environ = backup.connection_of(url)
    command = [backup.program("pg_restore"), *to, "--no-owner", "--no-privileges", "--no-comments"]
    try:
        writing = backup.run([*command, "--single-transaction", "--exit-on-error"], environ, stdin=subprocess.PIPE)
    except OSError:
        raise CommandError("There is no pg_restore on this machine.") from None
    assert writing.stdin is not None
    try:
        for piece in backup.opened(file):
            writing.stdin.write(piece)
        writing.stdin.close()
        if writing.wait() != 0:
            raise CommandError("The database did not take it. Nothing was kept.")
    except BrokenPipeError:
        raise CommandError("The database did not take it. Nothing was kept.") from None
    finally:
        writing.kill()
        writing.wait()


def _opened(url: str) -> Connection:
    told = database(url, pool=False)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    try:
        return connect(**{names[name]: told[name] for name in names if told[name]}, autocommit=True)
    except OperationalError:
        raise CommandError("That database cannot be reached.") from None


def _tables(connection: Connection) -> list[str]:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return [name for (name,) in found]


def _count(connection: Connection, table: str) -> int:
    try:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    except Exception:
        return -1
    return int(row[0]) if row else -1


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""
