"""The line to the carrier. Nothing else here speaks to Twilio's library.

Its exceptions carry the number and the words, so none leaves this file, and none is logged or chained: what came of a
call is one of a few small answers. A call is never repeated here. Whether it can be repeated depends on what came of
it, and `Unknown` is an answer of its own.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import requests
from django.conf import settings
from django.urls import reverse
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from config.carrier import is_loopback_url
from config.tuning import setting

log = logging.getLogger(__name__)

LIMIT_SECONDS = 5.0
# How long a telephone of staff rings, shorter than most mailboxes wait; and the longest that we hold the line.
RINGS_SECONDS = 20
TALKS_SECONDS = 90
# The most the carrier gives in one answer.
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Accepted:
    """The carrier has it, under this name."""

    sid: str
    status: str
    code: int | None = None
    segments: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The carrier said no: it was not sent. `code` is its number for why, or the HTTP status."""

    code: int | None
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class NotReached:
    """Nobody took the call: it was not sent."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The call was made and no answer came. It may have been sent."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of ours as the carrier has it: where texts to it go, and what it answers to instead of that."""

    incoming: str
    fallback: str
    method: str
    fallback_method: str
    goes_elsewhere: bool


@dataclass(frozen=True, slots=True)
class Account:
    """What the carrier says about our account. `numbers`: ours; none where it is a short code."""

    balance: float | None
    currency: str
    numbers: list[Number]


Answer = Accepted | Refused | NotReached | Unknown


@dataclass(frozen=True, slots=True)
class Listed:
    """One text in the carrier's list. Number and words are for comparing and handing on, never for showing."""

    sid: str
    status: str
    code: int | None
    is_incoming: bool
    sender: str = field(repr=False)
    body: str = field(repr=False)
    pictures: int = 0
    segments: int | None = None
    at: datetime | None = None


def send(number: str, body: str, attempt_key: UUID) -> Answer:
    """One call, at most once. Reports about it come back with `attempt_key`."""
    if not _can_be_written(body):
        return Refused(None)
    wait: list[float] = []
    try:
        with _line(wait) as line:
            made = line.messages.create(
                to=number,
                from_=settings.TWILIO_FROM,
                body=body,
                status_callback=report_address(attempt_key),
                # Nobody wants it later than we would have thrown it away ourselves.
                validity_period=int(timedelta(minutes=setting("texts.hold_minutes")).total_seconds()),
            )
            return Accepted(str(made.sid), str(made.status or ""), _number(made.error_code), _number(made.num_segments))
    except Exception as trouble:
        return _answer_of(trouble, wait)


def send_to_staff(number: str, body: str, reports_to: str, *, counts_for: int) -> Answer:
    """A text to somebody who works here, at most once. Later than after `counts_for` seconds nobody wants it."""
    wait: list[float] = []
    try:
        with _line(wait) as line:
            made = line.messages.create(
                to=number,
                from_=settings.TWILIO_FROM,
                body=body,
                status_callback=reports_to,
                validity_period=counts_for,
            )
            return Accepted(str(made.sid), str(made.status or ""), _number(made.error_code), _number(made.num_segments))
    except Exception as trouble:
        return _answer_of(trouble, wait)


def ring(number: str, says_at: str, reports_to: str) -> Answer:
    """Rings a number, at most once. What is said and which keys count is asked at `says_at` when somebody answers."""
    wait: list[float] = []
    try:
        with _line(wait) as line:
            made = line.calls.create(
                to=number,
                from_=settings.TWILIO_FROM,
                url=says_at,
                method="POST",
                status_callback=reports_to,
                status_callback_method="POST",
                status_callback_event=["completed"],
                timeout=RINGS_SECONDS,
                time_limit=TALKS_SECONDS,
            )
            return Accepted(str(made.sid), str(made.status or ""))
    except Exception as trouble:
        return _answer_of(trouble, wait)


def look_up(number: str) -> list[Listed] | None:
    """The newest texts from us to this number; None where the carrier does not answer.

    Not narrowed by DateSent: a text that was accepted and waits its turn has none yet.
    """
    return _listed(to=number, from_=settings.TWILIO_FROM, limit=PAGE, page_size=PAGE)


def texts_since(since: datetime) -> list[Listed] | None:
    """What came in for us since then, oldest first, all pages; None where the carrier did not answer to the end."""
    found = _listed(to=settings.TWILIO_FROM, date_sent_after=since, page_size=PAGE)
    # The carrier promises to compare days only, and lists the newest first.
    return None if found is None else [text for text in reversed(found) if text.at is None or text.at >= since]


