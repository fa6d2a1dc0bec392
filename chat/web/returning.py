"""Coming back from any phone, with the name we gave and a code word; and what may be used of what was said before."""

from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from chat import coming_back, conversations
from chat.access import conversation_of, young_person_of
from chat.cookie import remember
from chat.guesses import Guesser
from chat.return_names import as_kept

WHY: dict[str, Any] = {
    "wrong": _("We could not find a chat with that name and that word. You can try again."),
    "wait": _("Please wait a few minutes before you try again."),
}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """The same answer, after the same work, for a name that nobody has and a word that is not theirs."""
    if request.method != "POST":
        return render(request, "web/come_back.html", {"error": WHY.get(request.GET.get("said", ""))})
    name, word = as_kept(request.POST.get("return_name", "")), request.POST.get("code_word", "")
    guesser = Guesser(name, get_client_ip(request))
    if guesser.must_wait():
        return _again("wait")
    cookie = coming_back.with_code_word(name, word, instead_of=young_person_of(request.COOKIES))
    if not cookie:
        guesser.was_wrong()
        return _again("wrong")
    guesser.was_right()
    response = redirect("web:chat")
    remember(response, cookie)
    return response


@login_not_required
@require_POST
def history(request: HttpRequest) -> HttpResponse:
    """May the counsellor use what was said before? No is the answer until they say yes."""
    young_person = young_person_of(request.COOKIES)
    conversation = conversation_of(young_person) if young_person else None
    if conversation is not None:
        conversations.agree_history(conversation, request.POST.get("agrees") == "yes")
    return redirect("web:chat")


def _again(why: str) -> HttpResponse:
    return redirect(f"{reverse('web:return')}?said={why}")
