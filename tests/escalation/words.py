"""A decision that lacks nothing, to take something away from."""

from datetime import timedelta
from typing import Any

from config import clock
from escalation.banners import pages_of
from escalation.models import Decision
from rota.models import StaffMember


def reasons(**changed: Any) -> dict[str, Any]:
    """The arguments of `decide`."""
    return {
        "outcome": Decision.Outcome.EMERGENCY_AGREED,
        "why": "Tablets an hour ago, feels sick.",
        "for_the_child": "She is seen by a doctor tonight.",
        "young_person_told": True,
        "young_person_not_told_why": "",
        "parent_told": False,
        "parent_not_told_why": "Not safe at home.",
        "consulted": "",
        "review_on": (clock.now() + timedelta(days=2)).date(),
        **changed,
    }


def shown_to(escalation_id: int, staff: StaffMember) -> dict[str, Any] | None:
    """The banner that stands about it on this person's screens; None where there is none."""
    return next((page for _call, page in pages_of(staff) if page["escalation"] == escalation_id), None)


def form(**changed: str) -> dict[str, str]:
    """The same, as a form posts it."""
    said = reasons()
    return {
        **{name: str(said[name]) for name in ("outcome", "why", "for_the_child", "parent_not_told_why", "consulted")},
        "young_person_told": "yes",
        "young_person_not_told_why": "",
        "parent_told": "no",
        "review_on": said["review_on"].isoformat(),
        **changed,
    }
