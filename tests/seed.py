"""Data folders made once per run, by whichever of its workers needs one first; servers and houses start from copies."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from config.runner.folders import open_data_folder
from config.runner.postgres import EmbeddedPostgres
from config.runner.valkey import EmbeddedValkey
from tests.folders import ROOT, forget, temporary_folder

# Where the workers of one run find what any of them has made. Whoever was given the place leaves it as it is.
SHARED = "NIGHTLIGHT_TEST_SEEDS"
GIVEN = os.environ.get(SHARED)


def plant(data: Path) -> None:
    """A database that is migrated, keys and demo people: what a house starts with."""
    _copy(_made_once("demo", _make_demo), data)


def plant_bare(data: Path) -> None:
    """A database that is migrated and empty, and the files of the pages."""
    _copy(_made_once("bare", _make_bare), data)


def share_seeds() -> None:
    """Every pytest that this one starts from now on uses its seeds."""
    os.environ[SHARED] = str(_folder())


def clear_seed() -> None:
    if not GIVEN and _folder.cache_info().currsize:
        forget(_folder())


@cache
def _folder() -> Path:
    return Path(GIVEN) if GIVEN else temporary_folder("nl-seed-")


def _made_once(name: str, make: Callable[[Path], None]) -> Path:
    made, making = _folder() / name, _folder() / f"{name}-unfinished"
    with (_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            forget(making)
            make(making)
            making.rename(made)
    return made


def _make_bare(data: Path) -> None:
    open_data_folder(data)
    # Nobody loses anything by it: the folder is only used after this server has ended well.
    postgres = EmbeddedPostgres(data, settings={"fsync": "off"})
    try:
        environ = _environment(data, postgres)
        manage("migrate", "--verbosity", "0", environ={**environ, "NIGHTLIGHT_ROLE": "migrator"})
        manage("collectstatic", "--no-input", "--verbosity", "0", environ=environ)
        manage("make_keys", environ=environ)  # all, and not each with the first story that needs it
    finally:
        postgres.stop()


def _make_demo(data: Path) -> None:
    plant_bare(data)
    open_data_folder(data)
    postgres, valkey = EmbeddedPostgres(data, settings={"fsync": "off"}), EmbeddedValkey(data)
    try:
        manage("demo", environ={**_environment(data, postgres), "REDIS_URL": valkey.start()})
    finally:
        valkey.stop()
        postgres.stop()


def _environment(data: Path, postgres: EmbeddedPostgres) -> dict[str, str]:
    return {**clean_environment(), **postgres.start().environment(), "NIGHTLIGHT_DATA": str(data)}


def _copy(seed: Path, data: Path) -> None:
    """`cp -a` and not shutil: the database belongs to the account the server runs as, and has to stay its own."""
    data.mkdir(exist_ok=True)
    data.chmod(seed.stat().st_mode)
    for part in sorted(seed.iterdir()):
        if part.name not in ("run", "logs"):
            subprocess.run(["cp", "-a", str(part), str(data)], check=True)


def clean_environment() -> dict[str, str]:
    """This process's environment without the addresses of the tests' own servers."""
    ours = ("DATABASE_URL", "REDIS_URL", "NIGHTLIGHT_", "PORT", "HOST", "PUBLIC_URL", "SENTRY_DSN", "WEB_PROCESSES")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(ours)},
        "NIGHTLIGHT_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def manage(*arguments: str, environ: Mapping[str, str], words: str | None = None) -> str:
    """Runs `manage.py`, `words` on its standard input, and gives what it prints."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        check=False,
        cwd=ROOT,
        env=environ,
        input=words,
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode != 0:
        raise AssertionError(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout
