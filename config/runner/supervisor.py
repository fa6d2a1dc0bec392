"""Starts everything in order, keeps it running, and takes it all down again."""

import contextlib
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from socket import socket

from config.runner.app import App, Step
from config.runner.bell import Bell
from config.runner.care import Care
from config.runner.door import open_door
from config.runner.folders import only_runner, open_data_folder
from config.runner.options import ROOT, Options
from config.runner.postgres import EmbeddedPostgres
from config.runner.processes import Child
from config.runner.ready import check_given_database, check_given_redis, host_in, unready_because
from config.runner.say import say
from config.runner.state import forget_state, write_state
from config.runner.survivors import stop_survivors
from config.runner.tail import open_log
from config.runner.trouble import Trouble
from config.runner.valkey import EmbeddedValkey

# A web process needs up to 20 s to say goodbye to everybody it serves.
DRAIN_SECONDS = 20.0
READY_WITHIN_SECONDS = 90.0
# Something that ends this often before it was ever ready will not get better by itself.
HOPELESS_AFTER_RESTARTS = 4


class Supervisor:
    def __init__(self, app: App, options: Options, *, root: Path = ROOT) -> None:
        self.app = app
        self.options = options
        self.root = root
        self.bell = Bell()
        self.care = Care(self._write_state)
        self.servers: list[EmbeddedPostgres | EmbeddedValkey] = []
        self.children: list[Child] = []
        self.server_addresses: dict[str, str] = {}
        self.welcome = ""
        self.is_ready = False

    def run(self) -> None:
        open_data_folder(self.options.data_folder)
        with only_runner(self.options.data_folder):
            try:
                self._run()
            finally:
                self._stop()

    def _run(self) -> None:
        self._stop_survivors()
        with open_door(self.options.host, self.options.port) as door:
            self._name_the_address(door)
            self._start_servers()
            for step in self.app.steps(self.options):
                self._take(step)
            self._start_children(door)
            self._wait_until_ready()
            if not self.bell.stops:
                self._welcome()
            while not self.bell.stops:
                self.bell.wait(self.care.look_after())

    def _stop_survivors(self) -> None:
        stopped = stop_survivors(self.options.data_folder)
        if stopped:
            say(f"stopped {stopped} processes that an earlier run had left")

    def _name_the_address(self, door: socket) -> None:
        self.port: int = door.getsockname()[1]
        self.public_url = (self.options.environ.get("PUBLIC_URL") or f"http://localhost:{self.port}").rstrip("/")

    @property
    def environ(self) -> Mapping[str, str]:
        return {
            **self.options.environ,
            **self.server_addresses,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "NIGHTLIGHT_DATA": str(self.options.data_folder),
            "NIGHTLIGHT_ENV": self.options.environment,
            "NIGHTLIGHT_ROLE": "app",
            "PORT": str(self.port),
            "PUBLIC_URL": self.public_url,
            # Lines reach the terminal or the log when they are written, not when a buffer is full.
            "PYTHONUNBUFFERED": "1",
        }

    def _start_servers(self) -> None:
        data = self.options.data_folder
        if database := self.options.given("DATABASE_URL"):
            check_given_database(database)
        else:
            postgres = EmbeddedPostgres(data)
            self.server_addresses |= postgres.urls.environment()
            self._start_server(postgres)
        if address := self.options.given("REDIS_URL"):
            check_given_redis(address)
        else:
            valkey = EmbeddedValkey(data)
            self.server_addresses["REDIS_URL"] = valkey.url
            self._start_server(valkey)

    def _start_server(self, server: EmbeddedPostgres | EmbeddedValkey) -> None:
        self.servers.append(server)
        self.care.take(server)

    def _take(self, step: Step) -> None:
        if self.bell.stops:
            return
        say(step.saying)
        with contextlib.ExitStack() as stack:
            folder = self.options.log_folder
            log = stack.enter_context(open_log(folder / "steps.log")) if folder else None
            told = stack.enter_context(tempfile.TemporaryFile())
            process = subprocess.Popen(
                step.argv,
                cwd=self.root,
                env={**self.environ, **step.environ},
                stdin=subprocess.DEVNULL,
                stdout=told if step.is_for_the_welcome else log,
                stderr=log,
                start_new_session=True,
            )
            while process.poll() is None and not self.bell.stops:
                self.bell.wait(60)
            process.terminate()
            if process.wait() != 0 and not self.bell.stops:
                raise Trouble(f"{step.saying} failed (`{' '.join(step.argv[1:])}`).", step.remedy)
            told.seek(0)
            self.welcome += told.read().decode(errors="replace")

    def _start_children(self, door: socket) -> None:
        for command in self.app.commands(self.options, door.fileno()):
            if self.bell.stops:
                return
            child = Child(command, self.environ, cwd=self.root, log_folder=self.options.log_folder)
            self.children.append(child)
            self.care.take(child)

    def _wait_until_ready(self) -> None:
        limit = time.monotonic() + READY_WITHIN_SECONDS
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.options.host, self.options.host)
        while not self.bell.stops:
            reason = unready_because(host, self.port, self.app.ready_path, public_host=host_in(self.public_url))
            if reason is None:
                self.is_ready = True
                self._write_state()
                return
            name, restarts = self.care.worst()
            if restarts >= HOPELESS_AFTER_RESTARTS:
                raise Trouble(f"{name} ends again and again.", "Read what it said above, and put that right first.")
            if time.monotonic() > limit:
                raise Trouble(
                    f"Nightlight did not become ready; {self.app.ready_path} says: {reason}.",
                    "Read what the processes said above.",
                )
            self.bell.wait(min(0.2, self.care.look_after()))

    def _welcome(self) -> None:
        say(f"ready at {self.public_url}/  (staff sign in at {self.public_url}/staff/sign-in/)")
        if self.welcome.strip():
            say(f"people to sign in as:\n{self.welcome.rstrip()}")
        say("Ctrl-C stops everything")

    def _write_state(self) -> None:
        write_state(
            self.options.data_folder,
            address=self.public_url,
            ready=self.is_ready,
            environment=self.server_addresses,
            pids={kept.name: kept.pid for kept in self.care.kept if kept.pid is not None and kept.is_running()},
        )

    def _stop(self) -> None:
        if self.children:
            say("stopping; people get time to finish (Ctrl-C again ends it now)")
        asked = self.bell.stops
        for child in self.children:
            child.ask_to_stop()
        limit = time.monotonic() + DRAIN_SECONDS
        while any(child.is_running() for child in self.children):
            left = limit - time.monotonic()
            if left <= 0 or self.bell.stops > min(asked, 1):
                break
            self.bell.wait(left)
        for child in self.children:
            child.end_now()
        for server in reversed(self.servers):
            server.stop()
        forget_state(self.options.data_folder)
        if self.children:
            say("stopped")
