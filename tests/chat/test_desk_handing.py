"""Handing over with a note, and ending in two steps, at two consoles (H16)."""

import pytest

from tests.chat.desk import Desk, aisha, desk_of
from tests.house import House
from tests.stories.conftest import empty_queue

__all__ = ["empty_queue"]

NOTE = "Exams, and rows at home. Safe tonight. My shift ends."


@pytest.fixture(autouse=True)
def _nobody_waits(empty_queue: None) -> None:
    pass


@pytest.fixture
def sam(house: House):
    with desk_of(house, "sam") as desk:
        yield desk


@pytest.fixture
def amina(house: House):
    with desk_of(house, "amina") as desk:
        yield desk


def test_h16_a_chat_is_handed_over_with_a_note_and_the_young_person_is_told(
    house: House, sam: Desk, amina: Desk
) -> None:
    young = aisha(house)
    conversation = sam.has(young)
    people = [one["name"] for one in sam.wire.expect("colleagues")["people"]]
    while "Amina K." not in people:
        people = [one["name"] for one in sam.wire.expect("colleagues")["people"]]
    with young.opens() as page, desk_of(house, "grace") as grace:
        young.resumes(page)
        sam.is_refused("hand_over", "not_yet", conversation=conversation, to=amina.staff, note="  ")
        amina.is_refused("hand_over", conversation=conversation, to=None, note=NOTE)

        sam.wire.send("hand_over", conversation=conversation, to=amina.staff, note=NOTE)

        offer = amina.wire.expect("offer", conversation=conversation)
        assert (offer["from"], offer["note"], offer["for_you"]) == ("Sam", NOTE, True)
        assert sam.row(conversation, state="handing_over")["handing_over"]["to"] == "Amina K."
        grace.wire.hears_nothing("offer", 0.5)
        grace.is_refused("accept", conversation=conversation)
        sam.says(conversation, "I am still here.")

        amina.wire.send("accept", conversation=conversation)

        amina.wire.expect("taken", conversation=conversation)
        amina.wire.expect("said", body="I am still here.")
        assert amina.wire.expect("noted", conversation=conversation)["kind"] == "handover"
        amina.wire.expect("offer_over", conversation=conversation)
        sam.wire.expect("state", conversation=conversation)
        assert "Amina" in page.expect("said", by="system")["body"]
        sam.is_refused("say", conversation=conversation, id="6a1f4c9e-3c5e-4c39-9a53-0b3f0d5f0a11", body="too late")
        amina.says(conversation, "Hello, I am Amina.")
        page.expect("said", name="Amina")


def test_h16_who_hands_over_may_keep_it_and_a_declined_chat_is_anybodys_without_its_note(
    house: House, sam: Desk, amina: Desk
) -> None:
    conversation = sam.has(aisha(house))
    with desk_of(house, "grace") as grace:
        sam.wire.send("hand_over", conversation=conversation, to=None, note=NOTE)
        assert amina.wire.expect("offer", conversation=conversation)["note"] == ""
        assert grace.wire.expect("offer", conversation=conversation, for_you=False)["note"] == ""

        amina.wire.send("decline", conversation=conversation)
        amina.wire.expect("offer_over", conversation=conversation)

        amina.is_refused("keep", conversation=conversation)
        sam.wire.send("keep", conversation=conversation)
        grace.wire.expect("offer_over", conversation=conversation)
        sam.row(conversation, state="active")
        grace.is_refused("accept", conversation=conversation)


def test_a_chat_ends_after_it_was_said_that_it_will_and_a_goodbye(house: House, sam: Desk, amina: Desk) -> None:
    young = aisha(house)
    conversation = sam.has(young)
    how = {"conversation": conversation, "reason": "goodbye", "summary": "Exams."}
    for kind in ("start_ending", "carry_on"):
        amina.is_refused(kind, conversation=conversation)
    sam.is_refused("end", "not_yet", **how)

    sam.wire.send("start_ending", conversation=conversation)
    sam.row(conversation, state="ending")
    sam.wire.send("carry_on", conversation=conversation)
    sam.row(conversation, state="active")
    sam.wire.send("start_ending", conversation=conversation)
    sam.row(conversation, state="ending")
    assert "goodbye" in sam.is_refused("end", "not_yet", **how)["text"].lower()
    sam.says(conversation, "Goodbye, and write any time.")
    amina.is_refused("end", **how)
    sam.wire.send("end", **how)

    assert sam.wire.expect("state", conversation=conversation)["state"] == "closed"
