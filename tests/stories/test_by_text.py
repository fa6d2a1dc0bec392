"""Somebody has no data, only texts: from a phone to a counsellor, to a lead, and an answer that arrives."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.story import DESK, PHONE, answer, sign_in, take_next

DANGER = "i took some of my mums tablets"
ANSWER = "Thank you for telling us. Is somebody with you right now?"


@pytest.fixture
def phone(house: House, new_page: Callable[..., Page]) -> Page:
    """The first practice phone: the carrier's API, its webhooks and its reports are real HTTP between processes."""
    page = new_page(**PHONE)
    page.goto(f"{house.base_url}/practice-phone/")
    return page


@pytest.mark.usefixtures("empty_queue")
def test_a_text_reaches_a_counsellor_and_the_answer_the_phone(
    house: House, new_page: Callable[..., Page], phone: Page
) -> None:
    sam, okafor = (sign_in(new_page(**DESK), house, name) for name in ("sam", "okafor"))
    screen = phone.locator("#phone-1")

    # 1. A text comes in as the carrier brings it, signed; a first automatic answer goes out.
    phone.get_by_label("Write a text on Phone 1").fill(DANGER)
    screen.get_by_role("button", name="Send", exact=True).click()
    expect(screen.locator(".text--phone", has_text=DANGER).last.locator(".text__state")).to_have_text("Handed over")

    # 2. Read at once like any other words: flagged, escalated, first in the queue.
    row = okafor.locator(".row").filter(has_text="medicine taken").first
    expect(row).to_be_visible()
    take_next(sam)
    expect(sam.get_by_role("log")).to_contain_text(DANGER)
    expect(sam.locator("mark", has_text="took some of my mums tablets").first).to_be_visible()
    [(conversation, channel, urgency)] = house.sql(
        "SELECT c.id, c.channel, c.urgency FROM chat_conversation c JOIN rota_staffmember s ON s.id = c.owner_id"
        " WHERE c.ended_at IS NULL AND s.name = 'Sam' ORDER BY c.id DESC LIMIT 1"
    )
    assert (channel, urgency) == ("sms", "now")
    escalations = "SELECT count(*) FROM escalation_escalation WHERE conversation_id = %s AND urgency = 'now'"
    assert house.sql(escalations, conversation) >= [(1,)]

    # 3. The answer is a text, and what became of it comes back to the counsellor.
    answer(sam, ANSWER)
    there = screen.locator(".text--us", has_text=ANSWER).last
    expect(there).to_be_visible()
    expect(there.locator(".text__state")).to_have_text("Delivered", timeout=15_000)
    expect(sam.locator(".said--you", has_text=ANSWER).last).to_contain_text("Arrived", timeout=15_000)
    [(state, error)] = house.sql(
        "SELECT o.state, o.error_code FROM chat_outgoingtext o JOIN chat_message m ON m.id = o.message_id"
        " WHERE m.conversation_id = %s AND m.by = 'counsellor' ORDER BY m.place DESC LIMIT 1",
        conversation,
    )
    assert (state, error) == ("delivered", None)
