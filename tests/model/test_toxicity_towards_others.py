"""Detoxify behind our adapter: an extra for the forum, whose absence is visible and lowers nothing."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.urgency import Urgency
from moderation import classifiers
from moderation.checks import CHECKS, FORUM_CHECKS, CheckUnavailable, Context
from moderation.checks.toxicity_towards_others import PART, ToxicityTowardsOthersCheck, check, parts
from moderation.reading import read

ROOT = Path(__file__).parents[2]


def saying(**scores: float) -> ToxicityTowardsOthersCheck:
    """The check beside a model that always answers this."""
    return ToxicityTowardsOthersCheck(lambda: classifiers.Hostility(lambda text: {"toxicity": 0.0, **scores}))


def test_it_reads_posts_only() -> None:
    assert check in FORUM_CHECKS
    assert check not in CHECKS


def test_not_set_up_is_no_failure_and_no_finding() -> None:
    reading = read("nobody likes you", Context(), (check,))

    assert (reading.failed, reading.findings) == ((), ())


def test_not_set_up_is_visible() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "assess", "--status"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "detoxify (posts only): not set up" in done.stdout
    assert "model: " in done.stdout
    assert "rules: " in done.stdout


def test_hostile_words_are_named_and_at_most_soon() -> None:
    insult, threat = saying(insult=0.95)("go away", Context()), saying(threat=0.95)("go away", Context())

    assert [(one.check, one.category, one.urgency) for one in insult] == [
        ("detoxify/insult", "toxicity", Urgency.ROUTINE)
    ]
    assert [one.urgency for one in threat] == [Urgency.SOON]


def test_swearing_alone_is_not_hostile() -> None:
    assert saying(obscene=0.99)("this bloody printer", Context()) == []


def test_somebody_who_tells_what_was_done_to_them_is_never_called_hostile() -> None:
    assert saying(toxicity=0.99, insult=0.99)("my stepdad hits me and calls me scum", Context()) == []


def test_a_model_that_was_promised_and_is_broken_is_not_checked() -> None:
    def broken() -> classifiers.Hostility:
        raise classifiers.NotThere

    with pytest.raises(CheckUnavailable):
        ToxicityTowardsOthersCheck(broken)("hello", Context())


def test_whatever_it_raises_is_not_checked() -> None:
    def fails(text: str) -> dict[str, float]:
        raise RuntimeError(text)

    reading = read("hello", Context(), (ToxicityTowardsOthersCheck(lambda: classifiers.Hostility(fails)),))

    assert (reading.failed, reading.urgency) == (("detoxify",), Urgency.NOT_CHECKED)


def test_what_takes_too_long_is_not_checked_and_nobody_waits_for_it_again() -> None:
    may_go_on = threading.Event()

    def hangs(text: str) -> dict[str, float]:
        may_go_on.wait()
        return {"toxicity": 0.0}

    slow = ToxicityTowardsOthersCheck(lambda: classifiers.Hostility(hangs), seconds=0.05)
    patient = ToxicityTowardsOthersCheck(lambda: classifiers.Hostility(hangs), seconds=20)
    try:
        with pytest.raises(CheckUnavailable):
            slow("hello", Context())
        began = time.monotonic()
        with pytest.raises(CheckUnavailable):
            patient("somebody else's post", Context())
        assert time.monotonic() - began < 10
    finally:
        may_go_on.set()
    classifiers.aside.begin(lambda: None).result(timeout=10)

    assert saying(insult=0.95)("go away", Context())


def test_the_end_of_a_long_post_is_read_as_well() -> None:
    asked = []

    def hostile_at_the_end(text: str) -> dict[str, float]:
        asked.append(text)
        return {"insult": 0.95 if "scum" in text else 0.0}

    long = "i like my cat " * 280 + "you are scum"

    found = ToxicityTowardsOthersCheck(lambda: classifiers.Hostility(hostile_at_the_end))(long, Context())

    assert [one.check for one in found] == ["detoxify/insult"]
    assert len(asked) == 3


@given(length=st.integers(0, 4000), spaces=st.sets(st.integers(0, 4000), max_size=300), most=st.integers(1, 2000))
def test_every_letter_is_in_a_part_and_every_part_is_read_whole(length: int, spaces: set[int], most: int) -> None:
    """Of a text in which each letter stands once, whatever it takes to fit."""
    body = "".join(" " if place in spaces else chr(0x4E00 + place) for place in range(length))

    found = list(parts(body, lambda text: len(text) <= most))

    assert set("".join(found)) >= set(body)
    assert all(part in body and len(part) <= min(most, PART) for part in found)
