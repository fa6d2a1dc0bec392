"""Sam has the chat and may not read the escalation: he says that he sees it differently, and it is settled."""

import os
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import DESK, IN_DANGER, PHONE, SMALL_PHONE, start_chat, take_next, write
from tests.pages.test_escalation_working import look_at
from tests.pages.test_keyboard import press, tab_to


def test_sam_differs_with_okafor_who_answers_and_they_agree(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page], empty_queue: None
) -> None:
    aisha = start_chat(new_page(**PHONE), house)
    write(aisha, IN_DANGER)
    [(chat,)] = house.sql("SELECT max(id) FROM chat_conversation")
    query = "SELECT id FROM escalation_escalation WHERE conversation_id = %s"
    house.wait_until(lambda: bool(house.sql(query, chat)), "it is escalated", seconds=20)
    number, found = house.sql(query, chat)[0][0], []
    okafor = signed_in("okafor")
    okafor.goto(f"{house.base_url}/escalations/{number}/")
    okafor.get_by_role("button", name="Acknowledge: I have this").click()
    sam = signed_in("sam")
    sam.goto(f"{house.base_url}/console/")
    take_next(sam)

    there = sam.get_by_role("link", name="I see it differently")
    expect(there).to_have_attribute("href", f"/escalations/{number}/dissents/")
    sam.goto(f"{house.base_url}/escalations/{number}/dissents/")
    press(sam, sam.get_by_role("button", name="I see it differently"))
    expect(sam.locator("#errors")).to_contain_text("Say what you see differently")
    look(sam, "dissent refused", found)
    tab_to(sam, sam.get_by_label("What do you see differently, and what would you do?"))
    sam.keyboard.type("She is alone until six. I would call the ambulance now.")
    press(sam, sam.get_by_role("button", name="I see it differently"))
    expect(sam.get_by_text("Stage 1 of 4: talk with whoever decided.")).to_be_visible()

    okafor.goto(f"{house.base_url}/escalations/{number}/")
    expect(okafor.get_by_role("heading", name="A difference of opinion has come to you")).to_be_visible()
    expect(okafor.locator(f"[data-escalation='{number}']")).to_contain_text("seen differently")
    okafor.locator("summary", has_text="Policy of differences of opinion").click()
    look(okafor, "dissent on the escalation", found)
    okafor.get_by_role("link", name="differs with").first.press("Enter")  # the rows of the list are many by Tab
    okafor.get_by_label("What do you think, and what would you do?").fill("You are right: I call them now.")
    press(okafor, okafor.get_by_role("button", name="Answer"))
    expect(okafor.get_by_text("answered, not settled")).to_be_visible()

    sam.reload()
    press(sam, sam.locator("summary", has_text="We agree"))
    sam.get_by_label("What did you agree, and with whom?").fill("With Okafor: the ambulance, now.")
    look(sam, "dissent answered", found)
    press(sam, sam.get_by_role("button", name="We agree"))
    expect(sam.get_by_text("Settled").first).to_be_visible()
    sam.goto(f"{house.base_url}/escalations/dissents/")
    look(sam, "dissents mine", found)
    okafor.goto(f"{house.base_url}/staff/policy/differences-of-opinion/")
    press(okafor, okafor.get_by_role("button", name="I have read this version"))
    expect(okafor.get_by_text("You read this version on")).to_be_visible()
    look(okafor, "policy", found)
    okafor.goto(f"{house.base_url}/staff/policy/differences-of-opinion/readers/")
    look(okafor, "policy readers", found)

    assert found == [], "\n" + "\n".join(found)


def look(page: Page, name: str, found: list[str]) -> None:
    """Once, on the smallest phone in the dark; everywhere where somebody asks for pictures."""
    if os.environ.get("PICTURES_OF_ESCALATIONS"):
        return look_at(page, name, found)
    width = SMALL_PHONE["viewport"]["width"]
    page.set_viewport_size(SMALL_PHONE["viewport"])
    page.emulate_media(color_scheme="dark")
    found += [f"{name}: {one}" for one in violations(page)]
    if page.evaluate("document.scrollingElement.scrollWidth") > width:
        found.append(f"{name}: too wide")
    page.set_viewport_size(DESK["viewport"])
    return None
