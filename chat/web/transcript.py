"""The words of a chat as a page shows them, and the page of words alone that a browser without script looks at."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from chat.access import conversation_of, shown_from, young_person_of
from chat.code_words import lock_if_away
from chat.models import Conversation, Message, YoungPerson
from chat.queue import page_is_open
from chat.service import State, service
from chat.telling.standing import standing
from chat.waits import place_of
from chat.web.wording import first_name, shown_state
from config import clock
from config.csp import framed_here

MOST, NEWEST = 200, 8
"""Words on a page with script, and in the frame without, which is fetched again and again."""
LOOKS_AGAIN = ((15, 5), (60, 10), (300, 15))
"""Quiet for so many seconds, look again after so many: an hour of talking without script has to stay under 1.5 MB."""
LOOKS_AGAIN_LATE = 20


@login_not_required
@require_safe
@framed_here
@gzip_page
def transcript(request: HttpRequest) -> HttpResponse:
    """The newest words, for the frame of a page without script. It looks again by itself; `?all` shows all of them."""
    young_person = young_person_of(request.COOKIES)
    conversation = conversation_of(young_person) if young_person else None
    if young_person is None or conversation is None:
        return HttpResponse(status=204)
    lock_if_away(young_person, conversation)
    page_is_open(conversation)
    shows_all = "all" in request.GET
    context = shown(conversation, young_person, MOST if shows_all else NEWEST)
    newest = context["messages"][-1]["at"] if context["messages"] else conversation.opened_at
    again = 60 if shows_all or conversation.is_over else look_again_after(clock.now() - newest)
    context["is_locked"] = young_person.page_locked
    context |= {"look_again": again, "shows_all": shows_all, "place": _turn_of(conversation)}
    return render(request, "web/transcript.html", context)


def shown(conversation: Conversation, young_person: YoungPerson, most: int = MOST) -> dict[str, Any]:
    """What every page with words needs: the newest of those that this device may show, oldest first."""
    conversation.young_person = young_person
    start = shown_from(conversation, young_person)
    behind = Message.objects.filter(conversation=conversation, place__gt=start).select_related("staff")
    messages = [_line(conversation, message) for message in reversed(behind.order_by("-place")[:most])]
    return {
        "conversation": {"state": shown_state(conversation), "handle": conversation.handle},
        "counsellor_name": first_name(conversation),
        "counsellor_saw": conversation.counsellor_saw,
        "messages": messages,
        "shows_from": min(start, conversation.last_place),
        "has_earlier": bool(messages) and messages[0]["place"] > start + 1,
        "telling": standing(conversation),
    }


def _turn_of(conversation: Conversation) -> int | None:
    """Their place in the queue. None for who is not waiting, and while nobody is there to take anybody."""
    return None if service().state == State.CLOSED else place_of(conversation)


def look_again_after(quiet: timedelta) -> int:
    """In how many seconds a page without script looks again: soon while somebody talks."""
    return next((seconds for most, seconds in LOOKS_AGAIN if quiet.total_seconds() < most), LOOKS_AGAIN_LATE)


def _line(conversation: Conversation, message: Message) -> dict[str, Any]:
    message.conversation = conversation  # with its key, which is not read again for each message
    return {
        "id": message.client_id,
        "place": message.place,
        "by": "you" if message.by == Message.By.YOUNG_PERSON else message.by,
        "name": message.staff.name.split()[0] if message.staff else "",
        "body": message.body,
        "at": message.stored_at,
    }
