"""What a young person's page and we say to each other over /ws/chat/."""

from typing import Annotated

from chat.frames import (
    At,
    Body,
    ClientId,
    Count,
    Frame,
    Piece,
    Place,
    Pong,
    Reconnect,
    Refused,
    about,
    listed,
    one_of,
)

# To us


class Say(Frame, tag="say", frozen=True):
    """Words to store. `id` is the page's own, kept until the words come back as `said`."""

    id: ClientId
    body: Body


class Resume(Frame, tag="resume", frozen=True):
    """Give me what came after this place."""

    after: Annotated[Place, about("The place of the last words the page has; 0 for none")]


class Typing(Frame, tag="typing", frozen=True):
    """I am writing. Never what."""


class Seen(Frame, tag="seen", frozen=True):
    """My screen showed everything up to this place."""

    place: Place


class Ping(Frame, tag="ping", frozen=True):
    """Are you there?"""


FromPage = Say | Resume | Typing | Seen | Ping

# From us


class Said(Frame, tag="said", frozen=True):
    """Words that are stored, at their place. Coming back to who said them is the acknowledgement."""

    id: ClientId
    place: Place
    by: Annotated[str, one_of("you", "counsellor", "system", words="Who said it")]
    name: Annotated[str, about("The counsellor's first name; empty for the others")]
    body: Body
    at: Annotated[At, about("When it was stored")]


class CounsellorTypes(Frame, tag="typing", frozen=True):
    """The counsellor is writing."""

    by: Annotated[str, one_of("counsellor", words="Who writes")]


class CounsellorSaw(Frame, tag="seen", frozen=True):
    """The counsellor's screen showed everything up to this place."""

    by: Annotated[str, one_of("counsellor", words="Whose screen")]
    place: Place


class Waiting(Piece, frozen=True):
    """Honest words about the wait."""

    about_minutes: Annotated[Count | None, about("What most people waited lately; null when nobody can say")]
    place: Annotated[Count | None, about("Where they stand in the queue now, 1 for who is next; null once it is over")]


class State(Frame, tag="state", frozen=True):
    """What has become of the chat. Sent when the socket opens, and when it changes."""

    state: Annotated[str, listed("shown_state", "What a young person is told of it")]
    name: Annotated[str | None, about("The counsellor's first name, once there is one")]
    seen: Annotated[Place, about("Up to where the counsellor has seen")]
    waiting: Waiting
    service: Annotated[str, one_of("open", "narrowed", "closed", words="Who is there for new people")]
    locked: Annotated[bool, about("The page is locked: it is given no words until it is opened again")]
    shows_from: Annotated[Place, about("Words up to this place are not shown on this device")]
    telling: Annotated[str, one_of("", "new", "read", words="Is there something to read on /chat/telling/? Never what")]


ToPage = Said | Refused | CounsellorTypes | CounsellorSaw | State | Reconnect | Pong
