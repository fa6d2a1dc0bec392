"""The runner of the product, with that one web process."""

import sys
from dataclasses import replace

from config.runner.__main__ import main
from config.runner.app import NIGHTLIGHT, Command
from config.runner.options import Options


def commands(options: Options, door: int) -> list[Command]:
    ours = (sys.executable, "-m", "tests.bench.servers.ours", "--fd", str(door))
    return [
        replace(command, argv=ours) if command.name.startswith("web") else command
        for command in NIGHTLIGHT.commands(options, door)
    ]


if __name__ == "__main__":
    sys.exit(main(replace(NIGHTLIGHT, commands=commands)))
