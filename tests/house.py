"""The whole service as it really runs: real runner, servers, web processes, worker and jobs, in a folder of its own.

with House() as house:
    aisha = house.visitor()
    house.kill("valkey")
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import psycopg
import redis

from config.runner.identity import birth_mark
from config.runner.state import read_state
from config.runner.tail import tail_of
from tests.folders import ROOT, forget, temporary_folder
from tests.leftovers import stop_everything_in
from tests.ports import lasting_port
from tests.seed import clean_environment, manage, plant
from tests.visitor import Visitor

# How long is waited before a story fails. Never a measure of the service: several houses share two cores.
START_SECONDS = 180.0
STOP_SECONDS = 60.0
BACK_SECONDS = 90.0
WAIT_SECONDS = 60.0


class House:
    """A folder, a runner in it, and everything the runner starts.

    Names of processes: "postgres", "valkey", "web-1", "web-2", "worker", "jobs"; "web" means every web process.
    """

    def __init__(
        self,
        *,
        environ: Mapping[str, str] | None = None,
        web_processes: int = 2,
        planted: bool = True,
        runner: Sequence[str] = (sys.executable, "-m", "config.runner"),
    ) -> None:
        self.folder = temporary_folder("nl-house-")
        self.data = self.folder / "data"
        if planted:
            plant(self.data)
        self.runner = runner
        self.environ = {
            **clean_environment(),
            "NIGHTLIGHT_DATA": str(self.data),
            "NIGHTLIGHT_LOGS": str(self.folder / "logs"),
            "PORT": str(lasting_port()),
            "WEB_PROCESSES": str(web_processes),
            **(environ or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    # Starting and stopping the whole house

    def start(self) -> Self:
        (self.folder / "logs").mkdir(exist_ok=True)
        with (self.folder / "logs" / "runner.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.runner, cwd=ROOT, env=self.environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            self.wait_until(self._is_ready, "the house is ready", seconds=START_SECONDS)
        except BaseException:
            sys.stderr.write(self.logs())
            self.close()
            raise
        if self.environ["PORT"] == "0":
            self.environ["PORT"] = str(urlsplit(self.base_url).port)  # a restart keeps the address
        return self

    def stop_all(self, number: int = signal.SIGTERM) -> int:
        """Asks the runner to stop and gives its exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)

    def restart_all(self) -> None:
        self.stop_all()
        self.start()

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            try:
                self.stop_all()
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        stop_everything_in(self.data)  # nothing, unless the runner was killed
        forget(self.folder)

    # Where it is

    @property
    def base_url(self) -> str:
        return str(self.state["address"])

    @property
    def state(self) -> dict[str, Any]:
        return read_state(self.data)

    def pids(self, name: str) -> list[int]:
        """The processes of that name which are alive now."""
        return [
            entry["pid"]
            for known, entry in self.state.get("processes", {}).items()
            if (known == name or known.startswith(f"{name}-")) and birth_mark(entry["pid"]) == entry["birth"]
        ]

    # Faults

    def kill(self, name: str, number: int = signal.SIGKILL) -> list[int]:
        """By default what a crash looks like. Gives the numbers of the processes that got the signal."""
        hit = self.pids(name)
        assert hit, f"no process called {name} is alive"
        for pid in hit:
            os.kill(pid, number)
        return hit

    def stop(self, name: str) -> None:
        """Frozen, not ended: it answers nobody until `cont`."""
        self.kill(name, signal.SIGSTOP)

    def cont(self, name: str) -> None:
        self.kill(name, signal.SIGCONT)

    def restart(self, name: str, number: int = signal.SIGKILL, *, seconds: float = BACK_SECONDS) -> None:
        """Ends it, and waits until the runner has brought it back and the house is ready again."""
        self.wait_until_back(name, self.kill(name, number), seconds=seconds)

    def wait_until_back(self, name: str, gone: Sequence[int], *, seconds: float = BACK_SECONDS) -> None:
        def is_back() -> bool:
            now = self.pids(name)
            return len(now) == len(gone) and not set(now) & set(gone) and self._answers()

        self.wait_until(is_back, f"{name} is back", seconds=seconds)

    def wait_until(self, true: Callable[[], bool], what: str, *, seconds: float = WAIT_SECONDS) -> None:
        limit = time.monotonic() + seconds
        while not true():
            if time.monotonic() > limit:
                raise AssertionError(f"waited {seconds:g} s in vain until {what}")
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"the runner ended with {self.process.returncode} while waiting until {what}")
            time.sleep(0.05)

    def _is_ready(self) -> bool:
        """This runner, not one that was killed and left its note."""
        assert self.process is not None
        return bool(self.state.get("ready") and self.state["runner"]["pid"] == self.process.pid)

    def _answers(self) -> bool:
        try:
            return self.visitor().get("/readyz").status == 200
        except OSError:
            return False

    # Looking inside

    def sql(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Runs one statement as the superuser. Gives its rows, or none."""
        address = self.state["environment"]["DATABASE_URL"].replace("//nightlight_app@", "//postgres@")
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(query.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def valkey(self) -> redis.Redis:
        return redis.Redis.from_url(self.state["environment"]["REDIS_URL"])

    def manage(self, *arguments: str, role: str = "", words: str | None = None) -> str:
        """`manage.py` with the environment the house's own processes have, in the role the command belongs to."""
        address = {"PORT": self.environ["PORT"], "PUBLIC_URL": self.base_url, "NIGHTLIGHT_ROLE": role}
        return manage(*arguments, environ={**self.environ, **self.state["environment"], **address}, words=words)

    def logs(self, *, lines: int = 200) -> str:
        """Everything every process has said, the servers included; the last `lines` of each."""
        files = [*(self.folder / "logs").glob("*.log"), *(self.data / "logs").glob("*.log")]
        return "\n".join(f"--- {path.stem}\n{tail_of(path, lines)}" for path in sorted(files))

    def log_bytes(self) -> bytes:
        """All logs whole, for looking for words that must not be there."""
        files: list[Path] = [*(self.folder / "logs").iterdir(), *(self.data / "logs").iterdir()]
        return b"\n".join(path.read_bytes() for path in files)

    def visitor(self) -> Visitor:
        """Somebody with a browser of their own, without script."""
        return Visitor(self.base_url)
