"""A phone of ours that told our number to stop: the carrier lets none of our texts through to it until it says start.

Texts are tried all the same. One that is refused brings the next way forward, and whoever started again by a way that
we did not hear of is reached. What is kept here is only for its person to see.
"""

from datetime import datetime

from django.db import transaction

from rota import audit
from rota.models import StaffNumber


@transaction.atomic
def said(number: str, *, stops: bool, at: datetime) -> bool:
    """They texted a word for stop, or for start. False where this is the number of nobody here.

    Safe to repeat, and in any order: the latest word counts.
    """
    held = next((one for one in _confirmed() if one.number == number), None)
    if held is not None:
        note(held.staff_id, stops=stops, at=at)
    return held is not None


@transaction.atomic
def note(staff_id: int, *, stops: bool, at: datetime) -> None:
    """`at`: when it was said, or refused by the carrier."""
    held = StaffNumber.objects.select_for_update(no_key=True).filter(staff=staff_id).first()
    if held is None or (held.texts_said_at is not None and held.texts_said_at >= at):
        return
    was, held.texts_stopped, held.texts_said_at = held.texts_stopped, stops, at
    held.save(update_fields=["texts_stopped", "texts_said_at"])
    if was != stops:
        audit.record("reach.texts_stopped" if stops else "reach.texts_started", f"staff:{staff_id}", who=None)


def _confirmed() -> list[StaffNumber]:
    return list(StaffNumber.objects.filter(confirmed_at__isnull=False).select_related("key"))
