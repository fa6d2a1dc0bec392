"""When a lead was at work on an escalation: the rota counts it as hours, without knowing of escalations."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from config import clock
from escalation.models import Escalation
from rota.models import StaffMember
from rota.planning.hours import Span

# One that is never decided does not keep its lead at work for days.
LONGEST = timedelta(hours=4)


def at_work(staff: StaffMember, begins: datetime, ends: datetime) -> Iterator[Span]:
    """From when they acknowledged it until they decided."""
    led = Escalation.objects.filter(lead=staff, acknowledged_at__gt=begins - LONGEST, acknowledged_at__lt=ends)
    for since, decided_at in led.values_list("acknowledged_at", "decided_at"):
        if since is None:
            continue
        until = min(decided_at or clock.now(), since + LONGEST)
        if since < until and begins < until:
            yield Span(since, until)
