"""Whether there is something to read, for the line on a young person's page: one question for many pages."""

from collections.abc import Sequence

from chat.access import shown_from
from chat.models import Conversation, Telling
from chat.telling.access import is_behind, said_at, shows_nothing

NOTHING, READ, NEW = "", "read", "new"


def standings(conversations: Sequence[Conversation]) -> dict[int, str]:
    """For each of them, with its young person at hand: nothing, something new, or something they have read."""
    by_id = {one.pk: one for one in conversations}
    found: dict[int, str] = dict.fromkeys(by_id, NOTHING)
    shown = Telling.objects.filter(conversation__in=by_id, safe_at__isnull=False, taken_back_at=None)
    for row in shown.only("conversation_id", "safe_at", "read_at", "outcome_at", "outcome_read_at"):
        if _is_shown(by_id[row.conversation_id], row):
            is_new = row.read_at is None or (row.outcome_at is not None and row.outcome_read_at is None)
            found[row.conversation_id] = NEW if is_new else found[row.conversation_id] or READ
    return found


def standing(conversation: Conversation) -> str:
    return standings([conversation])[conversation.pk]


def _is_shown(conversation: Conversation, telling: Telling) -> bool:
    start = shown_from(conversation, conversation.young_person)
    if shows_nothing(conversation, start):
        return False
    return is_behind(telling.safe_at, said_at(conversation.pk, start))
