"""What somebody had on their screen when they decided. A flag or words that came since make it another thing to decide.

Pages, looks and what staff write beside it do not: only what is new about the young person.
"""

from hashlib import sha256

from django.db.models import Max, QuerySet

from chat.models import Concern, ConcernWords, Conversation, Message, Post, PostVersion
from escalation.models import Escalation
from escalation.subjects import subjects_of


def on_screen(escalation: Escalation) -> str:
    """Numbers of rows only: the newest flag, and the newest words by each way."""
    flag = escalation.flag_links.aggregate(last=Max("pk"))["last"] or 0
    numbers = [flag, *(rows.aggregate(last=Max("pk"))["last"] or 0 for rows in _words(escalation))]
    return "-".join(str(number) for number in numbers)


def kept(text: str) -> str:
    """How a decision keeps it."""
    return sha256(text.encode()).hexdigest()


def came_since(escalation: Escalation, text: str) -> list[Message]:
    """What the young person wrote in chats since that screen, oldest first: the last five."""
    numbers = text.split("-")
    if len(numbers) < 2 or not (numbers[1].isascii() and numbers[1].isdigit() and len(numbers[1]) < 19):
        return []
    newer = _messages(escalation).filter(pk__gt=int(numbers[1])).select_related("conversation__key")
    return list(reversed(newer.order_by("-pk")[:5]))


def _words(escalation: Escalation) -> tuple[QuerySet[Message], QuerySet[PostVersion], QuerySet[ConcernWords]]:
    subjects = subjects_of(escalation)
    return (
        _messages(escalation),
        PostVersion.objects.filter(post__in=[one.pk for one in subjects if isinstance(one, Post)]),
        ConcernWords.objects.filter(concern__in=[one.pk for one in subjects if isinstance(one, Concern)]),
    )


def _messages(escalation: Escalation) -> QuerySet[Message]:
    chats = [one.pk for one in subjects_of(escalation) if isinstance(one, Conversation)]
    return Message.objects.filter(conversation__in=chats, by=Message.By.YOUNG_PERSON)
