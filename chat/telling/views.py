"""Behind the tap: what we want to say to whom and why, their answer, and what came of it. Works without script.

A page of its own, so that nothing of it lies in the chat's page: Exit, a lock and Hide words cover it like words.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chat.access import conversation_of, young_person_of
from chat.code_words import lock_if_away
from chat.models import Conversation, Telling, YoungPerson
from chat.queue import page_is_open
from chat.telling import engine
from chat.telling.access import shown_on_page
from chat.web.locking import locked_page
from chat.web.wording import first_name
from config.tuning import setting

AGREES = {"yes": True, "no": False}
CHOICES = (("yes", _("Yes, that is OK")), ("no", _("No, I don’t want that")))
DRAFT_KEPT = 4 * engine.LONGEST


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Whoever opens it has tapped: it counts as read. Where there is nothing, the chat is shown."""
    young_person = young_person_of(request.COOKIES)
    conversation = conversation_of(young_person) if young_person else None
    if young_person is None or conversation is None:
        return redirect("web:home")
    lock_if_away(young_person, conversation)
    if young_person.page_locked:
        return locked_page(request)
    conversation.young_person = young_person
    page_is_open(conversation)
    tellings = shown_on_page(conversation, young_person)
    if request.method == "POST":
        return _answer(request, conversation, young_person, tellings)
    return _shown(request, conversation, young_person, tellings)


def _answer(
    request: HttpRequest, conversation: Conversation, young_person: YoungPerson, tellings: list[Telling]
) -> HttpResponse:
    given, words = request.POST.get("telling", ""), request.POST.get("words", "")
    telling = next((one for one in tellings if str(one.client_id) == given), None)
    if telling is None or telling.outcome_at is not None:
        return redirect("telling:page")
    try:
        engine.answer(telling, words=words, agrees=AGREES.get(request.POST.get("agrees", "")))
    except ValidationError as refused:
        telling.draft = words.replace("\0", "").encode("utf-8", "replace").decode()[:DRAFT_KEPT]  # type: ignore[attr-defined]
        return _shown(request, conversation, young_person, tellings, error=refused.messages[0])
    return redirect("telling:page")


def _shown(
    request: HttpRequest,
    conversation: Conversation,
    young_person: YoungPerson,
    tellings: list[Telling],
    *,
    error: str = "",
) -> HttpResponse:
    if not tellings:
        return redirect("web:chat")
    for telling in tellings:
        engine.was_read(telling)
    context: dict[str, Any] = {
        "tellings": tellings,
        "choices": CHOICES,
        "longest": engine.LONGEST,
        "counsellor_name": first_name(conversation),
        "is_over": conversation.is_over,
        "lock_minutes": setting("chat.lock_minutes"),
        "has_code_word": bool(young_person.code_word),
        "error": error,
    }
    return render(request, "telling/page.html", context, status=422 if error else 200)
