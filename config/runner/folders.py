"""The data folder, and short private folders for sockets."""

import errno
import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.runner.account import Account
from config.runner.trouble import Trouble
from config.runner.wheels import SHARED_PLACE


def open_data_folder(folder: Path) -> None:
    """Makes the data folder and proves that it can be written to.

    Others may not list it. As root they may pass through it (0711), because `nobody` runs the database inside.
    """
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for inner in ("run", "logs"):
            (folder / inner).mkdir(mode=0o700, exist_ok=True)
        trial = folder / "run" / "trial"
        trial.write_text("")
        trial.unlink()
    except OSError as error:
        raise Trouble(
            f"The data folder {folder} cannot be written to ({(error.strerror or 'unknown').lower()}).",
            "Give this account the right to write there, or set NIGHTLIGHT_DATA to another folder.",
        ) from None


@contextmanager
def only_runner(folder: Path) -> Iterator[None]:
    """One runner per data folder: two would fight over the same database."""
    with (folder / "run" / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EAGAIN):
                raise
            lock.seek(0)
            raise Trouble(
                f"Nightlight already runs from {folder} (process {lock.read().strip() or 'unknown'}).",
                "Stop that one first, or set NIGHTLIGHT_DATA and PORT to run a second one beside it.",
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def private_folder(prefix: str, account: Account) -> Path:
    """A folder under /tmp that only `account` (and root) can enter.

    Its mode is the lock on the door: servers listen only inside and ask for no password. Under /tmp because a
    socket's whole path must fit into about 100 bytes.
    """
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    account.give(folder)
    return folder


def database_folder(data: Path, account: Account) -> Path:
    """Inside the data folder; only where the server's account cannot get there, beside it in a place it can reach.

    That place has a name of its own, noted in the data folder: whoever deletes the data folder (and the keys in
    it) starts afresh instead of meeting words that nothing can open any more.
    """
    note = data / "postgres.place"
    if note.exists():
        return _owned(Path(note.read_text().strip()), account)
    inside = data / "postgres"
    if inside.exists() or account.may_enter(data):
        return _owned(inside, account)
    place = SHARED_PLACE / f"data-{secrets.token_hex(8)}"
    note.write_text(f"{place}\n")
    return place


def _owned(folder: Path, account: Account) -> Path:
    try:
        is_theirs = folder.stat().st_uid == account.uid
    except FileNotFoundError:
        return folder
    except PermissionError:
        is_theirs = False
    if not is_theirs or not account.may_enter(folder):
        raise Trouble(
            f"The database in {folder} belongs to another account than {account.name} or lies where it cannot go.",
            "Run Nightlight as the account that made it, or set NIGHTLIGHT_DATA to another folder.",
        )
    return folder
