"""The process that watches those that watch."""

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from config import clock
from config.alive import say_alive
from config.models import ProcessSeen
from config.tuning import setting
from escalation.models import Escalation
from escalation.page import page_all_due
from escalation.watchdog import NAME, look, troubles
from tests.seed import manage
from tests.servers import Servers


@pytest.fixture
def all_well(database: str) -> None:
    for name in ("worker", "jobs"):
        say_alive(name)


@pytest.fixture
def watchdog(servers: Servers, database: str) -> Callable[[], str]:
    """`manage.py watchdog --once` as the installation runs it: with the watchdog's own role."""

    def once() -> str:
        environ = {**os.environ, **servers.environment(database), "NIGHTLIGHT_ROLE": "watchdog"}
        return manage("watchdog", "--once", environ=environ)

    return once


def test_while_all_is_well_it_says_nothing(all_well: None, watchdog: Callable[[], str]) -> None:
    assert watchdog() == ""
    assert ProcessSeen.objects.filter(name=NAME).exists()


@pytest.mark.parametrize("silent", ["worker", "jobs"])
def test_a_process_that_fell_silent_is_missed(all_well: None, watchdog: Callable[[], str], silent: str) -> None:
    ProcessSeen.objects.filter(name=silent).update(seen_at=clock.now() - timedelta(seconds=31))

    with pytest.raises(AssertionError, match=rf"failed:\n{silent}\n"):
        watchdog()


@pytest.mark.parametrize("never", ["worker", "jobs"])
def test_a_process_that_never_came_is_missed(database: str, never: str) -> None:
    say_alive("jobs" if never == "worker" else "worker")

    assert look() == [never]


def test_a_page_that_nobody_made_is_missed(all_well: None, escalation: Escalation) -> None:
    """P5: somebody is in danger, the step is due, and the clock that should make it does not."""
    page_all_due()
    assert list(troubles(clock.now())) == []

    later = clock.now() + timedelta(seconds=setting("escalation.page_step_seconds")["now"] + 31)
    for name in ("worker", "jobs"):
        ProcessSeen.objects.filter(name=name).update(seen_at=later)

    assert list(troubles(later)) == ["page"]


def test_a_database_that_is_away_is_said_too(all_well: None, database: str) -> None:
    with connection.execute_wrapper(lambda execute, *rest: _away()):
        found = look()

    assert found == ["database"]


def _away() -> None:
    raise OperationalError
