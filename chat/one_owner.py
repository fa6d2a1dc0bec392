"""Every open conversation has one owner or one clock that runs. This looks whether that is so.

The database refuses a state without either (`one_owner_or_one_clock`). What it cannot see is a clock that nobody looks
at any more: a lease, an offer or a silence that ran out long ago, and nothing happened.
"""

from datetime import timedelta

from django.db.models import Q

from chat.models import Conversation
from chat.silence import AT_RISK, CLOCK_RUNS_IN
from config import clock
from config.tuning import setting

State = Conversation.State

LATE = timedelta(minutes=2)


def uncared_for() -> list[int]:
    """Open conversations that neither somebody with a live console nor a running clock looks after."""
    late = clock.now() - LATE
    owned = Q(owner__isnull=False) & ~Q(state=State.HANDING_OVER)
    no_lease = owned & (Q(lease_until=None) | Q(lease_until__lt=late))
    no_clock = Q(owner=None, reply_due_at=None)
    handed_to_nobody = Q(state=State.HANDING_OVER) & (Q(reply_due_at=None) | Q(reply_due_at__lt=late))
    wrong_place = Q(owner=None) & ~Q(state__in=[State.WAITING, State.SAFETY_HOLD])
    until_held = timedelta(minutes=max(minutes[1] for minutes in setting("silence.at_risk_minutes").values()))
    not_held = Q(state__in=CLOCK_RUNS_IN, urgency__in=AT_RISK, silent_since__lt=late - until_held)
    wrong = no_lease | no_clock | handed_to_nobody | wrong_place | not_held
    broken = Conversation.objects.filter(wrong, ended_at=None)
    return list(broken.order_by("pk").values_list("pk", flat=True))
