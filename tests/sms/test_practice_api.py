"""The stand-in for the carrier's API answers as Twilio does: to the bytes of a request, and to Twilio's own library."""

import base64
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from chat.models import PracticePhone, PracticeText
from chat.sms.practice import carrier
from chat.sms.practice.phones import phone_at
from tests.sms.practice import OURS, PHONE_1, PHONE_2

pytestmark = pytest.mark.usefixtures("database")

FORM = "application/x-www-form-urlencoded"


def address(tail: str = "/Messages.json", account: str = "") -> str:
    return f"/practice-phone/2010-04-01/Accounts/{account or settings.TWILIO_ACCOUNT_SID}{tail}"


@pytest.fixture
def twilio() -> Client:
    """Somebody who knows the token."""
    known = f"{settings.TWILIO_ACCOUNT_SID}:{settings.TWILIO_AUTH_TOKEN}".encode()
    return Client(headers={"Authorization": f"Basic {base64.b64encode(known).decode()}"})


def send(twilio: Client, **fields: str) -> Any:
    return twilio.post(address(), urlencode({"To": PHONE_1, "From": OURS, "Body": "hello", **fields}), FORM)


def listed(twilio: Client, **asked: str) -> list[str]:
    return [text["body"] for text in twilio.get(address(), asked).json()["messages"]]


def set_phone(which: int, **switches: str) -> None:
    phone_at(which)
    PracticePhone.objects.filter(pk=phone_at(which).pk).update(**switches)


def test_a_text_is_taken_and_kept(twilio: Client) -> None:
    answer = send(twilio, Body="that’s okay, start anywhere")

    text = answer.json()
    assert answer.status_code == 201
    assert text["sid"].startswith("SM")
    assert len(text["sid"]) == 34
    assert (text["status"], text["direction"], text["num_segments"]) == ("queued", "outbound-api", "1")
    assert (text["from"], text["to"], text["body"]) == (OURS, PHONE_1, "that’s okay, start anywhere")
    assert (text["price"], text["error_code"], text["date_sent"]) == (None, None, None)
    assert parsedate_to_datetime(text["date_created"]).utcoffset() == timedelta(0)
    assert text["uri"] == f"/2010-04-01/Accounts/{settings.TWILIO_ACCOUNT_SID}/Messages/{text['sid']}.json"
    assert twilio.get(f"/practice-phone{text['uri']}").json() == text


def test_every_text_has_a_name_of_its_own(twilio: Client) -> None:
    assert len({send(twilio).json()["sid"] for _ in range(5)}) == 5


@pytest.mark.parametrize("token", ["", "Basic", "Basic !!!", "Bearer x", "Basic " + base64.b64encode(b"AC:x").decode()])
def test_who_does_not_know_the_token_is_told_so(token: str) -> None:
    answer = Client(headers={"Authorization": token}).get(address())

    assert (answer.status_code, answer.json()["code"]) == (401, 20003)
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_another_account_or_text_is_not_found(twilio: Client) -> None:
    nobody, nothing = address(account="AC" + "0" * 32), address(f"/Messages/SM{'0' * 32}.json")
    for gone in (nobody, nothing, address("/Messages/1.json")):
        answer = twilio.get(gone)
        assert (answer.status_code, answer.json()["code"]) == (404, 20404), gone


def test_a_refusal_has_the_form_of_the_carriers(twilio: Client) -> None:
    answer = send(twilio, Bodi="hello")

    assert answer.status_code == 400
    assert answer.json() == {
        "code": 20001,
        "message": "Unknown parameters",
        "more_info": "https://www.twilio.com/docs/errors/20001",
        "status": 400,
    }


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"To": "+447700900003"}, 21211),  # there are two phones
        ({"From": PHONE_2}, 21606),  # not a number of this account
        ({"StatusCallback": "https://somewhere.example/status"}, 21609),  # practice stays on this machine
    ],
)
def test_what_the_account_may_not_do_is_refused(twilio: Client, fields: dict[str, str], code: int) -> None:
    assert send(twilio, **fields).json()["code"] == code


