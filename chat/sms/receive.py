"""The one way a text comes in, whichever way it came: stored once for ever, then acted on, in one transaction.

What the carrier delivers again finds its MessageSid and changes nothing. What we say by ourselves goes out as rows
of the same transaction, so it is said once too.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chat import live
from chat.access import speaker_of
from chat.journal import Stored, Words, append_now
from chat.models import IncomingText, Phone
from chat.sms import answer
from chat.sms.access import Place, place_for
from chat.sms.cleaning import cleaned
from chat.sms.keywords import keyword_in
from chat.sms.people import phone_of
from config import clock

log = logging.getLogger(__name__)

# Makes the carrier's name for a text into ours: the same text has the same id in every process.
TEXTS = UUID("6f1d7c1e-5a3b-4a52-9f4e-2b0c8f6f4a11")
SID = re.compile(r"(SM|MM)[0-9a-fA-F]{32}")
MOST_PICTURES = 99


class Malformed(ValueError):
    """No text can be made of these fields: no name of the carrier's, or nobody it is from."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text, as it can be kept."""

    sid: str
    sender: str = field(repr=False)
    body: str = field(repr=False)
    word: str = ""
    pictures: int = 0
    was_cleaned: bool = False


def receive(fields: Mapping[str, str], *, came_by: str, provider_at: datetime | None = None) -> IncomingText | None:
    """Takes in one text, given as the fields of the carrier's webhook. None where it is known already.

    Raises Malformed, and chat.journal.Unavailable or Django's OperationalError while the database is away: then
    nothing was stored, and the carrier has to come again.
    """
    text = text_of(fields)
    try:
        incoming = _take_in(text, came_by, provider_at)
    except IntegrityError:
        if IncomingText.objects.filter(message_sid=text.sid).exists():  # at the same moment, from two phones
            return None
        raise
    return incoming


def text_of(fields: Mapping[str, str]) -> Text:
    """What the carrier says about a text. Raises Malformed. Addresses of pictures are not even read."""
    sid, sender = fields.get("MessageSid", ""), cleaned(fields.get("From", "")).strip()
    if not SID.fullmatch(sid) or not sender:
        raise Malformed
    came = fields.get("Body", "")
    body, pictures = cleaned(came), _count(fields.get("NumMedia", ""))
    return Text(
        sid=sid,
        sender=sender,
        body=_shown(body, pictures),
        word=keyword_in(body, fields.get("OptOutType", "")),
        pictures=pictures,
        was_cleaned=body != came,
    )


@transaction.atomic
def _take_in(text: Text, came_by: str, provider_at: datetime | None) -> IncomingText | None:
    phone = phone_of(text.sender)
    place = place_for(phone, text.sid)
    if place is None:
        return None
    incoming = IncomingText.objects.create(
        phone=phone,
        message_id=_stored(text, phone, place),
        message_sid=text.sid,
        came_by=came_by,
        keyword=text.word,
        pictures=text.pictures,
        was_cleaned=text.was_cleaned,
        received_at=clock.now(),
        provider_at=provider_at,
    )
    answer.act_on(incoming, place)
    phone.last_heard_at = clock.now()
    phone.save(update_fields=["last_heard_at", "texts", "texts_changed_at"])
    live.nudge_conversation(place.conversation.pk, "words")
    live.nudge_staff("queue")
    transaction.on_commit(lambda: _log(incoming, place))
    return incoming


def _log(incoming: IncomingText, place: Place) -> None:
    log.info("text.stored", extra={"text": incoming.pk, "conversation": place.conversation.pk})


def _stored(text: Text, phone: Phone, place: Place) -> int:
    """Which message it became."""
    conversation = place.conversation
    key = conversation.sealing_key()
    speaker = speaker_of(phone.young_person)
    words = Words(conversation.pk, uuid5(TEXTS, text.sid), speaker, text.body, key.pk, key.unwrapped())
    stored = append_now(words, is_locked=True)  # `place_for` did
    assert isinstance(stored, Stored)  # the conversation is theirs, and open
    return stored.message_id


def _shown(body: str, pictures: int) -> str:
    """The words in the transcript. A text without any still shows that somebody wrote."""
    if pictures:
        return f"{_('[picture]')} {body}".rstrip(" ")
    return body or _("[empty text]")


def _count(text: str) -> int:
    return min(int(text), MOST_PICTURES) if text.isascii() and text.isdecimal() and len(text) < 8 else 0
