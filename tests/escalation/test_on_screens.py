"""What consoles that are open, or open later, are told of an escalation: over real sockets."""

from uuid import uuid4

import pytest

from chat.console.board import mine_frame
from escalation.decide import acknowledge, decide
from escalation.models import Decision, Escalation
from rota.models import StaffMember
from tests.chat.doors import AtADoor, aisha_at_the_door
from tests.escalation.words import reasons
from tests.house import House
from tests.pages.story import IN_DANGER, password_of
from tests.people import YoungWriter
from tests.stories.conftest import empty_queue
from tests.visitor import Visitor
from tests.wire import Wire

__all__ = ["empty_queue"]


@pytest.fixture
def okafor(house: House) -> Visitor:
    return house.visitor().signs_in("okafor@demo.example", password_of(house))


@pytest.fixture
def at_the_door(house: House, empty_queue: None) -> AtADoor:
    return aisha_at_the_door(house, IN_DANGER)


@pytest.fixture
def number(house: House, at_the_door: AtADoor) -> int:
    """Of the escalation that Aisha's words have opened, and that somebody was called about."""
    query = "SELECT id FROM escalation_escalation WHERE conversation_id = %s AND page_step > 0"
    house.wait_until(lambda: bool(house.sql(query, at_the_door.conversation)), "somebody is called", seconds=20)
    return int(house.sql(query, at_the_door.conversation)[0][0])


def told(wire: Wire, number: int, type: str = "page") -> int:
    return sum(frame["type"] == type and frame["escalation"] == number for frame in wire.heard)


def test_h12_a_page_made_before_somebody_looked_stands_on_every_screen_until_it_is_answered(
    house: House, okafor: Visitor, at_the_door: AtADoor, number: int
) -> None:
    [(handle,)] = house.sql("SELECT handle FROM chat_conversation WHERE id = %s", at_the_door.conversation)
    first = okafor.wire("/ws/console/")
    page = first.expect("page", escalation=number)
    assert (page["handle"], page["again"]) == (handle, False)
    first.expect("queue")
    first.send("ping")
    first.expect("pong")
    first.hears_nothing("page", escalation=number)
    first.close()

    tabs = [okafor.wire("/ws/console/") for _tab in range(2)]
    for tab in tabs:
        tab.expect("page", escalation=number)
    okafor.post(f"/escalations/{number}/acknowledgement/", {})

    for tab in tabs:
        tab.expect("page_over", escalation=number)
        assert (told(tab, number), told(tab, number, "page_over")) == (1, 1)
    okafor.wire("/ws/console/").hears_nothing("page", escalation=number)


def test_h12_what_comes_after_the_acknowledgement_reaches_the_lead_at_once(
    house: House, okafor: Visitor, at_the_door: AtADoor, number: int
) -> None:
    okafor.post(f"/escalations/{number}/acknowledgement/", {})
    okafor.get(f"/escalations/{number}/")
    screen = okafor.wire("/ws/console/")
    screen.expect("queue")

    page = at_the_door.opens()
    at_the_door.resumes(page)
    page.send("say", id=str(uuid4()), body="he is going to kill me when he gets home tonight")

    raised = screen.expect("page", escalation=number, again=True, timeout=20)
    assert raised["for_you"] is True
    okafor.get(f"/escalations/{number}/")
    screen.expect("page_over", escalation=number)


def test_the_counsellor_is_told_what_was_decided_and_not_why(
    escalation: Escalation, aisha: YoungWriter, sam: StaffMember, lena: StaffMember, marc: StaffMember
) -> None:
    aisha.is_taken_by(sam)

    def shown() -> tuple[str, str, str]:
        [row] = mine_frame(sam).conversations
        assert row.escalation is not None
        return row.escalation.state, row.escalation.decided_by, row.escalation.outcome

    assert shown() == ("opened", "", "")
    acknowledge(escalation, acknowledged_by=lena)
    assert shown() == ("acknowledged", "", "")
    nothing = reasons(outcome=Decision.Outcome.NO_FURTHER_ACTION)
    decide(escalation, **nothing, decided_by=lena)
    assert shown() == ("second_review", "Lena", "No further action (a second lead must agree)")
    decide(escalation, **nothing, decided_by=marc)
    assert shown() == ("decided", "Marc", "No further action")
    decide(escalation, **reasons(), decided_by=lena)
    assert shown() == ("decided", "Lena", "Emergency services, with their agreement")
