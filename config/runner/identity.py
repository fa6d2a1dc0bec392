"""Is this still the process we started? A process number alone is used again sooner or later."""

import os
import subprocess
import time
from pathlib import Path


def birth_mark(pid: int) -> str | None:
    """A text only this process has; None when it has ended."""
    if not Path("/proc/self/stat").exists():
        return _from_ps(pid, "lstart=")
    try:
        state, *rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if state in "ZX" else f"{_boot()}/{rest[18]}"


def command_line(pid: int) -> str:
    """The words a process was started with; empty when it has ended."""
    if not Path("/proc/self/cmdline").exists():
        return _from_ps(pid, "command=") or ""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def _from_ps(pid: int, column: str) -> str | None:
    found = subprocess.run(["ps", "-o", column, "-p", str(pid)], capture_output=True, text=True, check=False)
    return found.stdout.strip() or None


def end(pid: int, birth: str | None, *steps: tuple[int, float]) -> bool:
    """One signal after the other, each with its patience in seconds, while it is still the same process."""
    for number, patience in steps:
        limit = time.monotonic() + patience
        if birth_mark(pid) == birth is not None:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                return True
        while birth_mark(pid) == birth is not None and time.monotonic() < limit:
            time.sleep(0.02)
    return birth_mark(pid) != birth or birth is None
