"""Only the carrier gets a text in: what is not signed by it, for us, as it came, leaves nothing behind (H03)."""

import base64
from urllib.parse import quote_plus

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from chat.sms.form import MOST_BYTES, Refused, signed_fields
from chat.sms.signature import fields_in, is_signed
from tests.sms.webhooks import (
    FALLBACK,
    FORM,
    INCOMING,
    STATUS,
    Texter,
    by_client,
    deliver,
    everything_said,
    fields_of,
    form_of,
    new_sid,
    rows,
    signature_of,
)

NOTHING = (0, 0, 0, 0, 0)


def test_h03_what_the_carrier_signed_is_taken_in_and_answered_with_nothing(database):
    assert deliver(fields_of("hello")) == 204

    assert everything_said() == ["hello"]


def test_h03_a_signature_with_any_byte_changed_is_refused_and_leaves_nothing(database):
    fields = fields_of("hello")
    form, signature = form_of(fields), signature_of(fields)
    changed = [
        signature[:place] + other + signature[place + 1 :]
        for place, byte in enumerate(signature)
        for other in ("A", "b", "9", "/", "=", " ", "é")
        if other != byte
    ]

    # The letter before the padding carries two bits that mean nothing; here the letters are compared, not the bytes.
    assert {by_client(INCOMING, form, one) for one in changed} == {403}
    assert rows() == NOTHING


@pytest.mark.parametrize("signature", ["", " ", "AAAA", "=", "x" * 2000])
def test_h03_no_signature_is_no_signature(database, signature):
    assert by_client(INCOMING, form_of(fields_of()), signature) == 403
    assert rows() == NOTHING


def test_h03_another_token_is_another_sender(database):
    assert deliver(fields_of(), token="0" * 32) == 403
    assert rows() == NOTHING


def test_a_port_of_our_own_may_be_left_out_and_is_never_another(settings):
    settings.PUBLIC_URL = "https://chat.example.org:8443"
    fields = fields_of()

    for base in ("https://chat.example.org:8443", "https://chat.example.org"):
        assert is_signed(INCOMING, fields_in(form_of(fields)), signature_of(fields, base=base))
    for base in ("https://chat.example.org:443", "https://chat.example.org:8444", "http://chat.example.org:8443"):
        assert not is_signed(INCOMING, fields_in(form_of(fields)), signature_of(fields, base=base))


def test_h03_every_field_is_signed(database):
    fields = fields_of("hello")
    signature = signature_of(fields)
    changed = [{**fields, name: f"{value}1"} for name, value in fields.items()]
    changed += [
        {name: value for name, value in fields.items() if name != left_out} for left_out in fields if fields[left_out]
    ]
    changed += [{**fields, "Extra": "1"}]

    assert {by_client(INCOMING, form_of(one), signature) for one in changed} == {403}
    assert rows() == NOTHING


def test_h03_the_address_is_signed_the_public_one_and_no_other(database):
    fields = fields_of()
    public = settings.PUBLIC_URL
    scheme, _, place = public.partition("://")
    wrong = [
        ("https" if scheme == "http" else "http") + f"://{place}",
        f"{scheme}://somebody-else.example",
        f"{scheme}://x@{place}",
        f"{public}1",
        f"{public}/",
    ]

    assert {by_client(INCOMING, form_of(fields), signature_of(fields, base=base)) for base in wrong} == {403}
    for path, signed in ((INCOMING, FALLBACK), (FALLBACK, INCOMING), (INCOMING, f"{INCOMING}?a=1"), (INCOMING, STATUS)):
        assert by_client(path, form_of(fields), signature_of(fields, signed)) == 403
    assert rows() == NOTHING


