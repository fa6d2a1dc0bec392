"""What an acknowledgement and a decision mean for the flags of the escalation."""

from collections.abc import Iterable
from datetime import timedelta

from chat.urgency import Urgency
from config import clock
from config.tuning import setting
from escalation.models import Decision, Escalation
from escalation.subjects import about, subjects_of
from moderation.models import Flag, FlagEvent
from rota.models import StaffMember


def acknowledge_flags(escalation: Escalation, *, by: StaffMember) -> None:
    """Somebody looks: so do the flags say."""
    _move(_linked(escalation, Flag.State.RAISED), Flag.State.ACKNOWLEDGED, by=by)


def settle_flags(escalation: Escalation, decision: Decision) -> None:
    """Confirmed, or handled where nothing more is done. One that climbed above what was decided about stays open."""
    ends = Flag.State.CONFIRMED
    states = [Flag.State.RAISED, Flag.State.ACKNOWLEDGED]
    if decision.outcome == Decision.Outcome.OPENED_IN_ERROR:
        ends = Flag.State.DISMISSED
    elif decision.outcome == Decision.Outcome.NO_FURTHER_ACTION:
        ends = Flag.State.HANDLED
    else:
        states.append(Flag.State.HANDLED)
    decided = [
        flag for flag in _linked(escalation, *states) if Urgency(flag.urgency).rank <= Urgency(escalation.urgency).rank
    ]
    _move(decided, ends, by=decision.decided_by)


def restart_flag_clocks(escalation: Escalation) -> None:
    """The escalation's clocks have stopped: flags that still wait for somebody have their own again."""
    if escalation.is_allegation:
        return
    minutes = setting("flag.acknowledge_minutes")
    for subject in subjects_of(escalation):
        waiting = Flag.objects.filter(**about(subject), state=Flag.State.RAISED, acknowledge_due_at=None)
        for flag in waiting.select_for_update(no_key=True):
            flag.acknowledge_due_at = clock.now() + timedelta(minutes=minutes[flag.urgency])
            flag.save(update_fields=["acknowledge_due_at"])


def _linked(escalation: Escalation, *states: str) -> list[Flag]:
    ids = escalation.flag_links.values_list("flag_id", flat=True)
    return list(Flag.objects.select_for_update(no_key=True).filter(pk__in=list(ids), state__in=states).order_by("pk"))


def _move(flags: Iterable[Flag], to: str, *, by: StaffMember) -> None:
    for flag in flags:
        was, flag.state = flag.state, to
        flag.acknowledge_due_at = None
        flag.save(update_fields=["state", "acknowledge_due_at"])
        FlagEvent.objects.create(flag=flag, at=clock.now(), by=by, from_state=was, to_state=to, urgency=flag.urgency)
