"""The real house, but for a learned model that finds nothing while there is a file of that name in the data folder."""

import sys
from dataclasses import replace

from config.runner.app import NIGHTLIGHT, App, Command
from config.runner.options import Options

WORKER = (sys.executable, "-m", "tests.faults.blind_worker")


def commands(options: Options, door: int) -> list[Command]:
    return [replace(one, argv=WORKER) if one.name == "worker" else one for one in NIGHTLIGHT.commands(options, door)]


if __name__ == "__main__":
    from config.runner.__main__ import main

    sys.exit(main(App(steps=NIGHTLIGHT.steps, commands=commands)))
