"""A lead has it, and more comes: told at once, in place, without losing what they type; and then it ends."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.story import DESK, PHONE, decide, sign_in, start_chat, take_next, write

DANGER = "i took some of my mums tablets"
MORE = "he is going to kill me when he gets home tonight"
TYPED = "I am half way through this sentence"


@pytest.mark.usefixtures("empty_queue")
def test_what_comes_later_reaches_the_lead_and_what_is_decided_the_counsellor(
    house: House, new_page: Callable[..., Page]
) -> None:
    sam = sign_in(new_page(**DESK), house, "sam")
    aisha = start_chat(new_page(**PHONE), house, "hello")
    take_next(sam)
    write(aisha, DANGER)
    expect(sam.get_by_text("A safeguarding lead is being called")).to_be_visible()

    # Somebody who signs in later sees that a lead is needed, and so does a page that is loaded again.
    okafor = sign_in(new_page(**DESK), house, "okafor")
    banner = okafor.locator(".banner--page").filter(has_text="medicine taken")
    expect(banner).to_be_visible()
    okafor.reload()
    expect(banner).to_have_count(1)
    other_tab = okafor.context.new_page()
    other_tab.goto(okafor.url)
    there = other_tab.locator(".banner--page")
    expect(there).to_have_count(okafor.locator(".banner--page").count())
    waiting = there.filter(has_text="medicine taken")
    expect(waiting).to_be_visible()
    banner.get_by_role("link", name="Open the escalation").click()
    okafor.get_by_role("button", name="Acknowledge").click()
    expect(waiting).to_have_count(0)
    expect(okafor.locator(".banner--page").filter(has_text="needs a safeguarding lead")).to_have_count(0)

    # More comes while they write: said on every page of theirs, and the open one shows it by itself.
    okafor.get_by_label("Refer to children").check()
    why = okafor.get_by_label("Why", exact=True)
    why.fill(TYPED)
    write(aisha, MORE)
    again = okafor.locator(".banner--page.banner--mine").filter(has_text="Raised again:")
    expect(again).to_be_visible(timeout=15_000)
    expect(other_tab.locator(".banner--page").filter(has_text="Raised again:")).to_be_visible()
    timeline = okafor.locator("[data-fresh=timeline] .timeline")
    expect(timeline).to_contain_text("Raised again by the system", timeout=15_000)
    expect(okafor.locator(".chosen__news[role=status]")).to_contain_text("New:")
    expect(okafor.locator(".own-words").filter(has_text="kill me")).to_be_visible()
    expect(why).to_have_value(TYPED)
    expect(why).to_be_focused()
    expect(okafor.get_by_label("Refer to children")).to_be_checked()
    okafor.reload()
    expect(okafor.locator(".banner--page").filter(has_text="Raised again:")).to_have_count(0)
    expect(other_tab.locator(".banner--page").filter(has_text="Raised again:")).to_have_count(0)

    # What was decided, and not why, stands with the counsellor; then the lead ends the chat.
    decide(okafor)
    okafor.get_by_role("button", name="Record decision").click()
    expect(
        sam.get_by_text("Decided by R. Okafor: Emergency services, with their agreement.", exact=True)
    ).to_be_visible()
    okafor.get_by_text("End this chat").first.click()
    okafor.get_by_label("Why does it end").fill("The crew is with her.")
    okafor.get_by_label("I am sure").check()
    okafor.get_by_role("button", name="End this chat").click()
    expect(timeline).to_contain_text("R. Okafor ended the chat")
    expect(sam.get_by_text("This chat has ended").first).to_be_visible()
    expect(aisha.get_by_role("heading", name="This chat has ended")).to_be_visible()
