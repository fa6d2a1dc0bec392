"""Honest words about the wait."""

from datetime import timedelta

from django.db.models import F

from chat.models import ConversationEvent
from config import clock

FEWEST = 3


def about_minutes() -> int | None:
    """What most people waited in the last two hours, in whole minutes; None where too few were taken to say."""
    since = clock.now() - timedelta(hours=2)
    waits = sorted(
        ConversationEvent.objects.filter(kind=ConversationEvent.Kind.TAKEN, at__gte=since)
        .annotate(waited=F("at") - F("conversation__opened_at"))
        .values_list("waited", flat=True)
    )
    if len(waits) < FEWEST:
        return None
    # Three in four waited no longer than this: an average would promise too much.
    usual = waits[(len(waits) * 3) // 4 if len(waits) > FEWEST else -1]
    return max(1, int(usual.total_seconds() + 30) // 60)