@pytest.mark.parametrize(
    ("switches", "status", "code"),
    [
        ({"texts_to": "no_such_number"}, 400, 21211),
        ({"answers": "too_fast"}, 429, 20429),
        ({"answers": "down"}, 500, 20500),
    ],
)
def test_a_switch_makes_the_carrier_refuse(twilio: Client, switches: dict[str, str], status: int, code: int) -> None:
    set_phone(1, **switches)

    answer = send(twilio)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ("Retry-After" in answer.headers) == (status == 429)
    assert not PracticeText.objects.exists()
    assert send(twilio, To=PHONE_2).status_code == 201  # the other phone has switches of its own


def test_an_answer_that_is_lost_does_not_mean_that_the_text_was(twilio: Client) -> None:
    set_phone(1, answers="lost")

    assert send(twilio).status_code == 504
    assert listed(twilio, To=PHONE_1) == ["hello"]


def test_who_said_stop_gets_nothing_until_start(twilio: Client) -> None:
    carrier.take_text_from(phone_at(1), " Stop ")

    refused = send(twilio)
    assert (refused.status_code, refused.json()["code"]) == (400, 21610)

    carrier.take_text_from(phone_at(1), "START")
    assert send(twilio).status_code == 201
    assert PracticeText.objects.filter(direction="outbound-reply").count() == 2


@pytest.mark.parametrize("word", ["end", "quit", "cancel", "stop it", "help"])
def test_words_that_are_set_to_be_no_opt_outs_stop_nothing(twilio: Client, word: str) -> None:
    carrier.take_text_from(phone_at(1), word)

    assert send(twilio).status_code == 201


def test_the_list_holds_both_ways_newest_first(twilio: Client) -> None:
    carrier.take_text_from(phone_at(1), "one")
    send(twilio, Body="two")
    carrier.take_text_from(phone_at(2), "three", pictures=1)

    assert listed(twilio) == ["three", "two", "one"]
    assert listed(twilio, To=OURS) == ["three", "one"]
    assert listed(twilio, From=PHONE_1) == ["one"]
    assert listed(twilio, To=PHONE_1, From=OURS) == ["two"]
    [newest] = twilio.get(address(), {"PageSize": "1"}).json()["messages"]
    assert (newest["status"], newest["num_media"], newest["sid"][:2]) == ("received", "1", "MM")


def test_the_list_can_be_asked_by_time(twilio: Client) -> None:
    old, new = (carrier.take_text_from(phone_at(1), body) for body in ("old", "new"))
    moment = datetime(2026, 11, 22, 12, tzinfo=UTC)
    for text, at in ((old, moment - timedelta(days=1)), (new, moment)):
        PracticeText.objects.filter(pk=text.pk).update(sent_at=at)

    assert listed(twilio, **{"DateSent>": "2026-11-22T12:00:00Z"}) == ["new"]
    assert listed(twilio, **{"DateSent>": "2026-11-22T12:00:01Z"}) == []
    assert listed(twilio, **{"DateSent>": "2026-11-21"}) == ["new", "old"]
    assert listed(twilio, **{"DateSent<": "2026-11-21"}) == ["old"]
    assert listed(twilio, DateSent="2026-11-22") == ["new"]


def test_pages_of_the_list_stay_what_they_are_while_texts_come_in(twilio: Client) -> None:
    for number in range(5):
        carrier.take_text_from(phone_at(1), str(number))

    first = twilio.get(address(), {"PageSize": "2"}).json()
    carrier.take_text_from(phone_at(1), "newer")
    second = twilio.get(f"/practice-phone{first['next_page_uri']}").json()
    third = twilio.get(f"/practice-phone{second['next_page_uri']}").json()
    again = twilio.get(f"/practice-phone{third['previous_page_uri']}").json()

    pages = [[text["body"] for text in page["messages"]] for page in (first, second, third, again)]
    assert pages == [["4", "3"], ["2", "1"], ["0"], ["2", "1"]]
    assert third["next_page_uri"] is None
    assert (second["page"], second["page_size"], second["start"], second["end"]) == (1, 2, 2, 3)


def test_words_on_a_practice_phone_are_sealed(twilio: Client) -> None:
    text = carrier.take_text_from(phone_at(1), "nobody can read this")

    [stored] = PracticeText.objects.filter(pk=text.pk).values_list("body", flat=True)
    assert b"nobody" not in bytes(stored)
    assert text.phone_id
    assert PracticeText.objects.get(pk=text.pk).body == "nobody can read this"
