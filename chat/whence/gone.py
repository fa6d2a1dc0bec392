"""Where somebody connected from, destroyed: 72 hours after the chat is over, and whenever its words are erased."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.expressions import Exists, OuterRef

from chat.models import Hold, Whence
from config import clock
from config.tuning import setting


def over(at: datetime) -> QuerySet[Whence]:
    """Of chats that are over for so long. One that was opened again is not over: its time begins anew at its end."""
    until = at - timedelta(hours=int(setting("finding.kept_hours")))
    return Whence.objects.filter(destroyed_at=None, conversation__ended_at__lte=until).order_by("pk")


def not_held(rows: QuerySet[Whence]) -> QuerySet[Whence]:
    held = Hold.objects.filter(
        Q(conversation=OuterRef("conversation")) | Q(young_person=OuterRef("conversation__young_person")),
        lifted_at=None,
    )
    return rows.filter(~Exists(held))


def destroy(rows: QuerySet[Whence]) -> int:
    """One statement: it asks of each row again what `rows` asks."""
    return rows.order_by().update(address=None, address_hash="", destroyed_at=clock.now())


def destroy_of(conversations: Iterable[int]) -> int:
    """With the words: their key is gone, and no hash may say that somebody was there."""
    return destroy(Whence.objects.filter(conversation__in=list(conversations), destroyed_at=None))
