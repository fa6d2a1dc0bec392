"""H23: a full referral, from an escalation to paper and to the answer, by a lead at a desk. Looked at everywhere."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.story import DESK, IN_DANGER, PHONE, start_chat, write
from tests.pages.test_escalation_working import look_at
from tests.pages.test_keyboard import press

SHARED = {"names", "birth", "where_now", "what", "own_words", "told", "referrer"}
OWN_WORDS = "i took a load of my nans heart tablets"


def test_h23_okafor_refers_to_a_council_prints_it_and_writes_down_the_answer(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page], empty_queue: None
) -> None:
    number = an_escalation(house, start_chat(new_page(**PHONE), house))
    okafor, found = signed_in("okafor"), []
    council = a_council(okafor, house, f"Northmoor {number}", found)
    okafor.goto(f"{house.base_url}/escalations/{number}/")
    press(okafor, okafor.get_by_role("button", name="Acknowledge: I have this"))
    press(okafor, okafor.get_by_role("link", name="Refer, and what was shared with whom"))

    press(okafor, okafor.get_by_role("button", name="Begin", exact=True))
    expect(okafor.get_by_text("Choose what kind of referral it is.").first).to_be_visible()
    okafor.get_by_label("Children’s social care").check()
    okafor.get_by_label("Which council?").select_option(label=council)
    look(okafor, "list", found)
    press(okafor, okafor.get_by_role("button", name="Begin", exact=True))
    okafor.get_by_label("Who did you speak to?").fill("Priti, at the front door")
    okafor.get_by_label("Their reference").fill("NM-77")
    okafor.get_by_label("What did you tell them?").fill("Tablets an hour ago, and that nobody is at home.")
    okafor.get_by_label("To save a life").first.check()
    look(okafor, "begun", found)
    press(okafor, okafor.get_by_role("button", name="I phoned them"))
    expect(okafor.get_by_text("spoke to Priti, at the front door")).to_be_visible()

    fills_in(okafor, found)
    chooses_what_leaves(okafor, found)
    expect(okafor.get_by_label("What the receiver sees")).to_contain_text(OWN_WORDS)
    expect(okafor.get_by_label("What the receiver sees")).not_to_contain_text("Kayleigh")
    look(okafor, "preview", found)
    press(okafor, okafor.get_by_role("button", name="Send exactly this"))
    expect(okafor.get_by_role("heading", name="Sent")).to_be_visible()

    prints(okafor, found)
    okafor.get_by_label("Threshold not met", exact=False).check()
    okafor.get_by_label("What did they say, and who?").fill("Priti: early help at most.")
    press(okafor, okafor.get_by_role("button", name="Write down their answer"))
    expect(okafor.get_by_text("“Threshold not met” is no end", exact=False).first).to_be_visible()
    okafor.get_by_label("What is the young person offered next?").fill("A worker of ours calls on Monday.")
    press(okafor, okafor.get_by_role("button", name="Write down their answer"))
    expect(okafor.get_by_role("heading", name="What they are offered next")).to_be_visible()
    press(okafor, okafor.locator("summary", has_text="Call it back").first)
    look(okafor, "answered", found)
    okafor.get_by_label("Why is it called back?").first.fill("It went to the wrong team.")
    press(okafor, okafor.get_by_role("button", name="Call it back, and make the notice").first)
    expect(okafor.get_by_role("heading", name="Please delete what we shared")).to_be_visible()
    look(okafor, "notice", found)
    okafor.goto(f"{house.base_url}/escalations/{number}/")
    expect(okafor.locator("[data-fresh=timeline]")).to_contain_text("sent the written referral")
    press(okafor, okafor.locator("summary", has_text="Write what they are told"))
    look(okafor, "telling", found)

    assert found == [], "\n" + "\n".join(found)


def look(page: Page, name: str, found: list[str]) -> None:
    """Each page has been looked at; these four hold all the shapes, and are looked at each time."""
    if name in {"form", "preview", "print", "telling"} or "PICTURES_OF_ESCALATIONS" in os.environ:
        look_at(page, name, found)


def an_escalation(house: House, aisha: Page) -> int:
    write(aisha, IN_DANGER)
    [(chat,)] = house.sql("SELECT max(id) FROM chat_conversation")
    query = "SELECT id FROM escalation_escalation WHERE conversation_id = %s"
    house.wait_until(lambda: bool(house.sql(query, chat)), "it is escalated", seconds=20)
    return int(house.sql(query, chat)[0][0])


def a_council(lead: Page, house: House, name: str, found: list[str]) -> str:
    lead.goto(f"{house.base_url}/escalations/directory/new/")
    lead.get_by_label("Name", exact=True).fill(name)
    lead.get_by_label("England").check()
    lead.get_by_label("Number in office hours").fill("01632 960001")
    lead.get_by_label("Number out of hours").fill("01632 960002")
    press(lead, lead.get_by_role("button", name="Save"))
    expect(lead.get_by_role("heading", name=name)).to_be_visible()
    look(lead, "directory", found)
    return name


def fills_in(lead: Page, found: list[str]) -> None:
    """Everything is answered, if only by "not known"; what the program knew is there already."""
    press(lead, lead.get_by_role("link", name="The form"))
    expect(lead.get_by_role("heading", name="The form")).to_be_visible()
    own_words = lead.locator("#f-own_words")
    expect(own_words).to_have_value(re.compile(OWN_WORDS))
    lead.get_by_role("textbox", name="Brothers and sisters").fill("Kayleigh, six")
    for group in lead.locator(".field[role=group]").all():
        words = group.locator("textarea")
        if words.input_value():
            continue
        if words.get_attribute("name") in {"words-where_now", "words-what"}:
            words.fill("At home in Northmoor, alone, with tablets taken an hour ago.")
        else:
            group.get_by_label("Not known").check()
    look(lead, "form", found)
    press(lead, lead.get_by_role("button", name="Save, and choose what leaves"))


def chooses_what_leaves(lead: Page, found: list[str]) -> None:
    expect(lead.get_by_role("heading", name="What leaves")).to_be_visible()
    ticks = lead.locator("input[name=leaves]")
    assert ticks.count() > len(SHARED)
    assert lead.locator("input[name=leaves]:checked").count() == 0
    for name in SHARED:
        lead.locator(f"input[name=leaves][value={name}]").check()
    lead.get_by_label("To save a life").first.check()
    lead.get_by_label("How is it sent?").select_option("by their secure form")
    look(lead, "leaves", found)
    press(lead, lead.get_by_role("button", name="See it as they will"))
    expect(lead.get_by_role("heading", name="As they will see it")).to_be_visible()


def prints(lead: Page, found: list[str]) -> None:
    """The page to print, and what Chromium makes of it on A4."""
    lead.get_by_role("link", name="Page to print").click()
    expect(lead.get_by_role("heading", name="Referral of a young person")).to_be_visible()
    look(lead, "print", found)
    paper = lead.pdf(prefer_css_page_size=True, print_background=False)
    assert paper.startswith(b"%PDF")
    if folder := os.environ.get("PICTURES_OF_ESCALATIONS"):
        (Path(folder) / "paper.pdf").write_bytes(paper)
    lead.set_viewport_size(DESK["viewport"])
    lead.get_by_role("link", name="Back to the referral").click()
