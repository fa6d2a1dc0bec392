"""What a counsellor is told of the flags in their conversation."""

from chat.urgency import Urgency
from moderation.models import Flag
from moderation.texts import words_now


def of(conversation_id: int) -> list[tuple[int, str, str]]:
    """Number, urgency and words of the open flags, oldest first. That words are not checked the console says itself."""
    found = Flag.objects.filter(conversation=conversation_id, state__in=Flag.OPEN).order_by("pk")
    return [(flag.pk, flag.urgency, words_now(flag)) for flag in found.exclude(urgency=Urgency.NOT_CHECKED)]
