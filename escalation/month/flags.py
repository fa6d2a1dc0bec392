"""What was noticed, by program or person, and what people said to it: from the rows of history of flags."""

from dataclasses import dataclass
from datetime import timedelta

from escalation.month.months import Month
from moderation.models import Flag, FlagEvent

State = Flag.State


@dataclass(frozen=True)
class Noticed:
    """One flag: how urgent it was when it was raised, where it stands, how long until a person answered."""

    urgency: str
    state: str
    answered_after: timedelta | None


def raised(month: Month) -> list[Noticed]:
    """Every flag that was raised in the month. Raised again while it is open, it is the same flag."""
    rows = FlagEvent.objects.filter(flag__in=_flags_of(month)).order_by("flag", "pk")
    found: dict[int, Noticed] = {}
    begun = {}
    for flag, at, was, to, urgency in rows.values_list("flag", "at", "from_state", "to_state", "urgency"):
        if not was:
            begun[flag] = at
            found[flag] = Noticed(urgency, to, None)
        elif flag in found:
            known = found[flag]
            first = known.answered_after
            if first is None and to != State.RAISED:
                first = at - begun[flag]
            found[flag] = Noticed(known.urgency, to, first)
    return list(found.values())


def _flags_of(month: Month) -> list[int]:
    rows = FlagEvent.objects.filter(from_state="", at__gte=month.begins, at__lt=month.ends)
    return list(rows.values_list("flag", flat=True))
