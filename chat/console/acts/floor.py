"""A lead reads along, and takes over."""

from typing import TYPE_CHECKING

from chat import handover
from chat.access import live_conversation_for
from chat.console import frames_handing
from chat.models import Conversation
from rota.models import StaffMember

if TYPE_CHECKING:
    from chat.console.consumers import ConsoleScreen


async def join(screen: "ConsoleScreen", frame: frames_handing.Join) -> None:
    conversation = await screen.in_a_thread(live_conversation_for, screen.staff, frame.conversation)
    if conversation.owner_id == screen.staff.pk:
        return
    screen.joined.add(conversation.pk)
    await screen.key_of(conversation.pk)  # written down before the first word is on the screen
    await screen.tell()
    await screen.resume(conversation.pk, 0)


async def leave(screen: "ConsoleScreen", frame: frames_handing.Leave) -> None:
    if frame.conversation in screen.joined:
        await screen.forget(frame.conversation)
        await screen.tell()


async def take_over(screen: "ConsoleScreen", frame: frames_handing.TakeOver) -> None:
    await screen.in_a_thread(_take_over, screen.staff, frame.conversation)
    screen.joined.discard(frame.conversation)
    await screen.has_now(frame.conversation)


def _take_over(staff: StaffMember, conversation_id: int) -> Conversation:
    return handover.take_over(live_conversation_for(staff, conversation_id), by=staff)
