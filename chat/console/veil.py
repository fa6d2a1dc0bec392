"""What a console whose sign-in is locked is still told, and what it may still do.

Nothing that anybody wrote, no draft, no reason why. That somebody is needed: a child comes first.
"""

from typing import Any, get_args

from msgspec.structs import replace

from chat.console import frames, frames_beside, frames_handing
from chat.frames import Frame, Pong, Reconnect

AS_IT_IS = (
    *(frames.Queue, frames.PageOver, frames.Refused, frames.Locked),
    *(frames_beside.HelpCalled, frames_beside.HelpOver, frames_handing.OfferOver, frames_handing.Service),
    *(Pong, Reconnect),
)
# A page sends these by itself: when it comes back, when it shows something, while it is open.
BY_THE_PAGE = (frames.Resume, frames.Seen, frames_handing.Join)
GO_ON_WHILE_LOCKED = (frames.Heartbeat, frames.Ping, frames_beside.KeepDraft)
WAIT_FOR_THE_KEY = tuple(kind for kind in get_args(frames.FromConsole) if kind not in GO_ON_WHILE_LOCKED)


def by_a_hand(frame: Any) -> bool:
    """Does it say that somebody is there?"""
    return not isinstance(frame, BY_THE_PAGE + GO_ON_WHILE_LOCKED)


def veiled(frame: Frame) -> Frame | None:
    """The same without words; nothing where words are all there is."""
    match frame:
        case frames.Paged() | frames.Flagged():
            return replace(frame, words="")
        case frames.Mine() | frames.Watching():
            return replace(frame, conversations=[_without_words(one) for one in frame.conversations])
        case _:
            return frame if isinstance(frame, AS_IT_IS) else None


def _without_words(one: frames.OwnConversation) -> frames.OwnConversation:
    return replace(one, nickname=None, last_body="")
