"""Where it begins: one box, one button, nothing required."""

from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from chat import coming_back, conversations, queue, service
from chat.access import conversation_of, new_young_person, young_person_of
from chat.cookie import remember
from chat.frames import Unreadable, check_body
from chat.journal import Refused, Unavailable
from chat.models import Conversation, YoungPerson
from chat.refusals import WORDS
from chat.urgency import Urgency
from chat.web.posting import store, unix_lines
from chat.whence.keep import note_request
from config.csp import frames_itself
from config.tuning import setting

NICKNAME_CHARACTERS = 40
FEELINGS = range(11)
Safe = Conversation.Safe


@login_not_required
@require_safe
@frames_itself
def home(request: HttpRequest) -> HttpResponse:
    """What this is, who answers, how the service stands now, what stays private; and a place to begin."""
    page = _home(request)
    if settings.LEFT_COOKIE in request.COOKIES:  # somebody left without a connection
        page.delete_cookie(settings.YOUNG_PERSON_COOKIE)
        page.delete_cookie(settings.LEFT_COOKIE)
    return page


@login_not_required
@require_POST
@frames_itself
def start(request: HttpRequest) -> HttpResponse:
    """Into the queue, with the first words if there are any. A second press finds the same conversation."""
    body = unix_lines(request.POST.get("message", ""))
    try:
        if body.strip():
            check_body(body)
    except Unreadable as refused:
        return _home_again(request, refused.reason, body)
    young_person, cookie = young_person_of(request.COOKIES), ""
    if young_person is None:
        young_person, cookie = new_young_person()
    conversation = _conversation_with(request, young_person)
    _take_answers(request, conversation)
    if body.strip():
        try:
            answer = store(conversation, young_person, uuid4(), body)
        except Unavailable:
            return _home_again(request, "not_now", body, cookie=cookie, status=503)
        if isinstance(answer, Refused):
            return _home_again(request, answer.reason, body, cookie=cookie)
    note_request(conversation, request)
    return _remembered(redirect("web:chat"), cookie)


def _conversation_with(request: HttpRequest, young_person: YoungPerson) -> Conversation:
    """The one they have open, the one that ended a little while ago, or a new one."""
    conversation = conversation_of(young_person)
    if conversation is not None and conversation.is_over:
        conversation = coming_back.goes_on(conversation)
    if conversation is not None:
        return conversation
    try:
        return conversations.start_conversation(
            young_person,
            nickname=_nickname(request.POST.get("nickname", "")),
            age_band=_choice(request, "age_band", Conversation.AgeBand.values),
            locale=get_language() or "en-gb",
        )
    except IntegrityError:  # two presses at once: there is one conversation, and this is it
        found = conversation_of(young_person)
        if found is None:
            raise
        return found


def _take_answers(request: HttpRequest, conversation: Conversation) -> None:
    """What they told us of themselves, each of it only if they did. It can put them in front, never behind."""
    feeling = _choice(request, "feeling", [str(number) for number in FEELINGS])
    if feeling:
        Conversation.objects.filter(pk=conversation.pk).update(feeling=int(feeling))
    match _choice(request, "safe", Safe.values):
        case Safe.NO:
            conversations.says_not_safe(conversation)
        case "":
            pass
        case answer:
            Conversation.objects.filter(pk=conversation.pk).exclude(says_safe=Safe.NO).update(says_safe=answer)
            if answer == Safe.NOT_SURE:
                queue.raise_urgency(conversation, Urgency.SOON)


def _home(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    now = service.service()
    young_person = young_person_of(request.COOKIES)
    known = conversation_of(young_person) if young_person else None
    context = {
        "age_bands": Conversation.AgeBand.choices,
        "safe_answers": [(Safe.YES, _("Yes")), (Safe.NOT_SURE, _("I’m not sure")), (Safe.NO, _("No"))],
        "feelings": FEELINGS,
        "service": now,
        "service_words": service.words(now),
        # Told plainly before anything is kept (chat/whence).
        "where_from": settings.KEEP_NETWORK_ADDRESSES,
        "where_hours": int(setting("finding.kept_hours")),
        "has_chat": known is not None and not known.is_over,
        **more,
    }
    return render(request, "web/home.html", context, status=status)


def _home_again(request: HttpRequest, reason: str, body: str, *, cookie: str = "", status: int = 422) -> HttpResponse:
    """Why not, with everything they had filled in."""
    page = _home(
        request,
        status=status,
        error=str(WORDS[reason]),
        draft=body.replace("\0", "").encode("utf-8", "replace").decode(),
        nickname=request.POST.get("nickname", "").replace("\0", "")[:NICKNAME_CHARACTERS],
        age_band=_choice(request, "age_band", Conversation.AgeBand.values),
        safe=_choice(request, "safe", Safe.values),
        feeling=_choice(request, "feeling", [str(number) for number in FEELINGS]),
    )
    return _remembered(page, cookie)


def _remembered(response: HttpResponse, cookie: str) -> HttpResponse:
    """Whatever became of the words, whoever got a conversation can be found again."""
    if cookie:
        remember(response, cookie)
    return response


def _choice(request: HttpRequest, name: str, among: list[str]) -> str:
    given = request.POST.get(name, "")
    return given if given in among else ""


def _nickname(text: str) -> str:
    kept = "".join(letter for letter in text.strip() if letter.isprintable())
    return kept.encode("utf-8", "ignore").decode()[:NICKNAME_CHARACTERS]
