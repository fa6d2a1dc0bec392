"""How the carrier comes to us: signed forms over HTTP, never a call inside the program.

A report is sent once. A text is sent to our first address and, where that fails or takes too long, to the second;
after that it only stands in the carrier's list. So does Twilio.
"""

import http.client
import logging
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from twilio.request_validator import RequestValidator

from chat.models import PracticeText
from chat.sms.practice import carrier
from chat.sms.practice.schema import API_VERSION
from config.carrier import is_loopback_url

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 15.0
NOT_REACHED = "11200"
"""The carrier's number for "your address did not answer", told to the second address."""
WHERE_FROM = {"City": "", "State": "", "Zip": "", "Country": "GB"}

Handed = PracticeText.Handed


def report(text: PracticeText, step: int) -> None:
    """Moves the text on and says so to the address that came with it. A report that is lost stays lost."""
    status = carrier.status_at(text, step)
    carrier.move_on(text, status)
    if text.status_callback:
        post_signed(text.status_callback, report_fields(text, status))


def hand_over(text: PracticeText) -> None:
    """Brings a text from a phone to us."""
    fields = incoming_fields(text)
    first, second = f"{settings.PUBLIC_URL}/sms/incoming/", f"{settings.PUBLIC_URL}/sms/incoming/fallback/"
    if post_signed(first, fields):
        handed = Handed.WEBHOOK
    elif post_signed(second, {**fields, "ErrorCode": NOT_REACHED, "ErrorUrl": first}):
        handed = Handed.FALLBACK
    else:
        handed = Handed.KEPT
    PracticeText.objects.filter(pk=text.pk).update(handed=handed)


def report_fields(text: PracticeText, status: str) -> dict[str, str]:
    """What Twilio says about a text of ours."""
    fields = {
        "ApiVersion": API_VERSION,
        "AccountSid": settings.TWILIO_ACCOUNT_SID,
        "MessageSid": text.sid,
        "SmsSid": text.sid,
        "MessageStatus": status,
        "SmsStatus": status,
        "From": text.our_number,
        "To": text.phone.number,
    }
    went_wrong = text.error_code is not None and status == text.comes_to
    return {**fields, "ErrorCode": str(text.error_code)} if went_wrong else fields


def incoming_fields(text: PracticeText) -> dict[str, str]:
    """What Twilio says with a text to us."""
    fields = {
        "ApiVersion": API_VERSION,
        "AccountSid": settings.TWILIO_ACCOUNT_SID,
        "MessageSid": text.sid,
        "SmsSid": text.sid,
        "SmsMessageSid": text.sid,
        "SmsStatus": "received",
        "From": text.phone.number,
        "To": text.our_number,
        "Body": text.body,
        "NumSegments": str(text.segments),
        "NumMedia": str(text.pictures),
        **{f"From{name}": value for name, value in WHERE_FROM.items()},
        **{f"To{name}": value for name, value in WHERE_FROM.items()},
    }
    for number in range(text.pictures):
        fields[f"MediaUrl{number}"] = f"{settings.PUBLIC_URL}{settings.PRACTICE_PHONE_PATH}/media/{text.sid}/{number}"
        fields[f"MediaContentType{number}"] = "image/jpeg"
    return fields


def post_signed(url: str, fields: Mapping[str, str]) -> bool:
    """Sends a form with the signature over this address and these fields. Was it taken?"""
    return _posted(url, fields) is not None


def answer_to_signed(url: str, fields: Mapping[str, str]) -> bytes:
    """The same, and what was answered."""
    return _posted(url, fields) or b""


def _posted(url: str, fields: Mapping[str, str]) -> bytes | None:
    signature = RequestValidator(settings.TWILIO_AUTH_TOKEN).compute_signature(url, dict(fields))
    headers = {
        "Host": urlsplit(url).netloc,
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "X-Twilio-Signature": signature,
        "User-Agent": "TwilioProxy/1.1",
        "Connection": "close",
    }
    line = _line_to(url)
    try:
        line.request("POST", _path_of(url), urlencode(fields).encode(), headers)
        answer = line.getresponse()
        status, body = answer.status, answer.read()
    except (OSError, http.client.HTTPException) as trouble:
        log.warning("practice.not_reached", extra={"error": type(trouble).__name__})
        return None
    finally:
        line.close()
    log.info("practice.answered", extra={"status_code": status})
    return body if 200 <= status < 300 else None


def _line_to(url: str) -> http.client.HTTPConnection:
    """On this machine always over IPv4: `localhost` may also mean an address where nobody listens."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    host = "127.0.0.1" if is_loopback_url(url) else str(parts.hostname)
    return kind(host, parts.port, timeout=PATIENCE_SECONDS)


def _path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
