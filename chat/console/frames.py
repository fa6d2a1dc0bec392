"""What a counsellor's console and we say to each other over /ws/console/."""

from typing import Annotated
from uuid import UUID

import msgspec

from chat.frames import Body, Place

ConversationId = Annotated[int, msgspec.Meta(ge=1, le=9_223_372_036_854_775_807)]


class Say(msgspec.Struct, tag_field="type", tag="say", frozen=True, forbid_unknown_fields=True):
    conversation: ConversationId
    id: UUID
    body: Body


class Resume(msgspec.Struct, tag_field="type", tag="resume", frozen=True, forbid_unknown_fields=True):
    conversation: ConversationId
    after: Place


class Typing(msgspec.Struct, tag_field="type", tag="typing", frozen=True, forbid_unknown_fields=True):
    conversation: ConversationId


class Seen(msgspec.Struct, tag_field="type", tag="seen", frozen=True, forbid_unknown_fields=True):
    conversation: ConversationId
    place: Place


class TakeNext(msgspec.Struct, tag_field="type", tag="take_next", frozen=True, forbid_unknown_fields=True):
    """Give me the next person. There is no frame that picks one."""


class Heartbeat(msgspec.Struct, tag_field="type", tag="heartbeat", frozen=True, forbid_unknown_fields=True):
    """I am here: renew my leases."""


class End(msgspec.Struct, tag_field="type", tag="end", frozen=True, forbid_unknown_fields=True):
    conversation: ConversationId
    reason: Annotated[str, msgspec.Meta(max_length=40)]
    summary: Body = ""


class Judge(msgspec.Struct, tag_field="type", tag="judge", frozen=True, forbid_unknown_fields=True):
    """What was noticed in this conversation: I agree, or it is not this. Once for the whole of it."""

    conversation: ConversationId
    agrees: bool


class Ping(msgspec.Struct, tag_field="type", tag="ping", frozen=True, forbid_unknown_fields=True):
    """Are you there?"""


FromConsole = Say | Resume | Typing | Seen | TakeNext | Heartbeat | End | Judge | Ping
