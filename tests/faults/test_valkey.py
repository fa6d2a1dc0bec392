"""Valkey only carries hints: without it words go on, and no socket closes. What else breaks: `tests/faults/lab`."""

import time

from tests.faults.people import Talk


def test_valkey_is_killed_and_no_socket_closes(talk: Talk) -> None:
    talk.goes_on(4)
    gone = talk.house.kill("valkey")
    talk.goes_on(6)
    talk.house.wait_until_back("valkey", gone)
    talk.wait_until_quiet()

    talk.is_whole()
    assert [(one.opened, one.closed_with) for one in talk.both] == [(1, []), (1, [])]


def test_valkey_is_frozen_and_words_still_cross_from_one_process_to_the_other(talk: Talk) -> None:
    talk.goes_on(2)
    talk.wait_until_quiet()

    # Only she writes: somebody who also writes finds what they lack by their own words' places.
    talk.house.stop("valkey")
    try:
        for number in range(12):
            talk.aisha.says(f"is anybody there? {number}")
            time.sleep(0.25)
        talk.wait_until_quiet(15)
    finally:
        talk.house.cont("valkey")

    talk.is_whole()
    assert [one.opened for one in talk.both] == [1, 1]
