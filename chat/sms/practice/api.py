"""The carrier's API, as far as we call it: send a text, ask about one, list them; the balance, our number.

Its answers are those of Twilio.
"""

import base64
import binascii
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from chat.models import PracticePhone
from chat.sms.practice import calls, carrier, listing, number
from chat.sms.practice.phones import text_with
from chat.sms.practice.refusals import NotTaken
from chat.sms.practice.resource import as_resource
from chat.sms.practice.schema import ACCOUNT, CREATE_CALL, LIST, MESSAGE, NUMBERS, checked, checked_message

FORM = "application/x-www-form-urlencoded"
View = Callable[..., HttpResponse]


def for_the_account(view: View) -> View:
    """Lets in who knows the account's token, and answers refusals as the carrier does."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, account: str, **named: str) -> HttpResponse:
        try:
            if not _knows_the_token(request):
                raise NotTaken(20003, status=401)
            if not ACCOUNT.fullmatch(account) or account != settings.TWILIO_ACCOUNT_SID:
                raise NotTaken(20404, status=404)
            return view(request, **named)
        except NotTaken as refusal:
            return refusal.as_response()

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_account
def messages(request: HttpRequest) -> HttpResponse:
    """POST sends a text; GET lists those there are."""
    if request.method != "POST":
        return JsonResponse(listing.page_of(checked(request.GET, LIST)))
    if request.content_type != FORM or request.GET:
        raise NotTaken(20001)
    text = carrier.take_text_to(checked_message(request.POST))
    if text.phone.answers == PracticePhone.Answers.LOST:
        return HttpResponse("Gateway Time-out", status=504, content_type="text/plain")
    return JsonResponse(as_resource(text), status=201)


@require_http_methods(["POST"])
@for_the_account
def ring(request: HttpRequest) -> HttpResponse:
    """Rings a phone."""
    if request.content_type != FORM or request.GET:
        raise NotTaken(20001)
    return JsonResponse(calls.as_resource(calls.take_call_to(checked(request.POST, CREATE_CALL))), status=201)


@require_safe
@for_the_account
def message(request: HttpRequest, sid: str) -> HttpResponse:
    """What has become of one text."""
    text = text_with(sid) if MESSAGE.fullmatch(sid) else None
    if text is None:
        raise NotTaken(20404, status=404)
    return JsonResponse(as_resource(text))


@require_safe
@for_the_account
def balance(request: HttpRequest) -> HttpResponse:
    """What is left on the account: play money, always the same."""
    return JsonResponse({"account_sid": settings.TWILIO_ACCOUNT_SID, "balance": "100.00", "currency": "GBP"})


@require_safe
@for_the_account
def numbers(request: HttpRequest) -> HttpResponse:
    """The one number of this account, set up as the installing guide says."""
    asked = checked(request.GET, NUMBERS)
    is_ours = asked.get("PhoneNumber", settings.TWILIO_FROM) == settings.TWILIO_FROM
    return JsonResponse(number.page_of([number.as_resource()] if is_ours else []))


def _knows_the_token(request: HttpRequest) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        account, _, token = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return False
    right = constant_time_compare(account, settings.TWILIO_ACCOUNT_SID)
    return constant_time_compare(token, settings.TWILIO_AUTH_TOKEN) and right
