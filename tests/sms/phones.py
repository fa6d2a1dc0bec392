"""Somebody who texts, seen from our side: what we say to them, and what has become of it."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from django.test import Client

from chat.conversations import start_conversation
from chat.models import Conversation, OutgoingText, Phone
from chat.queue import say_as_service
from chat.sms.people import phone_of
from chat.sms.send import send_texts
from config import clock
from tests.sms.carrier import Carrier, Text

TOM = "+447700900001"
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
_more = count(900100)


@dataclass
class Texter:
    """A phone and the conversation with it."""

    phone: Phone
    conversation: Conversation
    number: str

    def hears(self, *bodies: str) -> list[OutgoingText]:
        """We say something to them; it is queued."""
        for body in bodies:
            say_as_service(self.conversation, body)
        return list(self.outgoing().order_by("-pk")[: len(bodies)])[::-1]

    def outgoing(self):
        return OutgoingText.objects.filter(phone=self.phone)

    def states(self) -> list[str]:
        return list(self.outgoing().order_by("pk").values_list("state", flat=True))

    def sends(self, *, waits: timedelta = timedelta()) -> int:
        """What the job does, once the clock has gone on."""
        clock.move(waits)
        return send_texts(self.phone.pk)

    def texts(self) -> str:
        return Phone.objects.get(pk=self.phone.pk).texts


def make_texter(number: str = TOM) -> Texter:
    phone = phone_of(number)
    channel = Conversation.Channel.SMS
    return Texter(phone, start_conversation(phone.young_person, channel=channel), number)


def somebody() -> Texter:
    """Another phone than all before."""
    return make_texter(f"+447700{next(_more):06d}")


def reports(carrier: Carrier, text: Text, status: str, code: int | None = None) -> int:
    """The carrier calls back, signed."""
    address, form, signature = carrier.signed(text, status, code)
    path = address[address.index("/sms/") :]
    headers = {"X-Twilio-Signature": signature}
    return Client().generic("POST", path, form, "application/x-www-form-urlencoded", headers=headers).status_code