def ask(sid: str) -> Listed | None:
    """What has become of one text; None where the carrier does not answer. It may have forgotten: then no status."""
    try:
        with _line() as line:
            return _as_listed(line.messages(sid).fetch())
    except Exception as trouble:
        _quietly(trouble)
        if isinstance(trouble, TwilioRestException | TwilioServiceException) and trouble.status == 404:
            return Listed(sid, "", None, is_incoming=False, sender="", body="")
        return None


def account() -> Account | None:
    """What is left on the account, and how our number is set up there; None where the carrier does not answer."""
    try:
        with _line() as line:
            left = line.api.v2010.account.balance.fetch()
            numbers = line.incoming_phone_numbers.list(phone_number=settings.TWILIO_FROM, limit=2)
            return Account(_amount(left.balance), str(left.currency or ""), [_as_number(one) for one in numbers])
    except Exception as trouble:
        _quietly(trouble)
        return None


def report_address(attempt_key: UUID) -> str:
    """Where the carrier tells us what becomes of one attempt."""
    return f"{settings.PUBLIC_URL}{reverse('sms:status')}?{urlencode({'attempt': attempt_key})}"


@contextmanager
def _line(wait: list[float] | None = None) -> Iterator[Any]:
    """The carrier's API for one call. A connection of its own: a kept one that has died looks like a lost answer."""

    def hear(response: requests.Response, *_: Any, **__: Any) -> None:
        asked = response.headers.get("Retry-After", "")
        if wait is not None and asked.isdecimal():
            wait.append(float(asked[:6]))

    http = TwilioHttpClient(timeout=LIMIT_SECONDS, max_retries=0, request_hooks={"response": hear})
    client = Client(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, http_client=http)
    if settings.TWILIO_API_BASE:
        client.api.base_url = settings.TWILIO_API_BASE
        http.session.trust_env = not is_loopback_url(settings.TWILIO_API_BASE)  # no proxy between us and ourselves
    try:
        yield client
    finally:
        http.session.close()


def _answer_of(trouble: Exception, wait: list[float]) -> Answer:
    if isinstance(trouble, TwilioRestException | TwilioServiceException):
        if 400 <= trouble.status < 500 and trouble.status != 408:
            return Refused(_number(trouble.code) or trouble.status, wait[-1] if wait else None)
        return Unknown()
    if isinstance(trouble, requests.ConnectionError) and _never_connected(trouble):
        return NotReached()
    _quietly(trouble)
    return Unknown()


def _never_connected(trouble: requests.ConnectionError) -> bool:
    if isinstance(trouble, requests.ConnectTimeout):
        return True
    cause = trouble.args[0] if trouble.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError | ConnectTimeoutError)


def _quietly(trouble: Exception) -> None:
    """Only what we did not expect is logged, and of that only its kind."""
    if not isinstance(trouble, requests.RequestException | TwilioException):
        log.warning("carrier.odd_answer", extra={"error": type(trouble).__name__})


def _listed(**filters: Any) -> list[Listed] | None:
    try:
        with _line() as line:
            return [_as_listed(record) for record in line.messages.list(**filters)]
    except Exception as trouble:
        _quietly(trouble)
        return None


def _as_listed(record: Any) -> Listed:
    at = record.date_sent or record.date_created
    return Listed(
        sid=str(record.sid),
        status=str(record.status or ""),
        code=_number(record.error_code),
        is_incoming=record.direction == "inbound",
        sender=str(record.from_ or ""),
        body=str(record.body or ""),
        pictures=_number(record.num_media) or 0,
        segments=_number(record.num_segments),
        at=at if isinstance(at, datetime) else None,
    )


def _as_number(record: Any) -> Number:
    return Number(
        incoming=str(record.sms_url or ""),
        fallback=str(record.sms_fallback_url or ""),
        method=str(record.sms_method or ""),
        fallback_method=str(record.sms_fallback_method or ""),
        goes_elsewhere=bool(record.sms_application_sid or record.trunk_sid),
    )


def _amount(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _number(value: Any) -> int | None:
    text = str(value if value is not None else "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else None


def _can_be_written(body: str) -> bool:
    """A lone surrogate cannot be put into a request; better to say so than to wait for an answer."""
    try:
        return bool(body.encode())
    except UnicodeEncodeError:
        return False
