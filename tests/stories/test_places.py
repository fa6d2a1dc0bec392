"""A place in the queue is kept while somebody may still be there; danger keeps it for ever."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chat import journal, queue
from chat.access import speaker_of
from chat.conversations import come_back
from chat.models import Conversation, Message
from chat.urgency import Urgency
from config import clock
from tests.people import make_aisha


@pytest.fixture(autouse=True)
def right_time():
    yield
    clock.reset()


@pytest.fixture
def aisha(database):
    aisha = make_aisha()
    aisha.says("hello")
    Message.objects.update(reading=Message.Reading.READ)
    return aisha


def test_a_closed_page_keeps_its_place_for_fifteen_minutes(aisha):
    clock.move(timedelta(minutes=14))
    assert queue.let_go_of_places() == 0

    clock.move(timedelta(minutes=2))
    assert queue.let_go_of_places() == 1

    assert Conversation.objects.get().state == Conversation.State.ABANDONED


def test_an_open_page_keeps_its_place_as_long_as_it_takes(aisha):
    clock.move(timedelta(minutes=14))
    queue.page_is_open(aisha.conversation)
    clock.move(timedelta(minutes=14))

    assert queue.let_go_of_places() == 0


@pytest.mark.parametrize("urgency", [Urgency.NOW, Urgency.VERY_SOON, Urgency.NOT_CHECKED])
def test_no_timer_ends_a_wait_in_danger(aisha, urgency):
    queue.raise_urgency(aisha.conversation, urgency)

    clock.move(timedelta(days=2))

    assert queue.let_go_of_places() == 0
    assert Conversation.objects.get().state == Conversation.State.WAITING


def test_somebody_whose_words_nobody_has_read_keeps_their_place(aisha):
    aisha.says("are you there")

    clock.move(timedelta(hours=1))

    assert queue.let_go_of_places() == 0


def test_whoever_writes_again_is_back_in_the_queue_with_all_they_said(aisha):
    clock.move(timedelta(minutes=20))
    queue.let_go_of_places()
    key = aisha.conversation.sealing_key()

    words = journal.Words(
        aisha.conversation.pk, uuid4(), speaker_of(aisha.young_person), "i am back", key.pk, key.unwrapped()
    )
    refused = journal.append_now(words)
    come_back(aisha.conversation)
    stored = journal.append_now(words)

    assert isinstance(refused, journal.Refused)
    assert refused.reason == "over"
    assert isinstance(stored, journal.Stored)
    assert stored.place == 2
    assert Conversation.objects.get().state == Conversation.State.WAITING
