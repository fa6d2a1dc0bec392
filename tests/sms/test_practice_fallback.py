"""A text from a phone that our first address does not take goes to the second, and then nowhere."""

from typing import Any

import pytest

from chat.models import PracticeText
from chat.sms.practice import carrier, delivery
from chat.sms.practice.phones import phone_at
from tests.sms.practice import OURS, PHONE_1, Sink, a_sink, without

pytestmark = pytest.mark.usefixtures("database")


def handed_over(settings: Any, sink: Sink, body: str = "hello", pictures: int = 0) -> str:
    """Somebody types a text while our own address is that of the sink."""
    settings.PUBLIC_URL = sink.base_url.replace("127.0.0.1", "localhost")
    text = carrier.take_text_from(phone_at(1), body, pictures=pictures)
    delivery.hand_over(text)
    text.refresh_from_db()
    return text.handed


def test_a_text_has_the_fields_the_carrier_sends_and_its_signature(settings: Any) -> None:
    with a_sink(204) as sink:
        assert handed_over(settings, sink, "héllo 😀", pictures=1) == "webhook"
        [form] = sink.forms
        here = sink.url(form.path).replace("127.0.0.1", "localhost")

    fields = form.fields
    sid = PracticeText.objects.get().sid
    assert form.path == "/sms/incoming/"
    assert fields["MessageSid"] == fields["SmsSid"] == fields["SmsMessageSid"] == sid
    assert (fields["From"], fields["To"], fields["Body"]) == (PHONE_1, OURS, "héllo 😀")
    assert (fields["NumMedia"], fields["NumSegments"], fields["MediaContentType0"]) == ("1", "1", "image/jpeg")
    assert fields["FromCountry"] == fields["ToCountry"] == "GB"
    validator = delivery.RequestValidator(settings.TWILIO_AUTH_TOKEN)
    assert validator.validate(here, fields, form.signature)
    assert not validator.validate(here, {**fields, "Body": "hello"}, form.signature)


def test_what_the_first_address_refuses_goes_to_the_second(settings: Any) -> None:
    with a_sink(503, 204) as sink:
        assert handed_over(settings, sink) == "fallback"

    first, second = sink.forms
    assert second.path == "/sms/incoming/fallback/"
    assert without(second.fields, "ErrorCode", "ErrorUrl") == first.fields
    assert second.fields["ErrorUrl"].endswith("/sms/incoming/")


def test_after_that_the_carrier_keeps_it(settings: Any) -> None:
    with a_sink(503) as sink:
        assert handed_over(settings, sink) == "kept"
        assert len(sink.forms) == 2

    assert handed_over(settings, sink) == "kept"  # nobody is there at all


def test_an_address_that_takes_too_long_counts_as_none(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PATIENCE_SECONDS", 0.2)
    with a_sink(204) as sink:
        sink.takes_seconds = 0.5
        assert handed_over(settings, sink) == "kept"
