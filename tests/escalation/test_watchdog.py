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
from escalation.watchdog import NAME, Watchdog, look, troubles
from rota.models import StaffMember
from tests.escalation.phones import LENAS, Outside
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


def test_h12_when_no_clock_runs_it_calls_those_on_call_itself(
    outside: Outside, all_well: None, lena: StaffMember, sam: StaffMember
) -> None:
    """Texts and mails, once each until a step of the chain is over; to nobody who is not on call."""
    outside.reaches(lena, LENAS, browser=False)
    watching = Watchdog()
    assert watching.call([]) == 0

    assert watching.call(["jobs"]) == 1
    assert watching.call(["jobs", "page"]) == 0

    assert outside.carrier.bodies() == ["Nightlight: calls may not be going out. Sign in now, and look at the service."]
    assert len(outside.post.mails) == 1
    assert "lena@" in outside.post.mails[0]
    assert watching.call([]) == 0
    assert watching.call(["jobs"]) == 1


def test_it_calls_also_when_one_of_the_ways_and_the_database_are_away(
    outside: Outside, all_well: None, lena: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.reaches(lena, LENAS, browser=False)
    watching = Watchdog()
    watching.call([])
    monkeypatch.setattr("escalation.watchdog.CALLS_AFTER_SECONDS", 0.0)
    outside.carrier.goes_away()

    with connection.execute_wrapper(lambda execute, *rest: _away()):
        assert watching.call(["database"]) == 1

    assert len(outside.post.mails) == 1


def test_a_reader_that_is_silent_is_for_the_clocks_to_call_about(
    outside: Outside, all_well: None, lena: StaffMember
) -> None:
    assert Watchdog().call(["worker"]) == 0
    assert outside.post.mails == []


def test_its_own_role_may_read_whom_to_call_and_no_more(
    outside: Outside, lena: StaffMember, servers: Servers, database: str
) -> None:
    outside.reaches(lena, LENAS, browser=False)
    environ = {**os.environ, **servers.environment(database), "NIGHTLIGHT_ROLE": "watchdog"}
    asked = "from escalation.shouting import on_call; print(sum(one.number is not None for one in on_call()))"

    assert manage("shell", "--no-imports", "-c", asked, environ=environ).strip() == "1"
    more = "from rota.models import StaffMember; print(StaffMember.objects.values_list('password', flat=True)[0])"
    with pytest.raises(AssertionError, match="InsufficientPrivilege"):
        manage("shell", "--no-imports", "-c", more, environ=environ)


def _away() -> None:
    raise OperationalError
