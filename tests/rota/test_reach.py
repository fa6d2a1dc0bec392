"""How somebody who works here is reached: their number, their browsers, a test; and the words of a push, sealed."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ValidationError
from django.test import Client

from chat.sms.staff.replies import take_reply
from config import clock
from rota.models import AuditRow, PushAddress, Role, Shift, StaffMember, StaffNumber, Try
from rota.planning import test_pages
from rota.reach import browsers, hearing, numbers, push
from rota.shifts import put_on
from tests.escalation.phones import LENAS, Outside, a_second_passes, jobs_are_done, the_clocks_look, tries
from tests.escalation.push_service import Browser, coded, decoded
from tests.people import HOUR, make_lena, make_marc, person
from tests.sms.webhooks import Texter, deliver, fields_of, rows


@pytest.fixture
def lena(database: str) -> StaffMember:
    return make_lena()


@pytest.fixture
def page(lena: StaffMember) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(lena)
    return client


def test_the_vector_of_rfc_8291() -> None:
    ours = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
    private = ec.derive_private_key(int.from_bytes(decoded(ours), "big"), ec.SECP256R1())
    body = push.sealed(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        pad_to=0,
        salt=base64.urlsafe_b64decode("DGv6ra1nlYgDCS1FRnbzlw=="),
        ours=private,
    )

    assert coded(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7"
        "A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


def test_every_push_is_as_long_as_every_other(outside: Outside, lena: StaffMember) -> None:
    browser = Browser()
    keys = browser.subscription("")["keys"]
    bodies = [push.sealed(b"x" * length, keys["p256dh"], keys["auth"]) for length in (1, 80, 400)]

    assert len({len(body) for body in bodies}) == 1


def test_a_number_counts_once_its_code_came_back(outside: Outside, lena: StaffMember) -> None:
    held = numbers.give(lena, "07700 900101")
    jobs_are_done()
    assert outside.carrier.texts[0].to == LENAS
    wrong = f"{(int(numbers.code_for(held)) + 1) % 1_000_000:06}"

    for _try in range(5):
        with pytest.raises(ValidationError):
            numbers.confirm(lena, wrong)
        numbers.note_wrong(lena)
    with pytest.raises(ValidationError) as refused:
        numbers.confirm(lena, numbers.code_for(held))
    assert refused.value.code == "over"
    numbers.send_again(lena)
    again = StaffNumber.objects.select_related("key").get(staff=lena)
    assert numbers.code_for(again) != numbers.code_for(held)

    assert numbers.confirm(lena, numbers.code_for(again)).confirmed_at is not None
    assert numbers.masked(again) == "•••• 101"


@pytest.mark.parametrize("raw", ["999", "hello", "020 7946 0000", "", "+447700"])
def test_what_is_no_mobile_number_is_refused(lena: StaffMember, raw: str) -> None:
    with pytest.raises(ValidationError):
        numbers.give(lena, raw)


def test_codes_are_not_sent_all_day(outside: Outside, lena: StaffMember) -> None:
    for _code in range(5):
        numbers.give(lena, LENAS)
        a_second_passes()

    with pytest.raises(ValidationError) as refused:
        numbers.give(lena, LENAS)
    assert refused.value.code == "too_many"


def test_a_browser_leads_to_a_known_push_service_only(outside: Outside, lena: StaffMember, settings) -> None:  # type: ignore[no-untyped-def]
    for endpoint in ("https://10.0.0.1/x", "https://evil.example/x", "http://fcm.googleapis.com/x", "nonsense"):
        with pytest.raises(ValidationError):
            browsers.add(lena, Browser().subscription(endpoint))
    browsers.add(lena, Browser().subscription("https://fcm.googleapis.com/fcm/send/x"))
    settings.IS_PRODUCTION = True
    with pytest.raises(ValidationError):
        browsers.add(lena, Browser().subscription("http://127.0.0.1:9/x"))


def test_one_browser_is_one_row_and_rings_for_its_last_person(outside: Outside, lena: StaffMember) -> None:
    marc, browser = make_marc(), Browser()
    given = browser.subscription(f"{outside.push.url}/to/desk")

    assert browsers.add(lena, given).pk == browsers.add(lena, given).pk == browsers.add(marc, given).pk

    row = PushAddress.objects.select_related("key").get()
    assert row.staff == marc
    assert json.loads(row.address)["endpoint"] == given["endpoint"]


def test_my_page_from_nothing_to_a_test_that_was_answered(outside: Outside, lena: StaffMember, page: Client) -> None:
    assert b"None rings" in page.get("/staff/reach/").content
    given = Browser()
    subscription = json.dumps(given.subscription(f"{outside.push.url}/to/lena"))
    assert page.post("/staff/reach/browsers/", {"subscription": subscription}).status_code == 204
    numbers.confirm(lena, numbers.code_for(numbers.give(lena, LENAS)))
    shown = page.get("/staff/reach/").content.decode()
    assert "•••• 101" in shown
    assert LENAS not in shown
    assert "900101" not in shown
    assert "Not known to work yet" in shown

    assert page.post("/staff/reach/test/").status_code == 302
    the_clocks_look()
    assert sorted(tries(lena, "test:")) == [("email", "taken"), ("push", "taken"), ("sms", "taken")]
    assert "You are being called" in page.get("/staff/reach/").content.decode()
    hearing.heard(Try.objects.get(path="sms", about__startswith="test:"))

    shown = page.get("/staff/reach/").content.decode()
    assert "You are being called" not in shown
    assert "Known to work" in shown


def test_a_press_on_the_page_is_heard_and_nobody_elses_call_is_there(
    outside: Outside,
    lena: StaffMember,
    page: Client,
) -> None:
    page.post("/staff/reach/test/")
    theirs = Try.objects.get(path="email", staff=lena)
    other = Client(headers={"host": "localhost"})
    other.force_login(make_marc())

    assert other.post(f"/staff/reach/calls/{theirs.pk}/heard/").status_code == 404
    assert page.post(f"/staff/reach/calls/{theirs.pk}/heard/").status_code == 302
    theirs.refresh_from_db()
    assert theirs.heard_at is not None


def test_a_token_that_is_not_ours_hears_nothing(outside: Outside, page: Client) -> None:
    for token in ("", "nonsense", "x:y:z"):
        assert page.post("/staff/reach/heard/", {"token": token}).status_code == 404


def test_the_test_page_of_a_shift_goes_the_same_ways_and_a_reply_answers_it(
    outside: Outside,
    database: str,
) -> None:
    rosa = person("Rosa", Role.SHIFT_LEAD)
    outside.reaches(rosa, LENAS)
    shift = put_on(rosa, Shift.Duty.SHIFT_LEAD, clock.now() - HOUR, clock.now() + HOUR)
    Shift.objects.filter(pk=shift.pk).update(test_page_at=clock.now())

    the_clocks_look()
    assert sorted(path for path, _state in tries(rosa, "shift:")) == ["email", "push", "sms"]
    hearing.take_answer(LENAS, f"ok {hearing.code_of(Try.objects.get(path='sms', about__startswith='shift:'))}")

    shift.refresh_from_db()
    assert shift.test_page_answered_at is not None
    assert test_pages.waiting_for(rosa) is None


def test_the_script_that_wakes_is_for_this_page_alone(database: str) -> None:
    answer = Client(headers={"host": "localhost"}).get("/staff/reach/worker.js")

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
    assert b"caches" not in answer.content


def test_a_phone_of_ours_that_texts_stop_makes_no_conversation_and_its_person_is_told(
    outside: Outside, lena: StaffMember, page: Client
) -> None:
    """By the carrier's signed webhook; a stranger who says the same still goes the young person's way."""
    outside.reaches(lena, LENAS, browser=False)
    before = rows()
    for word in ("STOP", "Stop.", "END"):
        assert deliver(fields_of(word, sender=LENAS)) == 204
    assert deliver(fields_of("arret", sender=LENAS, OptOutType="STOP")) == 204

    assert rows() == before
    assert "Texts cannot reach this phone" in page.get("/staff/reach/").content.decode()
    assert AuditRow.objects.filter(action="reach.texts_stopped", about=f"staff:{lena.pk}").count() == 1
    heard_late = {"Body": "STOP", "From": LENAS}
    assert deliver(fields_of("START", sender=LENAS)) == 204
    assert take_reply(heard_late, at=clock.now() - HOUR) is True  # the poll finds it once more
    assert rows() == before
    assert "Texts cannot reach this phone" not in page.get("/staff/reach/").content.decode()
    assert deliver(fields_of("STOP")) == 204
    assert rows() != before


def test_a_young_person_with_the_same_phone_is_heard_as_well(outside: Outside, lena: StaffMember) -> None:
    outside.reaches(lena, LENAS, browser=False)
    nephew = Texter(number=LENAS)
    nephew.texts("can i talk")

    nephew.texts("STOP")

    assert StaffNumber.objects.get().texts_stopped is True
    assert nephew.phone.texts == "stopped"


def test_what_the_network_says_of_a_phone_counts_as_its_stop(outside: Outside, lena: StaffMember, page: Client) -> None:
    outside.reaches(lena, LENAS, browser=False)
    outside.carrier.will("21610")

    page.post("/staff/reach/test/")
    the_clocks_look()

    assert StaffNumber.objects.get().texts_stopped is True
