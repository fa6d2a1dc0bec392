"""Incidents about the rota: a gap ahead, and somebody who did not come. The rows of the rota are the truth.

The rota manager is called first. A gap that is days away is theirs alone and calls at each of its steps; from four
hours before, and for whoever did not come, the whole chain is called until somebody is on it.
"""

import time
from decimal import Decimal

from django.db.models import Max

from config.tuning import setting
from moderation import incidents
from moderation.models import Incident
from rota.access import Step, paging_chain
from rota.models import Role
from rota.planning import gaps, no_shows
from rota.planning.arranging import coordinators

Kind = Incident.Kind
KINDS = (Kind.GAP_IN_ROTA, Kind.NOBODY_CAME)
LOOK_EVERY_SECONDS = 15.0
_looked_at = 0.0


def watch() -> None:
    """Called each second. Gaps take more reading and are looked at a few times a minute."""
    global _looked_at
    watch_no_shows()
    if time.monotonic() - _looked_at >= LOOK_EVERY_SECONDS:
        _looked_at = time.monotonic()
        watch_gaps()


def watch_no_shows() -> None:
    missed_at = no_shows.missing_now().aggregate(last=Max("missed_at"))["last"]
    incidents.tell(Kind.NOBODY_CAME, is_wrong=missed_at is not None)
    if missed_at is not None:
        incidents.call_again(Kind.NOBODY_CAME, missed_at)


def watch_gaps() -> None:
    told_at, _nearest = gaps.standing()
    incidents.tell(Kind.GAP_IN_ROTA, is_wrong=told_at is not None)
    if told_at is not None:
        incidents.call_again(Kind.GAP_IN_ROTA, told_at)


def chain(incident: Incident) -> list[Step]:
    """Whom to call about it, one step after the other."""
    first = Step(str(Role.ROTA), coordinators())
    if is_far(incident) and first.people:
        return [first]
    return [first, *paging_chain()]


def is_far(incident: Incident) -> bool:
    """Is it about gaps only that nobody has to be woken for?"""
    if incident.kind != Kind.GAP_IN_ROTA:
        return False
    _told_at, nearest = gaps.standing()
    return nearest is not None and nearest > Decimal(str(setting("rota.gap_chain_hours")))
