"""The concern door's pages: plain forms, no account, no script needed. Every outcome says the same."""

from uuid import uuid4

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from chat.concern import give
from chat.concern.given import LONGEST, SOURCES, TRAP, URGENCIES, Given, given_in
from chat.concern.references import TYPED_MOST, reference_of
from chat.concern.sources import source_of
from chat.concern.wrong import Wrong
from chat.urgency import Urgency

COOKIE_SECONDS = 15 * 60
NOT_FOUND = _("We could not find that reference. Look at each letter again. Your words are still here.")
WAIT = _("Please wait a while before you try another reference. You can say all of it anew, without one.")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """What they saw or heard, about whom, how urgent. Only the first has to be filled in."""
    if request.method != "POST":
        return form_page(request, "concern/home.html", Given(client_id=uuid4()))
    given = given_in(request.POST)
    if given.obstacle:
        return form_page(request, "concern/home.html", given, error=given.obstacle)
    return thanked(give.give(given, source=source_of(request)), given.how_urgent)


@login_not_required
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Their reference, what happens now, and what we never say. The browser keeps the reference for some minutes."""
    urgency, _between, reference = request.COOKIES.get(settings.CONCERN_COOKIE, "").partition(".")
    if not reference:
        return redirect("concern:home")
    shown = reference.replace("-", " ")[:TYPED_MOST]
    return render(request, "concern/thanks.html", {"reference": shown, "is_now": urgency == Urgency.NOW})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def more(request: HttpRequest) -> HttpResponse:
    """Something to add, with the reference. Without one it is taken as new: nobody is sent away with their words."""
    if request.method != "POST":
        return form_page(request, "concern/more.html", Given(client_id=uuid4()))
    given, reference = given_in(request.POST), request.POST.get("reference", "").strip()[:TYPED_MOST]
    if given.obstacle:
        return form_page(request, "concern/more.html", given, error=given.obstacle, reference=reference)
    if not reference:
        return thanked(give.give(given, source=source_of(request)), given.how_urgent)
    wrong = Wrong(get_client_ip(request))
    concern = None if wrong.too_often() else give.concern_with(reference)
    if concern is None:
        words = WAIT if wrong.too_often() else NOT_FOUND
        wrong.once_more()
        return form_page(request, "concern/more.html", given, error=str(words), reference=reference)
    give.add(concern, given.whole, _said_or_as_before(given), client_id=given.client_id)
    return thanked(reference_of(concern), given.how_urgent)


def form_page(request: HttpRequest, template: str, given: Given, *, error: str = "", **more: object) -> HttpResponse:
    """The form, with everything that was typed."""
    context = {
        "given": given.shown_again(),
        "urgencies": URGENCIES,
        "sources": SOURCES,
        "longest": LONGEST,
        "trap": TRAP,
        "error": error,
        **more,
    }
    return render(request, template, context, status=422 if error else 200)


def thanked(reference: str, urgency: Urgency) -> HttpResponse:
    """To the page that says thank you. The reference goes along in a cookie: an address stays in a list of pages."""
    response = redirect("concern:thanks")
    response.set_cookie(
        settings.CONCERN_COOKIE,
        f"{urgency}.{reference.replace(' ', '-')}",
        max_age=COOKIE_SECONDS,
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Lax",
    )
    return response


def _said_or_as_before(given: Given) -> Urgency:
    """Whoever adds something without saying how urgent it is makes nothing more urgent."""
    return Urgency(given.urgency or Urgency.ROUTINE)
