"""A young person's pages. Plain forms first: each works without script, and without a sign-in."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat import conversations, live, queue, waits
from chat.access import conversation_of, new_young_person, retire_cookie, speaker_of, young_person_of
from chat.cookie import remember
from chat.frames import Frame, Unreadable, check_body
from chat.frames import Refused as RefusedFrame
from chat.journal import Refused, Stored, Unavailable, Words, append_now
from chat.models import Conversation, Message, YoungPerson
from chat.refusals import WORDS
from chat.web import frames
from chat.web.wording import first_name, shown_state
from config.csp import framed_here, frames_itself

NICKNAME_CHARACTERS = 40
NEWEST_SHOWN = 200


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where it begins: one box, one button, nothing required."""
    page = render(request, "web/home.html", {"age_bands": Conversation.AgeBand.choices, "about_minutes": _about()})
    if settings.LEFT_COOKIE in request.COOKIES:  # somebody left without a connection
        page.delete_cookie(settings.YOUNG_PERSON_COOKIE)
        page.delete_cookie(settings.LEFT_COOKIE)
    return page


@login_not_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Into the queue, with the first words if there are any. A second press finds the same conversation."""
    body = _unix_lines(request.POST.get("message", ""))
    try:
        if body.strip():
            check_body(body)
    except Unreadable as refused:
        return _home_again(request, refused.reason, body)
    young_person = young_person_of(request.COOKIES)
    cookie = ""
    if young_person is None:
        young_person, cookie = new_young_person()
    conversation = conversation_of(young_person)
    if conversation is None or conversation.is_over:
        conversation = conversations.start_conversation(
            young_person,
            nickname=_nickname(request.POST.get("nickname", "")),
            age_band=_age_band(request.POST.get("age_band", "")),
            locale=get_language() or "en-gb",
        )
    if body.strip():
        try:
            answer = _store(conversation, young_person, uuid4(), body)
        except Unavailable:
            return _home_again(request, "not_now", body, status=503)
        if isinstance(answer, Refused):
            return _home_again(request, answer.reason, body)
    response = redirect("web:chat")
    if cookie:
        remember(response, cookie)
    return response


@login_not_required
@require_safe
@frames_itself
def chat(request: HttpRequest) -> HttpResponse:
    """Waiting or talking: one page, so that nothing reloads when somebody comes."""
    conversation = _conversation(request)
    if conversation is None:
        return redirect("web:home")
    return _chat_page(request, conversation)


@login_not_required
@require_POST
@frames_itself
def say(request: HttpRequest) -> HttpResponse:
    """Words from the page's form, with or without script. Shown as sent only after the commit."""
    conversation = _conversation(request)
    young_person = young_person_of(request.COOKIES)
    if conversation is None or young_person is None:
        return redirect("web:home")
    body = _unix_lines(request.POST.get("body", ""))
    try:
        client_id = UUID(request.POST.get("client_id", ""))
    except ValueError:
        client_id = uuid4()
    try:
        check_body(body)
        answer = _store(conversation, young_person, client_id, body)
    except Unreadable as refused:
        return _refused(request, conversation, refused.reason, client_id, body)
    except Unavailable:
        return _refused(request, conversation, "not_now", client_id, body, status=503)
    if isinstance(answer, Refused):
        return _refused(request, conversation, answer.reason, client_id, body)
    if _wants_json(request):
        return _framed(_said(answer, body), 201)
    return redirect("web:chat")


@login_not_required
@require_safe
@framed_here
def transcript(request: HttpRequest) -> HttpResponse:
    """The messages alone, for the frame of a page without script. Asks for itself again every 5 s."""
    conversation = _conversation(request)
    if conversation is None:
        return HttpResponse(status=204)
    return render(request, "web/transcript.html", _shown(conversation))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest) -> HttpResponse:
    """The young person ends the chat, after one question."""
    conversation = _conversation(request)
    if conversation is None:
        return redirect("web:home")
    if request.method == "POST":
        conversations.leave(conversation)
        return render(request, "web/ended.html", {"conversation": conversation})
    return render(request, "web/end.html", {"conversation": conversation})


