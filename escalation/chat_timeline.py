"""What happened in a conversation beside its words: who took it, left it and ended it, and which texts were lost."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from chat.models import Conversation, ConversationEvent, OutgoingText
from escalation.items import DANGER, DONE, Item


def what_people_did(conversation: Conversation, *, since: datetime) -> Iterator[Item]:
    kinds = ConversationEvent.Kind
    for event in conversation.history.select_related("by").filter(at__gte=since).order_by("at", "pk"):
        who = {"who": event.by.name if event.by else ""}
        match event.kind:
            case kinds.TAKEN:
                yield Item(event.at, _("%(who)s took the chat") % who, "", DONE)
            case kinds.RETURNED:
                yield Item(event.at, _("The chat waits again: its counsellor was cut off"), "", DANGER)
            case kinds.SAYS_NOT_SAFE:
                yield Item(event.at, _("The young person said that they are not safe"), "", DANGER)
            case kinds.HELD:
                yield Item(event.at, _("No answer from the young person: the chat is held for a lead"), "", DANGER)
            case kinds.REACHED if event.by is None:
                yield Item(event.at, _("The young person wrote again"), "", DONE)
            case kinds.REACHED:
                yield Item(event.at, _("%(who)s says that they were reached") % who, event.why or "", DONE)
            case kinds.STOOD_DOWN:
                yield Item(event.at, _("%(who)s stood down") % who, event.why or "", DONE)
            case kinds.ACCEPTED:
                yield Item(event.at, _("%(who)s took the chat on") % who, "", DONE)
            case kinds.TAKEN_OVER:
                yield Item(event.at, _("%(who)s took the chat over") % who, "", DONE)
            case kinds.LEFT:
                yield Item(event.at, _("The young person left the page"), "", DANGER)
            case kinds.ENDED if event.by is None:
                yield Item(event.at, _("The young person ended the chat"), "", DANGER)
            case kinds.ENDED:
                yield Item(event.at, _("%(who)s ended the chat") % who, "", DONE)


def lost_texts(conversation: Conversation, *, since: datetime) -> Iterator[Item]:
    """Every text of ours that did not reach the phone, when that was known."""
    texts = OutgoingText.objects.filter(
        message__conversation=conversation, state__in=OutgoingText.WENT_WRONG, state_at__gte=since
    )
    for text in texts.order_by("state_at", "pk"):
        if text.state == OutgoingText.State.UNKNOWN:
            yield Item(text.state_at, _("Nobody can tell yet whether a text from us was sent"), "", DANGER)
        else:
            why = "" if text.state == OutgoingText.State.UNDELIVERED else str(text.get_state_display())
            yield Item(text.state_at, _("A text from us did not arrive"), why, DANGER)
