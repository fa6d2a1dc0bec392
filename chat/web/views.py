"""A young person's pages. Plain forms first: each works without script, and without a sign-in."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from chat import coming_back, queue, waits
from chat.access import conversation_of, young_person_of
from chat.code_words import lock_if_away
from chat.frames import Frame, Unreadable, check_body
from chat.frames import Refused as RefusedFrame
from chat.journal import Refused, Stored, Unavailable
from chat.models import Conversation
from chat.refusals import WORDS
from chat.service import service
from chat.web import frames
from chat.web.locking import locked_page
from chat.web.posting import store, unix_lines
from chat.web.transcript import MOST, shown
from chat.whence.keep import note_request
from config.csp import frames_itself
from config.tuning import setting


@login_not_required
@require_safe
@frames_itself
@gzip_page
def chat(request: HttpRequest) -> HttpResponse:
    """Waiting or talking: one page, so that nothing reloads when somebody comes."""
    conversation = _conversation(request)
    if conversation is None:
        return redirect("web:home")
    if conversation.young_person.page_locked:
        return locked_page(request)
    return _chat_page(request, conversation)


@login_not_required
@require_POST
@frames_itself
@gzip_page
def say(request: HttpRequest) -> HttpResponse:
    """Words from the page's form, with or without script. Shown as sent only after the commit."""
    conversation = _conversation(request)
    young_person = young_person_of(request.COOKIES)
    if conversation is None or young_person is None:
        return redirect("web:home")
    body = unix_lines(request.POST.get("body", ""))
    try:
        client_id = UUID(request.POST.get("client_id", ""))
    except ValueError:
        client_id = uuid4()
    try:
        check_body(body)
        answer = store(conversation, young_person, client_id, body)
    except Unreadable as refused:
        return _refused(request, conversation, refused.reason, client_id, body)
    except Unavailable:
        return _refused(request, conversation, "not_now", client_id, body, status=503)
    if isinstance(answer, Refused):
        return _refused(request, conversation, answer.reason, client_id, body)
    note_request(conversation, request)
    if _wants_json(request):
        return _framed(_said(answer, body), 201)
    return redirect(f"{reverse('web:chat')}?plain#body" if "plain" in request.POST else "web:chat")


@login_not_required
@require_safe
def other_help(request: HttpRequest) -> HttpResponse:
    """Other people one can talk to, now."""
    return render(request, "web/help.html")


@login_not_required
@require_safe
def safety_tips(request: HttpRequest) -> HttpResponse:
    """How to keep this from somebody who looks at the phone."""
    return render(request, "web/safety.html")


def _conversation(request: HttpRequest) -> Conversation | None:
    young_person = young_person_of(request.COOKIES)
    conversation = conversation_of(young_person) if young_person else None
    if young_person is not None and conversation is not None:
        lock_if_away(young_person, conversation)
        conversation.young_person = young_person
        queue.page_is_open(conversation)
    return conversation


def _refused(
    request: HttpRequest, conversation: Conversation, reason: str, client_id: UUID, body: str, *, status: int = 422
) -> HttpResponse:
    words = str(WORDS[reason])
    if _wants_json(request):
        return _framed(RefusedFrame(id=client_id, reason=reason, text=words), status)
    draft = body.replace("\0", "").encode("utf-8", "replace").decode()
    return _chat_page(request, conversation, error=words, draft=draft, status=status)


def _chat_page(
    request: HttpRequest, conversation: Conversation, *, error: str | None = None, draft: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        # Without script the words are in their frame: every message sent would carry all of them once more.
        **shown(conversation, conversation.young_person, 0 if "plain" in (request.GET or request.POST) else MOST),
        "client_id": uuid4(),
        "about_minutes": _about(),
        "socket_url": "/ws/chat/",
        "error": error,
        "draft": draft,
        "lock_minutes": setting("chat.lock_minutes"),
        "says_not_safe": conversation.says_safe == Conversation.Safe.NO,
        "length_minutes": setting("chat.length_minutes"),
        "place": waits.place_of(conversation),
        "service": service(),
        "has_code_word": bool(conversation.young_person.code_word),
        "asks_history": coming_back.asks_history(conversation),
    }
    return render(request, "web/chat.html", context, status=status)


def _said(stored: Stored, body: str) -> frames.Said:
    return frames.Said(id=stored.words.client_id, place=stored.place, by="you", name="", body=body, at=stored.at)


def _framed(frame: Frame, status: int) -> HttpResponse:
    """The same frame as over the socket, for a script that posts its words."""
    return HttpResponse(msgspec.json.encode(frame), content_type="application/json", status=status)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _about() -> int | None:
    return waits.about_minutes()
