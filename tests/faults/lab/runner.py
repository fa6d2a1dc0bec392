"""The runner of the product; its web processes reach Postgres and Valkey through the lab's relays."""

import os
import sys
from dataclasses import replace
from pathlib import Path

from config.runner.__main__ import main
from config.runner.app import NIGHTLIGHT, Command
from config.runner.options import Options
from config.runner.roles import DatabaseUrls

RELAYS, WEB = "LAB_RELAYS", "LAB_WEB"
VALKEY_SOCKET, POSTGRES_SOCKET = "valkey.sock", ".s.PGSQL.5432"


def commands(options: Options, door: int) -> list[Command]:
    folder = Path(options.environ[RELAYS])
    addresses = {**DatabaseUrls.through(folder).environment(), "REDIS_URL": f"unix://{folder / VALKEY_SOCKET}"}
    argv = (sys.executable, "-m", options.environ[WEB], "--fd", str(door))
    return [
        replace(command, argv=argv, environ={**command.environ, **addresses})
        if command.name.startswith("web-")
        else command
        for command in NIGHTLIGHT.commands(options, door)
    ]


if __name__ == "__main__":
    os.environ.setdefault(WEB, "config.web")
    sys.exit(main(replace(NIGHTLIGHT, commands=commands)))
