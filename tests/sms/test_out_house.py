"""A text conversation through the real processes, the real library and a carrier over HTTP."""

import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.chat.doors import AtADoor, Counsellor
from tests.house import House
from tests.sms.carrier import Carrier, Text
from tests.sms.webhooks import INCOMING, fields_of, form_of, signature_of

ACCOUNT, TOKEN, OURS, TOM = "AC" + "5e" * 16, "a1" * 16, "+447700900000", "+447700900001"


@dataclass
class TextingHouse:
    house: House
    carrier: Carrier

    def tom_texts(self, body: str) -> int:
        """Gives the conversation it came into."""
        fields = fields_of(body, sender=TOM, AccountSid=ACCOUNT, To=OURS)
        self._post(INCOMING, form_of(fields), signature_of(fields, base=self.house.base_url, token=TOKEN))
        return int(self.house.sql("SELECT max(id) FROM chat_conversation WHERE channel = 'sms'")[0][0])

    def reports(self, text: Text, status: str) -> None:
        address, form, signature = self.carrier.signed(text, status)
        self._post(address.removeprefix(self.house.base_url), form.encode(), signature)

    def state_of(self, body: str) -> str:
        """What is shown of the text that the carrier has with these words."""
        [text] = [one for one in self.carrier.texts if one.body == body]
        key = text.callback.rpartition("=")[2]
        query = (
            "SELECT t.state FROM chat_outgoingtext t JOIN chat_sendattempt a ON a.text_id = t.id WHERE a.key = %s::uuid"
        )
        return str(self.house.sql(query, key)[0][0])

    def _post(self, path: str, form: bytes, signature: str) -> None:
        headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
        request = urllib.request.Request(f"{self.house.base_url}{path}", form, headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            assert answer.status == 204


@pytest.fixture
def texting(make_house: Callable[..., House]) -> Iterator[TextingHouse]:
    with Carrier(ACCOUNT, TOKEN, OURS) as carrier:
        account = {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_FROM": OURS}
        house = make_house(environ={**account, "TWILIO_API_BASE": carrier.url}, web_processes=1)
        yield TextingHouse(house, carrier)
        assert carrier.complaints == []


def test_sams_answer_leaves_once_is_shown_as_arrived_and_survives_a_killed_worker(texting: TextingHouse) -> None:
    house, carrier = texting.house, texting.carrier
    conversation = texting.tom_texts("is anybody there")
    house.wait_until(lambda: len(carrier.bodies()) == 1, "the first words leave by themselves")
    sam = Counsellor(house).signs_in().talks_to(AtADoor(house, house.visitor(), "", conversation, {}))

    with sam.opens() as console:
        sam.resumes(console)
        sam.says(console, "Hi, I'm Sam. I'm here.")
        house.wait_until(lambda: "Hi, I'm Sam. I'm here." in carrier.bodies(), "Sam's words leave")
        [text] = [one for one in carrier.texts if one.body.startswith("Hi, I'm Sam")]
        texting.reports(text, "delivered")
        assert texting.state_of(text.body) == "delivered"

        carrier.will("take_then_hold")
        sam.says(console, "Take your time.")
        assert carrier.holding.wait(30)
        gone = house.kill("jobs")
        carrier.released.set()
        house.wait_until_back("jobs", gone)
        sam.says(console, "I am not going anywhere.")
        house.wait_until(lambda: "I am not going anywhere." in carrier.bodies(), "the last words leave", seconds=120)

    assert texting.state_of("Take your time.") == "sent"
    ours = [body for body in carrier.bodies() if not body.startswith("Hi, you")]
    assert ours == ["Hi, I'm Sam. I'm here.", "Take your time.", "I am not going anywhere."]
    told = house.log_bytes()
    assert not any(
        secret in told for secret in (TOM.encode()[1:], b"Take your time", b"is anybody there", TOKEN.encode())
    )


def test_h02_what_was_texted_while_everything_was_down_is_in_when_it_is_back(texting: TextingHouse) -> None:
    house, carrier = texting.house, texting.carrier
    house.stop_all()
    carrier.hears(TOM, "i need somebody")
    carrier.hears(TOM, "please")

    house.start()

    came = "SELECT count(*) FROM chat_incomingtext WHERE came_by = 'poll'"
    house.wait_until(lambda: house.sql(came) == [(2,)], "both texts are in", seconds=60)
