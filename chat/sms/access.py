"""Which conversation a text belongs to. One phone is one young person, and a number reaches no other's words."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists
from django.utils.translation import get_language

from chat.conversations import come_back, may_come_back, start_conversation
from chat.models import Conversation, IncomingText, Phone
from chat.urgency import Urgency
from config import clock
from config.tuning import setting


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text goes, and how things stood before it came."""

    conversation: Conversation
    was_open: bool
    # How urgent their last conversation was; None where there never was one.
    earlier: Urgency | None


def place_for(phone: Phone, sid: str) -> Place | None:
    """The open conversation; the last one, if it ended lately; else a new one. None for a text that is in already.

    The phone's row is locked: nobody else takes in a text of theirs meanwhile. The conversation's is from here on.
    """
    known = IncomingText.objects.filter(message_sid=sid)
    # As the journal locks it, because words are about to be stored: a weaker lock would have to be raised.
    theirs = Conversation.objects.select_for_update(of=("self",)).select_related("key").order_by("-id")
    theirs = theirs.filter(young_person_id=phone.young_person_id)
    if going_on := theirs.annotate(is_known=Exists(known)).filter(ended_at=None).first():
        return None if going_on.is_known else Place(going_on, was_open=True, earlier=Urgency(going_on.urgency))
    if known.exists():
        return None
    last = theirs.first()
    if last is None:
        return Place(_new(phone), was_open=False, earlier=None)
    conversation = come_back(last) if _ended_lately(last) else _new(phone)
    return Place(conversation, was_open=False, earlier=Urgency(last.urgency))


def _ended_lately(conversation: Conversation) -> bool:
    kept = timedelta(hours=setting("texts.new_conversation_hours"))
    ended = conversation.ended_at
    if conversation.key_id is None or ended is None or not may_come_back(conversation):
        return False
    return clock.now() - ended < kept


def _new(phone: Phone) -> Conversation:
    return start_conversation(phone.young_person, channel=Conversation.Channel.SMS, locale=get_language() or "en-gb")
