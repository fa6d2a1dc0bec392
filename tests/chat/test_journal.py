"""What was said is stored once, at one place, and only by somebody who may."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat import conversations, queue
from chat.journal import SYSTEM, Answer, Journal, Stored, Unavailable, Words, append_now
from chat.models import Conversation, Message, YoungPerson
from config import clock
from config.postgres import close_async_pool
from rota.models import SignIn
from rota.people import sign_out_everywhere, suspend
from tests.chat.people import (
    Aisha,
    Writer,
    aisha,
    at_once,
    counsellor,
    place_of,
    places_in,
    reason_of,
    signs_in,
    talks_to,
    transcript_of,
    wait_until_waiting,
)
from tests.folders import ROOT
from tests.servers import Servers

pytestmark = pytest.mark.usefixtures("database")


def append_together(*batches: Sequence[Words]) -> list[Answer]:
    """As sockets do: each batch in one commit, one after the other."""

    async def in_one_loop() -> list[Answer]:
        journal = Journal()
        answers = [answer for batch in batches for answer in await asyncio.gather(*map(journal.append, batch))]
        await close_async_pool()
        return answers

    return asyncio.run(in_one_loop())


# One message


def test_a_message_is_stored_sealed_and_reads_as_it_was_written(superuser: psycopg.Connection) -> None:
    her = aisha()
    body = "zebra crossing  \n\t«ünïcode» \N{PURPLE HEART} \u202eabc"

    answer = her.says(body)

    assert place_of(answer) == 1
    assert transcript_of(her.conversation) == [(1, body)]
    (row,) = superuser.execute("SELECT body FROM chat_message").fetchall()
    assert not any(word.encode() in bytes(row[0]) for word in body.split())


def test_a_row_moved_to_another_conversation_or_another_id_cannot_be_read(superuser: psycopg.Connection) -> None:
    from config.sealing import CannotOpen

    her, other = aisha(), aisha()
    her.says("for one conversation only")

    superuser.execute("UPDATE chat_message SET conversation_id = %s", [other.conversation.pk])

    with pytest.raises(CannotOpen):
        assert Message.objects.get().body


def test_a_re_send_keeps_its_place_and_its_moment() -> None:
    her = aisha()
    first = her.says("one", client_id := uuid4())
    her.says("two")
    clock.move(timedelta(minutes=3))

    again = her.says("one", client_id)

    assert isinstance(first, Stored)
    assert isinstance(again, Stored)
    assert (again.place, again.at, again.repeated) == (first.place, first.at, True)
    assert transcript_of(her.conversation) == [(1, "one"), (2, "two")]


def test_words_that_were_stored_are_acknowledged_again_after_the_chat_has_ended() -> None:
    her = aisha()
    her.says("one", client_id := uuid4())
    conversations.leave(her.conversation)

    assert place_of(her.says("one", client_id)) == 1
    assert reason_of(her.says("two")) == "over"
    assert places_in(her.conversation) == [1]


def test_a_message_of_a_young_person_waits_to_be_read_and_a_counsellors_does_not() -> None:
    her = aisha()
    sam = counsellor()
    her.says()
    queue.take_next(sam)
    talks_to(sam, her.conversation).says()

    found = Message.objects.order_by("place").values_list("by", "staff", "reading")

    assert list(found) == [("young_person", None, "pending"), ("counsellor", sam.pk, "not_needed")]


def test_the_service_itself_may_speak_and_has_no_name() -> None:
    her = aisha()

    append_now(Writer(her.conversation, SYSTEM).words("Thank you for waiting."))

    assert list(Message.objects.values_list("by", "staff")) == [("system", None)]


# A batch


def test_a_batch_over_several_conversations_numbers_each_without_gaps() -> None:
    three = [aisha(), aisha(), aisha()]
    three[1].says("already there")
    batch = [her.words(f"{turn}") for turn in range(5) for her in three]

    answers = append_together(batch)

    assert [place_of(answer) for answer in answers] == [p for n in range(5) for p in (n + 1, n + 2, n + 1)]
    assert [places_in(her.conversation) for her in three] == [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5]]
    assert list(Conversation.objects.order_by("id").values_list("last_place", flat=True)) == [5, 6, 5]


def test_the_same_message_twice_in_one_batch_is_one_message_with_one_place() -> None:
    her = aisha()
    words = her.words("only once")

    answers = append_together([her.words("before"), words, words, her.words("after")])

    assert [place_of(answer) for answer in answers] == [1, 2, 2, 3]
    assert places_in(her.conversation) == [1, 2, 3]


def test_what_is_refused_in_a_batch_leaves_no_gap_and_holds_nobody_up() -> None:
    her, other = aisha(), aisha()
    stranger = Writer(her.conversation, other.speaker)
    ended = aisha()
    conversations.leave(ended.conversation)

    answers = append_together([her.words("a"), stranger.words("b"), ended.words("c"), her.words("d"), other.words("e")])

    assert [answer.place if isinstance(answer, Stored) else answer.reason for answer in answers] == [
        1, "not_yours", "over", 2, 1,
    ]  # fmt: skip
    assert transcript_of(her.conversation) == [(1, "a"), (2, "d")]
    assert places_in(ended.conversation) == []


def test_three_hundred_messages_at_once_are_all_answered_in_order() -> None:
    her = aisha()

    answers = append_together([her.words(str(number)) for number in range(300)])

    assert [place_of(answer) for answer in answers] == list(range(1, 301))


# Who may


def a_stranger() -> Words:
    return Writer(aisha().conversation, aisha().speaker).words()


def somebody_whose_cookie_was_retired() -> Words:
    her = aisha()
    YoungPerson.objects.update(epoch=1)
    return her.words()


def a_counsellor_who_does_not_own_it() -> Words:
    her = aisha()
    queue.take_next(counsellor("Sam"))
    return talks_to(counsellor("Priya"), her.conversation).words()


def a_counsellor_before_taking_it() -> Words:
    return talks_to(counsellor(), aisha().conversation).words()


def a_counsellor_who_signed_out() -> Words:
    writer = _in_conversation()
    Session.objects.all().delete()
    return writer.words()


def a_counsellor_whose_sign_in_ran_out() -> Words:
    writer = _in_conversation()
    _sign_in_of(writer)
    clock.move(timedelta(hours=13))
    return writer.words()


def a_counsellor_whose_sign_in_was_ended() -> Words:
    writer = _in_conversation()
    SignIn.objects.filter(pk=_sign_in_of(writer)).update(ended_at=clock.now())
    return writer.words()


def a_counsellor_whose_browser_has_long_forgotten() -> Words:
    writer = _in_conversation()
    clock.move(timedelta(hours=25))
    return writer.words()


def a_counsellor_who_signed_out_everywhere() -> Words:
    writer = _in_conversation()
    sign_out_everywhere(writer.conversation.owner)  # type: ignore[arg-type]
    return writer.words()


def a_suspended_counsellor() -> Words:
    writer = _in_conversation()
    suspend(writer.conversation.owner, None)  # type: ignore[arg-type]
    return writer.words()


def a_conversation_that_does_not_exist() -> Words:
    her = aisha()
    words = her.words()
    return Words(words.conversation_id + 1000, words.client_id, her.speaker, "hello", words.key_id, words.key)


def _sign_in_of(writer: Writer) -> int:
    speaker = writer.speaker
    return SignIn.objects.create(staff_id=speaker.staff_id, session_key=speaker.session_key, how="password").pk


def _in_conversation() -> Writer:
    aisha()
    sam = counsellor()
    return talks_to(sam, queue.take_next(sam))


@pytest.mark.parametrize(
    "words_of",
    [
        a_stranger,
        somebody_whose_cookie_was_retired,
        a_counsellor_who_does_not_own_it,
        a_counsellor_before_taking_it,
        a_counsellor_who_signed_out,
        a_counsellor_whose_sign_in_ran_out,
        a_counsellor_whose_sign_in_was_ended,
        a_counsellor_whose_browser_has_long_forgotten,
        a_counsellor_who_signed_out_everywhere,
        a_suspended_counsellor,
        a_conversation_that_does_not_exist,
    ],
)
def test_who_may_not_speak_is_refused_and_nothing_is_stored(words_of: Any) -> None:
    words = words_of()

    by_page = append_now(words)
    (by_socket,) = append_together([words])

    assert reason_of(by_page) == reason_of(by_socket) == "not_yours"
    assert not Message.objects.exists()
    assert not Conversation.objects.exclude(last_place=0).exists()


def test_whoever_showed_who_they_are_once_more_goes_on_where_they_are() -> None:
    writer = _in_conversation()
    sign_in = _sign_in_of(writer)
    clock.move(timedelta(hours=13))
    SignIn.objects.filter(pk=sign_in).update(renewed_at=clock.now() - timedelta(hours=2))

    assert isinstance(writer.says("still here"), Stored)


def test_an_id_that_somebody_else_used_is_refused_and_their_words_stay_as_they_are() -> None:
    her = aisha()
    her.says("hers", client_id := uuid4())
    sam = counsellor()
    queue.take_next(sam)

    answer = talks_to(sam, her.conversation).says("his", client_id)

    assert reason_of(answer) == "not_yours"
    assert transcript_of(her.conversation) == [(1, "hers")]


def test_an_id_that_two_people_use_in_one_batch_belongs_to_the_first() -> None:
    her = aisha()
    sam = counsellor()
    queue.take_next(sam)
    client_id = uuid4()

    his = talks_to(sam, her.conversation).words("his", client_id)
    first, second = append_together([her.words("hers", client_id), his])

    assert place_of(first) == 1
    assert reason_of(second) == "not_yours"
    assert transcript_of(her.conversation) == [(1, "hers")]


# At the same time


def test_threads_that_write_at_once_leave_no_gap() -> None:
    her, other = aisha(), aisha()

    answers = at_once([her.says, other.says] * 12)

    assert sorted(map(place_of, answers)) == sorted([*range(1, 13)] * 2)
    assert places_in(her.conversation) == places_in(other.conversation) == list(range(1, 13))


class SecondProcess:
    """A process of its own, which starts once and visits the database of each story."""

    def __init__(self) -> None:
        self.database = ""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chat.second_process"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._line() == "ready"

    def begins(self, her: Aisha, *messages: tuple[UUID, str]) -> None:
        """Sends them, and does not wait for the answer."""
        who = [str(her.young_person.pk), her.speaker.epoch]
        told = [[her.conversation.pk, str(client_id), *who, body] for client_id, body in messages]
        assert self._process.stdin
        self._process.stdin.write(json.dumps([self.database, told]) + "\n")
        self._process.stdin.flush()

    def answers(self) -> list[int | str]:
        return list(json.loads(self._line()))

    def ends(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(20)

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


@pytest.fixture(scope="module")
def another_process(servers: Servers) -> Iterator[SecondProcess]:
    process = SecondProcess()
    yield process
    process.ends()


@pytest.fixture
def second_process(another_process: SecondProcess, database: str) -> SecondProcess:
    another_process.database = database
    return another_process


def test_two_processes_that_write_at_once_leave_no_gap(second_process: SecondProcess) -> None:
    her = aisha()
    ours, theirs = [uuid4() for _ in range(40)], [uuid4() for _ in range(40)]
    shared = uuid4()

    second_process.begins(her, *((client_id, "theirs") for client_id in [*theirs[:20], shared, *theirs[20:]]))
    places = [place_of(her.says("ours", client_id)) for client_id in [*ours[:20], shared, *ours[20:]]]
    their_places = [int(place) for place in second_process.answers()]

    assert places_in(her.conversation) == list(range(1, 82))
    assert places[20] == their_places[20]
    assert set(places) | set(their_places) == set(range(1, 82))
    for own in (places, their_places):
        del own[20]
        assert own == sorted(own)


@pytest.mark.parametrize("by_socket", [False, True], ids=["by_page", "by_socket"])
def test_a_duplicate_in_flight_on_a_second_process_keeps_its_answer_and_leaves_no_gap(
    second_process: SecondProcess, superuser: psycopg.Connection, servers: Servers, database: str, *, by_socket: bool
) -> None:
    her = aisha()
    her.says("before")
    client_id = uuid4()
    send = partial(append_together, [her.words("at once", client_id)]) if by_socket else partial(_says, her, client_id)

    # Somebody holds the conversation, so that both copies are on their way before either is stored.
    with psycopg.connect(servers.postgres.urls_of(database).superuser) as holder:
        holder.execute("SELECT FROM chat_conversation WHERE id = %s FOR UPDATE", [her.conversation.pk])
        second_process.begins(her, (client_id, "at once"))
        wait_until_waiting(superuser, 1)
        release = partial(_release_once_two_wait, superuser, holder)
        (answer,), _ = at_once([send, release])

    assert place_of(answer) == 2
    assert second_process.answers() == [2]
    assert place_of(her.says("after")) == 3
    assert transcript_of(her.conversation) == [(1, "before"), (2, "at once"), (3, "after")]


def _says(her: Aisha, client_id: UUID) -> list[Answer]:
    return [her.says("at once", client_id)]


def _release_once_two_wait(onlooker: psycopg.Connection, holder: psycopg.Connection) -> list[Answer]:
    wait_until_waiting(onlooker, 2)
    holder.rollback()
    return []


def test_a_duplicate_that_waits_for_the_first_copy_to_commit_gets_its_place(
    second_process: SecondProcess, superuser: psycopg.Connection
) -> None:
    her = aisha()
    client_id = uuid4()

    with transaction.atomic():
        first = her.says("at once", client_id)
        second_process.begins(her, (client_id, "at once"), (uuid4(), "next"))
        wait_until_waiting(superuser, 1)

    assert place_of(first) == 1
    assert second_process.answers() == [1, 2]
    assert places_in(her.conversation) == [1, 2]


def test_a_first_copy_that_fails_leaves_its_place_to_the_duplicate(
    second_process: SecondProcess, superuser: psycopg.Connection
) -> None:
    her = aisha()
    client_id = uuid4()

    with transaction.atomic():
        her.says("at once", client_id)
        second_process.begins(her, (client_id, "at once"))
        wait_until_waiting(superuser, 1)
        transaction.set_rollback(True)

    assert second_process.answers() == [1]
    assert places_in(her.conversation) == [1]


Sends = list[tuple[bool, int, bool]]
"""(a batch begins here, which message, by the second of two journals)"""


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(sends=st.lists(st.tuples(st.booleans(), st.integers(0, 7), st.booleans()), min_size=1, max_size=40))
def test_any_order_of_sends_and_re_sends_gives_one_place_to_each_and_no_gap(sends: Sends) -> None:
    her = aisha()
    ids = [uuid4() for _ in range(8)]

    async def send_all() -> list[Answer]:
        journals, waiting = (Journal(), Journal()), []
        for begins_batch, which, by_second in sends:
            if begins_batch:
                await asyncio.gather(*waiting)
            waiting.append(journals[by_second].append(her.words(str(which), ids[which])))
        answers = list(await asyncio.gather(*waiting))
        await close_async_pool()
        return answers

    answers = asyncio.run(send_all())

    place_by_id = {ids[which]: place_of(answer) for (_, which, _), answer in zip(sends, answers, strict=True)}
    assert all(place_by_id[answer.words.client_id] == place_of(answer) for answer in answers)
    assert sorted(place_by_id.values()) == list(range(1, len(place_by_id) + 1))
    assert {m.client_id: m.place for m in Message.objects.filter(conversation=her.conversation)} == place_by_id


# When the database is not there


def test_words_that_could_not_be_stored_are_not_acknowledged(superuser: psycopg.Connection, database: str) -> None:
    her = aisha()
    words = her.words()
    superuser.execute("ALTER ROLE nightlight_app NOLOGIN")

    try:
        superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = 'nightlight_app'",
            [database],
        )
        with pytest.raises(Unavailable):
            append_now(words)
    finally:
        superuser.execute("ALTER ROLE nightlight_app LOGIN")

    assert place_of(_once_the_database_is_back(words)) == 1


def _once_the_database_is_back(words: Words) -> Answer:
    for _ in range(5):
        try:
            return append_now(words)
        except Unavailable:
            continue
    raise AssertionError("the database did not come back")


def test_a_socket_waits_for_a_database_that_comes_back_within_seconds(
    superuser: psycopg.Connection, database: str
) -> None:
    her = aisha()
    words = her.words()

    async def send_while_everybody_is_thrown_out() -> Answer:
        journal = Journal()
        await journal.append(her.words("first"))
        superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = 'nightlight_app'",
            [database],
        )
        answer = await journal.append(words)
        await close_async_pool()
        return answer

    assert place_of(asyncio.run(send_while_everybody_is_thrown_out())) == 2


def test_trouble_nobody_foresaw_is_answered_and_the_next_message_is_stored(superuser: psycopg.Connection) -> None:
    her = aisha()

    async def send_into_trouble() -> Answer:
        journal = Journal()
        superuser.execute("ALTER TABLE chat_message RENAME TO away")
        with pytest.raises(Unavailable):
            await asyncio.wait_for(journal.append(her.words()), 15)
        superuser.execute("ALTER TABLE away RENAME TO chat_message")
        answer = await asyncio.wait_for(journal.append(her.words()), 15)
        await close_async_pool()
        return answer

    assert place_of(asyncio.run(send_into_trouble())) == 1


def test_a_sign_in_speaks_only_for_the_one_who_signed_in() -> None:
    aisha()
    sam, priya = counsellor("Sam"), counsellor("Priya")
    conversation = queue.take_next(sam)
    of_priya = signs_in(priya).speaker
    as_sam = Writer(conversation, type(of_priya)("counsellor", staff_id=sam.pk, session_key="no such sign-in"))

    assert reason_of(as_sam.says()) == "not_yours"
    assert reason_of(Writer(conversation, of_priya).says()) == "not_yours"
