"""In front of the pages: an ordinary text is taken in here, without what a page needs. Everything else goes on.

Nothing is refused here. What is not rightly signed, not for us, not ordinary or not to be stored goes to the view of
chat/sms/views.py as it came, and is answered there.
"""

from collections import Counter, deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from chat.models import IncomingText
from chat.sms.form import MOST_BYTES, MOST_FIELDS, count_unknown, read_fields
from chat.sms.receive import Malformed, text_of
from chat.sms.signature import Field, fields_in, is_signed
from chat.sms.staff.replies import may_be_reply
from chat.sms.together import Ordinary, Together, is_ordinary, ordinary
from config.headers import LONGEST_HEADER, MOST_HEADERS

Scope = MutableMapping[str, Any]
Happening = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Happening]]
Send = Callable[[Happening], Awaitable[None]]
Application = Callable[..., Awaitable[None]]

CAME_BY = {
    "/sms/incoming/": IncomingText.CameBy.WEBHOOK,
    "/sms/incoming/fallback/": IncomingText.CameBy.FALLBACK,
}


def texts_first(pages: Application) -> Application:
    """The pages, with this door in front of them."""
    together = Together()

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] not in CAME_BY or scope["method"] != "POST" or not settings.HAS_TEXTS:
            await pages(scope, receive, send)
            return
        heard, form = await _form(receive)
        text = _ordinary_in(scope, form)
        if text is not None and await together.take(text):
            await _answer(send)
        else:
            await pages(scope, _once_more(heard, receive), send)

    return application


async def _form(receive: Receive) -> tuple[list[Happening], bytes | None]:
    """What came, to be told again, and the whole form in it; None where it is too large or was broken off."""
    heard: list[Happening] = []
    size, more = 0, True
    while more and size <= MOST_BYTES:
        heard.append(await receive())
        if heard[-1]["type"] != "http.request":
            return heard, None
        size += len(heard[-1].get("body", b""))
        more = heard[-1].get("more_body", False)
    return heard, None if more else b"".join(one.get("body", b"") for one in heard)


def _once_more(heard: list[Happening], receive: Receive) -> Receive:
    waiting = deque(heard)

    async def again() -> Happening:
        return waiting.popleft() if waiting else await receive()

    return again


def _ordinary_in(scope: Scope, form: bytes | None) -> Ordinary | None:
    headers = Counter(name for name, _ in scope["headers"])
    signature = b"x-twilio-signature"
    if form is None or len(form) > MOST_BYTES or headers[signature] != 1 or not _may_be_answered(scope):
        return None
    given, fields = dict(scope["headers"]), fields_in(form)
    if len(fields) > MOST_FIELDS or not is_signed(scope["path"], fields, given[signature].decode("latin-1")):
        return None
    if not _is_for_us(fields):
        return None
    try:
        text = text_of(read_fields(fields))
    except Malformed:
        return None
    if not is_ordinary(text) or may_be_reply(text.body):
        return None
    count_unknown(fields)
    return ordinary(text, CAME_BY[scope["path"]])


def _may_be_answered(scope: Scope) -> bool:
    """What the pages ask of every request: a host of ours, by https where we have it, no more than fits."""
    headers = scope["headers"]
    if (
        scope.get("query_string")
        or len(headers) > MOST_HEADERS
        or any(len(value) > LONGEST_HEADER for _, value in headers)
    ):
        return False
    given = dict(headers)
    if settings.IS_HTTPS and given.get(b"x-forwarded-proto") != b"https":
        return False
    domain, _ = split_domain_port(given.get(b"host", b"").decode("latin-1"))
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _is_for_us(fields: list[Field]) -> bool:
    named = dict(fields)
    ours = (settings.TWILIO_ACCOUNT_SID.encode(), settings.TWILIO_FROM.encode())
    return len(named) == len(fields) and (named.get(b"AccountSid"), named.get(b"To")) == ours


async def _answer(send: Send) -> None:
    """Nothing to say: the carrier would text it."""
    headers = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
