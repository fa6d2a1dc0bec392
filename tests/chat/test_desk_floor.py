"""A lead reads along, whispers and takes over; others cannot, and the young person's doors give none of it away."""

import json
from uuid import uuid4

import pytest

from tests.chat.desk import Desk, aisha, desk_of
from tests.chat.doors import AtADoor
from tests.house import House
from tests.stories.conftest import empty_queue
from tests.wire import Wire

__all__ = ["empty_queue"]

WHISPER = "ask her about tonight marmalade"


@pytest.fixture(autouse=True)
def _nobody_waits(empty_queue: None) -> None:
    pass


@pytest.fixture
def sam(house: House):
    with desk_of(house, "sam") as desk:
        yield desk


@pytest.fixture
def grace(house: House):
    with desk_of(house, "grace") as desk:
        yield desk


def test_a_lead_sees_every_live_chat_and_opening_one_is_written_down(house: House, sam: Desk, grace: Desk) -> None:
    young = aisha(house, "hello there")
    conversation = young.conversation
    assert grace.on_the_floor(conversation, owner="", state="waiting")
    sam.has(young)
    assert grace.on_the_floor(conversation, owner="Sam", state="active")["urgency"]
    sam.wire.hears_nothing("floor", 0.3)

    grace.wire.send("join", conversation=conversation)
    grace.wire.expect("said", body="hello there")
    sam.says(conversation, "I am listening.")
    grace.wire.expect("said", body="I am listening.", by="counsellor")

    rows = house.sql(
        "SELECT action FROM rota_auditrow WHERE who_id = %s AND about = %s", grace.staff, f"conversation:{conversation}"
    )
    assert rows == [("conversation.opened",)]
    # Reading along is all it is: nothing a lead does here is heard by the young person.
    with young.opens() as page:
        young.resumes(page)
        grace.is_refused("say", conversation=conversation, id=str(uuid4()), body="hello from the lead")
        grace.wire.send("typing", conversation=conversation)
        grace.wire.send("seen", conversation=conversation, place=2)
        page.hears_nothing("typing")
        page.hears_nothing("seen", 0.2)
    grace.wire.send("leave", conversation=conversation)
    grace.wire.send("ping")  # one frame after the other: she has left
    grace.wire.expect("pong")
    sam.says(conversation, "Take your time.")
    grace.wire.hears_nothing("said", body="Take your time.")


def test_only_a_lead_who_is_on_reads_along(house: House, sam: Desk) -> None:
    conversation = aisha(house).conversation
    for kind in ("join", "take_over"):
        sam.is_refused(kind, conversation=conversation)
    with desk_of(house, "maya") as manager:
        manager.is_refused("join", conversation=conversation)
        manager.is_refused("whisper", conversation=conversation, id=str(uuid4()), body=WHISPER)
        manager.wire.hears_nothing("floor", 0.3)
    with desk_of(house, "grace") as grace:
        grace.wire.send("join", conversation=conversation)
        grace.wire.expect("watching")
        grace.wire.send("ping")  # one frame after the other: she has joined
        grace.wire.expect("pong")
        move_shifts(house, grace, "-400 days")
        try:
            grace.wire.expect("state", conversation=conversation)
            grace.is_refused("join", conversation=conversation)
        finally:
            move_shifts(house, grace, "400 days")


def move_shifts(house: House, desk: Desk, by: str) -> None:
    house.sql(
        "UPDATE rota_shift SET during = tstzrange(lower(during) + %s::interval, upper(during) + %s::interval)"
        " WHERE staff_id = %s",
        by,
        by,
        desk.staff,
    )


def test_a_whisper_reaches_who_has_the_chat_and_no_door_of_the_young_person(
    house: House, sam: Desk, grace: Desk
) -> None:
    young = aisha(house, "hello")
    conversation = sam.has(young)
    grace.wire.send("join", conversation=conversation)
    grace.wire.expect("watching")
    with young.opens() as page:
        young.resumes(page)
        page.expect("said", body="hello")
        client_id = str(uuid4())

        grace.wire.send("whisper", conversation=conversation, id=client_id, body=WHISPER)

        heard = sam.wire.expect("noted", id=client_id)
        assert (heard["kind"], heard["name"], heard["body"]) == ("whisper", "Grace W.", WHISPER)
        grace.wire.expect("noted", id=client_id)
        with desk_of(house, "amina") as amina:
            amina.wire.hears_nothing("noted", 0.3)
        sam.says(conversation, "Is tonight going to be alright?")
        page.expect("said", body="Is tonight going to be alright?")
        assert_nothing_of_it(young, page)
    assert house.sql("SELECT count(*) FROM chat_message WHERE conversation_id = %s", conversation) == [(2,)]


def assert_nothing_of_it(young: AtADoor, page: Wire) -> None:
    """Every door of the young person's: the open socket, a new one, each page, and polling."""
    page.hears_nothing("noted", 0.5)
    heard = json.dumps(page.heard)
    with young.opens() as again:
        young.resumes(again)
        again.expect("said", body="Is tonight going to be alright?")
        heard += json.dumps(again.heard)
    visitor = young.visitor
    doors = ("/chat/", "/chat/transcript/", "/chat/since/?after=0", "/chat/end/", "/other-help/", "/")
    heard += "".join(visitor.get(path).text for path in doors)
    assert "alright" in heard
    for secret in ("marmalade", "whisper", "Grace"):
        assert secret not in heard


def test_a_lead_takes_over_and_the_young_person_is_told_the_truth(house: House, sam: Desk, grace: Desk) -> None:
    young = aisha(house)
    conversation = sam.has(young)
    with young.opens() as page:
        young.resumes(page)

        grace.wire.send("take_over", conversation=conversation)

        grace.wire.expect("taken", conversation=conversation)
        sam.wire.expect("state", conversation=conversation)
        told = page.expect("said", by="system")["body"]
        assert "Grace" in told
        assert "Sam" in told
        grace.says(conversation, "Hello, I am Grace.")
        page.expect("said", name="Grace")
        sam.is_refused("say", conversation=conversation, id=str(uuid4()), body="too late")


def test_words_from_before_a_return_are_shown_only_if_they_agree(house: House, sam: Desk, grace: Desk) -> None:
    young = aisha(house, "something from before")
    conversation = young.conversation
    house.sql(
        "UPDATE chat_conversation SET returned_at_place = last_place WHERE id = %s RETURNING last_place", conversation
    )
    sam.has(young)
    assert sam.row(conversation, reads_from=1)["last_body"] == ""
    place = sam.says(conversation, "Hello again.")["place"]
    grace.wire.send("join", conversation=conversation)
    grace.wire.expect("said", place=place)

    assert "something from before" not in json.dumps(sam.wire.heard + grace.wire.heard)
    house.sql("UPDATE chat_conversation SET history_agreed = true WHERE id = %s", conversation)
    sam.row(conversation, reads_from=0)
    sam.wire.send("resume", conversation=conversation, after=0)
    sam.wire.expect("said", body="something from before")
