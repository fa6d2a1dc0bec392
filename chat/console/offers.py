"""Conversations that somebody is handing over, as they ring with those who may accept."""

from chat import handover
from chat.console import frames_handing as frames
from chat.models import Conversation
from chat.queue import may_carry
from config import clock
from rota.models import StaffMember


def offer_frames(staff: StaffMember) -> list[frames.Offer]:
    """Those that `staff` may accept now: asked by name, or one that is anybody's while they have room."""
    offered = list(handover.offered_to(staff))
    return [_frame(one, staff) for one in offered if one.offered_to_id == staff.pk or may_carry(staff, one)]


def _frame(conversation: Conversation, staff: StaffMember) -> frames.Offer:
    """The note is for the one who was asked by name. Anybody else reads it once they have accepted."""
    is_for_them = conversation.offered_to_id == staff.pk
    note = handover.handover_note(conversation) if is_for_them else None
    return frames.Offer(
        conversation=conversation.pk,
        handle=conversation.handle,
        from_=conversation.owner.name if conversation.owner else "",
        note=(note.body or "") if note else "",
        urgency=conversation.urgency,
        until=(conversation.offer_until if is_for_them else None) or conversation.reply_due_at or clock.now(),
        for_you=is_for_them,
    )
