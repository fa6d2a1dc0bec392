"""Whose phone it is: numbers, letters and short numbers, and whom we may answer (H04, H05)."""

import pytest

from chat.models import Conversation, Phone
from chat.sms.numbers import hash_of, is_landline, normalised
from chat.sms.people import phone_of
from config.models import DataKey
from tests.people import make_aisha, make_sam
from tests.sms.webhooks import TOM, Texter, deliver, everything_said, fields_of


@pytest.mark.parametrize("raw", [TOM, "07700 900001", "+44 7700 900001", "0044 7700 900001", "+44 (0)7700 900001"])
def test_one_number_however_it_is_written(raw):
    assert normalised(raw) == TOM


@pytest.mark.parametrize(
    "raw", ["", "999", "85258", "+", "NIGHTLIGHT", "0800 FLOWERS", "Dad", "+44", "+4477009", "12", "x" * 90]
)
def test_letters_and_short_numbers_are_no_number(raw):
    assert normalised(raw) is None


def test_numbers_of_films_are_numbers_only_where_that_is_set(settings):
    settings.ALLOW_DRAMA_NUMBERS = False

    assert normalised(TOM) is None
    assert normalised("+447911123456") == "+447911123456"


def test_a_number_from_another_country_and_one_of_a_new_range_are_answered():
    assert normalised("+353851234567") == "+353851234567"
    assert normalised("+447000000000") == "+447000000000"


def test_h05_a_landline_is_known_as_one():
    assert is_landline("+442079460000")
    assert not is_landline("+447911123456")
    assert not is_landline("85258")


def test_what_is_kept_to_find_a_phone_is_no_number():
    assert hash_of(TOM) == hash_of(TOM) != hash_of(TOM[:-1] + "2")
    assert "7700" not in hash_of(TOM)


def test_h04_a_phone_reaches_its_own_words_and_nobody_elses(database):
    aisha = make_aisha()
    aisha.says("on the web")
    tom, other = Texter(), Texter("+447700900002")
    tom.texts("first")
    other.texts("second")
    tom.texts("third")

    assert Conversation.objects.count() == 3
    assert tom.phone.pk != other.phone.pk
    [conversation] = Conversation.objects.filter(young_person=Phone.objects.get(number_hash=hash_of(TOM)).young_person)
    assert conversation.channel == Conversation.Channel.SMS
    assert conversation.nickname is None


@pytest.mark.parametrize("sender", ["NIGHTBUS", "85258", "+4412", "Ünïcødé\0", "+447700900000"])
def test_words_of_somebody_who_cannot_be_answered_are_taken_in_all_the_same(database, sender):
    """+447700900000 is our own number: an answer to it would come back to us, and be answered."""
    make_sam()

    assert deliver(fields_of("hello", sender=sender)) == 204
    assert deliver(fields_of("HELP", sender=sender)) == 204

    assert everything_said() == ["hello", "HELP"]
    assert Phone.objects.get().texts == Phone.Texts.NO_ANSWER
    assert Phone.objects.get().outgoing.count() == 0
    assert Conversation.objects.get().state == Conversation.State.WAITING


def test_h05_a_landline_is_heard_and_not_answered(database):
    make_sam()
    for body in ("hello", "START"):
        assert deliver(fields_of(body, sender="+442079460000")) == 204

    assert Phone.objects.get().texts == Phone.Texts.LANDLINE
    assert Phone.objects.get().outgoing.count() == 0


def test_a_number_that_was_given_up_and_texts_us_is_alive(database):
    make_sam()
    tom = Texter()
    tom.texts("hello")
    Phone.objects.update(texts=Phone.Texts.DEAD)

    tom.texts("it is me again")

    assert tom.phone.may_be_texted


def test_a_number_that_was_destroyed_is_kept_again_when_they_text_again(database):
    tom = Texter()
    tom.texts("hello")
    phone = tom.phone
    Phone.objects.update(key=None)
    DataKey.objects.filter(pk=phone.key_id).delete()

    tom.texts("hello again")

    again = tom.phone
    assert (again.pk, again.number) == (phone.pk, TOM)
    assert phone_of(TOM).pk == phone.pk
