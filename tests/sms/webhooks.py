"""The carrier as it knocks at our door: fields as it names them, signed by its own library."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode
from uuid import uuid4

from django.conf import settings
from django.test import Client
from twilio.request_validator import RequestValidator

from chat.models import Conversation, IncomingText, Message, OutgoingText, Phone
from chat.sms.numbers import hash_of

TOM = "+447700900001"
INCOMING, FALLBACK, STATUS = "/sms/incoming/", "/sms/incoming/fallback/", "/sms/status/"
FORM = "application/x-www-form-urlencoded"

Post = Callable[[str, bytes, str], int]


def new_sid(prefix: str = "SM") -> str:
    return prefix + uuid4().hex


def fields_of(body: str = "hello", *, sender: str = TOM, sid: str = "", **more: str) -> dict[str, str]:
    """What the carrier sends with one text."""
    sid = sid or new_sid()
    return {
        "ToCountry": "GB", "ToState": "", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "", "FromZip": "",
        "SmsSid": sid, "FromState": "", "SmsStatus": "received", "FromCity": "", "Body": body, "FromCountry": "GB",
        "To": settings.TWILIO_FROM, "ToZip": "", "NumSegments": "1", "MessageSid": sid,
        "AccountSid": settings.TWILIO_ACCOUNT_SID, "From": sender, "ApiVersion": "2010-04-01", **more,
    }  # fmt: skip


def signature_of(fields: Mapping[str, Any], path: str = INCOMING, *, base: str = "", token: str = "") -> str:
    """As the carrier's own library computes it. A list as a value is a name that comes more than once."""
    signer = RequestValidator(token or settings.TWILIO_AUTH_TOKEN)
    return str(signer.compute_signature(f"{base or settings.PUBLIC_URL}{path}", Several(fields)))


class Several(dict[str, Any]):
    """Fields of which some come more than once, in the shape the library asks for."""

    def getlist(self, name: str) -> list[str]:
        value = self[name]
        return list(value) if isinstance(value, list) else [value]


def form_of(fields: Mapping[str, Any]) -> bytes:
    """As it goes over the wire; half a character too."""
    return urlencode(fields, doseq=True, quote_via=quote_plus, errors="surrogatepass").encode()


def by_client(path: str, form: bytes, signature: str) -> int:
    """Through Django, in this process."""
    headers = {"X-Twilio-Signature": signature} if signature else {}
    return int(Client().generic("POST", path, form, FORM, headers=headers).status_code)


def deliver(fields: Mapping[str, Any], path: str = INCOMING, *, post: Post = by_client, **signing: str) -> int:
    """One webhook, rightly signed unless `signing` says otherwise. Gives the status of our answer."""
    return post(path, form_of(fields), signature_of(fields, path, **signing))


@dataclass
class Texter:
    """A young person with a telephone."""

    number: str = TOM
    post: Post = by_client
    sent: list[dict[str, str]] = field(default_factory=list)

    def texts(self, body: str = "hello", **more: str) -> IncomingText:
        """Sends it, sees it taken in, and gives its row."""
        self.sent.append(fields_of(body, sender=self.number, **more))
        assert deliver(self.sent[-1], post=self.post) == 204
        return IncomingText.objects.select_related("message__conversation").get(message_sid=self.sent[-1]["MessageSid"])

    @property
    def phone(self) -> Phone:
        return Phone.objects.get(number_hash=hash_of(self.number))

    @property
    def conversation(self) -> Conversation:
        """The one they are in, or were in last."""
        texts = IncomingText.objects.filter(phone=self.phone).select_related("message__conversation")
        return texts.latest("pk").message.conversation

    def heard(self) -> list[str]:
        """What was put down to be sent to them, in order."""
        texts = OutgoingText.objects.filter(phone=self.phone).select_related("message__conversation__key")
        return [text.message.body or "" for text in texts.order_by("pk")]


def everything_said() -> list[str]:
    """Everything young people said, in the order in which it was stored."""
    said = Message.objects.filter(by=Message.By.YOUNG_PERSON).select_related("conversation__key").order_by("pk")
    return [message.body or "" for message in said]


def rows() -> tuple[int, ...]:
    """How many there are of what a webhook could leave behind."""
    kinds: Sequence[Any] = (Phone, Conversation, Message, IncomingText, OutgoingText)
    return tuple(kind.objects.count() for kind in kinds)
