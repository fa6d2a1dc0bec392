"""Words of staff for staff: notes, whispers of a lead, and what was written when a conversation was handed over.

They have a table, a frame and an input of their own. No door of a young person reads the table, and they travel on the
topic of staff, never on that of a conversation.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from chat import live
from chat.access import conversation_beside, counsellor_reads_since
from chat.console import frames_beside as frames
from chat.models import Conversation, StaffNote
from rota.access import may_lead
from rota.models import StaffMember

NEWEST_SHOWN = 50


@transaction.atomic
def write_note(staff: StaffMember, conversation_id: int, client_id: UUID, body: str) -> StaffNote:
    """By whoever has the conversation, or a lead who reads along. Safe to repeat."""
    return _write(conversation_beside(staff, conversation_id), StaffNote.Kind.NOTE, client_id, body, by=staff)


@transaction.atomic
def whisper(staff: StaffMember, conversation_id: int, client_id: UUID, body: str) -> StaffNote:
    """By a lead only, to whoever has the conversation. Safe to repeat."""
    conversation = conversation_beside(staff, conversation_id)
    if not may_lead(staff):
        raise PermissionDenied(_("Only a lead whispers."))
    return _write(conversation, StaffNote.Kind.WHISPER, client_id, body, by=staff)


def note_frames(conversation_id: int) -> list[frames.Noted]:
    """The newest of them that a counsellor may read, oldest first."""
    conversation = Conversation.objects.get(pk=conversation_id)
    since = counsellor_reads_since(conversation)
    notes = conversation.staff_notes.select_related("by", "conversation__key")
    newest = (notes.filter(at__gte=since) if since else notes).order_by("-at", "-pk")[:NEWEST_SHOWN]
    return [noted(note) for note in reversed(newest)]


def noted(note: StaffNote) -> frames.Noted:
    return frames.Noted(
        conversation=note.conversation_id,
        id=note.client_id,
        kind=note.kind,
        by=note.by_id,
        name=note.by.name,
        body=note.body or "",
        at=note.at,
    )


def _write(conversation: Conversation, kind: str, client_id: UUID, body: str, *, by: StaffMember) -> StaffNote:
    known = StaffNote.objects.filter(conversation=conversation, client_id=client_id).select_related("by").first()
    if known is not None:
        return known
    note = StaffNote(conversation=conversation, client_id=client_id, kind=kind, by=by)
    note.body = body
    note.save(force_insert=True)
    live.nudge_staff("note", conversation=conversation.pk)
    return note
