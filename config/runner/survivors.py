"""What a runner that was killed left running: web processes that hold the port, workers that take the work."""

import signal
from pathlib import Path

from config.runner.identity import birth_mark, end
from config.runner.state import forget_state, read_state

SERVERS = ("postgres", "valkey")


def stop_survivors(data_folder: Path) -> int:
    """Stops them and says how many there were. The servers are left to their own classes, which know how."""
    processes: dict[str, dict[str, object]] = read_state(data_folder).get("processes", {})
    alive = [found for name, entry in processes.items() if name not in SERVERS and (found := _alive(entry))]
    for number, patience in ((signal.SIGTERM, 0.0), (signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
        for pid, birth in alive:  # the first round only asks, so that all of them finish at the same time
            end(pid, birth, (number, patience))
    forget_state(data_folder)
    return len(alive)


def _alive(entry: dict[str, object]) -> tuple[int, str] | None:
    pid, birth = entry.get("pid"), entry.get("birth")
    if isinstance(pid, int) and isinstance(birth, str) and birth_mark(pid) == birth:
        return pid, birth
    return None
