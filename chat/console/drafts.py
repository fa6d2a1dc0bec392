"""What a counsellor has typed and not sent yet: kept here too, so that no crash and no other screen loses it.

One draft for each conversation and each member of staff, sealed with the conversation's own key. The console keeps it
in the tab as well, and holds what was sent for three seconds; until it is stored it stands in the draft.
"""

from django.db import transaction

from chat.access import conversation_owned_by
from chat.models import Conversation, Draft, Message
from config import clock
from rota.models import StaffMember


@transaction.atomic
def keep_draft(staff: StaffMember, conversation_id: int, body: str) -> None:
    """The newest words take the place of the older ones; no words end the draft."""
    conversation = conversation_owned_by(staff, conversation_id)
    if not body.strip():
        Draft.objects.filter(conversation=conversation, staff=staff).delete()
        return
    draft = Draft(conversation=conversation, staff=staff, saved_at=clock.now())
    draft.body = body
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["conversation", "staff"],
        update_fields=["body", "saved_at"],
    )


def draft_of(staff: StaffMember, conversation: Conversation) -> str:
    """What stands to be written on. Words that were stored since it was saved are taken out of its front.

    A console that died between sending words and clearing their draft must not offer them to be sent again.
    """
    draft = Draft.objects.filter(conversation=conversation, staff=staff).select_related("conversation__key").first()
    if draft is None:
        return ""
    body = draft.body or ""
    for said in _said_since(draft):
        if body.strip().startswith(said.strip()):
            body = body.strip().removeprefix(said.strip()).lstrip()
    return body


def _said_since(draft: Draft) -> list[str]:
    mine = Message.objects.filter(conversation=draft.conversation_id, staff=draft.staff_id)
    newest = mine.filter(stored_at__gte=draft.saved_at).order_by("place").select_related("conversation__key")
    return [message.body or "" for message in newest]
