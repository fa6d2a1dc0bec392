"""Whatever the carrier signed is taken in: odd characters, no characters, pictures, anything at all."""

from datetime import timedelta
from urllib.parse import quote_plus

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chat.models import Conversation, IncomingText, Message
from chat.queue import let_go_of_places, take_next
from chat.sms.cleaning import cleaned, read_bytes
from chat.sms.signature import _signature, fields_in
from chat.sms.wording import words
from config import clock
from tests.people import make_sam
from tests.sms.webhooks import INCOMING, Texter, by_client, deliver, everything_said, fields_of, form_of, signature_of

HALF = "\ud83d"
ODD = [
    ("a\0b", "a␀b"),
    (f"a{HALF}b", "a\ufffdb"),
    (f"{HALF}\udc4d", "\ud83d\udc4d".encode("utf-16", "surrogatepass").decode("utf-16")),
    ("\udc4d", "\ufffd"),
]
KEPT = [
    "  two spaces ",
    "a\r\nb\tc",
    "🙂👍🏽",
    "\u202egnirts",
    "e\u0301",
    "\x1b[31m",
    "<script>",
    "'; --",
    "ﷺ" * 40,
    "\ufeff",
    "x" * 5000,
]


@pytest.mark.parametrize(("came", "kept"), ODD)
def test_what_cannot_be_kept_is_marked(came, kept):
    assert cleaned(came) == kept


@pytest.mark.parametrize("text", KEPT)
def test_everything_else_is_kept_as_it_came(database, text):
    Texter().texts(text)

    assert everything_said() == [text]
    assert IncomingText.objects.get().was_cleaned is False


@pytest.mark.parametrize(("came", "kept"), ODD)
def test_a_signed_text_with_odd_characters_is_stored_clean(database, came, kept):
    """Signed over the bytes that came, which the carrier's library cannot even write down."""
    form = form_of(fields_of(f"help {came}"))

    assert by_client(INCOMING, form, signed_bytes(form)) == 204

    assert everything_said() == [f"help {kept}"]
    assert IncomingText.objects.get().was_cleaned is True


def test_a_text_signed_as_its_reader_sees_it_is_stored_too(database):
    """Half a character becomes U+FFFD, three times, for whoever reads the bytes as UTF-8 before signing them."""
    fields = fields_of("help ")
    form = form_of(fields).replace(b"Body=help+", b"Body=help+%ED%A0%BD")
    signature = signature_of({**fields, "Body": "help \ufffd\ufffd\ufffd"})

    assert by_client(INCOMING, form, signature) == 204
    assert everything_said() == ["help \ufffd"]


def test_a_text_that_is_no_utf8_is_stored(database):
    form = form_of(fields_of("help ")).replace(b"Body=help+", b"Body=help+%FF%FE")

    assert by_client(INCOMING, form, signed_bytes(form)) == 204
    assert everything_said() == ["help \ufffd\ufffd"]


def test_a_nul_signed_by_the_library_is_stored_clean(database):
    assert deliver(fields_of("a\0b", sender="+447700900001")) == 204

    assert everything_said() == ["a␀b"]


@given(
    body=st.one_of(st.text(max_size=400), st.text(alphabet=["\0", HALF, "\udc4d", "a", "🙂"], max_size=20)),
    media=st.text(max_size=6),
)
@example(body="", media="0")
@example(body="STOP", media="-1")
@example(body="🙂" * 800, media="٣")
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_signed_text_is_stored_once_and_clean(database, body, media):
    form = form_of(fields_of(body, NumMedia=media))
    before = Message.objects.filter(by="young_person").count()

    answers = [by_client(INCOMING, form, signed_bytes(form)) for _ in range(2)]

    assert answers == [204, 204]
    assert Message.objects.filter(by="young_person").count() == before + 1
    [last] = everything_said()[-1:]
    assert last in {cleaned(body), "[empty text]"} or last.startswith("[picture]")
    assert "\0" not in last
    last.encode()


@given(st.binary(max_size=200))
def test_all_bytes_can_be_read_and_cleaned(raw):
    cleaned(read_bytes(raw)).encode()


def test_a_picture_is_not_opened_and_its_address_not_kept(database):
    make_sam()
    tom = Texter()

    text = tom.texts("look", NumMedia="2", MediaUrl0="https://media.example/1", MediaContentType0="image/jpeg")
    tom.texts("", NumMedia="1", MediaUrl0="https://media.example/2")

    assert everything_said() == ["[picture] look", "[picture]"]
    assert text.pictures == 2
    assert tom.heard() == [words("sms.welcome_plain"), words("sms.picture"), words("sms.picture")]


def test_an_empty_text_shows_that_somebody_wrote(database):
    Texter().texts("")

    assert everything_said() == ["[empty text]"]


def test_no_timer_of_the_page_ends_a_conversation_by_text(database):
    tom, sam = Texter(), make_sam()
    tom.texts("hello")
    Message.objects.update(reading=Message.Reading.READ)
    clock.move(timedelta(hours=2))

    assert let_go_of_places() == 0
    assert tom.conversation.state == Conversation.State.WAITING
    assert take_next(sam).pk == tom.conversation.pk


def signed_bytes(form: bytes) -> str:
    """As somebody signs who takes the bytes as they are."""
    from django.conf import settings

    return _signature(f"{settings.PUBLIC_URL}{INCOMING}", fields_in(form)).decode()


def test_for_ordinary_words_that_is_the_librarys_signature():
    fields = fields_of(f"hello {quote_plus('é')} 🙂")

    assert signed_bytes(form_of(fields)) == signature_of(fields)
