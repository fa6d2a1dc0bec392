"""Somebody writes into a chat that has ended, or while the database is away: nothing they wrote falls."""

from uuid import uuid4

import pytest
from django.test import Client

from chat import journal
from chat.web import posting
from tests.chat.doors import aisha_at_the_door
from tests.house import House

MANY = 24  # more than a socket leaves unanswered at once


def test_many_words_at_once_into_an_ended_chat_are_all_kept_in_order(house: House) -> None:
    aisha = aisha_at_the_door(house)
    with aisha.opens() as page:
        aisha.resumes(page)
        page.expect("state")
        house.sql("UPDATE chat_conversation SET state = 'closed_by_yp', owner_id = NULL, ended_at = opened_at "
                  "WHERE id = (SELECT max(id) FROM chat_conversation)")  # fmt: skip

        ids = [str(uuid4()) for _ in range(MANY)]
        for number, message_id in enumerate(ids):
            page.send("say", id=message_id, body=f"are you there {number}")
        said = [page.expect("said", timeout=20, id=message_id) for message_id in ids]

    first = said[0]["place"]
    assert [one["place"] for one in said] == list(range(first, first + MANY))
    [(state,)] = house.sql("SELECT state FROM chat_conversation WHERE id = (SELECT max(id) FROM chat_conversation)")
    assert state == "waiting"


def test_first_words_that_could_not_be_stored_stay_on_the_page(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(words: journal.Words) -> journal.Answer:
        raise journal.Unavailable

    monkeypatch.setattr(posting, "append_now", away)

    answer = Client().post("/chat/start/", {"message": "please do not lose this"})

    assert answer.status_code == 503
    assert "please do not lose this" in answer.content.decode()
