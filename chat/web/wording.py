"""What a young person is told about their chat: who listens, how long it may take."""

from chat.models import Conversation
from chat.web import frames

SHOWN = {
    Conversation.State.HANDING_OVER: "waiting",
    Conversation.State.QUIET: "active",
    Conversation.State.SAFETY_HOLD: "active",
    Conversation.State.PAUSED: "closed",
    Conversation.State.CLOSED_BY_YOUNG_PERSON: "closed",
    Conversation.State.ABANDONED: "closed",
}


def shown_state(conversation: Conversation) -> str:
    """waiting, active, ending or closed: a young person needs no more words for it."""
    return SHOWN.get(Conversation.State(conversation.state), conversation.state)


def state_frame(conversation: Conversation, about_minutes: int | None) -> frames.State:
    """The `state` frame of /ws/chat/."""
    state = shown_state(conversation)
    return frames.State(
        state=state,
        name=first_name(conversation),
        seen=conversation.counsellor_saw,
        waiting=frames.Waiting(about_minutes=about_minutes if state == "waiting" else None),
    )


def first_name(conversation: Conversation) -> str | None:
    """The counsellor's first name; a surname is nobody's business here."""
    return conversation.owner.name.split()[0] if conversation.owner else None
