"""What would go and what stands against it, with the locks of an erasure, and without changing anything."""

from dataclasses import dataclass

from django.db import transaction

from chat.keeping.erase import Stopped, obstacles, wanted_of
from chat.models import Conversation, Message, Phone, YoungPerson


@dataclass(frozen=True)
class Looked:
    """`codes` say why it may not be erased now (chat/keeping/receipt.py); none where it may."""

    codes: list[str]
    chats: int = 0
    messages: int = 0
    posts: int = 0
    has_number: bool = False


def look(about: Conversation | YoungPerson) -> Looked:
    person = about.young_person_id if isinstance(about, Conversation) else about.pk
    number = about.pk if isinstance(about, Conversation) else None
    try:
        with transaction.atomic():
            wanted = wanted_of(person, number)
            readable = [one for one in wanted.conversations if one.key_id is not None]
            phones = Phone.objects.filter(young_person=person, key__isnull=False)
            return Looked(
                obstacles(wanted),
                len(readable),
                Message.objects.filter(conversation__in=readable).count(),
                len(wanted.posts),
                wanted.is_everything and phones.exists(),
            )
    except Stopped as stopped:
        return Looked(stopped.codes)