def test_h03_the_address_that_somebody_asked_for_counts_for_nothing(database):
    fields = fields_of()
    elsewhere = signature_of(fields, base="http://127.0.0.1")
    headers = {"X-Twilio-Signature": elsewhere, "Host": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1"}

    assert Client().generic("POST", INCOMING, form_of(fields), FORM, headers=headers).status_code == 403
    assert rows() == NOTHING


@pytest.mark.parametrize("public", ["https://chat.example.org", "https://chat.example.org:443"])
def test_the_port_of_the_scheme_may_be_written_or_not(settings, public):
    settings.PUBLIC_URL = public
    fields = fields_of()

    for base in ("https://chat.example.org", "https://chat.example.org:443"):
        assert is_signed(INCOMING, fields_in(form_of(fields)), signature_of(fields, base=base))
    for base in ("https://chat.example.org:80", "https://chat.example.org:8443", "http://chat.example.org"):
        assert not is_signed(INCOMING, fields_in(form_of(fields)), signature_of(fields, base=base))


@pytest.mark.parametrize(
    "name", ["Body", "From", "To", "AccountSid", "MessageSid", "NumMedia", "FromCity", "MediaUrl0"]
)
def test_h03_a_name_that_comes_twice_is_refused_though_the_signature_is_right(database, name):
    """The library's signature does not tell one value from the same one twice, nor which of two we would read."""
    once = {**fields_of("hello"), "MediaUrl0": "https://media.example/1"}

    for again in (once[name], "another"):
        twice = {**once, name: [once[name], again]}
        assert deliver(twice) == 403
    assert rows() == NOTHING


@pytest.mark.parametrize("field", ["AccountSid", "To"])
@pytest.mark.parametrize("value", ["AC" + "0" * 32, "+447700900999", "", "x"])
def test_h03_another_account_or_another_number_is_not_us(database, field, value):
    assert deliver({**fields_of(), field: value}) == 403
    assert rows() == NOTHING


def test_names_nobody_told_us_about_are_passed_over_also_twice(database):
    assert deliver({**fields_of("hello"), "ChannelMetadata": '{"type":"sms"}', "New": ["1", "2"]}) == 204

    assert everything_said() == ["hello"]


@pytest.mark.parametrize("sid", ["", "SM", "SM" + "g" * 32, "SM" + "0" * 33, "AC" + "0" * 32, "SM" + "0" * 31 + "\0"])
def test_a_text_without_the_carriers_name_for_it_is_malformed(database, sid):
    fields = fields_of()
    fields["MessageSid"] = sid

    assert deliver(fields) == 400
    assert rows() == NOTHING


@pytest.mark.parametrize("sender", ["", " "])
def test_a_text_from_nobody_is_malformed(database, sender):
    assert deliver(fields_of(sender=sender)) == 400
    assert rows() == NOTHING


def test_too_much_is_refused_before_it_is_looked_at(database):
    long, many = fields_of("x" * MOST_BYTES), {**fields_of(), **{f"Field{n}": "1" for n in range(100)}}

    assert deliver(long) == 413
    assert deliver(many) == 413
    assert rows() == NOTHING


def test_what_is_no_form_is_refused(database):
    for kind, body in (
        ("application/json", b'{"Body":"hello"}'),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("", b""),
    ):
        assert Client().generic("POST", INCOMING, body, kind).status_code == 403
    assert Client().get(INCOMING).status_code == 405
    assert rows() == NOTHING


def test_without_an_account_there_is_no_such_door(database, settings):
    settings.HAS_TEXTS = False

    for path in (INCOMING, FALLBACK, STATUS):
        assert deliver(fields_of(), path) == 404
    assert rows() == NOTHING


def test_a_report_is_signed_over_its_query_too(database):
    fields = {**fields_of(), "MessageStatus": "delivered", "MessageSid": new_sid()}
    right = f"{STATUS}?attempt=6f1d7c1e-5a3b-4a52-9f4e-2b0c8f6f4a11"
    other = f"{STATUS}?attempt=6f1d7c1e-5a3b-4a52-9f4e-2b0c8f6f4a12"

    assert deliver(fields, right) == 204
    assert by_client(other, form_of(fields), signature_of(fields, right)) == 403
    assert by_client(STATUS, form_of(fields), signature_of(fields, right)) == 403
    assert by_client(right, form_of(fields), "") == 403
    for bad in (f"{STATUS}?attempt=1", f"{STATUS}?", f"{right}&attempt=6f1d7c1e-5a3b-4a52-9f4e-2b0c8f6f4a11"):
        assert deliver(fields, bad) == 400
    assert deliver({**fields, "AccountSid": "AC" + "1" * 32}, right) == 403


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
VALUES = st.text(st.characters(codec="utf-8"), max_size=60)


@given(st.dictionaries(NAMES, st.one_of(VALUES, st.lists(VALUES, min_size=1, max_size=3)), max_size=12))
@how(deadline=None, max_examples=300)
def test_for_all_that_can_be_written_we_and_the_carriers_library_agree(fields):
    signature = signature_of(fields)

    assert is_signed(INCOMING, fields_in(form_of(fields)), signature)
    assert not is_signed(FALLBACK, fields_in(form_of(fields)), signature)


@given(st.dictionaries(NAMES, VALUES, max_size=6), st.binary(max_size=40))
@how(deadline=None)
def test_no_bytes_make_the_check_fail_in_another_way_than_no(fields, noise):
    with pytest.raises(Refused):
        signed_fields(form_of(fields) + b"&" + noise, INCOMING, signature_of(fields, token="x"))


def test_a_form_may_write_its_letters_as_it_likes():
    signature = signature_of({"Body": "a b+c/é"})

    for body in ("a+b%2Bc%2F%C3%A9", "a%20b%2bc/%c3%a9", f"a b{quote_plus('+')}c/é"):
        assert is_signed(INCOMING, fields_in(f"Body={body}".encode()), signature)


def test_our_signature_is_the_librarys():
    validator = RequestValidator(settings.TWILIO_AUTH_TOKEN)
    fields = fields_of("hello")

    assert validator.validate(f"{settings.PUBLIC_URL}{INCOMING}", fields, signature_of(fields))
    assert len(base64.b64decode(signature_of(fields))) == 20


def test_the_door_stays_the_same_for_somebody_who_was_refused(database):
    for _ in range(3):
        assert deliver(fields_of("hello"), token="x") == 403

    Texter().texts("hello")
    assert everything_said() == ["hello"]
