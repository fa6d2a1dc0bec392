"""The end of a lead's shift, in browsers: one leaves what stands with a note, the other signs without script."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import DESK, PHONE
from tests.pages.test_keyboard import press, tab_to

# Lio is second on call for a while yet: of what stands only what is theirs is left, and nothing of other stories.
MAKE = """
from datetime import timedelta
from chat.access import new_young_person
from chat.conversations import start_conversation
from config import clock
from rota.demo import demo_password
from rota.models import Role, Shift
from rota.people import add_staff
from rota.shifts import put_on

lio = add_staff("lio@demo.example", "Lio A.", [Role.SAFEGUARDING_LEAD], password=demo_password())
put_on(lio, Shift.Duty.ON_CALL_2, clock.now() - timedelta(hours=1), clock.now() + timedelta(minutes=20))
chat = start_conversation(new_young_person()[0])
print(chat.pk, chat.handle)
"""


def test_h16_a_lead_leaves_what_stands_and_the_next_signs_each_by_keyboard(
    house: House, signed_in: Callable[..., Page], empty_queue: None
) -> None:
    chat, handle = house.manage("shell", "--verbosity", "0", "-c", MAKE).split()
    lio, found = signed_in("lio"), []

    lio.goto(f"{house.base_url}/escalations/promises/chat/{chat}/")
    lio.get_by_label("What were they promised?").fill("We write on Friday at four.")
    press(lio, lio.get_by_role("button", name="Write it down"))
    expect(lio.locator("#errors")).to_contain_text("Choose by when")
    look_at(lio, "refused", found)
    expect(lio.get_by_label("What were they promised?")).to_have_value("We write on Friday at four.")
    lio.get_by_label("By when?").fill(next_week(house))
    press(lio, lio.get_by_role("button", name="Write it down"))
    expect(lio.get_by_role("heading", name="Written down")).to_be_visible()
    look_at(lio, "chat", found)

    lio.goto(f"{house.base_url}/escalations/handover/")
    note = lio.get_by_label(f"What they need to know Promise, {handle}")
    tab_to(lio, note)
    lio.keyboard.type("She would rather be texted.")
    look_at(lio, "leaving", found)
    press(lio, lio.get_by_role("button", name="Hand these over"))
    expect(lio.get_by_text("It is handed over.")).to_be_visible()

    okafor, without_script = signed_in("okafor"), signed_in("okafor", java_script_enabled=False)
    okafor.goto(f"{house.base_url}/escalations/handover/")
    mine = okafor.get_by_role("listitem").filter(has_text="She would rather be texted.")
    expect(mine).to_contain_text(handle)
    look_at(okafor, "signing", found)
    without_script.goto(f"{house.base_url}/escalations/handover/")
    press(without_script, without_script.get_by_role("button", name=f"I have this Promise, {handle}"))
    expect(without_script.get_by_text("Signed. You look after it now.")).to_be_visible()
    expect(without_script.get_by_role("listitem").filter(has_text=handle)).to_contain_text("R. Okafor signed at")
    lio.reload()
    expect(lio.get_by_role("listitem").filter(has_text=handle).first).to_contain_text("R. Okafor signed at")

    okafor.goto(f"{house.base_url}/escalations/promises/")
    look_at(okafor, "promises", found)
    press(okafor, okafor.get_by_role("region", name="You look after").get_by_role("link", name=handle))
    expect(okafor.get_by_text("We write on Friday at four.")).to_be_visible()
    look_at(okafor, "promise", found)
    press(okafor, okafor.get_by_role("button", name="It is kept"))
    over = okafor.get_by_role("region", name="Over", exact=True).get_by_role("listitem").filter(has_text=handle)
    expect(over).to_contain_text("kept, says R. Okafor")
    assert found == [], "\n" + "\n".join(found)


def next_week(house: House) -> str:
    """A moment that is still to come by the clock of the house."""
    days = "from datetime import timedelta; from config import clock; print((clock.now() + timedelta(days=7)).date())"
    return f"{house.manage('shell', '--verbosity', '0', '-c', days).strip()}T16:00"


def look_at(page: Page, name: str, found: list[str]) -> None:
    """Light and dark, at a desk and on a phone; nothing to scroll sideways; pictures where somebody asks."""
    folder = os.environ.get("PICTURES_OF_RISK")
    for size, scheme in ((DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark")):
        page.set_viewport_size(size["viewport"])
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        width = size["viewport"]["width"]
        if scheme == "dark":
            found += [f"{name}, {width}: {one}" for one in violations(page)]
        if page.evaluate("document.scrollingElement.scrollWidth") > width:
            found.append(f"{name}: too wide at {width}")
        if folder:
            page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True)
    page.set_viewport_size(DESK["viewport"])
    page.emulate_media(color_scheme="light")
