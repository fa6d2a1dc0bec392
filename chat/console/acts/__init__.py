"""What a console may do, one function for each frame. Objects come from `chat/access.py`, on somebody's behalf."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from chat.console import frames, frames_beside, frames_handing, frames_telling
from chat.console.acts import beside, ending, floor, handing, tellings, words

if TYPE_CHECKING:
    from chat.console.consumers import ConsoleScreen

Act = Callable[["ConsoleScreen", Any], Awaitable[None]]

ACTS: dict[type, Act] = {
    frames.Say: words.say,
    frames.Resume: words.resume,
    frames.Typing: words.typing,
    frames.Seen: words.seen,
    frames.TakeNext: words.take_next,
    frames.Judge: words.judge,
    frames_beside.KeepDraft: beside.keep_draft,
    frames_beside.Note: beside.note,
    frames_beside.Whisper: beside.whisper,
    frames_beside.Safety: beside.safety,
    frames_beside.AskWhoSees: beside.ask_who_sees,
    frames_beside.LowerUrgency: beside.lower_urgency,
    frames_beside.CallHelp: beside.call_help,
    frames_beside.HelpAnswered: beside.help_answered,
    frames_handing.HandOver: handing.hand_over,
    frames_handing.Accept: handing.accept,
    frames_handing.Decline: handing.decline,
    frames_handing.Keep: handing.keep,
    frames_handing.StartEnding: ending.start_ending,
    frames_handing.CarryOn: ending.carry_on,
    frames.End: ending.end,
    frames_handing.Join: floor.join,
    frames_handing.Leave: floor.leave,
    frames_handing.TakeOver: floor.take_over,
    frames_telling.WriteTelling: tellings.write,
    frames_telling.NotTelling: tellings.not_tell,
    frames_telling.SafeToShow: tellings.safe_to_show,
    frames_telling.TakeBackTelling: tellings.take_back,
}
