"""Something is killed in the middle of a conversation. Nobody reloads a page.

After it: nothing acknowledged is lost, nothing is shown twice, both screens show the same in the same order, what
nobody had read by then is read, and the risky words reached a safeguarding lead.
"""

import random
import time

from tests.faults.people import RISKY, Talk

SEED = 20_261_122


def risky_words_in(talk: Talk, what: str) -> str:
    """They talk, `what` is killed, she writes the risky words at that moment, and they talk on."""
    talk.goes_on(4)
    talk.goes_on(5, every=0)  # so that some of it is on its way
    gone = talk.house.kill(what)
    risky = talk.aisha.says(RISKY)
    talk.goes_on(6)
    talk.house.wait_until_back(what, gone)
    talk.wait_until_quiet()
    return risky


def test_both_web_processes_are_killed(talk: Talk) -> None:
    risky = risky_words_in(talk, "web")

    talk.is_whole()
    talk.risk_has_reached_a_lead(risky)
    assert [one.opened for one in talk.both] == [2, 2]


def test_valkey_is_killed_and_no_socket_closes(talk: Talk) -> None:
    risky = risky_words_in(talk, "valkey")

    talk.is_whole()
    talk.risk_has_reached_a_lead(risky)
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


def test_postgres_is_killed(talk: Talk) -> None:
    risky = risky_words_in(talk, "postgres")

    talk.is_whole()
    talk.risk_has_reached_a_lead(risky)


def test_the_worker_is_killed_and_what_it_did_not_read_is_read_by_the_next(talk: Talk) -> None:
    risky = risky_words_in(talk, "worker")

    talk.is_whole()
    talk.risk_has_reached_a_lead(risky)
    assert [one.opened for one in talk.both] == [1, 1]


def test_everything_is_killed_in_an_order_nobody_chose(talk: Talk) -> None:
    chance = random.Random(SEED)
    victims = ["web", "valkey", "postgres", "worker", "jobs"]
    chance.shuffle(victims)
    print(f"seed {SEED}: {victims}")  # noqa: T201 (pytest shows it where the story fails)

    talk.goes_on(2)
    risky = []
    for victim in victims:
        talk.house.wait_until(lambda victim=victim: bool(talk.house.pids(victim)), f"there is a {victim} to kill")
        talk.house.kill(victim)
        risky.append(talk.aisha.says(RISKY))
        talk.goes_on(2, every=chance.uniform(0.05, 0.5))
    talk.wait_until_quiet(90)

    talk.is_whole()
    talk.risk_has_reached_a_lead(risky[0])


def test_web_processes_are_killed_and_killed_again(talk: Talk) -> None:
    for _ in range(2):
        gone = talk.house.kill("web")
        talk.goes_on(3)
        talk.house.wait_until_back("web", gone)
    talk.wait_until_quiet()

    talk.is_whole()
