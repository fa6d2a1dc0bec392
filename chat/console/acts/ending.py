"""Ending in two steps: the end is near, goodbye, the end."""

from typing import TYPE_CHECKING

from chat import conversations
from chat.access import conversation_owned_by
from chat.console import frames, frames_handing
from chat.models import Conversation
from rota.models import StaffMember

if TYPE_CHECKING:
    from chat.console.consumers import ConsoleScreen


async def start_ending(screen: "ConsoleScreen", frame: frames_handing.StartEnding) -> None:
    await screen.in_a_thread(_start, screen.staff, frame.conversation)
    await screen.tell()


async def carry_on(screen: "ConsoleScreen", frame: frames_handing.CarryOn) -> None:
    await screen.in_a_thread(_carry_on, screen.staff, frame.conversation)
    await screen.tell()


async def end(screen: "ConsoleScreen", frame: frames.End) -> None:
    await screen.in_a_thread(_end, screen.staff, frame)
    screen.give(frames.State(conversation=frame.conversation, state=Conversation.State.CLOSED))
    await screen.tell()


def _start(staff: StaffMember, conversation_id: int) -> None:
    conversations.start_ending(conversation_owned_by(staff, conversation_id), by=staff)


def _carry_on(staff: StaffMember, conversation_id: int) -> None:
    conversations.carry_on(conversation_owned_by(staff, conversation_id), by=staff)


def _end(staff: StaffMember, frame: frames.End) -> None:
    conversation = conversation_owned_by(staff, frame.conversation)
    conversations.end_conversation(conversation, ended_by=staff, reason=frame.reason, summary=frame.summary)
