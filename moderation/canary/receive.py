"""Storing it: sealed, committed, and the reader woken, as with any words."""

from django.db import transaction

from chat.outbox import wake_after_commit
from config import clock
from config.models import DataKey
from moderation.models import Canary


@transaction.atomic
def receive(canary_id: int, words: str) -> None:
    """Once for each that our jobs process has written down. One that is said again does nothing."""
    canary = Canary.objects.select_for_update(no_key=True).filter(pk=canary_id, stored_at=None).first()
    if canary is not None:
        canary.key = _key()
        canary.body = words
        canary.stored_at = clock.now()
        canary.save(update_fields=["key", "body", "stored_at"])
        wake_after_commit()


def _key() -> DataKey:
    """One for all of them, moved each week with the others: whoever reads has to open what is under today's key."""
    last = Canary.objects.exclude(key=None).select_related("key").order_by("-pk").first()
    return last.key if last and last.key else DataKey.make("canary")
