"""No library older than the release that closed its holes, and nothing installed that was not named and hashed."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.version import Version

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"

# Floor and reason: the advisories and traps of the stack we stand on.
FLOORS = {
    "daphne": "4.2.3",  # unbounded frames; headers split on control characters
    "twisted": "26.10.0",  # header injection, rapid reset, answers out of order
    "autobahn": "25.10.1",  # size checked before inflation
    "django": "5.2.19",  # repeated and underscored headers, body limit without a length, session fixation
    "channels": "4.3.2",
    "redis": "8.0.0",  # a cancelled command handing on another's answer (below 4.5.4)
    "psycopg": "3.2.10",
    "cryptography": "46.0.0",
    "msgspec": "0.20.0",
    "django-allauth": "65.13.0",
    "django-csp": "4.0",
    "sentry-sdk": "2.50.0",
    "procrastinate": "3.5.0",
    "urllib3": "2.5.0",
    "pyjwt": "2.10.0",
    "requests": "2.32.4",
}
CEILINGS = {"django": "5.3", "sentry-sdk": "3", "redis": "9", "django-csp": "5", "procrastinate": "4"}


@pytest.mark.parametrize(("package", "floor"), FLOORS.items())
def test_a_library_is_no_older_than_its_floor(package: str, floor: str) -> None:
    assert Version(version(package)) >= Version(floor)


@pytest.mark.parametrize(("package", "ceiling"), CEILINGS.items())
def test_a_library_is_of_the_line_we_tried(package: str, ceiling: str) -> None:
    assert Version(version(package)) < Version(ceiling)


def locks() -> list[Path]:
    return sorted(REQUIREMENTS.glob("*.txt"))


def test_there_is_a_lock_for_running_and_one_for_testing() -> None:
    assert {"run.txt", "test.txt"} <= {lock.name for lock in locks()}


@pytest.mark.parametrize("lock", locks(), ids=lambda lock: lock.name)
def test_a_lock_names_no_index_and_no_machine(lock: Path) -> None:
    text = lock.read_text()

    assert not re.search(r"https?://|git\+|file:|--(extra-)?index-url|--find-links|--trusted-host|^-[ief] ", text, re.M)
    assert not re.search(r"(?<![\w.])/(home|work|root|tmp|Users)/", text)


@pytest.mark.parametrize("lock", locks(), ids=lambda lock: lock.name)
def test_every_line_of_a_lock_is_pinned_and_hashed(lock: Path) -> None:
    lines = entries(lock)

    assert len(lines) > 30
    for line in lines:
        assert re.match(r"[a-z0-9._-]+(\[[a-z0-9,._-]+\])?==[^\s;]+", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line


@pytest.mark.parametrize("lock", locks(), ids=lambda lock: lock.name)
def test_a_lock_holds_the_floors_and_no_torch(lock: Path) -> None:
    pinned = {line.split("==")[0].split("[")[0]: re.split(r"[\s;]", line.split("==")[1])[0] for line in entries(lock)}

    for package, floor in FLOORS.items():
        assert Version(pinned[package]) >= Version(floor)
    assert not [name for name in pinned if name.startswith(("torch", "nvidia-", "triton"))]


def entries(lock: Path) -> list[str]:
    """One line a requirement, comments left out."""
    joined = lock.read_text().replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip() and not line.strip().startswith("#")]
