"""What the two embedded servers have in common: one process of their own, logging to a file."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from config.runner.account import Account
from config.runner.folders import private_folder
from config.runner.tail import open_log


class Server:
    name: str

    def __init__(self, data_folder: Path, account: Account, socket_prefix: str) -> None:
        self.account = account
        self.log = data_folder / "logs" / f"{self.name}.log"
        self.socket_folder = private_folder(socket_prefix, self.account)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def ended_with(self) -> int | None:
        return self._process.poll() if self._process else None

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """What a crash looks like; for tests."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def launch(self, program: Path, arguments: Sequence[str | Path], *, inside: Path) -> None:
        if not self.socket_folder.exists():
            self.socket_folder.mkdir(mode=0o700)
            self.account.give(self.socket_folder)
        with open_log(self.log) as log:
            # A session of its own: Ctrl-C in the terminal must reach the runner, not the servers.
            self._process = subprocess.Popen(
                [program, *arguments], start_new_session=True, **self.surroundings(inside, log)
            )

    def surroundings(self, folder: Path, log: object) -> dict[str, Any]:
        # Nothing of our own environment: PGDATA or PGPORT from somebody's shell would change what starts.
        return {
            "cwd": folder,
            "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            "stdin": subprocess.DEVNULL,
            "stdout": log,
            "stderr": log,
            **self.account.popen(),
        }

    def ask_to_stop(self, *steps: tuple[int, float]) -> None:
        """One signal after the other, each with its patience in seconds, until the server has ended."""
        for number, patience in steps:
            if self._process is not None and self._process.poll() is None:
                self._process.send_signal(number)
                try:
                    self._process.wait(patience)
                except subprocess.TimeoutExpired:
                    continue
        shutil.rmtree(self.socket_folder, ignore_errors=True)
