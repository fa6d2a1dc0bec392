"""A lead works on an escalation at 3 am: takes the next one, records a call, asks, decides. Looked at everywhere."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import DESK, IN_DANGER, PHONE, SMALL_PHONE, decide, start_chat, write
from tests.pages.test_keyboard import press, tab_to


def test_okafor_works_on_one_by_keyboard_and_decides(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page], empty_queue: None
) -> None:
    aisha = start_chat(new_page(**PHONE), house)
    write(aisha, IN_DANGER)
    [(chat,)] = house.sql("SELECT max(id) FROM chat_conversation")
    query = "SELECT id FROM escalation_escalation WHERE conversation_id = %s"
    house.wait_until(lambda: bool(house.sql(query, chat)), "it is escalated", seconds=20)
    number = house.sql(query, chat)[0][0]
    okafor, found = signed_in("okafor"), []
    okafor.goto(f"{house.base_url}/escalations/{number}/")
    press(okafor, okafor.get_by_role("button", name="Acknowledge: I have this"))
    look_at(okafor, "acknowledged", found)

    press(okafor, okafor.locator("summary", has_text="Put on the scale"))
    okafor.get_by_label("Whose answer is it?").select_option("The young person")
    tab_to(okafor, okafor.get_by_role("radio", name="0", exact=True))
    okafor.keyboard.press("ArrowRight")
    okafor.keyboard.press("ArrowRight")
    press(okafor, okafor.get_by_role("button", name="Write it down").first)
    expect(okafor.locator(".scale__number")).to_have_text(["2"])

    press(okafor, okafor.locator("summary", has_text="Write down what is known"))
    okafor.get_by_label("What are we worried about?").fill("She took tablets an hour ago.")
    okafor.get_by_label("The young person’s own words").fill("i took a load")
    press(okafor, okafor.get_by_role("button", name="Keep this"))
    expect(okafor.locator("#errors")).to_contain_text("Choose the level of need")
    look_at(okafor, "refused", found)
    okafor.get_by_label("Level of need").select_option("Child protection: significant harm")
    press(okafor, okafor.get_by_role("button", name="Keep this"))
    expect(okafor.get_by_role("heading", name="In their own words")).to_be_visible()

    press(okafor, okafor.locator("summary", has_text="Record a 999 call"))
    okafor.get_by_label("Ambulance", exact=True).check()
    okafor.get_by_label("Their number for this incident").fill("NW-4471")
    okafor.get_by_label("What they were told").fill("Heart tablets, an hour ago. She answers in the chat.")
    look_at(okafor, "call", found)
    press(okafor, okafor.get_by_role("button", name="Record the call"))
    expect(okafor.get_by_role("heading", name="Did help arrive?")).to_be_visible()

    decide(okafor)
    press(okafor, okafor.get_by_role("button", name="Record decision"))
    expect(okafor.get_by_role("heading", name="Decided: Emergency services")).to_be_visible()
    look_at(okafor, "decided", found)
    okafor.get_by_label("Yes: somebody is with them").check()
    okafor.get_by_label("Who told you, how are they").fill("The control room: the crew is with her, awake.")
    press(okafor, okafor.get_by_role("button", name="Write it down").last)
    expect(okafor.get_by_role("heading", name="They were reached")).to_be_visible()
    press(okafor, okafor.locator("summary", has_text="Close").first)
    okafor.get_by_label("How did it end").fill("In hospital, with her aunt.")
    press(okafor, okafor.get_by_role("button", name="Close it"))
    expect(okafor.get_by_role("heading", name="This is closed")).to_be_visible()
    okafor.goto(f"{house.base_url}/escalations/second-looks/")
    look_at(okafor, "second looks", found)
    okafor.goto(f"{house.base_url}/escalations/")
    look_at(okafor, "list", found)
    okafor.goto(f"{house.base_url}/escalations/{number}/chronology/")
    look_at(okafor, "record asked", found)
    okafor.get_by_label("What is it for? Which review, and who asked").fill("Review 12 of the county")
    press(okafor, okafor.get_by_role("button", name="Show it, to print"))
    expect(okafor.get_by_text("In hospital, with her aunt.")).to_be_visible()
    look_at(okafor, "record", found)

    assert found == [], "\n" + "\n".join(found)


def look_at(page: Page, name: str, found: list[str]) -> None:
    """Light and dark, at a desk and on the smallest phone; nothing to scroll sideways; pictures where somebody asks."""
    folder = os.environ.get("PICTURES_OF_ESCALATIONS")
    for size, scheme in ((DESK, "light"), (DESK, "dark"), (SMALL_PHONE, "light"), (SMALL_PHONE, "dark")):
        page.set_viewport_size(size["viewport"])
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        width = size["viewport"]["width"]
        if scheme == "dark":
            found += [f"{name}, {width}: {one}" for one in violations(page)]
        if page.evaluate("document.scrollingElement.scrollWidth") > width:
            found.append(f"{name}: too wide at {width}")
        if folder:
            page.screenshot(path=Path(folder) / f"{name.replace(' ', '-')}-{width}-{scheme}.png", full_page=True)
    page.set_viewport_size(DESK["viewport"])
    page.emulate_media(color_scheme="light")
