"""A text that comes twice, late, out of order or by two ways at once is one text with one answer (H02, H03)."""

import random
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from chat.models import Conversation, IncomingText, OutgoingText, Phone
from chat.queue import take_next
from chat.sms.receive import receive
from config import clock
from tests.chat.people import at_once, places_in
from tests.people import make_sam
from tests.sms.webhooks import FALLBACK, INCOMING, TOM, Texter, deliver, everything_said, fields_of, rows

ANOTHER = "+447700900002"


def test_h03_a_hundred_replays_are_one_message_and_one_answer(database):
    make_sam()
    fields = fields_of("hello")

    answers = {deliver(fields) for _ in range(50)} | {deliver(fields, FALLBACK) for _ in range(49)}
    clock.move(timedelta(days=3))
    answers.add(deliver(fields))

    assert answers == {204}
    assert rows() == (1, 1, 2, 1, 1)


def test_h03_a_hundred_at_the_same_moment_are_one_message_and_one_answer(database):
    make_sam()
    fields = fields_of("hello")

    def five_times() -> set[int]:
        return {deliver(fields, path) for path in (INCOMING, FALLBACK, INCOMING, FALLBACK, INCOMING)}

    answers = set().union(*at_once([five_times] * 20))

    assert answers == {204}
    assert rows() == (1, 1, 2, 1, 1)


def test_h03_the_first_texts_of_one_phone_at_the_same_moment_are_one_person_in_one_conversation(database):
    texts = [fields_of(f"text {number}") for number in range(12)]

    assert set(at_once([partial(deliver, text) for text in texts])) == {204}

    [conversation] = Conversation.objects.all()
    assert places_in(conversation) == list(range(1, 14))
    assert sorted(everything_said()) == sorted(text["Body"] for text in texts)
    assert Phone.objects.count() == OutgoingText.objects.count() == 1


def test_h03_the_same_name_from_two_phones_is_the_first_one(database):
    fields = fields_of("hello")

    assert set(at_once([partial(deliver, {**fields, "From": sender}) for sender in (TOM, ANOTHER)])) == {204}

    assert IncomingText.objects.count() == len(everything_said()) == 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_h03_shuffled_and_twice_over_it_is_the_same_set_once_each(database, seed):
    chance = random.Random(seed)
    texts = [
        fields_of(body, sender=sender)
        for sender in (TOM, ANOTHER)
        for body in ("hello", "NOW", "it is my brother", "help", "STOP", "start", "leave", "🙂 ok", "END")
    ]
    deliveries = [(text, path) for text in texts for path in (INCOMING, FALLBACK)]
    chance.shuffle(deliveries)

    assert {deliver(text, path) for text, path in deliveries} == {204}

    stored = IncomingText.objects.values_list("message_sid", flat=True)
    assert sorted(stored) == sorted(text["MessageSid"] for text in texts)
    assert sorted(everything_said()) == sorted(text["Body"] for text in texts)
    for conversation in Conversation.objects.all():
        assert places_in(conversation) == list(range(1, conversation.last_place + 1))


def test_h02_what_the_first_address_could_not_take_comes_by_the_other_or_is_fetched(database):
    tom = Texter()
    first, second = fields_of("first"), fields_of("second")

    assert deliver(first, FALLBACK) == 204
    receive(second, came_by=IncomingText.CameBy.POLL, provider_at=clock.now() - timedelta(minutes=10))
    assert deliver(second) == 204

    assert everything_said() == ["first", "second"]
    assert [text.came_by for text in IncomingText.objects.order_by("pk")] == ["fallback", "poll"]
    assert tom.conversation.last_place == 3


def test_h02_while_the_database_is_away_the_carrier_is_told_to_come_again(database, database_away):
    fields = fields_of("hello")

    with database_away():
        assert deliver(fields) == 503
        assert deliver(fields, FALLBACK) == 503
        assert deliver(fields, token="x") == 403
    assert deliver(fields) == 204

    assert everything_said() == ["hello"]


def test_a_stop_that_was_fetched_late_does_not_undo_a_start_that_came_before_it(database):
    tom = Texter()
    tom.texts("hello")
    clock.move(timedelta(minutes=10))
    tom.texts("START")
    late = fields_of("STOP")

    receive(late, came_by=IncomingText.CameBy.POLL, provider_at=clock.now() - timedelta(minutes=5))
    assert tom.phone.may_be_texted is True

    tom.texts("STOP")
    assert tom.phone.texts == Phone.Texts.STOPPED
    clock.move(timedelta(minutes=1))
    receive(fields_of("START"), came_by=IncomingText.CameBy.POLL, provider_at=clock.now() - timedelta(minutes=5))
    assert tom.phone.texts == Phone.Texts.STOPPED


def test_nothing_of_a_text_is_there_when_it_could_not_all_be_stored(database, superuser):
    superuser.execute("ALTER TABLE chat_outgoingtext ADD CONSTRAINT broken_for_a_test CHECK (false) NOT VALID")
    before = rows()

    with pytest.raises(IntegrityError):
        deliver(fields_of("hello"))

    assert rows() == before


def test_a_text_in_the_middle_of_a_conversation_costs_few_statements(database):
    """So many words to the database: more texts fit into a second, and each waits less for the other."""
    sam, tom = make_sam(), Texter()
    tom.texts("hello")
    take_next(sam)
    tom.texts("one")

    with CaptureQueriesContext(connection) as seen:
        tom_says = deliver(fields_of("two"))

    assert tom_says == 204
    said = [query["sql"].split()[0].upper() for query in seen]
    assert said == ["BEGIN", "SELECT", "SELECT", "WITH", "INSERT", "UPDATE", "COMMIT", "SELECT"]


def test_h03_delivered_again_it_costs_less_still(database):
    tom = Texter()
    tom.texts("hello")

    with CaptureQueriesContext(connection) as seen:
        assert deliver(tom.sent[0]) == 204

    assert [query["sql"].split()[0].upper() for query in seen] == ["BEGIN", "SELECT", "SELECT", "COMMIT"]
