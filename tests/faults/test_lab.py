"""Sixty faults while ten people talk, and the proof that the lab would have noticed."""

import asyncio
import os

from tests.faults.lab import report
from tests.faults.lab.faults import FAULTS, every_web_killed
from tests.faults.lab.run import run

SEED = int(os.environ.get("FAULTS_SEED", "20261122"))


def test_h01_nothing_is_lost_doubled_or_out_of_order_in_sixty_faults() -> None:
    told, found = asyncio.run(run(60, SEED))
    report.write(told)

    assert told["stuck"] == ""
    assert found.all == []
    assert told["faults"] >= 60
    assert set(told["recovery_seconds"]) == {fault.__name__ for fault in FAULTS}
    assert found.acknowledged == found.sent > 500
    assert found.resent <= 2 * found.sent
    assert told["risky"] > 0
    assert told["closed_needlessly"] == 0


def test_a_server_that_says_sent_too_early_is_found_out() -> None:
    naive = run(1, SEED, web="tests.faults.lab.naive", faults=[every_web_killed], patience=10, say=str)
    _told, found = asyncio.run(naive)

    assert any("acknowledged and is not stored" in line for line in found.lost)
