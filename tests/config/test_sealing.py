"""Words at rest: bound to their place, unreadable without their key, gone when the key is gone."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from chat.models import Conversation, Message, WordsShredded
from config import sealing
from config.keys import KeyDirectory, KeyMissing
from config.models import DataKey
from tests.people import make_aisha

KEY = bytes(range(32))


@given(st.text(st.characters(codec=None, categories=None)), st.binary(max_size=40))
def test_what_is_sealed_opens_again_unchanged(text, about):
    assert sealing.unseal(KEY, sealing.seal(KEY, text, about=about), about=about) == text


@given(st.text(), st.integers(min_value=0))
def test_one_changed_byte_is_noticed(text, where):
    sealed = bytearray(sealing.seal(KEY, text, about=b"here"))
    sealed[where % len(sealed)] ^= 1

    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(KEY, bytes(sealed), about=b"here")


def test_a_row_cannot_be_moved_to_another_place(database):
    aisha = make_aisha()
    first, second = aisha.says("one"), aisha.says("two")

    swapped = Message.objects.get(pk=second.pk)
    swapped.__dict__["body"] = Message.objects.get(pk=first.pk).__dict__["body"]

    with pytest.raises(sealing.CannotOpen):
        swapped.body  # noqa: B018 (opening it is the point)


def test_the_database_holds_no_words(database):
    make_aisha(nickname="Canary Wren").says("a canary sings in the dark")

    with connection.cursor() as cursor:
        cursor.execute("SELECT body::text FROM chat_message UNION ALL SELECT nickname::text FROM chat_conversation")
        rows = " ".join(row[0] for row in cursor.fetchall())

    for words in (b"canary sings", b"Canary Wren"):
        assert words.hex() not in rows


def test_deleting_the_key_shreds_the_words(database):
    aisha = make_aisha()
    message = aisha.says("this will be gone")

    DataKey.objects.filter(pk=aisha.conversation.key_id).delete()
    sealing.KEYS.clear()

    kept = Message.objects.get(pk=message.pk)
    assert Conversation.objects.get().key is None
    with pytest.raises(WordsShredded):
        kept.body  # noqa: B018


def test_a_missing_key_stops_a_live_service_and_is_made_once_in_development(tmp_path):
    with pytest.raises(KeyMissing, match="secret.key is missing"):
        KeyDirectory(tmp_path, may_create=False).named("secret")

    made = KeyDirectory(tmp_path, may_create=True).named("secret")

    assert KeyDirectory(tmp_path, may_create=False).named("secret") == made
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_an_older_wrapping_key_still_opens_what_it_wrapped(database, tmp_path, monkeypatch):
    keys = KeyDirectory(tmp_path, may_create=True)
    monkeypatch.setattr(sealing, "key_directory", lambda: keys)
    name, wrapped = sealing.new_wrapped_key()

    keys.create("kek-0002")

    newer, _ = sealing.new_wrapped_key()
    assert (name, newer) == ("kek-0001", "kek-0002")
    assert len(sealing.unwrap(name, wrapped)) == 32
    with pytest.raises(sealing.CannotOpen):
        sealing.unwrap(newer, wrapped)
