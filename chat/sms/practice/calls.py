"""Telephone calls to a practice phone: it rings on the page, and a key there is a key on the telephone.

Kept among the texts, under a name of its own: `body` is the address that says what is read aloud. What is said and
which keys count is asked there when somebody answers, as Twilio does.
"""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from chat.models import PracticePhone, PracticeText
from chat.sms.practice.delivery import answer_to_signed, post_signed
from chat.sms.practice.phones import CALL, phone_with
from chat.sms.practice.refusals import NotTaken
from chat.sms.practice.schema import API_VERSION
from config import clock, jobs
from config.carrier import is_loopback_url

ACTION = re.compile(r'<Gather[^>]* action="([^"]*)"')
Status = PracticeText.Status
# The words of a call for the states that a text has.
CALL_STATUS = {Status.QUEUED: "queued", Status.DELIVERED: "completed", Status.UNDELIVERED: "no-answer"}


@transaction.atomic
def take_call_to(fields: Mapping[str, str]) -> PracticeText:
    """A call of ours to one of the phones: it rings. Raises NotTaken."""
    if fields["From"] != settings.TWILIO_FROM:
        raise NotTaken(21606)
    for url in (fields["Url"], fields.get("StatusCallback", "")):
        if url and not (is_loopback_url(url) or url.startswith(f"{settings.PUBLIC_URL}/")):
            raise NotTaken(21609)
    phone = phone_with(fields["To"])
    if phone is None or phone.texts_to == PracticePhone.TextsTo.NO_SUCH_NUMBER:
        raise NotTaken(21211)
    ring = PracticeText(
        phone=phone, sid=f"CA{secrets.token_hex(16)}", direction=CALL, our_number=settings.TWILIO_FROM,
        status=Status.QUEUED, comes_to=Status.DELIVERED, status_callback=fields.get("StatusCallback", ""),
    )  # fmt: skip
    ring.body = fields["Url"]
    ring.save()
    if phone.texts_to == PracticePhone.TextsTo.PHONE_OFF:
        jobs.defer("chat.practice_call", text_id=ring.pk, key=0)
    return ring


def ringing(phone: PracticePhone) -> PracticeText | None:
    """The call that rings on this phone now."""
    return PracticeText.objects.filter(phone=phone, direction=CALL, status=Status.QUEUED).order_by("pk").first()


def is_over(ring: PracticeText, key: int) -> None:
    """Somebody answered and pressed this key, or nobody answered (0)."""
    if key:
        asked = answer_to_signed(ring.body, _fields(ring, "in-progress"))
        if action := _action_of(asked):
            post_signed(action, {**_fields(ring, "in-progress"), "Digits": str(key)})
    ends = Status.DELIVERED if key else Status.UNDELIVERED
    PracticeText.objects.filter(pk=ring.pk).update(status=ends, comes_to=ends, changed_at=clock.now())
    if ring.status_callback:
        post_signed(ring.status_callback, _fields(ring, CALL_STATUS[ends]))


def as_resource(ring: PracticeText) -> dict[str, Any]:
    """All that our library reads of the call resource."""
    path = f"/{API_VERSION}/Accounts/{settings.TWILIO_ACCOUNT_SID}/Calls/{ring.sid}.json"
    return {
        "sid": ring.sid, "account_sid": settings.TWILIO_ACCOUNT_SID, "api_version": API_VERSION,
        "to": ring.phone.number, "from": ring.our_number, "status": CALL_STATUS[Status(ring.status)],
        "direction": "outbound-api", "uri": path,
        "answered_by": None, "duration": None, "start_time": None, "end_time": None, "price": None,
        "price_unit": "USD", "subresource_uris": {},
    }  # fmt: skip


def _action_of(twiml: bytes) -> str:
    """Where the first key is told; nothing where no key is asked for."""
    found = ACTION.search(twiml.decode())
    return found[1].replace("&amp;", "&") if found else ""


def _fields(ring: PracticeText, status: str) -> dict[str, str]:
    return {
        "AccountSid": settings.TWILIO_ACCOUNT_SID, "ApiVersion": API_VERSION, "CallSid": ring.sid, "CallStatus": status,
        "Direction": "outbound-api", "From": ring.our_number, "To": ring.phone.number, "Caller": ring.our_number,
        "Called": ring.phone.number,
    }  # fmt: skip
