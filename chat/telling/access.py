"""Tellings on somebody's behalf: of one's own conversation for a counsellor, of one's own page for a young person."""

from datetime import datetime

from django.db.models import QuerySet

from chat.access import NOTHING_IS_SHOWN, conversation_owned_by, shown_from
from chat.models import Conversation, Message, Telling, YoungPerson
from rota.models import StaffMember


def telling_owned_by(staff: StaffMember, conversation_id: int, telling_id: int) -> Telling:
    """One of a conversation that `staff` has. Raises Conversation.DoesNotExist or Telling.DoesNotExist."""
    conversation = conversation_owned_by(staff, conversation_id)
    return of(conversation.pk).get(pk=telling_id)


def of(conversation_id: int) -> QuerySet[Telling]:
    """All of one conversation, oldest first."""
    found = Telling.objects.filter(conversation=conversation_id)
    return found.select_related("conversation__key", "written_by").order_by("written_at", "pk")


def of_escalation(escalation_id: int) -> QuerySet[Telling]:
    """All that belong to one escalation, oldest first. For whoever may read that: its own access says."""
    found = Telling.objects.filter(escalation_id=escalation_id, conversation__key__isnull=False)
    return found.select_related("conversation__key", "written_by", "safe_by", "outcome_by").order_by("written_at", "pk")


def shown_on_page(conversation: Conversation, young_person: YoungPerson) -> list[Telling]:
    """Those that this page may show, newest first: not while it is locked, and none from before what it shows."""
    start = shown_from(conversation, young_person)
    if shows_nothing(conversation, start):
        return []
    open_ones = of(conversation.pk).filter(safe_at__isnull=False, taken_back_at=None)
    since = said_at(conversation.pk, start)
    return [one for one in reversed(open_ones) if is_behind(one.safe_at, since)]


def is_behind(safe_at: datetime | None, since: datetime | None) -> bool:
    return safe_at is not None and (since is None or safe_at > since)


def said_at(conversation_id: int, place: int) -> datetime | None:
    """When the last words were said that a page may not show; None where it shows all."""
    if not place:
        return None
    words = Message.objects.filter(conversation=conversation_id, place=place)
    return words.values_list("stored_at", flat=True).first()


def shows_nothing(conversation: Conversation, start: int) -> bool:
    return start == NOTHING_IS_SHOWN or (conversation.is_over and start >= conversation.last_place)
