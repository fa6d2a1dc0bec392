"""Less urgent after all: somebody who has the conversation, or a lead, says so and why. No machine ever does."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat import queue
from chat.access import conversation_owned_by, live_conversation_for
from chat.console import board
from chat.models import Conversation
from chat.urgency import Urgency
from rota.models import StaffMember

LONGEST_WHY = 1000


@transaction.atomic
def lower(staff: StaffMember, conversation_id: int, urgency: str, why: str) -> Conversation:
    """Only downwards, and not while a flag or an escalation still asks for more: that is answered first.

    Raises DoesNotExist for others, ValidationError with words to show.
    """
    conversation = _theirs(staff, conversation_id)
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    if Urgency(urgency).rank >= Urgency(conversation.urgency).rank:
        raise ValidationError(_("That is not less urgent than it is now."))
    if len(why) > LONGEST_WHY:
        raise ValidationError(_("Say it in fewer words."))
    _nothing_asks_for_more(conversation, Urgency(urgency))
    return queue.lower_urgency(conversation, Urgency(urgency), by=staff, why=why.strip())


def _theirs(staff: StaffMember, conversation_id: int) -> Conversation:
    try:
        return conversation_owned_by(staff, conversation_id)
    except Conversation.DoesNotExist:
        return live_conversation_for(staff, conversation_id)


def _nothing_asks_for_more(conversation: Conversation, urgency: Urgency) -> None:
    escalation = board.escalation_of([conversation.pk]).get(conversation.pk) if board.escalation_of else None
    if escalation and not escalation["decided_by"]:
        raise ValidationError(_("A lead is called about this chat. It stays as urgent until they have decided."))
    flags = board.open_flags(conversation.pk) if board.open_flags else []
    if any(Urgency(flagged).rank > urgency.rank for _number, flagged, _words in flags):
        raise ValidationError(_("A flag in this chat still needs an answer. Answer it first."))
