"""What the carrier posted, once it is certain that the carrier posted it, for our account and to our number."""

import logging
import re
from collections import Counter

from django.conf import settings

from chat.sms.cleaning import read_bytes
from chat.sms.numbers import normalised
from chat.sms.signature import Field, fields_in, is_signed

log = logging.getLogger(__name__)

# A text has at most 1,600 characters, each at most twelve bytes here; the rest is room for what surrounds it.
MOST_BYTES = 64 * 1024
MOST_FIELDS = 100
# Names that the carrier is known to send. It adds some without notice: others are passed over and counted.
KNOWN = frozenset(
    b"AccountSid ApiVersion Body ErrorCode ErrorMessage ErrorUrl From FromCity FromCountry FromState FromZip "
    b"MessageSid MessageStatus MessagingServiceSid NumMedia NumSegments OptOutType RawDlrDoneDate SmsMessageSid SmsSid "
    b"SmsStatus To ToCity ToCountry ToState ToZip "
    # Of a telephone call
    b"AnsweredBy Called CalledCity CalledCountry CalledState CalledZip Caller CallerCity CallerCountry CallerState "
    b"CallerZip CallDuration CallSid CallStatus CallbackSource Digits Direction Duration FinishedOnKey "
    b"SequenceNumber SipResponseCode Timestamp msg".split()
)
MEDIA = re.compile(rb"Media(Url|ContentType)\d{1,3}")
# What we ask for; a town or the address of a picture is not even carried further.
READ = (
    *("MessageSid", "From", "Body", "NumMedia", "OptOutType", "MessageStatus", "ErrorCode", "AccountSid", "To"),
    *("CallSid", "CallStatus", "Digits"),
)


class Refused(Exception):
    """Not from the carrier, not for us, or too much; nothing of it is kept. `status` is the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def signed_fields(form: bytes, address: str, signature: str) -> dict[str, str]:
    """The fields of a webhook of ours. Raises Refused. `address` is our path, with its query if it has one."""
    if len(form) > MOST_BYTES:
        raise Refused(413)
    fields = fields_in(form)
    if len(fields) > MOST_FIELDS:
        raise Refused(413)
    if not signature or not is_signed(address, fields, signature):
        log.warning("text.forged")
        raise Refused(403)
    _check_names(fields)
    count_unknown(fields)
    read = read_fields(fields)
    if read.get("AccountSid") != settings.TWILIO_ACCOUNT_SID:
        log.warning("text.of_another_account")
        raise Refused(403)
    return read


def read_fields(fields: list[Field]) -> dict[str, str]:
    """Those that we ask for, as text."""
    return {name: read_bytes(value) for name, value in _by_name(fields).items() if name in READ}


def check_is_to_us(fields: dict[str, str]) -> None:
    """Raises Refused for a text to another number: the signature is the same for all numbers of an account."""
    to, ours = fields.get("To", ""), settings.TWILIO_FROM
    if to != ours and (normalised(to) is None or normalised(to) != normalised(ours)):
        log.warning("text.to_another_number")
        raise Refused(403)


def _check_names(fields: list[Field]) -> None:
    """The signature does not bind how often a name comes, so for a name that we read it must be once."""
    times = Counter(name for name, _ in fields)
    if any(times[name] > 1 for name in times if _is_known(name)):
        log.warning("text.name_repeated")
        raise Refused(403)


def count_unknown(fields: list[Field]) -> None:
    """The carrier adds names without notice: they are passed over, and somebody can see that there are some."""
    if unknown := {name for name, _ in fields if not _is_known(name)}:
        log.info("text.unknown_names", extra={"count": len(unknown)})


def _is_known(name: bytes) -> bool:
    return name in KNOWN or MEDIA.fullmatch(name) is not None


def _by_name(fields: list[Field]) -> dict[str, bytes]:
    return {name.decode("ascii", "replace"): value for name, value in fields}
