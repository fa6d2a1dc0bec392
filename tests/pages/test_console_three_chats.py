"""Three chats at one desk: nothing goes to the wrong person, nothing is lost, and help is one key away (H16, H17)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import PHONE, answer, start_chat, take_next, write
from tests.pages.test_keyboard import press, tab_to

SECRET = "marmalade: ask her about tonight"


@pytest.fixture
def three(house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page], empty_queue: None):
    """Sam has three young people, in the order in which they came."""
    young = [start_chat(new_page(**PHONE), house, f"hello from number {n}") for n in (1, 2, 3)]
    sam = signed_in("sam")
    for _ in young:
        take_next(sam)
    return sam, young


def rows(sam: Page) -> Locator:
    return sam.locator("[data-part=mine] .mine__row")


def to(sam: Page, n: int) -> str:
    """Opens the n-th chat, and gives its name."""
    rows(sam).nth(n).click()
    name = rows(sam).nth(n).locator("[data-part=name]").inner_text()
    expect(sam.locator("[data-part=to]")).to_have_text(name)
    return name


def test_h17_each_chat_keeps_its_own_draft_and_colour_here_and_on_any_other_console(
    house: House, three: tuple[Page, list[Page]], signed_in: Callable[..., Page]
) -> None:
    sam, young = three
    reply = sam.locator("#reply")
    house.sql("DELETE FROM chat_draft")
    first = to(sam, 0)
    reply.press_sequentially("for the first")
    edge = sam.locator("[data-part=conversation]").get_attribute("data-colour")
    second = to(sam, 1)
    expect(reply).to_have_value("")
    expect(sam.locator("[data-part=conversation]")).not_to_have_attribute("data-colour", edge or "")
    expect(sam.get_by_role("button", name=f"Send to {second}")).to_be_visible()
    reply.press_sequentially("for the second")
    house.wait_until(lambda: house.sql("SELECT count(*) FROM chat_draft") == [(2,)], "both drafts are kept")

    # Words that come in elsewhere move neither the focus nor the chat in view.
    write(young[0], "are you there")
    expect(rows(sam).nth(0)).to_contain_text("1 unread")
    expect(reply).to_be_focused()
    expect(sam.locator("[data-part=to]")).to_have_text(second)

    elsewhere = signed_in("sam")
    elsewhere.goto(f"{house.base_url}/console/")
    for chat, name, words in ((0, first, "for the first"), (1, second, "for the second"), (2, "", "")):
        assert to(elsewhere, chat).endswith(name)
        expect(elsewhere.locator("#reply")).to_have_value(words)
    sam.reload()
    to(sam, 0)
    expect(reply).to_have_value("for the first")

    answer(sam, "for the first and sent")
    to(elsewhere, 0)
    expect(elsewhere.locator("#reply")).to_have_value("")
    expect(young[0].locator(".message", has_text="for the first and sent")).to_have_count(1)
    expect(young[1].locator(".message", has_text="for the")).to_have_count(0)
    house.wait_until(lambda: house.sql("SELECT count(*) FROM chat_draft") == [(1,)], "what was sent is no draft")


def test_h17_what_was_sent_can_be_taken_back_for_three_seconds_and_never_goes_twice(
    three: tuple[Page, list[Page]],
) -> None:
    sam, young = three
    reply = sam.locator("#reply")
    first = to(sam, 0)
    reply.fill("meant for somebody else")
    sam.keyboard.press("Control+Enter")
    expect(sam.get_by_text(re.compile(f"Goes to {first} in"))).to_be_visible()
    sam.keyboard.press("Escape")
    expect(reply).to_have_value("meant for somebody else")
    sam.keyboard.press("Control+Enter")
    sam.get_by_role("button", name="Undo").click()
    expect(reply).to_have_value("meant for somebody else")
    reply.fill("")
    expect(young[0].locator(".message", has_text="somebody else")).to_have_count(0)

    # It goes by itself, whichever chat is in view by then; once more sends at once; neither goes twice.
    reply.fill("this goes by itself")
    sam.keyboard.press("Control+Enter")
    to(sam, 1)
    expect(reply).to_have_value("")
    expect(young[0].locator(".message", has_text="this goes by itself")).to_have_count(1)
    expect(young[1].locator(".message", has_text="this goes by itself")).to_have_count(0)
    reply.fill("this goes at once")
    for _ in range(3):
        sam.keyboard.press("Control+Enter")
    expect(young[1].locator(".message", has_text="this goes at once")).to_have_count(1)
    expect(sam.locator(".said--you", has_text="this goes at once")).to_have_count(1)

    # The page dies while words are held: they were not sent, and stand in the box again.
    reply.fill("and then the page died")
    sam.keyboard.press("Control+Enter")
    sam.reload()
    to(sam, 1)
    expect(reply).to_have_value("and then the page died")
    expect(young[1].locator(".message", has_text="the page died")).to_have_count(0)


def test_h16_handing_over_reading_along_and_whispering_at_three_desks(
    three: tuple[Page, list[Page]], signed_in: Callable[..., Page]
) -> None:
    sam, young = three
    amina, grace = signed_in("amina"), signed_in("grace")
    name = to(sam, 0)

    grace.get_by_role("button", name=re.compile(f"^{name}")).click()
    expect(grace.get_by_text("You are reading along.")).to_be_visible()
    expect(grace.locator("#reply")).to_be_hidden()
    whisper = grace.get_by_label("Whisper to Sam")
    whisper.fill(SECRET)
    grace.get_by_role("button", name="Whisper to Sam").click()
    expect(sam.locator("[data-part=whispers]", has_text=SECRET)).to_be_visible()
    answer(sam, "Is tonight going to be alright?")
    expect(young[0].locator(".message", has_text="alright")).to_be_visible()
    assert "marmalade" not in young[0].content()
    young[0].reload()
    expect(young[0].locator(".message", has_text="alright")).to_be_visible()
    assert "marmalade" not in young[0].content()
    for page in (grace, sam):
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page) == []
        page.emulate_media(color_scheme="light")

    by_keyboard(sam, name)
    expect(rows(sam).nth(0)).to_contain_text("Handing over to Amina K.")
    offer = amina.locator(".offer", has_text=name)
    expect(offer).to_contain_text("Scared to go home")
    assert violations(amina) == []
    offer.get_by_role("button", name="Accept").click()
    expect(amina.locator("[data-part=to]")).to_have_text(name)
    expect(amina.locator("[data-part=notes]")).to_contain_text("Scared to go home")
    expect(young[0].locator(".message", has_text="Amina is here now")).to_be_visible()
    expect(sam.locator("[data-part=ended]")).to_have_text("This chat has ended, or is with somebody else now.")
    answer(amina, "Hello, I am Amina.")
    expect(young[0].locator(".message", has_text="I am Amina")).to_be_visible()

    grace.get_by_role("button", name="Take over").click()
    expect(young[0].locator(".message", has_text="Grace is here now")).to_be_visible()
    expect(grace.locator("#reply")).to_be_visible()


def by_keyboard(sam: Page, name: str) -> None:
    """Help, and handing over with a note, without touching a mouse."""
    sam.locator("#reply").focus()
    sam.keyboard.press("Alt+h")
    expect(sam.get_by_text(f"Help was called for {name}.")).to_be_visible()
    sam.keyboard.press("Alt+o")
    dialog = sam.get_by_role("dialog", name="Hand over")
    expect(dialog).to_be_visible()
    assert violations(sam) == []
    press(sam, dialog.get_by_role("button", name="Hand over"))
    expect(dialog.get_by_role("alert")).to_contain_text("Choose whom")
    tab_to(sam, dialog.get_by_label("Anybody who has room"))
    for _ in range(4):
        if dialog.get_by_label("Amina K.").is_checked():
            break
        sam.keyboard.press("ArrowDown")
    expect(dialog.get_by_label("Amina K.")).to_be_checked()
    tab_to(sam, dialog.get_by_label("What do they have to know?"))
    sam.keyboard.type("Scared to go home tonight.")
    press(sam, dialog.get_by_role("button", name="Hand over"))
    expect(dialog).to_be_hidden()


def test_ending_takes_two_steps_and_a_goodbye(three: tuple[Page, list[Page]]) -> None:
    sam, young = three
    to(sam, 2)
    sam.get_by_role("button", name="End chat").click()
    sam.get_by_role("dialog").get_by_role("button", name="Tell them").click()
    expect(young[2].locator(".message", has_text="about 10 minutes left")).to_be_visible()
    expect(rows(sam).nth(2)).to_contain_text("Ending")
    sam.get_by_role("button", name="Say how it ended").click()
    dialog = sam.get_by_role("dialog")
    dialog.get_by_label("We said goodbye").check()
    dialog.get_by_label("What was it about").fill("Exams.")
    dialog.get_by_role("button", name="End chat").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Say goodbye first.")
    dialog.get_by_role("button", name="Go back").click()
    answer(sam, "Goodbye, and write any time.")
    sam.get_by_role("button", name="Say how it ended").click()
    dialog.get_by_role("button", name="End chat").click()

    expect(sam.locator("[data-part=ended]")).to_have_text("This chat has ended.")


def test_less_urgent_is_said_by_a_person_with_a_reason_and_not_while_a_flag_asks_for_more(
    house: House, three: tuple[Page, list[Page]]
) -> None:
    sam, young = three
    to(sam, 1)
    young[1].get_by_label("Write a message").fill("i have been cutting again and i dont know how to stop")
    young[1].get_by_role("button", name="Send").click()
    urgency = sam.locator("[data-part=about-urgency]")
    expect(urgency).to_contain_text("Soon", ignore_case=True)
    was = urgency.inner_text()
    sam.get_by_role("button", name="Less urgent…").click()
    dialog = sam.get_by_role("dialog")
    dialog.get_by_role("button", name="Lower it").click()
    expect(dialog.get_by_role("alert")).to_have_text("Choose how urgent it is, and say why.")
    dialog.get_by_text("Routine").click()
    dialog.get_by_label("Why?").fill("About a character in their story.")
    dialog.get_by_role("button", name="Lower it").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Answer it first.")
    assert urgency.inner_text() == was

    house.sql("UPDATE moderation_flag SET state = 'handled', acknowledge_due_at = NULL")  # as when a lead has answered
    house.sql("UPDATE escalation_escalation SET state = 'decided', decided_at = now(), acknowledged_at = now(),"
              " lead_id = (SELECT id FROM rota_staffmember WHERE email = 'okafor@demo.example'), page_due_at = NULL"
              " WHERE state IN ('opened', 'acknowledged', 'assessing')")  # fmt: skip
    dialog.get_by_role("button", name="Lower it").click()

    expect(dialog).not_to_be_visible()
    expect(urgency).to_contain_text("Routine")
    lowered = "SELECT to_value FROM chat_conversationevent WHERE kind = 'urgency_lowered' ORDER BY id DESC LIMIT 1"
    assert house.sql(lowered) == [("routine",)]


NOTICES = """
window.notices = [];
window.Notification = class {
    static permission = "default";
    static async requestPermission() { this.permission = "granted"; return "granted"; }
    constructor(title, { body }) { window.notices.push([title, body]); }
};
document.hasFocus = () => false;
"""


def test_a_notice_of_the_desktop_comes_only_once_asked_for_and_says_nothing_about_anybody(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page], empty_queue: None
) -> None:
    sam = signed_in("sam")
    sam.add_init_script(NOTICES)  # the browser's own part, which has no desktop here
    sam.reload()
    start_chat(new_page(**PHONE), house, "i am going to end my life tonight")
    expect(sam.locator("[data-part=waiting-now]")).to_be_visible()
    assert sam.evaluate("[window.notices, Notification.permission]") == [[], "default"]

    sam.get_by_role("button", name="Turn on notices").click()
    expect(sam.get_by_role("button", name="Turn off notices")).to_be_visible()
    take_next(sam)

    # One for the queue and one for whoever was taken, or only that, as the frames come.
    assert {tuple(notice) for notice in sam.evaluate("window.notices")} == {("Nightlight", "Somebody needs you.")}
