"""What was said after a place, over HTTP: for a page whose network lets no socket through (some schools)."""

from datetime import timedelta

import msgspec
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from chat.access import conversation_of, shown_from, young_person_of
from chat.models import Conversation, Message
from chat.queue import page_is_open
from chat.web import frames
from chat.web.wording import state_frame
from config import clock
from config.csp import data_only

MOST = 200
"""As many as one read over a socket gives. A page that gets this many asks again at once."""
SAY_STILL_THERE_EVERY = timedelta(seconds=30)


class Since(msgspec.Struct, frozen=True):
    """The frames a socket would have brought."""

    said: list[frames.Said]
    state: frames.State


class NotOpen(msgspec.Struct, frozen=True):
    """No words here: the page is locked, or this browser has no chat."""

    locked: bool


@login_not_required
@require_safe
@data_only
@gzip_page
def since(request: HttpRequest) -> HttpResponse:
    """`?after=N`: what came after the last place the page has, and what has become of the chat."""
    young_person = young_person_of(request.COOKIES)
    conversation = conversation_of(young_person) if young_person else None
    if young_person is None or conversation is None or young_person.page_locked:
        return _json(NotOpen(locked=bool(young_person and young_person.page_locked)), 403)
    _still_there(conversation)
    after = max(_place(request.GET.get("after", "")), shown_from(conversation, young_person))
    return _json(Since(_said_after(conversation, after), state_frame(conversation, young_person)))


def said_frame(message: Message) -> frames.Said:
    """A stored message as the young person's page is told of it."""
    return frames.Said(
        id=message.client_id,
        place=message.place,
        by="you" if message.by == Message.By.YOUNG_PERSON else message.by,
        name=message.staff.name.split()[0] if message.staff else "",
        body=message.body or "",
        at=message.stored_at,
    )


def _said_after(conversation: Conversation, after: int) -> list[frames.Said]:
    if after >= conversation.last_place:
        return []  # most of the time: nothing is read for it
    messages = Message.objects.filter(conversation=conversation, place__gt=after).select_related("staff")
    return [said_frame(_in(conversation, message)) for message in messages.order_by("place")[:MOST]]


def _in(conversation: Conversation, message: Message) -> Message:
    """With the conversation and its key at hand, which are not read again for each message."""
    message.conversation = conversation
    return message


def _still_there(conversation: Conversation) -> None:
    if clock.now() - conversation.page_seen_at > SAY_STILL_THERE_EVERY:
        page_is_open(conversation)


def _place(text: str) -> int:
    return min(int(text), 2_147_483_647) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _json(answer: Since | NotOpen, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(answer), content_type="application/json", status=status)
