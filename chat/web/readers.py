"""Who has read this chat: asked by the young person whose words they are. Works without script.

Only about the chat that this page may show, and only from where it may show it: whoever holds the phone without the
code word learns nothing of what was before. Nothing while the page is locked, nothing after Exit.
"""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chat.access import conversation_of, shown_from, young_person_of
from chat.code_words import lock_if_away
from chat.models import Conversation, Message, YoungPerson
from chat.queue import page_is_open
from chat.web.locking import locked_page
from rota.audit import Reading, readers_of
from rota.models import Role


@login_not_required
@require_safe
def readers(request: HttpRequest) -> HttpResponse:
    """A first name, what they do here, the day. For a safeguarding lead only that one did."""
    young_person = young_person_of(request.COOKIES)
    conversation = conversation_of(young_person) if young_person else None
    if young_person is None or conversation is None:
        return redirect("web:home")
    lock_if_away(young_person, conversation)
    if young_person.page_locked:
        return locked_page(request)
    page_is_open(conversation)
    return render(request, "web/readers.html", _context(conversation, young_person))


def _context(conversation: Conversation, young_person: YoungPerson) -> dict[str, Any]:
    start = shown_from(conversation, young_person)
    if conversation.is_over and start >= conversation.last_place:
        return {"is_over": True, "lines": []}
    found = readers_of([conversation.pk], since=_since(conversation, start))
    return {"is_over": conversation.is_over, "lines": [_line(reading) for reading in found]}


def _since(conversation: Conversation, start: int) -> datetime | None:
    """When the last words were said that this page may not show; None where it shows all."""
    if not start:
        return None
    words = Message.objects.filter(conversation=conversation, place=start)
    return words.values_list("stored_at", flat=True).first()


def _line(reading: Reading) -> str:
    day = _day(reading.day)
    if reading.role == Role.SAFEGUARDING_LEAD:
        return _("On %(day)s a safeguarding lead read it.") % {"day": day}
    if reading.role == Role.PRIVACY:
        return _("On %(day)s we read it to show you what we keep.") % {"day": day}
    if reading.role == Role.SHIFT_LEAD:
        return _("On %(day)s %(name)s read it. They lead the team.") % {"day": day, "name": reading.first_name}
    return _("On %(day)s %(name)s read it, to talk with you.") % {"day": day, "name": reading.first_name}


def _day(day: date) -> str:
    return date_format(day, "j F")
