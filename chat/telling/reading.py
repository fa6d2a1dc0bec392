"""What staff read of the tellings of an escalation, and whether anybody thought of telling at all.

For pages above this app: who may read an escalation is asked there, before any of this is called.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from chat.models import Telling
from chat.telling.access import of_escalation
from chat.telling.states import WORDS, state_of


@dataclass(frozen=True)
class Told:
    """One telling, ready for a page (telling/staff.html)."""

    pk: int
    state: str
    state_words: str
    by: str
    at: datetime
    to_whom: str
    what: str
    why: str
    not_told_why: str
    safe_by: str
    safe_at: datetime | None
    read_at: datetime | None
    answered_at: datetime | None
    agrees: bool | None
    answer: str
    outcome: str
    outcome_at: datetime | None
    outcome_read_at: datetime | None
    # What may still be done with it.
    can_be_taken_back: bool
    can_have_outcome: bool


def told_of(escalation_id: int) -> list[Told]:
    """Newest first. The young person's own words are in `answer`."""
    return [_told(telling) for telling in reversed(of_escalation(escalation_id))]


def is_thought_of(escalation_id: int) -> bool:
    """Was it shown to the young person, or is there a reason why telling is unsafe? A decision that breaks
    confidentiality without either is warned about."""
    tellings = Telling.objects.filter(escalation_id=escalation_id)
    shown = Q(safe_at__isnull=False, taken_back_at=None)
    return tellings.filter(shown | Q(not_told_why__isnull=False)).exists()


def stamp_of(escalation_id: int) -> str:
    """Another text as soon as `told_of` would say something else."""
    moments = Telling.objects.filter(escalation_id=escalation_id).order_by("pk").values_list(
        "pk", "safe_at", "taken_back_at", "read_at", "answered_at", "outcome_at", "outcome_read_at"
    )  # fmt: skip
    return "|".join(",".join(str(part or "") for part in row) for row in moments)


def _told(telling: Telling) -> Told:
    state = state_of(telling)
    is_shown = telling.safe_at is not None and telling.taken_back_at is None
    return Told(
        pk=telling.pk,
        state=state,
        state_words=str(WORDS[state]),
        by=telling.written_by.name,
        at=telling.written_at,
        to_whom=telling.to_whom or "",
        what=telling.what or "",
        why=telling.why or "",
        not_told_why=telling.not_told_why or "",
        safe_by=telling.safe_by.name if telling.safe_by else "",
        safe_at=telling.safe_at,
        read_at=telling.read_at,
        answered_at=telling.answered_at,
        agrees=telling.agrees,
        answer=telling.answer or "",
        outcome=telling.outcome or "",
        outcome_at=telling.outcome_at,
        outcome_read_at=telling.outcome_read_at,
        can_be_taken_back=telling.not_told_why is None and telling.taken_back_at is None,
        can_have_outcome=is_shown and telling.outcome_at is None,
    )
