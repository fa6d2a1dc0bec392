"""The page of the code word: choose one, or show with it who you are."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chat import code_words
from chat.access import young_person_of
from chat.models import YoungPerson
from chat.web.locking import WHY as WRONG

WHY: dict[str, Any] = {
    **WRONG,
    "short": _("Please take a word with 4 letters or more."),
    "long": _("That is a bit long. Please take a shorter one."),
    "nickname": _("Please take a word that is not your nickname."),
    "has_one": _("You have a code word already."),
}
# The name to come back by is shown after the word was chosen or given, and not to whoever looks in later.
_shows_name = signing.TimestampSigner(salt="return-name")
NAME_IS_SHOWN_SECONDS = 120


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def code_word(request: HttpRequest) -> HttpResponse:
    """Every answer to the form is a redirect, so that a script can take the page's place in the browser's list."""
    young_person = young_person_of(request.COOKIES)
    if young_person is None:
        return redirect("web:home")
    if young_person.page_locked:
        return redirect("web:chat")
    if request.method == "POST":
        return _answer(young_person, request.POST.get("code_word", ""))
    shows_name = _is_for(young_person, request.GET.get("name", ""))
    context = {
        "has_word": bool(young_person.code_word),
        "return_name": young_person.return_name if shows_name else None,
        "error": WHY.get(request.GET.get("word", "")),
    }
    return render(request, "web/code_word.html", context)


def _answer(young_person: YoungPerson, word: str) -> HttpResponseRedirect:
    here = reverse("web:code_word")
    try:
        if not young_person.code_word:
            code_words.choose(young_person, word)
        elif not code_words.give(young_person, word):
            return HttpResponseRedirect(f"{here}?word=wrong")
    except code_words.NotGood as refused:
        return HttpResponseRedirect(f"{here}?word={refused.why}")
    except code_words.MustWait:
        return HttpResponseRedirect(f"{here}?word=wait")
    return HttpResponseRedirect(f"{here}?name={_shows_name.sign(str(young_person.pk))}")


def _is_for(young_person: YoungPerson, name: str) -> bool:
    try:
        return _shows_name.unsign(name, max_age=NAME_IS_SHOWN_SECONDS) == str(young_person.pk)
    except signing.BadSignature:
        return False
