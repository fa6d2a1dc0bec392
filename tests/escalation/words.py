"""A decision that lacks nothing, to take something away from."""

from datetime import timedelta
from typing import Any

from config import clock
from escalation.banners import pages_of
from escalation.models import Decision, Escalation
from escalation.on_screen import on_screen
from rota.models import StaffMember

TEXTS = (
    "outcome", "why", "for_the_child", "parent_not_told_why", "consulted",
    "options", "basis", "shared", "not_shared_why", "next_offer",
)  # fmt: skip


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
        "options": "Stay in the chat and wait; a safety plan.",
        "basis": "vital",
        "shared": "To the ambulance: what she took, and when.",
        "not_shared_why": "",
        "next_offer": "A chat tomorrow, with whom she knows.",
        "review_on": (clock.now() + timedelta(days=2)).date(),
        **changed,
    }


def shown_to(escalation_id: int, staff: StaffMember) -> dict[str, Any] | None:
    """The banner that stands about it on this person's screens; None where there is none."""
    return next((page for _call, page in pages_of(staff) if page["escalation"] == escalation_id), None)


def from_page(escalation: Escalation) -> dict[str, str]:
    """What every form of its page carries."""
    now = Escalation.objects.get(pk=escalation.pk)
    return {"version": str(now.version), "on_screen": on_screen(now)}


def form(escalation: Escalation | None = None, **changed: str) -> dict[str, str]:
    """The same, as a form posts it: from the page of `escalation` as it is now."""
    said = reasons()
    return {
        **(from_page(escalation) if escalation else {}),
        **{name: str(said[name]) for name in TEXTS},
        "young_person_told": "yes",
        "young_person_not_told_why": "",
        "told_sure": "yes",
        "parent_told": "no",
        "review_on": said["review_on"].isoformat(),
        **changed,
    }
