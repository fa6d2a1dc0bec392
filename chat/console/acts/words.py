"""Words, and taking the next person."""

import time
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.db.models.functions import Least

from chat import queue
from chat.access import conversation_owned_by
from chat.console import board, frames
from chat.console.texts import is_too_long_for_text
from chat.journal import Words
from chat.models import Conversation
from rota.models import StaffMember

if TYPE_CHECKING:
    from chat.console.consumers import ConsoleScreen

TYPING_EVERY_SECONDS = 2.0


async def say(screen: "ConsoleScreen", frame: frames.Say) -> None:
    conversation_id = frame.conversation
    # Who only reads along may not speak. The journal asks once more, in the statement that stores.
    known = None if conversation_id in screen.joined else await screen.key_of(conversation_id)
    if known is None:
        screen.refuse("not_yours", frame.id, conversation=conversation_id)
        return
    if conversation_id not in screen.seen_up_to:
        await screen.resume(conversation_id, 0)
    if conversation_id in screen.by_text and await screen.in_a_thread(is_too_long_for_text, frame.body):
        screen.refuse("too_long_for_text", frame.id, conversation=conversation_id)
        return
    words = Words(conversation_id, frame.id, screen.speaker, frame.body, *known)
    await screen.store(words, refused={"conversation": conversation_id})


async def resume(screen: "ConsoleScreen", frame: frames.Resume) -> None:
    await screen.resume(frame.conversation, frame.after)


async def typing(screen: "ConsoleScreen", frame: frames.Typing) -> None:
    if screen.is_mine(frame.conversation) and time.monotonic() - screen.typed_at > TYPING_EVERY_SECONDS:
        screen.typed_at = time.monotonic()
        screen.hub.nudge(f"c:{frame.conversation}", {"kind": "typing", "by": "counsellor"})


async def seen(screen: "ConsoleScreen", frame: frames.Seen) -> None:
    if not screen.is_mine(frame.conversation):
        return
    if await screen.in_a_thread(_seen, screen.staff, frame.conversation, frame.place):
        screen.hub.nudge(f"c:{frame.conversation}", {"kind": "seen", "by": "counsellor", "place": frame.place})


async def take_next(screen: "ConsoleScreen", frame: frames.TakeNext) -> None:
    try:
        conversation = await screen.in_a_thread(queue.take_next, screen.staff)
    except PermissionDenied:
        screen.refuse("not_on_shift")
    except queue.NobodyWaiting:
        screen.give(frames.NobodyWaiting())
    except queue.CarriesEnough:
        screen.give(frames.Full())
    else:
        await screen.has_now(conversation.pk)


async def judge(screen: "ConsoleScreen", frame: frames.Judge) -> None:
    await screen.in_a_thread(_judge, screen.staff, frame.conversation, frame.agrees)
    screen.give(frames.Judged(conversation=frame.conversation, agrees=frame.agrees))


def _judge(staff: StaffMember, conversation_id: int, agrees: bool) -> None:
    conversation = conversation_owned_by(staff, conversation_id)
    if board.judge is not None:
        board.judge(conversation, agrees=agrees, judged_by=staff)


def _seen(staff: StaffMember, conversation_id: int, place: int) -> bool:
    shown = Least(place, F("last_place"))
    behind = Conversation.objects.filter(pk=conversation_id, owner=staff, counsellor_saw__lt=shown)
    return bool(behind.update(counsellor_saw=shown))
