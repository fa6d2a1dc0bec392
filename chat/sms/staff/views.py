"""What the carrier tells and asks about texts and calls to people who work here. Signed, as all of its requests.

Which try a request is about stands in the address, which is signed with the rest; the token in it is ours.
"""

import logging
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from twilio.twiml.voice_response import Gather, VoiceResponse

from chat.sms.form import MOST_BYTES, Refused, signed_fields
from rota.models import Try
from rota.reach import words
from rota.reach.hearing import heard, token_of, try_of
from rota.reach.paths import Answer, Path, State
from rota.reach.results import write

log = logging.getLogger(__name__)

HEARD_KEY = "1"
TIMES_SAID = 3
OF_A_TEXT = {"sent": State.TAKEN, "delivered": State.DELIVERED, "undelivered": State.FAILED, "failed": State.FAILED}
# Answered, by a person or by a mailbox: it rang. That somebody heard is said by a key and by nothing else.
OF_A_CALL = {
    "completed": State.DELIVERED,
    **dict.fromkeys(("busy", "failed", "no-answer", "canceled"), State.FAILED),
}
View = Callable[[Try, dict[str, str]], HttpResponse]


def from_the_carrier(path: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """A signed form about a try of ours by this path. Anything else is refused, and nothing of it is kept."""

    def wrap(view: View) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @login_not_required
        @require_POST
        @wraps(view)
        def answer(request: HttpRequest, token: str) -> HttpResponse:
            if not settings.HAS_TEXTS:
                raise Http404
            try:
                form = request.read(MOST_BYTES + 1)
                fields = signed_fields(form, request.path, request.headers.get("X-Twilio-Signature", ""))
                attempt = try_of(token)
                if attempt is None or attempt.path != path:
                    log.warning("reach.report_not_ours")
                    return HttpResponse(status=404)
                return view(attempt, fields)
            except UnreadablePostError:
                return HttpResponse(status=400)
            except Refused as refused:
                return HttpResponse(status=refused.status)
            except (OperationalError, InterfaceError):
                log.warning("text.database_away")
                return HttpResponse(status=503)

        return answer

    return wrap


@from_the_carrier(Path.SMS)
def text_report(attempt: Try, fields: dict[str, str]) -> HttpResponse:
    """What became of a text."""
    state = OF_A_TEXT.get(fields.get("MessageStatus", ""))
    if state is not None:
        write(attempt.pk, Answer(state, fields.get("MessageSid", "")[:34], _code(fields.get("ErrorCode", ""))))
    return HttpResponse(status=204)


@from_the_carrier(Path.VOICE)
def call_report(attempt: Try, fields: dict[str, str]) -> HttpResponse:
    """What became of a call, when it is over."""
    status = fields.get("CallStatus", "")
    if status in OF_A_CALL:
        code = "" if status == "completed" else status
        write(attempt.pk, Answer(OF_A_CALL[status], fields.get("CallSid", "")[:34], code))
    return HttpResponse(status=204)


@from_the_carrier(Path.VOICE)
def says(attempt: Try, _fields: dict[str, str]) -> HttpResponse:
    """Somebody took the call: what they are told."""
    return _spoken(_asking(attempt))


@from_the_carrier(Path.VOICE)
def key(attempt: Try, fields: dict[str, str]) -> HttpResponse:
    """They pressed a key: 1 says that they have heard, any other is asked again."""
    if fields.get("Digits") != HEARD_KEY:
        return _spoken(_asking(attempt))
    heard(attempt)
    done = VoiceResponse()
    done.say(words.thanks(), language="en-GB")
    done.hangup()
    return _spoken(done)


def _asking(attempt: Try) -> VoiceResponse:
    response = VoiceResponse()
    for _time in range(TIMES_SAID):
        ask = Gather(num_digits=1, timeout=6, action=_address(attempt), method="POST", action_on_empty_result=False)
        ask.say(words.spoken(attempt), language="en-GB")
        response.append(ask)
    response.hangup()
    return response


def _address(attempt: Try) -> str:
    return f"{settings.PUBLIC_URL}{reverse('sms:staff_key', args=[token_of(attempt)])}"


def _spoken(response: VoiceResponse) -> HttpResponse:
    return HttpResponse(str(response), content_type="text/xml; charset=utf-8")


def _code(given: str) -> str:
    return given if given.isascii() and given.isdecimal() and len(given) < 8 else ""
