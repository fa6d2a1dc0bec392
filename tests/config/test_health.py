"""/readyz: would a young person's message be stored, read and acted on now?"""

from datetime import timedelta

import pytest
from django.test import Client

from config import clock
from config.alive import say_alive
from config.models import ProcessSeen


@pytest.fixture
def all_there(database):
    say_alive("worker", "0123456789abcdef")
    for name in ("jobs", "watchdog"):
        say_alive(name)


def ask():
    answer = Client().get("/readyz", HTTP_HOST="localhost")
    return answer.status_code, answer.json()


def test_it_is_ready_when_everything_is_there(all_there):
    status, told = ask()

    assert (status, told["ready"], told["missing"], told["warnings"]) == (200, True, [], [])


@pytest.mark.parametrize(("silent", "missing"), [("worker", ["worker", "model"]), ("jobs", ["jobs"])])
def test_a_process_that_fell_silent_is_missing(all_there, silent, missing):
    ProcessSeen.objects.filter(name=silent).update(seen_at=clock.now() - timedelta(seconds=31))

    status, told = ask()

    assert (status, told["missing"]) == (503, missing)


def test_a_worker_without_a_model_is_not_enough(all_there):
    say_alive("worker", "")

    status, told = ask()

    assert (status, told["missing"]) == (503, ["model"])


def test_without_a_watchdog_it_goes_on_and_says_so(all_there):
    ProcessSeen.objects.filter(name="watchdog").update(seen_at=clock.now() - timedelta(minutes=1))

    status, told = ask()

    assert status == 200
    assert told["warnings"] == ["Nobody watches the worker and the clocks: no watchdog."]
