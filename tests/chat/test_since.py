"""What a page is told over HTTP, where no socket gets through: the same words and the same truth, and little of it."""

import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chat import waits
from chat.models import Conversation, Message, YoungPerson
from chat.protocol.schema import schema
from chat.queue import take_next
from config import clock
from tests.chat.people import Aisha, aisha, counsellor, talks_to
from tests.chat.test_protocol import rule

pytestmark = pytest.mark.usefixtures("database")

Ask = Callable[..., Any]


@pytest.fixture
def young() -> Aisha:
    return aisha()


@pytest.fixture
def ask(young: Aisha) -> Ask:
    """Asks as her page does."""
    browser = Client()
    browser.cookies[settings.YOUNG_PERSON_COOKIE] = young.cookie

    def ask(after: object = 0, **more: Any) -> Any:
        return browser.get("/chat/since/", {"after": after}, headers={"Accept": "application/json"}, **more)

    return ask


def bodies(answer: Any) -> list[str]:
    return [said["body"] for said in answer.json()["said"]]


def test_it_gives_what_came_after_a_place_and_what_has_become_of_the_chat(young: Aisha, ask: Ask) -> None:
    young.says("one")
    sam = counsellor()
    talks_to(sam, take_next(sam)).says("I am here")
    young.says("two")

    answer = ask(1)

    assert bodies(answer) == ["I am here", "two"]
    assert [(said["place"], said["by"], said["name"]) for said in answer.json()["said"]] == [
        (2, "counsellor", "Sam"),
        (3, "you", ""),
    ]
    assert answer.json()["state"]["state"] == "active"
    assert answer.headers["Cache-Control"] == "no-store"


def test_these_are_the_frames_of_the_socket(young: Aisha, ask: Ask) -> None:
    young.says("one")
    found = ask().json()

    assert "page.from_us" in schema()["$defs"]
    for frame in (*found["said"], found["state"]):
        rule("page.from_us").validate(frame)


def test_nothing_new_is_a_small_answer_and_reads_no_words(young: Aisha, ask: Ask) -> None:
    young.says("one")

    with CaptureQueriesContext(connection) as asked:
        answer = ask(1)

    assert bodies(answer) == []
    assert len(answer.content) < 300
    assert not [query for query in asked.captured_queries if '"chat_message"."body"' in query["sql"]]
    assert len(asked) <= 8


def test_it_never_gives_more_than_two_hundred_and_goes_on_from_there(young: Aisha, ask: Ask) -> None:
    for number in range(203):
        young.says(f"number {number}")

    first = ask()
    last = first.json()["said"][-1]["place"]

    assert last == 200
    assert bodies(ask(last)) == ["number 200", "number 201", "number 202"]
    small = ask(HTTP_ACCEPT_ENCODING="gzip")
    assert json.loads(gzip.decompress(small.content)) == first.json()
    assert len(small.content) < len(first.content) / 3


@pytest.mark.parametrize("odd", ["", "-1", "x", "1.5", "٣", "9" * 40, "1 OR 1=1"])
def test_a_place_that_is_none_is_the_beginning_or_the_end(young: Aisha, ask: Ask, odd: str) -> None:
    young.says("one")

    assert bodies(ask(odd)) in (["one"], [])
    assert ask(odd).status_code == 200


def test_who_has_no_chat_is_told_so(young: Aisha, ask: Ask) -> None:
    stranger = Client().get("/chat/since/?after=0")
    YoungPerson.objects.update(cookie_hash="0" * 64)

    for answer in (stranger, ask()):
        assert answer.status_code == 403
        assert answer.json() == {"locked": False}


def test_a_locked_page_is_given_no_words(young: Aisha, ask: Ask) -> None:
    young.says("one")
    YoungPerson.objects.update(page_locked=True)

    assert ask().status_code == 403
    assert ask().json() == {"locked": True}


def test_words_that_this_device_may_not_show_are_not_given(young: Aisha, ask: Ask) -> None:
    for body in ("one", "two", "three"):
        young.says(body)
    Conversation.objects.update(page_shows_from=2)

    answer = ask()

    assert bodies(answer) == ["three"]
    assert answer.json()["state"]["shows_from"] == 2


def test_asking_keeps_a_place_in_the_queue(young: Aisha, ask: Ask) -> None:
    long_ago = clock.now() - timedelta(minutes=14)
    Conversation.objects.update(page_seen_at=long_ago)

    ask()

    young.conversation.refresh_from_db()
    assert young.conversation.page_seen_at > long_ago + timedelta(minutes=13)


def test_the_place_in_the_queue_is_the_order_in_which_people_are_taken(young: Aisha, ask: Ask) -> None:
    others = [aisha() for _ in range(3)]
    Conversation.objects.filter(pk=others[2].conversation.pk).update(urgency="now")
    Conversation.objects.filter(pk=others[1].conversation.pk).update(cut_off_at=clock.now())
    Message.objects.update(reading="read")
    waiting = [one.conversation for one in (young, *others)]
    place = {one.pk: waits.place_of(Conversation.objects.get(pk=one.pk)) for one in waiting}
    assert ask().json()["state"]["waiting"]["place"] == place[young.conversation.pk]

    taken = [take_next(counsellor(f"Sam{number}")).pk for number in range(4)]

    assert [place[pk] for pk in taken] == [1, 2, 3, 4]
    assert waits.place_of(Conversation.objects.get(pk=young.conversation.pk)) is None
