"""A page that was out of sight locks itself. With a code word the lock is ours: no door gives its words meanwhile."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from chat import code_words
from chat.access import young_person_of

WHY: dict[str, Any] = {
    "wrong": _("That is not the word. You can try again."),
    "wait": _("Please wait a few minutes before you try again."),
}


@login_not_required
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """The page says that it was out of sight. Where there is no code word, only the page itself is locked."""
    young_person = young_person_of(request.COOKIES)
    is_locked = young_person is not None and code_words.lock_page(young_person)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"locked": is_locked})
    return redirect("web:chat")


@login_not_required
@require_POST
def unlock(request: HttpRequest) -> HttpResponse:
    """With the code word everything is there again; without it, what comes from now on."""
    young_person = young_person_of(request.COOKIES)
    if young_person is None:
        return redirect("web:home")
    if "forgot" in request.POST:
        code_words.go_on_without(young_person)
        return redirect("web:chat")
    try:
        is_right = code_words.give(young_person, request.POST.get("code_word", ""))
    except code_words.MustWait:
        return redirect(f"{reverse('web:chat')}?word=wait")
    return redirect("web:chat") if is_right else redirect(f"{reverse('web:chat')}?word=wrong")


def locked_page(request: HttpRequest) -> HttpResponse:
    """In place of the chat."""
    return render(request, "web/locked.html", {"error": WHY.get(request.GET.get("word", ""))})
