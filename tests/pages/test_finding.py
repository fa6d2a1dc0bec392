"""Finding somebody, at a real page: what the young person is told, an address to read out, a number of the police."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.house import House
from tests.pages.story import DESK, PHONE, sign_in, start_chat
from tests.pages.test_axe import Auditor
from tests.pages.test_keyboard import press, tab_to
from tests.stories.conftest import empty_queue

__all__ = ["empty_queue"]

NUMBER = "+447700900166"
ESCALATE = """
from chat.models import Conversation, Phone
from chat.sms.people import phone_of
from django.db import transaction
from escalation.open import open_by_hand
from rota.models import StaffMember
newest = Conversation.objects.latest("pk")
with transaction.atomic():
    phone = phone_of({number!r})
Phone.objects.filter(pk=phone.pk).update(young_person=newest.young_person)
print(open_by_hand(newest, "now", "worried", StaffMember.objects.get(email="sam@demo.example")).pk)
"""


def test_h19_an_address_is_read_out_and_a_number_of_the_police_is_found_by_keyboard(
    house: House, empty_queue: None, new_page: Callable[..., Page], browser: Browser
) -> None:
    auditor = Auditor()
    aisha = new_page(**PHONE)
    aisha.goto(house.base_url)
    expect(aisha.get_by_text("We note where your phone or computer connects from.")).to_be_visible()
    auditor.look_at(aisha, "the start")
    start_chat(aisha, house, "hello")
    code = ESCALATE.format(number=NUMBER)
    escalation = int(house.manage("shell", "--verbosity", "0", "-c", code).strip().splitlines()[-1])

    lead = sign_in(new_page(**DESK), house, "okafor")
    lead.goto(f"{house.base_url}/escalations/{escalation}/contact/")
    auditor.look_at(lead, "asking for an address or a number")
    form = lead.get_by_role("form", name="Ask for the network address")
    tab_to(lead, form.get_by_label("Why do you need it, and what will you do with it?"))
    lead.keyboard.type("The police are at the wrong house.")
    press(lead, form.get_by_role("button", name="Ask for the network address"))
    press(lead, lead.get_by_role("button", name="Show the network address"))
    expect(lead.get_by_role("heading", name="Read this out to the police")).to_be_visible()
    expect(lead.get_by_text("IPv4 address 127.0.0.1, source port").first).to_be_visible()
    assert "127.0.0.1, source" not in lead.url
    auditor.look_at(lead, "an address to read out")

    lead.goto(f"{house.base_url}/escalations/contacts/")
    press(lead, lead.get_by_role("link", name="Find whose it is"))
    tab_to(lead, lead.get_by_label("The number"))
    lead.keyboard.type("07700 900166")
    press(lead, lead.get_by_role("button", name="Search"))
    expect(lead.get_by_role("alert")).to_contain_text("Nothing was searched for yet")
    expect(lead.get_by_label("The number")).to_have_value("07700 900166")
    auditor.look_at(lead, "a search that was refused")
    lead.get_by_label("Their number for this, or “not known”").fill("CAD 4471 of today")
    lead.get_by_label("Why do you search, and who asked?").fill("They found a phone on the bridge.")
    press(lead, lead.get_by_role("button", name="Search"))
    expect(lead.get_by_role("heading", name="This number has texted us")).to_be_visible()
    assert "900166" not in lead.content().replace(" ", "")
    auditor.look_at(lead, "whose number it is")

    plain = browser.new_context(locale="en-GB", java_script_enabled=False, **DESK).new_page()
    ines = sign_in(plain, house, "ines")
    ines.goto(f"{house.base_url}/staff/find/searches/")
    expect(ines.get_by_text("They found a phone on the bridge.")).to_be_visible()
    ines.get_by_role("button", name="I have looked at this").first.click()
    expect(ines.get_by_text("looked at this,").first).to_be_visible()
    plain.context.close()
    assert auditor.found == []
