"""The carrier's webhooks. Refused: whoever is not the carrier. Taken in: every text that it signed.

Answered once it is committed. While the database is away the answer is 503, and the carrier goes to the fallback
address; what comes through neither is fetched later.
"""

import logging
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from chat.journal import Unavailable
from chat.models import IncomingText
from chat.sms import reports
from chat.sms.form import MOST_BYTES, Refused, check_is_to_us, signed_fields
from chat.sms.receive import Malformed, receive
from chat.sms.staff.replies import take_reply

log = logging.getLogger(__name__)

DATABASE_AWAY = (Unavailable, OperationalError, InterfaceError)


@csrf_exempt
@login_not_required
@require_POST
def incoming(request: HttpRequest) -> HttpResponse:
    """A text came in."""
    return _take_in(request, reverse("sms:incoming"), IncomingText.CameBy.WEBHOOK)


@csrf_exempt
@login_not_required
@require_POST
def fallback(request: HttpRequest) -> HttpResponse:
    """A text came in, and the first address did not answer well."""
    return _take_in(request, reverse("sms:fallback"), IncomingText.CameBy.FALLBACK)


@csrf_exempt
@login_not_required
@require_POST
def status(request: HttpRequest) -> HttpResponse:
    """What became of a text of ours. Whose it is stands in the query, which is signed with the rest."""
    address = f"{reverse('sms:status')}?{request.META.get('QUERY_STRING', '')}"
    try:
        fields = _fields(request, address)
        reports.take_report(_attempt(request), fields)
    except Refused as refused:
        return HttpResponse(status=refused.status)
    except ValueError:
        log.warning("text.report_malformed")
        return HttpResponse(status=400)
    except DATABASE_AWAY:
        log.warning("text.database_away")
        return HttpResponse(status=503)
    return HttpResponse(status=204)


def _take_in(request: HttpRequest, address: str, came_by: str) -> HttpResponse:
    try:
        fields = _fields(request, address)
        check_is_to_us(fields)
        if not take_reply(fields):
            receive(fields, came_by=came_by)
    except Refused as refused:
        return HttpResponse(status=refused.status)
    except Malformed:
        log.warning("text.malformed")
        return HttpResponse(status=400)
    except DATABASE_AWAY:
        log.warning("text.database_away")
        return HttpResponse(status=503)
    return HttpResponse(status=204)


def _attempt(request: HttpRequest) -> UUID:
    """Which call of ours it is about. Raises ValueError where that is not one key."""
    [key] = request.GET.getlist("attempt")
    return UUID(key)


def _fields(request: HttpRequest, address: str) -> dict[str, str]:
    if not settings.HAS_TEXTS:
        raise Http404
    try:
        form = request.read(MOST_BYTES + 1)
    except UnreadablePostError:
        raise Refused(400) from None
    return signed_fields(form, address, request.headers.get("X-Twilio-Signature", ""))
