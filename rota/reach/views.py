"""How I am reached: my number, my browsers, a test, and the calls to me now."""

import json
from pathlib import Path as File

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from config.csp import allows_worker
from rota.access import StaffRequest
from rota.models import PushAddress, Try
from rota.reach import access, browsers, hearing, numbers, push, trying_out
from rota.reach.paths import SENDERS, Path
from rota.step_up import step_up_required

LARGEST_ID = 2**63 - 1


@require_safe
@allows_worker
def mine(request: StaffRequest) -> HttpResponse:
    return _page(request)


@require_POST
@step_up_required
@allows_worker
def give_number(request: StaffRequest) -> HttpResponse:
    """A code is sent to it. Who can change the number gets the calls, so this asks who they are."""
    raw = request.POST.get("number", "")
    try:
        numbers.give(request.user, raw[:40])
    except ValidationError as refused:
        return _page(request, number_error=" ".join(refused.messages), typed=raw[:40])
    return redirect("reach:mine")


@require_POST
@allows_worker
def confirm_number(request: StaffRequest) -> HttpResponse:
    try:
        numbers.confirm(request.user, request.POST.get("code", "")[:20])
    except ValidationError as refused:
        if refused.code == "wrong":
            numbers.note_wrong(request.user)
        return _page(request, code_error=" ".join(refused.messages))
    return redirect("reach:mine")


@require_POST
@allows_worker
def send_code_again(request: StaffRequest) -> HttpResponse:
    try:
        numbers.send_again(request.user)
    except ValidationError as refused:
        return _page(request, code_error=" ".join(refused.messages))
    return redirect("reach:mine")


@require_POST
def take_number_away(request: StaffRequest) -> HttpResponse:
    numbers.take_away(request.user)
    return redirect("reach:mine")


@require_POST
def add_browser(request: StaffRequest) -> HttpResponseBase:
    """From the page's script: what this browser gave it."""
    try:
        given = json.loads(request.POST.get("subscription", ""))
        browsers.add(request.user, given if isinstance(given, dict) else {})
    except ValidationError as refused:
        return JsonResponse({"error": " ".join(refused.messages)}, status=400)
    except ValueError:
        return JsonResponse({"error": _("This browser gave no address.")}, status=400)
    return HttpResponse(status=204)


@require_POST
def take_browser_away(request: StaffRequest, pk: int) -> HttpResponse:
    try:
        browsers.take_away(access.own_browser(request.user, min(pk, LARGEST_ID)), by=request.user)
    except PushAddress.DoesNotExist:
        raise Http404 from None
    return redirect("reach:mine")


@require_POST
@allows_worker
def send_test(request: StaffRequest) -> HttpResponse:
    try:
        trying_out.send(request.user)
    except ValidationError as refused:
        return _page(request, test_error=" ".join(refused.messages))
    return redirect("reach:mine")


@require_POST
def hear_call(request: StaffRequest, pk: int) -> HttpResponse:
    """I have heard: this call to me ends. Nobody else's does."""
    try:
        hearing.heard(access.own_call(request.user, min(pk, LARGEST_ID)), way="console")
    except Try.DoesNotExist:
        raise Http404 from None
    return redirect("reach:mine")


@csrf_exempt
@login_not_required
@require_POST
def heard_in_push(request: HttpRequest) -> HttpResponse:
    """The press in the push itself, which may come to a browser whose sign-in is locked. The token was sealed for that
    browser, says whose call it is, and opens nothing.
    """
    attempt = hearing.try_of(request.POST.get("token", "")[:200])
    if attempt is None or attempt.path != Path.PUSH:
        return HttpResponse(status=404)
    hearing.heard(attempt)
    return HttpResponse(status=204)


@login_not_required
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """The script that a browser of staff runs for a push. Its place in the addresses is its reach: this page alone."""
    found = finders.find("rota/reach_worker.js")
    if found is None:
        raise Http404
    response = HttpResponse(File(str(found)).read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _page(request: StaffRequest, **more: str) -> HttpResponse:
    staff, held = request.user, access.own_number(request.user)
    context = {
        "number": held,
        "masked": numbers.masked(held) if held else "",
        "browsers": access.own_browsers(staff),
        "calls": access.calls_to(staff),
        "lately": access.lately(staff),
        "worked": access.worked_at(staff),
        "has_texts": Path.SMS in SENDERS,
        "our_number": settings.TWILIO_FROM,
        "push_key": push.public_key() if Path.PUSH in SENDERS else "",
        **more,
    }
    refused = any(name.endswith("_error") for name in more)
    return render(request, "reach/mine.html", context, status=422 if refused else 200)
