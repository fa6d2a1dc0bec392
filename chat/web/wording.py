"""What a young person is told about their chat: who listens, how long it may take."""

from chat import waits
from chat.access import shown_from
from chat.models import Conversation, YoungPerson
from chat.service import service
from chat.telling.standing import standing
from chat.web import frames

SHOWN = {
    Conversation.State.SAFETY_HOLD: "active",
    Conversation.State.CLOSED_BY_YOUNG_PERSON: "closed",
    Conversation.State.ABANDONED: "closed",
}
STATES_SHOWN = ("waiting", "active", "handing_over", "quiet", "ending", "closed", "paused")


def shown_state(conversation: Conversation) -> str:
    """A young person needs no more words for it than `STATES_SHOWN`."""
    return SHOWN.get(Conversation.State(conversation.state), conversation.state)


def state_frame(conversation: Conversation, young_person: YoungPerson) -> frames.State:
    """The `state` frame of /ws/chat/, and of /chat/since/."""
    conversation.young_person = young_person
    return state_frame_at(conversation, young_person, waits.place_of(conversation), standing(conversation))


def state_frame_at(
    conversation: Conversation, young_person: YoungPerson, place: int | None, telling: str
) -> frames.State:
    """The same where somebody has looked up the place in the queue (None for who is not waiting), and whether there is
    something to read."""
    now = service()
    return frames.State(
        state=shown_state(conversation),
        name=first_name(conversation),
        seen=conversation.counsellor_saw,
        waiting=frames.Waiting(about_minutes=None if place is None else now.about_minutes, place=place),
        service=now.state,
        locked=young_person.page_locked,
        shows_from=min(shown_from(conversation, young_person), conversation.last_place),
        telling=telling,
    )


def first_name(conversation: Conversation) -> str | None:
    """The counsellor's first name; a surname is nobody's business here."""
    return conversation.owner.name.split()[0] if conversation.owner else None
