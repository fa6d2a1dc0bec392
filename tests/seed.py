"""A data folder with a migrated database, keys and demo people, made once per run; a house starts from a copy of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from config.runner.folders import open_data_folder
from config.runner.postgres import EmbeddedPostgres
from config.runner.valkey import EmbeddedValkey
from tests.folders import ROOT, forget, temporary_folder


@cache
def seed() -> Path:
    folder = temporary_folder("nl-seed-")
    data = folder / "data"
    open_data_folder(data)
    # Nobody loses anything by it: the folder is only used after this server has ended well.
    postgres, valkey = EmbeddedPostgres(data, settings={"fsync": "off"}), EmbeddedValkey(data)
    try:
        environ = {
            **clean_environment(),
            **postgres.start().environment(),
            "REDIS_URL": valkey.start(),
            "NIGHTLIGHT_DATA": str(data),
        }
        manage("migrate", "--verbosity", "0", environ={**environ, "NIGHTLIGHT_ROLE": "migrator"})
        manage("collectstatic", "--no-input", "--verbosity", "0", environ=environ)
        manage("demo", environ=environ)
    finally:
        valkey.stop()
        postgres.stop()
    return data


def plant(data: Path) -> None:
    """`cp -a` and not shutil: the database belongs to the account the server runs as, and has to stay its own."""
    subprocess.run(["cp", "-a", str(seed()), str(data)], check=True)
    shutil.rmtree(data / "run", ignore_errors=True)
    shutil.rmtree(data / "logs", ignore_errors=True)


def clear_seed() -> None:
    if seed.cache_info().currsize:
        forget(seed().parent)


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
