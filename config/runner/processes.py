"""A child process, and how patiently one that keeps ending is started again."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Protocol

from config.runner.app import Command
from config.runner.tail import open_log

FIRST_WAIT = 0.2
LONGEST_WAIT = 5.0
# Alive this long means that it had recovered: the next end is a new story.
HEALTHY_AFTER = 30.0


class Kept(Protocol):
    """Anything the supervisor keeps running: a child, or one of the embedded servers."""

    name: str

    @property
    def pid(self) -> int | None: ...
    @property
    def ended_with(self) -> int | None: ...
    def is_running(self) -> bool: ...
    def start(self) -> object: ...


class Child:
    def __init__(self, command: Command, environ: Mapping[str, str], *, cwd: Path, log_folder: Path | None) -> None:
        self.name = command.name
        self.command = command
        self.environ = {**environ, **command.environ}
        self.cwd = cwd
        self.log = log_folder / f"{command.name}.log" if log_folder else None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def ended_with(self) -> int | None:
        return self._process.poll() if self._process else None

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        with contextlib.ExitStack() as stack:
            out: IO[bytes] | None = stack.enter_context(open_log(self.log)) if self.log else None
            self._process = subprocess.Popen(
                self.command.argv,
                cwd=self.cwd,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                pass_fds=self.command.pass_fds,
                # A group of its own: Ctrl-C reaches the runner alone, which then lets everybody finish.
                start_new_session=True,
            )

    def ask_to_stop(self) -> None:
        if self.is_running() and self._process is not None:
            self._process.terminate()

    def end_now(self) -> None:
        """This process and whatever it started itself."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class Patience:
    """0.2 s before the first restart, doubling to 5 s, from the beginning again after 30 good seconds."""

    def __init__(self) -> None:
        self.restarts = 0
        self._wait = FIRST_WAIT
        self._started_at = time.monotonic()

    def started(self) -> None:
        self._started_at = time.monotonic()

    def next_wait(self) -> float:
        if time.monotonic() - self._started_at >= HEALTHY_AFTER:
            self._wait, self.restarts = FIRST_WAIT, 0
        wait, self._wait = self._wait, min(self._wait * 2, LONGEST_WAIT)
        self.restarts += 1
        return wait
