"""Frames of what is kept beside a conversation. Nothing in here ever goes to a young person."""

from typing import Annotated, ClassVar, Literal

import msgspec

from chat.console.frames_about import CallId, ConversationId
from chat.frames import At, Body, ClientId, Frame, about, listed

# As in chat.models.SafetyAnswers.
Answer = Annotated[Literal["not_asked", "no", "unclear", "yes"], about("What they answered")]
When = Annotated[Literal["not_asked", "no_time", "later", "within_48h", "now"], about("When they mean to do it")]

# To us


class KeepDraft(Frame, tag="draft", frozen=True):
    """What I have typed and not sent; empty for nothing. It is given back to any console of mine."""

    may_be_empty: ClassVar[bool] = True

    conversation: ConversationId
    body: Body


class Note(Frame, tag="note", frozen=True):
    """A note for staff. Words of its own, apart from what is said: no page of a young person is ever given it."""

    conversation: ConversationId
    id: ClientId
    body: Body


class Whisper(Frame, tag="whisper", frozen=True):
    """A lead's words to whoever has this conversation. As a note: no page of a young person is ever given it."""

    conversation: ConversationId
    id: ClientId
    body: Body


class Safety(Frame, tag="safety", frozen=True):
    """What the young person answered. All five each time; a save is never changed, the next one stands beside it."""

    conversation: ConversationId
    thoughts: Answer
    plan: Answer
    means: Answer
    when: When
    safe_now: Answer


class LowerUrgency(Frame, tag="lower_urgency", frozen=True):
    """It is less urgent, as I see it, and why. Refused while a flag or an escalation still asks for more."""

    conversation: ConversationId
    urgency: Annotated[Literal["routine", "soon", "very_soon"], about("How urgent from now on")]
    why: Body


class AskWhoSees(Frame, tag="ask_who_sees", frozen=True):
    """Ask by text who sees their phone. It changes, so it is asked anew in each conversation."""

    conversation: ConversationId


class CallHelp(Frame, tag="help", frozen=True):
    """I need somebody beside me in this conversation, now."""

    conversation: ConversationId


class HelpAnswered(Frame, tag="help_answered", frozen=True):
    """I am coming. Or, from who called: it is not needed any more."""

    call: CallId


# From us


class Drafted(Frame, tag="draft", frozen=True):
    """What I had typed in this conversation, on this console or another; empty for nothing. After `resume`, and when
    it changes elsewhere."""

    conversation: ConversationId
    body: Annotated[str, about("The words")]


class Noted(Frame, tag="noted", frozen=True):
    """A note or a whisper that is kept. To whoever has the conversation, and to leads who read along."""

    conversation: ConversationId
    id: ClientId
    kind: Annotated[str, listed("note_kind", "What it is")]
    by: Annotated[int, msgspec.Meta(ge=1, description="Which member of staff")]
    name: Annotated[str, about("Their name")]
    body: Annotated[str, about("The words")]
    at: At


class SafetyNow(Frame, tag="safety", frozen=True):
    """The newest answers to the safety questions."""

    conversation: ConversationId
    thoughts: Answer
    plan: Answer
    means: Answer
    when: When
    safe_now: Answer
    name: Annotated[str, about("Who wrote them down")]
    at: At


class HelpCalled(Frame, tag="help", frozen=True):
    """Somebody needs help. To leads and who called at once, to every console a minute later, until somebody comes."""

    call: CallId
    conversation: ConversationId
    handle: Annotated[str, about("What staff call the young person")]
    by: Annotated[str, about("The name of who called")]
    mine: Annotated[bool, about("I called")]
    at: At


class HelpOver(Frame, tag="help_over", frozen=True):
    """Somebody came, or it is not needed any more."""

    call: CallId
    name: Annotated[str, about("Who came; empty where it only rings no more here")]
