"""What a counsellor is told of the flags in their conversation."""

from chat.urgency import Urgency
from moderation.models import Flag
from moderation.texts import words_now

STAMP = """
SELECT conversation_id, string_agg(concat_ws('-', id, state, urgency), ' ' ORDER BY id) FROM moderation_flag
WHERE conversation_id = ANY(%(ids)s::bigint[]) AND state IN ('raised', 'acknowledged') GROUP BY 1
"""
"""Another one when the open flags of a conversation are others (chat/moved.py)."""


def of(conversation_id: int) -> list[tuple[int, str, str]]:
    """Number, urgency and words of the open flags, oldest first. That words are not checked the console says itself."""
    found = Flag.objects.filter(conversation=conversation_id, state__in=Flag.OPEN).order_by("pk")
    return [(flag.pk, flag.urgency, words_now(flag)) for flag in found.exclude(urgency=Urgency.NOT_CHECKED)]
