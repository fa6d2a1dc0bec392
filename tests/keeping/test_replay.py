"""H22: a backup that is restored forgets what was erased since, and is told."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connections

from chat.keeping import outside, replay
from chat.keeping.erase import erase_conversation, erase_young_person
from chat.models import Conversation, Erasure, WordsShredded
from config import clock, sealing
from config.models import DataKey
from tests.forum.people import approve, moderator
from tests.forum.people import writes as writes_in_the_forum
from tests.keeping.people import body_of, is_over
from tests.people import make_aisha


@pytest.fixture
def go_back(restored_copy, database):  # type: ignore[no-untyped-def]
    """`go_back()` notes the moment; what it gives brings the database back to it."""

    def moment():  # type: ignore[no-untyped-def]
        name = restored_copy().split("?")[0].rsplit("/", 1)[1]

        def back() -> None:
            point_at(name)

        return back

    yield moment
    point_at(database)


def point_at(name: str) -> None:
    connection = connections["default"]
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    connections.settings["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name
    sealing.KEYS.clear()


def test_h22_what_was_erased_after_the_backup_is_erased_again(key_folder, lena, go_back, capsys):
    aisha, stays = make_aisha(), make_aisha()
    message, other = aisha.says("this must stay gone"), stays.says("this stays")
    writer = writes_in_the_forum()
    post = approve(writer.begins(), moderator())
    back = go_back()
    erase_conversation(is_over(aisha), asked_by=lena)
    erase_young_person(writer.member.young_person, asked_by=lena)

    back()
    assert body_of(message) == "this must stay gone"  # the backup knows nothing of it, and the talk was going on
    assert len(replay.left_to_replay()) == 2
    call_command("erase", "--replay")
    assert body_of(message) == "this must stay gone"
    call_command("erase", "--replay", "--yes")

    with pytest.raises(WordsShredded):
        body_of(message)
    assert Conversation.objects.get(pk=aisha.conversation.pk).close_reason == "erased"
    post.refresh_from_db()
    assert (post.state, post.published_version) == ("withdrawn", None)
    assert body_of(other) == "this stays"
    assert set(Erasure.objects.values_list("state", flat=True)) == {"replayed"}
    assert replay.left_to_replay() == []
    assert "2 of 2 erasures." in capsys.readouterr().out


def test_h22_numbers_given_anew_after_a_restore_are_not_taken_for_those_erased(key_folder, lena, go_back):
    back = go_back()
    aisha = make_aisha()
    erase_conversation(is_over(aisha), asked_by=lena)

    back()
    stranger = make_aisha()
    message = stranger.says("somebody else")

    assert stranger.conversation.pk == aisha.conversation.pk
    assert replay.left_to_replay() == []
    assert body_of(message) == "somebody else"


def test_h22_a_line_left_open_by_a_crash_is_settled_by_what_the_database_has(aisha, lena):
    conversation = is_over(aisha)
    about = (aisha.young_person.pk, conversation.pk)
    never = make_aisha()
    lost = outside.note(never.young_person.pk, "begun", at=clock.now(), about=(never.young_person.pk, None))
    erasure = erase_conversation(conversation, asked_by=lena)
    outside.note(erasure.receipt, "begun", at=clock.now(), about=about)
    with outside.file().open("ab") as file:
        file.write(b'{"receipt": "half a li')

    clock.move(timedelta(minutes=11))
    outside.settle()

    assert lost is None
    assert {line.receipt: line.state for line in outside.erasures()} == {
        never.young_person.pk: "not_done",
        erasure.receipt: "done",
    }
    assert replay.left_to_replay() == []
    assert DataKey.objects.filter(pk=never.conversation.key_id).exists()
