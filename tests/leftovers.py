"""What a test run that was killed left running: found by the next run, stopped and removed."""

import signal
from pathlib import Path

from config.runner.identity import end
from config.runner.postgres import EmbeddedPostgres
from config.runner.state import read_state
from config.runner.survivors import stop_survivors
from config.runner.trouble import Trouble
from config.runner.valkey import EmbeddedValkey
from tests.folders import abandoned_folders, forget


def clear_leftovers() -> None:
    for folder in abandoned_folders():
        for data in (folder, folder / "data"):
            try:
                stop_everything_in(data)
            except Trouble:
                continue  # it belongs to another account, so nothing of ours runs in it
        forget(folder)


def stop_everything_in(data: Path) -> None:
    if not data.is_dir():
        return
    runner = read_state(data).get("runner")
    if runner:  # takes everything else with it
        end(runner["pid"], runner["birth"], (signal.SIGTERM, 25.0), (signal.SIGKILL, 5.0))
    stop_survivors(data)
    for server in (EmbeddedPostgres(data), EmbeddedValkey(data)):
        server.stop_survivor()
        server.stop()
