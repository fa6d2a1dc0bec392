"""The account the embedded servers run as: our own, or `nobody` when we are root (Postgres refuses root)."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.runner.trouble import Trouble


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int
    is_ours: bool

    def popen(self) -> dict[str, Any]:
        """What `subprocess.Popen` needs to start a process as this account."""
        return {} if self.is_ours else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)

    def may_enter(self, folder: Path) -> bool:
        """Asks the system itself, as that account: mode bits alone would not know about access lists."""
        if self.is_ours:
            return os.access(folder, os.X_OK)
        trial = subprocess.run(
            ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)],
            check=False,
            cwd="/",
            stderr=subprocess.DEVNULL,
            **self.popen(),
        )
        return trial.returncode == 0


def server_account() -> Account:
    if os.geteuid() == 0:
        return _nobody()
    try:
        entry = pwd.getpwuid(os.geteuid())
    except KeyError:
        raise Trouble(
            f"This account (uid {os.geteuid()}) has no entry in the list of accounts, and Postgres refuses to run so.",
            "Give the account a passwd entry, or set DATABASE_URL to a Postgres server that runs elsewhere.",
        ) from None
    return Account(entry.pw_name, entry.pw_uid, os.getegid(), is_ours=True)


def _nobody() -> Account:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise Trouble(
            "Postgres refuses to run as root, and this machine has no account `nobody` to run it as.",
            "Run Nightlight as an ordinary account, or set DATABASE_URL to a Postgres server that runs elsewhere.",
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, is_ours=False)
