"""What stops the start: a secret or an address that is missing or wrong, one by one, with the line to do about it."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from config.keys import NEEDED
from tests.folders import ROOT

READS = "from django.conf import settings; settings.DATABASES; print(settings.ROLE, settings.METRICS_TOKEN)"


@pytest.fixture
def live(tmp_path: Path) -> dict[str, str]:
    """The environment of a live service that lacks nothing."""
    keys = tmp_path / "keys"
    keys.mkdir()
    for name in (*NEEDED, "kek-0001"):
        (keys / f"{name}.key").write_text(secrets.token_hex(32))
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "NIGHTLIGHT_ENV": "production",
        "NIGHTLIGHT_DATA": str(tmp_path),
        "NIGHTLIGHT_KEYS": str(keys),
        "PUBLIC_URL": "https://chat.example.org",
        "DATABASE_URL": "postgres://nightlight_app@localhost/nightlight",
        "REDIS_URL": "redis://localhost:6379/0",
    }


def start(environ: dict[str, str], *command: str) -> tuple[int, str]:
    argv = [sys.executable, *(command or ("-c", READS))]
    done = subprocess.run(argv, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_with_everything_it_starts(live: dict[str, str]) -> None:
    status, said = start(live)

    assert status == 0, said


@pytest.mark.parametrize("name", [*NEEDED, "kek-0001"])
def test_a_key_that_is_missing_or_damaged_stops_it(live: dict[str, str], name: str) -> None:
    key = Path(live["NIGHTLIGHT_KEYS"]) / f"{name}.key"

    key.write_text("ab" * 7)
    damaged = start(live)
    key.unlink()
    gone = start(live)

    assert damaged[0] == gone[0] == 1
    assert f"{name}.key is damaged" in damaged[1]
    assert f"{name}.key is missing" in gone[1]
    assert "Traceback" not in damaged[1] + gone[1]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"DATABASE_URL": None}, "DATABASE_URL is missing"),
        ({"REDIS_URL": None}, "REDIS_URL is missing"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is missing"),
        ({"PUBLIC_URL": "http://chat.example.org"}, "PUBLIC_URL has to begin with https://"),
        ({"NIGHTLIGHT_ENV": "live"}, "NIGHTLIGHT_ENV is development, test or production"),
        ({"NIGHTLIGHT_CLOCK_FILE": "/tmp/clock"}, "NIGHTLIGHT_CLOCK_FILE is for tests"),
        ({"TWILIO_API_BASE": "https://texts.example"}, "TWILIO_API_BASE may name another machine only"),
        ({"NEUTRAL_SITE": "https://chat.example.org/"}, "NEUTRAL_SITE is the address of another site"),
    ],
)
def test_what_is_missing_or_wrong_stops_it_and_is_named(
    live: dict[str, str], change: dict[str, str | None], says: str
) -> None:
    status, said = start({name: value for name, value in {**live, **change}.items() if value is not None})

    assert (status, says in said, "Traceback" in said) == (1, True, False), said


def test_a_secret_may_be_a_file_and_a_file_that_is_not_there_stops_it(live: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "token").write_text("of-a-file")
    (tmp_path / "url").write_text(live.pop("DATABASE_URL"))
    live |= {"METRICS_TOKEN_FILE": str(tmp_path / "token"), "DATABASE_URL_FILE": str(tmp_path / "url")}

    assert start(live) == (0, "app of-a-file\n")

    status, said = start({**live, "METRICS_TOKEN_FILE": str(tmp_path / "nowhere")})
    assert status == 1
    assert "of-a-file" not in said


def test_the_checks_of_a_live_service_find_nothing(live: dict[str, str]) -> None:
    status, said = start(live, "manage.py", "check", "--deploy", "--fail-level", "INFO")

    assert (status, "no issues" in said) == (0, True), said


def test_a_new_installation_can_make_its_keys_before_anything_is_there(live: dict[str, str], tmp_path: Path) -> None:
    new = {**live, "NIGHTLIGHT_KEYS": str(tmp_path / "new")}
    del new["DATABASE_URL"], new["REDIS_URL"]

    assert start(new, "manage.py", "make_keys")[0] == 0
    assert start({**new, "DATABASE_URL": live["DATABASE_URL"], "REDIS_URL": live["REDIS_URL"]})[0] == 0
