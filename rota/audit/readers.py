"""Who was given the words of a conversation: for the young person whose words they are, when they ask.

A first name, in which role, on which day; nothing of when in the day and nothing of why. A safeguarding lead is only
that: whether one looked because of an escalation, or in passing, must not show, because an escalation would show too.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rota.audit.reading import OF_A_CHAT, OWNER
from rota.models import AuditRow, Role, RoleGrant

LONDON = ZoneInfo("Europe/London")
# They asked for what we keep, and somebody put it together for them.
PACK = "pack:"


class Reading(NamedTuple):
    """Somebody read these words on that day."""

    day: date
    role: str
    # Empty for a safeguarding lead.
    first_name: str


def readers_of(
    conversation_ids: Iterable[int], *, since: datetime | None = None, leave_out: Iterable[str] = ()
) -> list[Reading]:
    """Each person, role and day once, the newest day first. `leave_out`: grounds that must not exist for whoever asks
    on their behalf."""
    about = [f"conversation:{pk}" for pk in conversation_ids]
    rows = AuditRow.objects.filter(about__in=about, action__in=OF_A_CHAT, who__isnull=False)
    rows = rows.exclude(ground__in=list(leave_out))
    found = (rows.filter(at__gte=since) if since else rows).values_list("at", "who", "who__name", "ground")
    seen = list(found.order_by("at"))
    leads = _leads({who for _at, who, _name, _ground in seen if who})
    readings = {_reading(at, name, ground, is_lead=who in leads) for at, who, name, ground in seen}
    return sorted(readings, key=lambda one: (-one.day.toordinal(), one.role, one.first_name))


def _reading(at: datetime, name: str, ground: str, *, is_lead: bool) -> Reading:
    day = at.astimezone(LONDON).date()
    if ground == OWNER:
        return Reading(day, Role.COUNSELLOR, name.split()[0])
    if ground.startswith(PACK):
        return Reading(day, Role.PRIVACY, "")
    if is_lead or ground.startswith(("escalation:", "glass:")):
        return Reading(day, Role.SAFEGUARDING_LEAD, "")
    return Reading(day, Role.SHIFT_LEAD if ground == Role.SHIFT_LEAD else Role.COUNSELLOR, name.split()[0])


def _leads(staff_ids: set[int]) -> set[int]:
    """Who of them is or was a safeguarding lead. A shift lead who reads as one is told as the other: never more."""
    grants = RoleGrant.objects.filter(staff__in=staff_ids, role=Role.SAFEGUARDING_LEAD)
    return set(grants.values_list("staff_id", flat=True))
