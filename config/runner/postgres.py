"""The embedded Postgres: real, durable, and reachable only through a socket in a private folder."""

import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg

from config.runner.account import server_account
from config.runner.folders import database_folder
from config.runner.identity import birth_mark, command_line, end
from config.runner.roles import DATABASE, SUPERUSER, DatabaseUrls, make_roles_and_database
from config.runner.server import Server
from config.runner.tail import open_log, size_of, tail_of, text_after
from config.runner.trouble import Trouble
from config.runner.wheels import SHARED_PLACE, postgres_programs

# After `kill -9` the dead server's children hold its shared memory for a moment more; each try waits a little longer.
TRIES = 6
STILL_HELD = ("shared memory block", "postmaster.pid")
# A server that comes back from a crash answers only after it has replayed its log.
READY_WITHIN_SECONDS = 120.0

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # People's words must not reach the log: no statements, no parameters, no DETAIL lines, which quote whole rows,
    # and nothing below LOG, because an ERROR quotes the value it could not read. Whoever asked is told all of it.
    "log_min_messages": "log",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}

INITDB = (
    *("-U", SUPERUSER, "--encoding=UTF8", "--data-checksums", "--no-instructions"),
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    *("--auth-local=trust", "--auth-host=reject"),
)


class EmbeddedPostgres(Server):
    name = "postgres"

    def __init__(self, data_folder: Path, *, settings: Mapping[str, str] | None = None) -> None:
        account = server_account()
        self.programs = postgres_programs(account)
        self.folder = database_folder(data_folder, account)
        self.settings = {**SETTINGS, **(settings or {})}
        super().__init__(data_folder, account, "nl-pg-")

    @property
    def urls(self) -> DatabaseUrls:
        return self.urls_of(DATABASE)

    def urls_of(self, database: str) -> DatabaseUrls:
        return DatabaseUrls.through(self.socket_folder, database)

    def start(self) -> DatabaseUrls:
        """The server answers, and the roles and the database are there, when this returns."""
        self.stop_survivor()
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        for attempt in range(1, TRIES + 1):
            log_ends_at = size_of(self.log)
            self._launch()
            if self._answers():
                make_roles_and_database(self._maintenance_url)
                return self.urls
            if not any(sign in text_after(self.log, log_ends_at) for sign in STILL_HELD):
                break
            time.sleep(0.25 * attempt)
        raise Trouble(
            "The embedded Postgres does not start; the last lines of its log are above.",
            f"The whole log is {self.log}. Another server can be used by setting DATABASE_URL.",
            tail=tail_of(self.log),
        )

    def stop(self) -> None:
        """A fast shutdown: open transactions roll back, everything committed is on disk."""
        self.ask_to_stop((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))

    def _initialise(self) -> None:
        # Into a folder of another name first, so that an interrupted start leaves no half a database.
        if self.folder.parent == SHARED_PLACE:
            SHARED_PLACE.mkdir(mode=0o755, exist_ok=True)
        fresh = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self.account.give(fresh)
        with open_log(self.log) as log:
            made = subprocess.run(
                [self.programs / "initdb", "-D", fresh, *INITDB],
                check=False,
                **self.surroundings(fresh, log),
            )
        if made.returncode != 0:
            raise Trouble(
                "The embedded Postgres could not make its database; the last lines of its log are above.",
                f"Check the free space and the rights on {self.folder.parent}, or set DATABASE_URL.",
                tail=tail_of(self.log),
            )
        fresh.rename(self.folder)

    def _launch(self) -> None:
        settings = {**self.settings, "unix_socket_directories": str(self.socket_folder)}
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.launch(self.programs / "postgres", ["-D", self.folder, *arguments], inside=self.folder)

    @property
    def _maintenance_url(self) -> str:
        return self.urls_of("postgres").superuser

    def _answers(self) -> bool:
        limit = time.monotonic() + READY_WITHIN_SECONDS
        while self.is_running() and time.monotonic() < limit:
            try:
                psycopg.connect(self._maintenance_url, connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return True
        return False

    def stop_survivor(self) -> None:
        """A runner that was killed left its server running: stop that one first, after checking that it is ours."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
            pid = int(lines[0])
        except (OSError, ValueError, IndexError):
            return
        birth = birth_mark(pid)
        is_ours = f"-D {self.folder} " in command_line(pid)
        if is_ours and not end(pid, birth, (signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0)):
            raise Trouble(
                f"The database in {self.folder} is still used by process {pid}, which does not stop.",
                "Stop that process, then start again.",
            )
        self._remove_old_socket_folder(lines)

    def _remove_old_socket_folder(self, lines: list[str]) -> None:
        old = Path(lines[4]) if len(lines) > 4 else self.socket_folder
        if old != self.socket_folder and old.parent == Path("/tmp") and old.name.startswith("nl-pg-"):
            shutil.rmtree(old, ignore_errors=True)
