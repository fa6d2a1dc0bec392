"""The practice phone refuses what the carrier would not understand, and knows no field the carrier does not know."""

import json
from typing import Any

import pytest
from django.http import QueryDict

from chat.sms.practice.refusals import WORDS, NotTaken
from chat.sms.practice.resource import as_resource
from chat.sms.practice.schema import ACCOUNT, CREATE, LIST, MESSAGE, Field, checked, checked_message
from tests.folders import ROOT
from tests.sms.practice import OURS, PHONE_1

# Twilio's own description, where somebody has put it beside the repository. It is not part of it.
PUBLISHED = ROOT.parent / "shared" / "twilio" / "messages-and-calls.openapi.json"
MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"

GOOD = {"To": PHONE_1, "From": OURS, "Body": "hello", "StatusCallback": "http://127.0.0.1:8000/sms/status/?attempt=1"}


def given(fields: dict[str, Any]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in fields.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def refused(fields: dict[str, Any]) -> int:
    with pytest.raises(NotTaken) as refusal:
        checked_message(given(fields))
    return refusal.value.code


def test_a_call_as_we_make_it_is_taken() -> None:
    assert checked_message(given(GOOD)) == GOOD
    assert checked_message(given({**GOOD, "ValidityPeriod": "900", "SmartEncoded": "True"}))["ValidityPeriod"] == "900"
    assert checked_message(given({"To": PHONE_1, "MessagingServiceSid": "MG" + "0" * 32, "Body": "x"}))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"To": None}, 21604),
        ({"To": ""}, 21211),
        ({"To": "07700900001"}, 21211),
        ({"To": "+44 7700 900001"}, 21211),
        ({"To": "whatsapp:+447700900001"}, 21211),
        ({"To": ["+447700900001", "+447700900002"]}, 20002),
        ({"From": None}, 21603),
        ({"From": "Nightlight"}, 21212),
        ({"Body": None}, 21619),
        ({"Body": ""}, 21619),
        ({"Body": "x" * 1601}, 21617),
        ({"StatusCallback": "/sms/status/"}, 21609),
        ({"StatusCallback": "http://under_score.example/"}, 21609),
        ({"StatusCallback": "ftp://127.0.0.1/"}, 21609),
        ({"MessagingServiceSid": "MG1"}, 21606),
        ({"ValidityPeriod": "soon"}, 20002),
        ({"ValidityPeriod": "0"}, 20002),
        ({"ValidityPeriod": "36001"}, 20002),
        ({"Statuscallback": "http://127.0.0.1/"}, 20001),
        ({"Message": "hello"}, 20001),
    ],
)
def test_a_call_that_is_not_right_is_refused_with_the_carriers_number(change: dict[str, Any], code: int) -> None:
    fields = {name: value for name, value in {**GOOD, **change}.items() if value is not None}

    assert refused(fields) == code
    assert code in WORDS


def test_a_text_of_1600_characters_is_taken() -> None:
    assert checked_message(given({**GOOD, "Body": "x" * 1600}))


@pytest.mark.parametrize(
    "asked", [{"PageSize": "0"}, {"PageSize": "1001"}, {"Page": "-1"}, {"DateSent": "today"}, {"Status": "sent"}]
)
def test_a_list_that_nobody_can_give_is_refused(asked: dict[str, str]) -> None:
    with pytest.raises(NotTaken):
        checked(given(asked), LIST)


def test_a_list_is_asked_for_as_twilios_library_asks() -> None:
    asked = {"To": OURS, "DateSent>": "2026-11-22T06:39:00Z", "PageSize": "1000", "Page": "0"}

    assert checked(given(asked), LIST) == asked


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the carrier's published description is not here")
def test_every_field_is_one_the_carrier_published() -> None:
    path = json.loads(PUBLISHED.read_text())["paths"][MESSAGES]
    form = path["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    query = {parameter["name"]: parameter["schema"] for parameter in path["get"]["parameters"]}

    for name, field in CREATE.items():
        assert same(field, form["properties"][name]), name
    for name, field in LIST.items():
        assert same(field, query[name]), name
    assert {name for name, field in CREATE.items() if field.is_required} == set(form["required"])
    [sid] = [one["schema"]["pattern"] for one in path["post"]["parameters"] if one["name"] == "AccountSid"]
    assert sid == f"^{ACCOUNT.pattern}$"


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the carrier's published description is not here")
def test_the_answer_has_the_fields_the_carrier_published(database: str) -> None:
    from chat.models import PracticeText
    from chat.sms.practice import carrier
    from chat.sms.practice.phones import phone_at

    published = json.loads(PUBLISHED.read_text())["components"]["schemas"]
    fields = published["api.v2010.account.message"]["properties"]
    text = carrier.take_text_from(phone_at(1), "hello")

    answer = as_resource(text)
    assert set(answer) == set(fields)
    for name, value in answer.items():
        kind = fields[name].get("type", "string")
        assert value is None or isinstance(value, {"string": str, "integer": int, "object": dict}[kind]), name
    assert f"^{MESSAGE.pattern}$" == fields["sid"]["pattern"]
    assert set(PracticeText.Status.values) <= set(published["message_enum_status"]["enum"])
    assert set(PracticeText.Direction.values) <= set(published["message_enum_direction"]["enum"])


def same(field: Field, published: dict[str, Any]) -> bool:
    kind = published.get("format") if published["type"] == "string" else published["type"]
    pattern = f"^{field.pattern.pattern}$" if field.pattern else None
    limits = (field.least or None, field.most)
    said = (published.get("minimum") or None, published.get("maximum"))
    return (
        field.kind == (kind or "text")
        and published.get("pattern") in (None, pattern)
        # Where the carrier says no limits, ours may be narrower.
        and said in (limits, (None, None))
    )
