"""Drafts, notes, safety questions, help: what lies beside the words."""

from typing import TYPE_CHECKING

from chat.console import drafts, frames_beside, help, lowering, notes, texts
from chat.console import safety as questions
from chat.live import STAFF
from chat.models import HelpCall

if TYPE_CHECKING:
    from chat.console.consumers import ConsoleScreen


async def keep_draft(screen: "ConsoleScreen", frame: frames_beside.KeepDraft) -> None:
    await screen.in_a_thread(drafts.keep_draft, screen.staff, frame.conversation, frame.body)
    screen.knows_draft(frame.conversation, frame.body)
    # To the other consoles of the same person. Ids only.
    screen.hub.nudge(STAFF, {"kind": "draft", "conversation": frame.conversation, "staff": screen.staff.pk})


async def note(screen: "ConsoleScreen", frame: frames_beside.Note) -> None:
    await screen.in_a_thread(notes.write_note, screen.staff, frame.conversation, frame.id, frame.body)
    await screen.tell_beside_of(frame.conversation)


async def whisper(screen: "ConsoleScreen", frame: frames_beside.Whisper) -> None:
    await screen.in_a_thread(notes.whisper, screen.staff, frame.conversation, frame.id, frame.body)
    await screen.tell_beside_of(frame.conversation)


async def safety(screen: "ConsoleScreen", frame: frames_beside.Safety) -> None:
    await screen.in_a_thread(questions.write_down, screen.staff, frame)
    await screen.tell_beside_of(frame.conversation)


async def ask_who_sees(screen: "ConsoleScreen", frame: frames_beside.AskWhoSees) -> None:
    await screen.in_a_thread(texts.ask_who_sees, screen.staff, frame.conversation)
    await screen.tell()


async def lower_urgency(screen: "ConsoleScreen", frame: frames_beside.LowerUrgency) -> None:
    await screen.in_a_thread(lowering.lower, screen.staff, frame.conversation, frame.urgency, frame.why)
    await screen.tell()


async def call_help(screen: "ConsoleScreen", frame: frames_beside.CallHelp) -> None:
    await screen.in_a_thread(help.call_help, screen.staff, frame.conversation)
    await screen.tell()


async def help_answered(screen: "ConsoleScreen", frame: frames_beside.HelpAnswered) -> None:
    try:
        await screen.in_a_thread(help.answer_help, screen.staff, frame.call)
    except HelpCall.DoesNotExist:
        screen.refuse("not_yours")
    except help.AlreadyAnswered as other:
        screen.refuse_in_words("not_yet", str(other))
    await screen.tell()
