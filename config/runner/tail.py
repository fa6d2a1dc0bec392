"""The logs of servers: opened for adding, kept small, and their last lines for people."""

from pathlib import Path
from typing import BinaryIO

BIGGEST = 10 * 1024 * 1024


def open_log(path: Path) -> BinaryIO:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > BIGGEST:
        path.replace(path.with_name(f"{path.name}.old"))
    log = path.open("ab")
    path.chmod(0o600)
    return log


def tail_of(path: Path, lines: int = 15) -> str:
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - 8192))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def text_after(path: Path, place: int) -> str:
    with path.open("rb") as log:
        log.seek(place)
        return log.read(65536).decode(errors="replace")
