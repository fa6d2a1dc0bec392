"""What a young person's page and we say to each other over /ws/chat/."""

from uuid import UUID

import msgspec

from chat.frames import Body, Place


class Say(msgspec.Struct, tag_field="type", tag="say", frozen=True, forbid_unknown_fields=True):
    """Words to store. `id` is the page's own, kept until the words come back as `said`."""

    id: UUID
    body: Body


class Resume(msgspec.Struct, tag_field="type", tag="resume", frozen=True, forbid_unknown_fields=True):
    """Give me what came after this place."""

    after: Place


class Typing(msgspec.Struct, tag_field="type", tag="typing", frozen=True, forbid_unknown_fields=True):
    """I am writing. Never what."""


class Seen(msgspec.Struct, tag_field="type", tag="seen", frozen=True, forbid_unknown_fields=True):
    """My screen showed everything up to this place."""

    place: Place


class Ping(msgspec.Struct, tag_field="type", tag="ping", frozen=True, forbid_unknown_fields=True):
    """Are you there?"""


FromPage = Say | Resume | Typing | Seen | Ping