@login_not_required
@require_safe
def leave_the_page(request: HttpRequest) -> HttpResponse:
    """The way out that works without script: forget the cookie, clear what the browser kept, go elsewhere."""
    response = HttpResponse(status=303, headers={"Location": settings.NEUTRAL_SITE})
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        return response  # sent here by another site, which must not end anybody's chat
    young_person = young_person_of(request.COOKIES)
    if young_person is not None:
        conversation = conversation_of(young_person)
        if conversation is not None and not conversation.is_over:
            conversations.left_the_page(conversation)
        retire_cookie(young_person)
    response["Clear-Site-Data"] = '"cookies", "storage"'
    response.delete_cookie(settings.YOUNG_PERSON_COOKIE)
    return response


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
    if conversation is not None:
        queue.page_is_open(conversation)
    return conversation


def _store(conversation: Conversation, young_person: YoungPerson, client_id: UUID, body: str) -> Stored | Refused:
    key = conversation.sealing_key()
    words = Words(conversation.pk, client_id, speaker_of(young_person), body, key.pk, key.unwrapped())
    answer = append_now(words)
    if isinstance(answer, Refused) and answer.reason == "over":
        conversations.come_back(conversation)
        answer = append_now(words)
    if isinstance(answer, Stored):
        live.nudge_conversation(conversation.pk, "words")
        live.nudge_staff("queue")
    return answer


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
        **_shown(conversation),
        "client_id": uuid4(),
        "about_minutes": _about(),
        "socket_url": "/ws/chat/",
        "error": error,
        "draft": draft,
    }
    return render(request, "web/chat.html", context, status=status)


def _shown(conversation: Conversation) -> dict[str, Any]:
    newest = Message.objects.filter(conversation=conversation).select_related("staff").order_by("-place")
    messages = []
    for message in reversed(newest[:NEWEST_SHOWN]):
        message.conversation = conversation
        messages.append(
            {
                "id": message.client_id,
                "place": message.place,
                "by": "you" if message.by == "young_person" else message.by,
                "name": message.staff.name.split()[0] if message.staff else "",
                "body": message.body,
                "at": message.stored_at,
            }
        )
    return {
        "conversation": {"state": shown_state(conversation), "handle": conversation.handle},
        "counsellor_name": first_name(conversation),
        "counsellor_saw": conversation.counsellor_saw,
        "messages": messages,
    }


def _home_again(request: HttpRequest, reason: str, body: str, *, status: int = 422) -> HttpResponse:
    draft = body.replace("\0", "").encode("utf-8", "replace").decode()
    context = {
        "age_bands": Conversation.AgeBand.choices,
        "about_minutes": _about(),
        "error": str(WORDS[reason]),
        "draft": draft,
        "nickname": request.POST.get("nickname", "").replace("\0", "")[:NICKNAME_CHARACTERS],
        "age_band": _age_band(request.POST.get("age_band", "")),
    }
    return render(request, "web/home.html", context, status=status)


def _said(stored: Stored, body: str) -> frames.Said:
    return frames.Said(id=stored.words.client_id, place=stored.place, by="you", name="", body=body, at=stored.at)


def _framed(frame: Frame, status: int) -> HttpResponse:
    """The same frame as over the socket, for a script that posts its words."""
    return HttpResponse(msgspec.json.encode(frame), content_type="application/json", status=status)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _unix_lines(text: str) -> str:
    """A form sends line ends as CR LF; a socket as LF. The same words are stored the same."""
    return text.replace("\r\n", "\n")


def _nickname(text: str) -> str:
    kept = "".join(letter for letter in text.strip() if letter.isprintable())
    return kept.encode("utf-8", "ignore").decode()[:NICKNAME_CHARACTERS]


def _age_band(text: str) -> str:
    return text if text in Conversation.AgeBand.values else ""


def _about() -> int | None:
    return waits.about_minutes()
