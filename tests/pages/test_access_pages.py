"""Break-glass and allegations at a real page: by keyboard, without script, and the way an auditor looks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.house import House
from tests.pages.story import DESK, PHONE, answer, sign_in, start_chat, take_next
from tests.pages.test_axe import Auditor
from tests.pages.test_keyboard import press, tab_to
from tests.stories.conftest import empty_queue

__all__ = ["empty_queue"]

ESCALATE = """
from chat.sms.people import phone_of
from chat.models import Phone
from django.db import transaction
from escalation.open import open_by_hand
from rota.models import StaffMember
from tests.people import make_aisha
young = make_aisha().conversation
with transaction.atomic():
    phone = phone_of({number!r})
Phone.objects.filter(pk=phone.pk).update(young_person=young.young_person)
print(open_by_hand(young, {urgency!r}, "worried", StaffMember.objects.get(email="sam@demo.example")).pk)
"""


@pytest.fixture
def auditor() -> Auditor:
    return Auditor()


def escalated(house: House, number: str, urgency: str = "now") -> int:
    said = house.manage("shell", "--verbosity", "0", "-c", ESCALATE.format(number=number, urgency=urgency))
    return int(said.strip().splitlines()[-1])


def test_h19_a_lead_opens_a_number_by_keyboard_and_it_leaves_the_screen_with_the_page(
    house: House, empty_queue: None, signed_in: Callable[..., Page], auditor: Auditor
) -> None:
    number = "+447700900188"
    escalation = escalated(house, number)
    okafor = signed_in("okafor")
    okafor.goto(f"{house.base_url}/escalations/{escalation}/contact/")
    auditor.look_at(okafor, "asking for a number")

    tab_to(okafor, okafor.get_by_label("Why do you need it, and what will you do with it?"))
    okafor.keyboard.type("An ambulance needs to call her back.")
    press(okafor, okafor.get_by_role("button", name="Ask for the number"))
    okafor.get_by_role("button", name="Show the number").click()
    expect(okafor.get_by_text(number)).to_be_visible()
    assert number not in okafor.url
    auditor.look_at(okafor, "a number that was opened")

    okafor.goto(f"{house.base_url}/escalations/{escalation}/contact/")
    expect(okafor.get_by_text(number)).to_have_count(0)
    assert auditor.found == []


def test_h25_somebody_tells_about_a_colleague_without_script(house: House, browser: Browser, auditor: Auditor) -> None:
    page = browser.new_context(locale="en-GB", java_script_enabled=False, **DESK).new_page()
    rhys = sign_in(page, house, "rhys")
    rhys.get_by_role("link", name="About a colleague").click()
    rhys.get_by_role("button", name="Send to the leads").click()
    expect(rhys.get_by_role("alert")).to_contain_text("Nothing is sent yet")

    rhys.get_by_label("Who is it about?").select_option(label="J. Hollis · Safeguarding lead")
    rhys.get_by_text("today").check()
    rhys.get_by_label("What happened, and how do you know?").fill("He asked a girl for her picture.")
    rhys.get_by_role("button", name="Send to the leads").click()

    expect(rhys.get_by_role("heading", name="It is sent")).to_be_visible()
    page.context.close()


def test_h19_the_privacy_officer_looks_for_somebodys_rows_by_keyboard_and_takes_them(
    house: House, new_page: Callable[..., Page], auditor: Auditor
) -> None:
    ines = new_page(**DESK)
    said = hears(ines)
    sign_in(ines, house, "ines").goto(f"{house.base_url}/audit/")
    auditor.look_at(ines, "audit")

    tab_to(ines, ines.get_by_label("What they did"))
    ines.keyboard.type("Signed in")
    press(ines, ines.get_by_role("button", name="Show", exact=True))
    table = ines.get_by_role("region", name="Table of rows")
    expect(table.get_by_text("Signed in").first).to_be_visible()
    expect(table.get_by_text("Read the audit")).to_have_count(0)
    auditor.look_at(ines, "audit, looked for")
    press(ines, ines.get_by_role("link", name="Take these rows as a file"))
    press(ines, ines.get_by_role("button", name="Take the file"))  # its field is required: nothing is sent
    ines.get_by_label("What do you need it for?").fill("short")
    ines.get_by_role("button", name="Take the file").click()
    expect(ines.get_by_role("alert")).to_be_visible()
    auditor.look_at(ines, "audit, taken away")
    ines.get_by_label("What do you need it for?").fill("The yearly check of who reads what.")
    with ines.expect_download() as taken:
        ines.get_by_role("button", name="Take the file").click()

    assert taken.value.suggested_filename.endswith(".csv")
    ines.goto(f"{house.base_url}/escalations/contacts/")
    auditor.look_at(ines, "numbers that were asked for")
    assert auditor.found == []
    assert [line for line in said if "422" not in line] == []  # what was refused is said as such


def test_h19_a_young_person_reads_who_has_read_theirs_by_keyboard(
    house: House, empty_queue: None, new_page: Callable[..., Page], signed_in: Callable[..., Page], auditor: Auditor
) -> None:
    aisha = new_page(**PHONE)
    said = hears(aisha)
    start_chat(aisha, house, "hello marmalade")
    sam = signed_in("sam")
    take_next(sam)
    answer(sam, "Hello. I am here.")

    aisha.goto(f"{house.base_url}/chat/")
    aisha.get_by_role("link", name="Who reads this").focus()
    aisha.keyboard.press("Enter")

    expect(aisha.get_by_text("Sam read it, to talk with you.")).to_be_visible()
    auditor.look_at(aisha, "who has read it")
    assert auditor.found == []
    assert [line for line in said if "marmalade" in line] == []


def hears(page: Page) -> list[str]:
    """Whatever the browser itself has to say: scripts that were refused, errors, lines somebody left in."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said
