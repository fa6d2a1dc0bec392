"""A web process that is asked to stop says so to everybody, stores what it has, and loses nothing."""

import os
import signal

from tests.faults.people import Talk

SERVICE_RESTART = 1012
DRAINS_WITHIN = 20.0


def test_web_processes_drain_under_load(talk: Talk) -> None:
    talk.goes_on(4)

    gone = talk.house.kill("web", signal.SIGTERM)
    talk.goes_on(8)
    talk.house.wait_until_back("web", gone, seconds=DRAINS_WITHIN + 20)
    talk.wait_until_quiet()

    talk.is_whole()
    for one in talk.both:
        assert one.heard["reconnect"] == 1
        assert one.closed_with == [SERVICE_RESTART]
        assert one.opened == 2


def test_one_process_drains_and_the_other_takes_its_people(talk: Talk) -> None:
    asked = talk.house.pids("web")[0]

    os.kill(asked, signal.SIGTERM)
    talk.goes_on(8)
    talk.wait_until_quiet(DRAINS_WITHIN)
    talk.house.wait_until_back("web", [asked, 0], seconds=DRAINS_WITHIN + 20)

    talk.is_whole()
    assert sorted(one.closed_with for one in talk.both) == [[], [SERVICE_RESTART]]
