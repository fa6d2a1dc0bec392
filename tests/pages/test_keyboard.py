"""Everything by keyboard alone; and no plain letter ever does anything while somebody types."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.house import House
from tests.pages.story import BEYOND, DESK, IN_DANGER, PHONE, nothing_beyond, start_chat, take_next, write

MOST_STOPS = 60
RING = """() => {
    const at = document.activeElement.closest(".choice") ?? document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    return outlineStyle === "solid" && parseFloat(outlineWidth) >= 3;
}"""


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Goes on until it is reached. Wherever the focus is on the way, one can see it."""
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            assert page.evaluate(RING), f"no ring around {target}"
            return
    raise AssertionError(f"{target} cannot be reached with {key}")


def press(page: Page, target: Locator) -> None:
    tab_to(page, target)
    page.keyboard.press("Enter")


def test_a_young_person_starts_writes_hides_and_leaves(house: House, new_page: Callable[..., Page]) -> None:
    page = new_page(**DESK)
    nothing_beyond(page, house)
    page.goto(house.base_url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Exit this page").first).to_be_focused()  # the way out comes first

    tab_to(page, page.get_by_label("What is on your mind?"))
    page.keyboard.type("typed and not touched")
    press(page, page.locator("summary"))
    tab_to(page, page.get_by_label("What can we call you?"))
    page.keyboard.type("Robin")
    press(page, page.get_by_role("button", name="Start"))
    expect(page.get_by_role("heading", name="You are in the queue")).to_be_visible()

    tab_to(page, page.get_by_label("Write a message"))
    page.keyboard.type("one line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("and another")
    page.keyboard.press("Enter")
    expect(page.locator(".message--you").last).to_contain_text("one line\nand another")
    expect(page.get_by_label("Write a message")).to_be_focused()

    press(page, page.get_by_role("button", name="Hide words"))
    expect(page.get_by_text("typed and not touched")).to_be_hidden()
    page.keyboard.press("Space")
    expect(page.get_by_text("typed and not touched")).to_be_visible()

    tab_to(page, page.get_by_role("link", name="Exit this page").last, "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_title(BEYOND)


def test_i_am_not_safe_leads_to_help_that_is_on_the_page(house: House, new_page: Callable[..., Page]) -> None:
    page = start_chat(new_page(**DESK), house)

    press(page, page.get_by_role("link", name="I am not safe now"))

    expect(page.locator("#danger")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Call 999").first).to_be_focused()


@pytest.mark.usefixtures("empty_queue")
def test_a_counsellor_takes_answers_and_escalates(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page]
) -> None:
    sam = signed_in("sam")
    start_chat(new_page(**PHONE), house, "is this really free")
    start_chat(new_page(**PHONE), house, "hello")
    expect(sam.locator("[data-part=waiting-count]")).to_have_text("2")
    sam.keyboard.press("Alt+n")
    reply = sam.get_by_role("textbox", name="To")
    expect(reply).to_be_focused()
    sam.keyboard.press("Alt+n")
    expect(sam.locator(".mine__row")).to_have_count(2)
    expect(reply).to_be_focused()
    handle = sam.locator("[data-part=to]").inner_text()

    # Another chat, and back.
    sam.keyboard.press("Alt+ArrowDown")
    expect(sam.locator("[data-part=to]")).not_to_have_text(handle)
    sam.keyboard.press("Alt+ArrowUp")
    expect(sam.locator("[data-part=to]")).to_have_text(handle)

    letters = "nexar? NEXAR yes, n and e do nothing here"
    sam.keyboard.type(letters)
    expect(sam.get_by_role("dialog")).to_have_count(0)
    expect(sam.locator(".mine__row")).to_have_count(2)
    sam.keyboard.press("Control+Enter")
    expect(sam.locator(".said--you", has_text=letters)).to_be_visible()
    expect(reply).to_be_focused()

    escalate_by_keyboard(sam)
    expect(reply).to_be_focused()
    [(urgency, state)] = house.sql(
        "SELECT e.urgency, e.state FROM escalation_escalation e JOIN chat_conversation c ON c.id = e.conversation_id"
        " WHERE c.handle = %s ORDER BY e.id DESC LIMIT 1",
        handle,
    )
    assert (urgency, state) == ("very_soon", "opened")


def escalate_by_keyboard(sam: Page) -> None:
    sam.keyboard.press("Alt+e")
    dialog = sam.get_by_role("dialog", name="Escalate")
    why = dialog.get_by_label("Why?")
    expect(dialog).to_be_visible()
    tab_to(sam, why)
    sam.keyboard.type("not sure yet, e or n")
    sam.keyboard.press("Alt+n")  # nothing behind the dialog acts
    sam.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    sam.keyboard.press("Alt+e")
    expect(why).to_have_value("not sure yet, e or n")  # what was typed is not lost by going back

    press(sam, dialog.get_by_role("button", name="Escalate now"))
    expect(dialog).to_be_visible()  # nothing is preselected, so nothing goes without a choice
    tab_to(sam, dialog.get_by_label("in danger at this moment"))
    sam.keyboard.press("ArrowDown")
    expect(dialog.get_by_label("today, and before this chat ends")).to_be_checked()
    press(sam, dialog.get_by_role("button", name="Escalate now"))
    expect(dialog).to_be_hidden()


def test_the_list_of_keys_opens_by_its_key(signed_in: Callable[..., Page]) -> None:
    sam = signed_in("sam")

    sam.keyboard.press("?")
    expect(sam.get_by_role("dialog", name="Keys")).to_be_visible()
    sam.keyboard.press("Enter")
    expect(sam.get_by_role("dialog", name="Keys")).to_be_hidden()


@pytest.mark.usefixtures("empty_queue")
def test_a_lead_acknowledges_and_decides(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page]
) -> None:
    sam, okafor, hollis = signed_in("sam"), signed_in("okafor"), signed_in("hollis")
    aisha = start_chat(new_page(**PHONE), house, "hi")
    take_next(sam)
    write(aisha, IN_DANGER)
    handle = sam.locator("[data-part=to]").inner_text()
    for lead in (okafor, hollis):
        expect(lead.locator(".banner--page", has_text=handle)).to_be_visible()

    press(okafor, okafor.locator(".row", has_text=handle))
    press(okafor, okafor.get_by_role("button", name="Acknowledge"))
    expect(okafor.get_by_text("Acknowledged by R. Okafor")).to_be_visible()
    decide_by_keyboard(okafor)
    expect(okafor.get_by_role("heading", name="Decided: Refer to children's social care")).to_be_visible()
    # The other lead is not called any more: the list says so, at the latest when it looks again.
    expect(hollis.locator(".banner--page", has_text=handle)).to_have_count(0, timeout=15_000)


def decide_by_keyboard(lead: Page) -> None:
    press(lead, lead.get_by_role("button", name="Record decision"))
    expect(lead.get_by_role("alert").filter(has_text="Nothing is recorded yet.")).to_be_focused()
    press(lead, lead.get_by_role("link", name="Say why."))
    expect(lead.get_by_label("Why", exact=True)).to_be_focused()
    lead.keyboard.type("She has taken tablets.")
    tab_to(lead, lead.locator("input[name=outcome]").last, "Shift+Tab")
    for _ in range(3):  # round to the first, and on to the third
        lead.keyboard.press("ArrowDown")
    tab_to(lead, lead.get_by_label("What does this do for the child?"))
    lead.keyboard.type("She is seen tonight.")
    tab_to(lead, lead.get_by_label("What else could be done?"))
    lead.keyboard.type("Her aunt could come, and cannot before noon.")
    tab_to(lead, lead.get_by_label("What was shared, and with whom?"))
    lead.keyboard.type("What she took and when, with the children's team.")
    tab_to(lead, lead.get_by_label("On which ground was it shared?"))
    lead.keyboard.press("ArrowDown")
    told, parent = (
        lead.get_by_role("group", name=re.compile(name)) for name in ("young person told", "parent or carer")
    )
    tab_to(lead, told.get_by_label("Yes", exact=True))
    lead.keyboard.press("Space")
    tab_to(lead, lead.get_by_label("They were told in another way"))
    lead.keyboard.press("Space")
    tab_to(lead, parent.get_by_label("Yes", exact=True))
    lead.keyboard.press("ArrowDown")  # no: now it asks why
    tab_to(lead, lead.get_by_label("Why was no parent or carer told?"))
    lead.keyboard.type("Not safe yet.")
    tab_to(lead, lead.get_by_label("Review on"))
    lead.keyboard.type("01022030")
    press(lead, lead.get_by_role("button", name="Record decision"))
