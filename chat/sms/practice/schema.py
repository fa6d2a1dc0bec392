"""The calls of the carrier's API that we make, and what each field of them may hold.

Our own, small, and stricter than the carrier: a field that is not here is refused, so that a misspelt one is found
on this machine. Written from the facts of Twilio's published description of the Messages API.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.http import QueryDict

from chat.sms.practice.refusals import NotTaken

API_VERSION = "2010-04-01"
ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
MESSAGE = re.compile(r"(SM|MM)[0-9a-fA-F]{32}")
MOST_CHARACTERS = 1600

Kind = Literal["phone-number", "uri", "date-time", "text", "integer", "boolean"]

PATTERNS: dict[Kind, re.Pattern[str]] = {
    "phone-number": re.compile(r"\+[1-9][0-9]{6,14}"),
    "uri": re.compile(r"https?://[A-Za-z0-9.:\[\]-]+/\S*"),
    "date-time": re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?"),
    "text": re.compile(r".*", re.DOTALL),
    "integer": re.compile(r"[0-9]{1,9}"),
    "boolean": re.compile(r"true|false", re.IGNORECASE),
}


@dataclass(frozen=True)
class Field:
    """What one field may hold, and the carrier's number for "this is not it"."""

    kind: Kind = "text"
    pattern: re.Pattern[str] | None = None
    longest: int = MOST_CHARACTERS
    least: int = 0
    most: int | None = None
    code: int = 20002
    code_too_long: int = 20002
    is_required: bool = False
    code_missing: int = 20002

    def check(self, value: str) -> None:
        if len(value) > self.longest:
            raise NotTaken(self.code_too_long)
        if not (self.pattern or PATTERNS[self.kind]).fullmatch(value):
            raise NotTaken(self.code)
        if self.kind == "integer" and not self.least <= int(value) <= (self.most or int(value)):
            raise NotTaken(self.code)


CREATE: Mapping[str, Field] = {
    "To": Field("phone-number", code=21211, is_required=True, code_missing=21604),
    "From": Field("phone-number", code=21212),
    "MessagingServiceSid": Field(pattern=re.compile(r"MG[0-9a-fA-F]{32}"), code=21606),
    "Body": Field(code_too_long=21617),
    "StatusCallback": Field("uri", longest=2000, code=21609, code_too_long=21609),
    "ValidityPeriod": Field("integer", least=1, most=36_000),
    "SmartEncoded": Field("boolean"),
}
CREATE_CALL: Mapping[str, Field] = {
    "To": Field("phone-number", code=21211, is_required=True, code_missing=21604),
    "From": Field("phone-number", code=21212, is_required=True, code_missing=21603),
    "Url": Field("uri", longest=4000, code=21205, is_required=True, code_missing=21205),
    "Method": Field(pattern=re.compile("GET|POST")),
    "StatusCallback": Field("uri", longest=2000, code=21609, code_too_long=21609),
    "StatusCallbackMethod": Field(pattern=re.compile("GET|POST")),
    "StatusCallbackEvent": Field(pattern=re.compile("initiated|ringing|answered|completed")),
    "Timeout": Field("integer", least=1, most=600),
    "TimeLimit": Field("integer", least=1, most=14_400),
}
LIST: Mapping[str, Field] = {
    "To": Field("phone-number"),
    "From": Field("phone-number"),
    "DateSent": Field("date-time"),
    "DateSent<": Field("date-time"),
    "DateSent>": Field("date-time"),
    "PageSize": Field("integer", least=1, most=1000),
    "Page": Field("integer"),
    "PageToken": Field(pattern=re.compile(r"PA(SM|MM)[0-9a-f]{32}")),
}

NUMBERS: Mapping[str, Field] = {
    "PhoneNumber": Field("phone-number"),
    "PageSize": Field("integer", least=1, most=1000),
}


def checked(given: QueryDict, fields: Mapping[str, Field]) -> dict[str, str]:
    """The fields of a request, each once and each as it should be. Raises NotTaken."""
    for name, values in given.lists():
        if name not in fields:
            raise NotTaken(20001)
        if len(values) != 1:
            raise NotTaken(20002)
        fields[name].check(str(values[0]))
    for name, field in fields.items():
        if field.is_required and not given.get(name):
            raise NotTaken(field.code_missing)
    return {name: str(values[0]) for name, values in given.lists()}


def checked_message(given: QueryDict) -> dict[str, str]:
    """The fields of a text to send: somebody from whom, and something to say. Raises NotTaken."""
    message = checked(given, CREATE)
    if not message.get("From") and not message.get("MessagingServiceSid"):
        raise NotTaken(21603)
    if not message.get("Body"):
        raise NotTaken(21619)
    return message
