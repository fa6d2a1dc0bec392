"""Honest words about the wait."""

from datetime import timedelta

from django.db import connection
from django.db.models import F, OuterRef, Subquery

from chat.models import Conversation, ConversationEvent
from config import clock

FEWEST = 3


def about_minutes() -> int | None:
    """What most people waited in the last two hours, in whole minutes; None where too few were taken to say."""
    since = clock.now() - timedelta(hours=2)
    # A wait begins where they come into the queue: also when they come back, or are cut off.
    came = ConversationEvent.objects.filter(
        conversation=OuterRef("conversation"), to_value=Conversation.State.WAITING, pk__lt=OuterRef("pk")
    ).order_by("-pk")
    taken = ConversationEvent.objects.filter(
        kind=ConversationEvent.Kind.TAKEN, from_value=Conversation.State.WAITING, at__gte=since
    )
    taken = taken.annotate(waited=F("at") - Subquery(came.values("at")[:1])).filter(waited__isnull=False)
    waits = sorted(taken.values_list("waited", flat=True))
    if len(waits) < FEWEST:
        return None
    # Three in four waited no longer than this: an average would promise too much.
    usual = waits[(len(waits) * 3) // 4 if len(waits) > FEWEST else -1]
    return max(1, int(usual.total_seconds() + 30) // 60)


def places() -> dict[int, int]:
    """The same for everybody who waits, in one statement."""
    from chat import queue

    with connection.cursor() as cursor:
        cursor.execute(queue.PLACES, queue.level_parameters(clock.now()))
        return dict(cursor.fetchall())


def place_of(conversation: Conversation) -> int | None:
    """How many are given out before this one, and one more: 1 is who is next. None for who is not waiting."""
    if conversation.state != Conversation.State.WAITING:
        return None
    from chat import queue  # which asks chat.service, which asks this file

    with connection.cursor() as cursor:
        cursor.execute(queue.PLACE, {**queue.level_parameters(clock.now()), "conversation": conversation.pk})
        row = cursor.fetchone()
    return None if row is None else int(row[0])
