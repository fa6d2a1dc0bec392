"""Looks once an hour for what is over, and then takes a few each second until nothing is left that may go.

First of all: what a restored backup has to be told. Nothing else goes before that.
"""

import logging
import time

from django.db import DatabaseError, connection

from chat.keeping import outside, replay
from config import clock
from config.tuning import setting
from escalation.rights import erasures, proposals
from escalation.rights.kinds import BY_CODE, KINDS
from escalation.rights.sweep import may_alone, sweep

log = logging.getLogger(__name__)

ONE_AT_A_TIME = 7_401_131
GLANCE_EVERY_SECONDS = 5.0

_look_at = 0.0
_glance_at = 0.0


def watch() -> None:
    """Called each second."""
    global _look_at, _glance_at
    now = time.monotonic()
    if now >= _glance_at:
        _glance_at = now + GLANCE_EVERY_SECONDS
        if replay.is_behind():
            log.warning("erasure.database_behind")
            replay.replay_all()
            return
        if proposals.to_carry_out().exists() or erasures.to_carry_out().exists():
            _look_at = 0.0  # two people agreed: no need to wait for the hour
    if now < _look_at:
        return
    has_more = turn()
    _look_at = now if has_more else now + 60 * setting("keeping.look_minutes")


def turn() -> bool:
    """One batch of each kind, by one jobs process at a time. Is there more to do at once?"""
    if not _take_turns("pg_try_advisory_lock"):
        return False
    try:
        outside.settle()
        # A list: each of them has its turn, whatever the one before it found.
        return any([*_wished(), *_agreed(), *_alone()])
    finally:
        _take_turns("pg_advisory_unlock")


def _wished() -> list[bool]:
    """What one young person wanted gone, and two people agreed to. One that fails keeps no other from going."""
    done = []
    for asked in erasures.to_carry_out()[: int(setting("keeping.at_once"))]:
        try:
            erasures.carry_out(asked)
            done.append(True)
        except DatabaseError as trouble:
            log.error("erasure.failed", extra={"error": type(trouble).__name__})
    return done


def _agreed() -> list[bool]:
    done = []
    for proposal in proposals.to_carry_out():
        run = sweep(BY_CODE[proposal.kind], proposal.over_by, proposal=proposal)
        if run is None or not run.gone:
            proposals.is_done(proposal)
        done.append(run is not None)
    return done


def _alone() -> list[bool]:
    at = clock.now()
    runs = [sweep(kind, at) for kind in KINDS if may_alone(kind, at)]
    return [run is not None and run.gone > 0 for run in runs]


def _take_turns(how: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how}(%s)", [ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])
