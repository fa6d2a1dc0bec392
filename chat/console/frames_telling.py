"""Frames of what is told to a young person before anybody else hears it. Staff write it; the page shows it on a tap."""

from typing import Annotated

import msgspec

from chat.console.frames_about import LARGEST, ConversationId
from chat.frames import At, Frame, about, one_of

TellingId = Annotated[int, msgspec.Meta(ge=1, le=LARGEST, description="Which telling")]
ToWhom = Annotated[str, msgspec.Meta(max_length=200, description="Who will be told")]
Words = Annotated[str, msgspec.Meta(max_length=2000, description="The words")]

# To us


class WriteTelling(Frame, tag="write_telling", frozen=True):
    """What will be said, to whom and why: for an escalation that is open. Nobody sees it but staff until it is safe."""

    conversation: ConversationId
    to_whom: ToWhom
    what: Words
    why: Words


class NotTelling(Frame, tag="not_telling", frozen=True):
    """Telling them is unsafe, and why."""

    conversation: ConversationId
    why: Words


class SafeToShow(Frame, tag="safe_to_show", frozen=True):
    """Nobody else sees their screen now: they may tap and read it. By text it goes out, if only they see the phone."""

    conversation: ConversationId
    telling: TellingId


class TakeBackTelling(Frame, tag="take_back_telling", frozen=True):
    """It is not safe any more, or was wrong: their page shows nothing of it."""

    conversation: ConversationId
    telling: TellingId


# From us


class TellingNow(Frame, tag="telling", frozen=True):
    """One telling as it stands. To whoever has the conversation, and to leads who read along."""

    conversation: ConversationId
    telling: TellingId
    state: Annotated[
        str,
        one_of("written", "shown", "read", "answered", "outcome", "taken_back", "not_told", words="How far it is"),
    ]
    name: Annotated[str, about("Who wrote it")]
    at: Annotated[At, about("When it was written")]
    to_whom: Annotated[str, about("Who will be told; empty where they are not told")]
    what: Annotated[str, about("What will be said")]
    why: Annotated[str, about("Why; why telling them is unsafe where they are not told")]
    agrees: Annotated[bool | None, about("Whether the young person agrees; null where they did not say")]
    answer: Annotated[str, about("Their own words to it")]
    outcome: Annotated[str, about("What they were told that came of it")]
