"""Drafts, notes, safety questions and help at a console: what each does, and who may not."""

from typing import get_args
from uuid import uuid4

import pytest

from chat.console.frames_beside import Answer, When
from chat.models import SafetyAnswers
from tests.chat.desk import Desk, aisha, desk_of
from tests.house import House
from tests.stories.conftest import empty_queue

__all__ = ["empty_queue"]

ANSWERS = {"thoughts": "not_asked", "plan": "not_asked", "means": "not_asked", "when": "not_asked", "safe_now": "yes"}
DRAFT = "is there somebody at home who you can talk to about"


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


def test_h17_a_draft_is_kept_sealed_for_its_chat_and_its_writer_and_ends_when_it_is_sent(
    house: House, sam: Desk, amina: Desk
) -> None:
    first, second = sam.has(aisha(house)), sam.has(aisha(house))
    with desk_of(house, "sam") as elsewhere:
        elsewhere.resumes(first)
        assert elsewhere.wire.expect("draft", conversation=first)["body"] == ""

        sam.wire.send("draft", conversation=first, body=DRAFT)

        # At another console of the same person at once, and at one that comes later.
        assert elsewhere.wire.expect("draft", conversation=first)["body"] == DRAFT
    with desk_of(house, "sam") as later:
        later.resumes(first)
        later.resumes(second)
        assert later.wire.expect("draft", conversation=first)["body"] == DRAFT
        assert later.wire.expect("draft", conversation=second)["body"] == ""
        [(sealed,)] = house.sql("SELECT body FROM chat_draft WHERE conversation_id = %s", first)
        assert DRAFT[:10].encode() not in bytes(sealed)

        sam.says(first, DRAFT)
        sam.wire.send("draft", conversation=first, body="")
        assert later.wire.expect("draft", conversation=first)["body"] == ""
    assert house.sql("SELECT count(*) FROM chat_draft WHERE conversation_id = %s", first) == [(0,)]
    amina.is_refused("draft", conversation=first, body="not mine")


def test_h17_a_console_that_died_between_sending_and_clearing_is_not_offered_the_same_words_again(
    house: House, sam: Desk
) -> None:
    conversation = sam.has(aisha(house))
    sam.wire.send("draft", conversation=conversation, body="are you safe there?\nand tomorrow")
    sam.wire.send("ping")
    sam.wire.expect("pong")
    sam.says(conversation, "are you safe there?")

    with desk_of(house, "sam") as later:
        later.resumes(conversation)

        assert later.wire.expect("draft", conversation=conversation)["body"] == "and tomorrow"


def test_a_note_reaches_who_has_the_chat_once_and_nobody_else(house: House, sam: Desk, amina: Desk) -> None:
    conversation = sam.has(aisha(house))
    client_id = str(uuid4())
    for _ in range(2):
        sam.wire.send("note", conversation=conversation, id=client_id, body="Lives with her nan.")

    assert sam.wire.expect("noted", id=client_id)["kind"] == "note"
    sam.wire.hears_nothing("noted", id=client_id)
    assert house.sql("SELECT count(*) FROM chat_staffnote WHERE client_id = %s", client_id) == [(1,)]
    amina.is_refused("note", conversation=conversation, id=str(uuid4()), body="hello")
    amina.is_refused("whisper", conversation=conversation, id=str(uuid4()), body="hello")
    sam.is_refused("whisper", conversation=conversation, id=str(uuid4()), body="only leads whisper")
    amina.wire.hears_nothing("noted", 0.2)


@pytest.mark.parametrize(
    ("given", "urgency"),
    [
        ({"thoughts": "yes"}, "soon"),
        ({"thoughts": "yes", "plan": "yes"}, "very_soon"),
        ({"thoughts": "yes", "plan": "yes", "means": "yes", "when": "later"}, "very_soon"),
        ({"thoughts": "yes", "plan": "yes", "means": "yes", "when": "within_48h"}, "now"),
        ({"safe_now": "no"}, "now"),
    ],
)
def test_answers_to_the_safety_questions_raise_urgency(
    house: House, sam: Desk, given: dict[str, str], urgency: str
) -> None:
    conversation = sam.has(aisha(house))

    sam.wire.send("safety", conversation=conversation, **{**ANSWERS, **given})

    assert sam.wire.expect("safety", conversation=conversation)["name"] == "Sam"
    sam.row(conversation, urgency=urgency)
    [(check, raised)] = house.sql(
        "SELECT check_name, urgency FROM moderation_flag WHERE conversation_id = %s", conversation
    )
    assert (check, raised) == ("counsellor.safety_answers", urgency)
    if urgency != "soon":
        house.wait_until(lambda: escalated(house, conversation), "a lead is called")


def escalated(house: House, conversation: int) -> bool:
    found = house.sql("SELECT count(*) FROM escalation_escalation WHERE conversation_id = %s", conversation)
    return found == [(1,)]


def test_answers_never_lower_and_are_only_taken_from_who_has_the_chat(house: House, sam: Desk, amina: Desk) -> None:
    conversation = sam.has(aisha(house))
    sam.wire.send("safety", conversation=conversation, **{**ANSWERS, "plan": "yes"})
    sam.row(conversation, urgency="very_soon")

    sam.wire.send("safety", conversation=conversation, **{**ANSWERS, "plan": "no", "thoughts": "no"})

    assert sam.wire.expect("safety", conversation=conversation, plan="no")
    assert sam.row(conversation)["urgency"] == "very_soon"
    assert house.sql("SELECT count(*) FROM chat_safetyanswers WHERE conversation_id = %s", conversation) == [(2,)]
    amina.is_refused("safety", conversation=conversation, **ANSWERS)
    sam.is_refused("safety", "not_readable", conversation=conversation, **{**ANSWERS, "plan": "perhaps"})


def test_every_answer_that_is_kept_may_be_said() -> None:
    assert get_args(get_args(Answer)[0]) == tuple(SafetyAnswers.Answer.values)
    assert get_args(get_args(When)[0]) == tuple(SafetyAnswers.When.values)


def test_help_rings_with_leads_at_once_and_with_everybody_after_a_minute_until_somebody_comes(
    house: House, sam: Desk, amina: Desk
) -> None:
    conversation = sam.has(aisha(house))
    with desk_of(house, "grace") as grace, desk_of(house, "okafor") as okafor:
        for _ in range(2):  # pressed twice is one call
            sam.wire.send("help", conversation=conversation)

        call = sam.wire.expect("help", conversation=conversation, mine=True)["call"]
        for lead in (grace, okafor):
            assert lead.wire.expect("help", call=call)["by"] == "Sam"
        amina.wire.hears_nothing("help")
        amina.is_refused("help_answered", call=call)

        house.sql("UPDATE chat_helpcall SET everybody_at = at WHERE id = %s", call)
        amina.wire.expect("help", call=call)
        amina.wire.send("help_answered", call=call)

        for desk in (sam, grace, amina):
            assert desk.wire.expect("help_over", call=call)["name"] == "Amina K."
        assert "Amina K." in grace.is_refused("help_answered", "not_yet", call=call)["text"]
    kinds = house.sql(
        "SELECT kind, by_id FROM chat_conversationevent WHERE conversation_id = %s AND kind LIKE '%%help%%'"
        " ORDER BY id",
        conversation,
    )
    assert kinds == [("called_for_help", sam.staff), ("help_came", amina.staff)]
    amina.is_refused("help", conversation=conversation)
