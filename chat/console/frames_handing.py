"""Frames of handing over, of ending, and of a lead who looks after everybody's conversations."""

from typing import Annotated

import msgspec

from chat.console.frames_about import ConversationId, StaffId
from chat.frames import At, Body, Count, Frame, Piece, about, listed, one_of

# To us


class HandOver(Frame, tag="hand_over", frozen=True):
    """Somebody else should have this conversation. I have it until they accept."""

    conversation: ConversationId
    to: Annotated[StaffId | None, about("Whom; null for anybody who has room")]
    note: Annotated[Body, about("What they have to know; may not be empty")]


class Accept(Frame, tag="accept", frozen=True):
    """I take the conversation that was offered."""

    conversation: ConversationId


class Decline(Frame, tag="decline", frozen=True):
    """I cannot take it."""

    conversation: ConversationId


class Keep(Frame, tag="keep", frozen=True):
    """I keep the conversation that I was handing over."""

    conversation: ConversationId


class StartEnding(Frame, tag="start_ending", frozen=True):
    """The end is near: the young person is told so. Then comes goodbye, then `end`."""

    conversation: ConversationId


class CarryOn(Frame, tag="carry_on", frozen=True):
    """Not the end yet after all."""

    conversation: ConversationId


class Join(Frame, tag="join", frozen=True):
    """A lead reads along. That is written down."""

    conversation: ConversationId


class Leave(Frame, tag="leave", frozen=True):
    """A lead reads along no more."""

    conversation: ConversationId


class TakeOver(Frame, tag="take_over", frozen=True):
    """A lead takes this conversation from whoever has it. The young person is told who writes now."""

    conversation: ConversationId


# From us


class Offer(Frame, tag="offer", frozen=True):
    """Somebody wants to hand a conversation over to me, or to anybody who has room."""

    conversation: ConversationId
    handle: Annotated[str, about("What staff call the young person")]
    from_: Annotated[str, about("The name of who hands over")] = msgspec.field(name="from")
    note: Annotated[str, about("What they wrote for me; empty where anybody may accept, and I read it then")]
    urgency: Annotated[str, listed("urgency", "How soon somebody must act")]
    until: Annotated[At, about("Until when I may accept")]
    for_you: Annotated[bool, about("I was asked by name")]


class OfferOver(Frame, tag="offer_over", frozen=True):
    """That offer stands no more."""

    conversation: ConversationId


class OnTheFloor(Piece, frozen=True):
    """One live conversation, as a lead sees it in the list."""

    conversation: ConversationId
    handle: Annotated[str, about("What staff call the young person")]
    owner: Annotated[str, about("The name of who has it; empty for nobody")]
    urgency: Annotated[str, listed("urgency", "How soon somebody must act")]
    state: Annotated[str, listed("conversation_state", "Where it stands")]
    silent_since: Annotated[At | None, about("Since when our words are not answered")]
    waiting_since: Annotated[At | None, about("Since when they wait for somebody")]
    colour: Annotated[int, msgspec.Meta(ge=0, le=7)]


class Floor(Frame, tag="floor", frozen=True):
    """All live conversations. To shift leads on shift and to safeguarding leads."""

    conversations: list[OnTheFloor]


class Colleague(Piece, frozen=True):
    """Somebody who is there, and how full they are."""

    staff: StaffId
    name: str
    load: Annotated[Count, about("What they carry; somebody in danger counts double")]
    cap: Annotated[Count, about("What they may carry")]


class Colleagues(Frame, tag="colleagues", frozen=True):
    """To whom a conversation may be handed over: others on shift whose console is open."""

    people: list[Colleague]


class Service(Frame, tag="service", frozen=True):
    """What the service can offer now, as young people are told."""

    state: Annotated[str, one_of("open", "narrowed", "closed", words="Open, only for the most urgent, or closed")]
    words: Annotated[str, about("The same in words to show")]
