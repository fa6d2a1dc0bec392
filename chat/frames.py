"""What may be said over a socket, both ways, and the one place that reads what comes in.

Every frame is a struct; docs/protocol.md and its schema are made from them (chat/protocol). Each door has its
own in its `frames.py`; here is what both share.

Size, then text, then JSON without duplicate keys, odd numbers or depth, then the shape. Whatever comes
in is a frame or a refusal with a reason; never an exception, and never a word of it in a log: msgspec's
own messages repeat what was sent, so they are thrown away here.
"""

import json
from datetime import datetime
from functools import cache
from typing import Annotated, Any, ClassVar, get_args
from uuid import UUID

import msgspec

BODY_CHARACTERS = 4000
FRAME_BYTES = 16 * 1024


def about(words: str) -> msgspec.Meta:
    """What a field means, for the document."""
    return msgspec.Meta(description=words)


def listed(name: str, words: str) -> msgspec.Meta:
    """A text out of one of the lists in chat/protocol/lists.py: reasons, states, urgencies."""
    return msgspec.Meta(description=words, extra_json_schema={"$ref": f"#/$defs/{name}"})


def one_of(*texts: str, words: str) -> msgspec.Meta:
    """One of a few texts that nobody else needs a list of."""
    return msgspec.Meta(description=words, extra_json_schema={"enum": list(texts)})


Place = Annotated[int, msgspec.Meta(ge=0, le=2_147_483_647, description="A place in the conversation: 1, 2, 3")]
Body = Annotated[str, msgspec.Meta(max_length=BODY_CHARACTERS, description="The words")]
ClientId = Annotated[UUID, about("The id that the sender made: the same words sent again have the same id")]
At = Annotated[datetime, msgspec.Meta(tz=True)]
Count = Annotated[int, msgspec.Meta(ge=0)]


class Frame(msgspec.Struct, tag_field="type", frozen=True, forbid_unknown_fields=True):
    """One thing said over a socket. `type` says which."""

    # Whether no words at all are an answer too, where a frame has a `body`.
    may_be_empty: ClassVar[bool] = False


class Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a frame that has parts of its own."""


class Refused(Frame, tag="refused", frozen=True):
    """Something was not taken, and why. Nothing was stored."""

    id: Annotated[UUID | None, about("The id of the words it is about, where there were any")]
    reason: Annotated[str, listed("refusal_reason", "Why, for a program")]
    text: Annotated[str, about("Why, in words to show")]


class Reconnect(Frame, tag="reconnect", frozen=True):
    """This process is about to stop. Come back after so many milliseconds; the socket closes with 1012."""

    after_ms: Count


class Pong(Frame, tag="pong", frozen=True):
    """Here I am."""


class Unreadable(Exception):
    """The frame is refused. `reason` is a key of chat.refusals.WORDS; `id` the message's, where we know it."""

    def __init__(self, reason: str, message_id: UUID | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.id = message_id


class _DuplicateKey(ValueError):
    pass


def read_frame(text: str | None, shape: Any) -> Any:
    """The frame in `text`, one of the structs in `shape`. Raises Unreadable."""
    if text is None:
        raise Unreadable("not_text")
    if len(text) > FRAME_BYTES or len(text.encode("utf-8", "surrogatepass")) > FRAME_BYTES:
        raise Unreadable("too_long")
    try:
        raw = _JSON.decode(text)
    except (ValueError, RecursionError):
        raise Unreadable("not_readable") from None
    if not isinstance(raw, dict):
        raise Unreadable("not_readable")
    try:
        frame = msgspec.convert(raw, _kinds(shape).get(str(raw.get("type")), shape), strict=True)
    except (msgspec.ValidationError, ValueError, RecursionError):
        # ValueError: half of a surrogate pair where msgspec compares names.
        raise Unreadable(_why(raw), _id_in(raw)) from None
    body = getattr(frame, "body", None)
    if body is not None and not (frame.may_be_empty and not body):
        check_body(body, getattr(frame, "id", None))
    return frame


def check_body(body: str, message_id: UUID | None = None) -> None:
    """Refuses words that cannot be stored: none at all, too many, NUL, half of a surrogate pair."""
    if not body.strip():
        raise Unreadable("empty", message_id)
    if len(body) > BODY_CHARACTERS:
        raise Unreadable("too_long", message_id)
    try:
        body.encode()
    except UnicodeEncodeError:
        raise Unreadable("odd_characters", message_id) from None
    if "\0" in body:
        raise Unreadable("odd_characters", message_id)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _DuplicateKey
    return found


def _no_odd_number(_name: str) -> float:
    raise ValueError


_JSON = json.JSONDecoder(object_pairs_hook=_without_duplicates, parse_constant=_no_odd_number)


@cache
def _kinds(shape: Any) -> dict[str, Any]:
    """The structs of a union by their tags. To look one of twenty up in the union itself costs more than all the rest
    of reading."""
    return {kind.__struct_config__.tag: kind for kind in get_args(shape)}


def _why(raw: dict[str, Any]) -> str:
    body = raw.get("body")
    if isinstance(body, str) and len(body) > BODY_CHARACTERS:
        return "too_long"
    return "not_readable"


def _id_in(raw: dict[str, Any]) -> UUID | None:
    try:
        return UUID(raw["id"])
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
