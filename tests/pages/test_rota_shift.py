"""A whole shift at the console, by keyboard: the test page, a break, the note, the end, a debrief."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.test_axe import Auditor
from tests.pages.test_keyboard import press, tab_to
from tests.pages.test_rota import keep

COMES = """
from datetime import timedelta
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from config import clock
from rota.demo import demo_password
from rota.models import Role, Shift, Slot
from rota.people import add_staff

della = add_staff("della@demo.example", "Della", [Role.SHIFT_LEAD], "senior", demo_password())
during = DateTimeTZRange(clock.now() - timedelta(minutes=1), clock.now() + timedelta(hours=8))
place = Slot.objects.create(day=clock.now().date(), duty="shift_lead", during=during, published_at=clock.now())
print(Shift.objects.create(staff=della, duty="shift_lead", during=during, slot=place).pk)
"""
GOES = """
from rota.models import Shift
from rota.shifts import end_shift_now
[end_shift_now(one) for one in Shift.objects.filter(pk={pk})]
"""


@pytest.fixture
def shift(house: House) -> Iterator[int]:
    """Della leads a shift that has just begun. Afterwards she leads none, however far the story came."""
    pk = int(house.manage("shell", "--verbosity", "0", "-c", COMES))
    yield pk
    house.manage("shell", "--verbosity", "0", "-c", GOES.format(pk=pk))


def test_a_whole_shift_from_coming_to_going_home_by_keyboard(
    house: House, shift: int, signed_in: Callable[..., Page]
) -> None:
    tested = "SELECT test_page_at IS NOT NULL FROM rota_shift WHERE id = %s"
    house.wait_until(lambda: house.sql(tested, shift) == [(True,)], "the test page is sent")
    della = signed_in("della")
    della.goto(f"{house.base_url}/console/")
    box = della.get_by_role("region", name="My shift")

    press(della, box.get_by_role("button", name="I got the test page"))
    expect(box.get_by_role("status")).to_have_text("Thank you. Pages reach you.")
    expect(box.get_by_text("A break is part of this shift")).to_be_visible()

    press(della, box.get_by_role("button", name="Take a break"))
    expect(box.get_by_text("On a break since")).to_be_visible()
    tab_to(della, box.get_by_role("button", name="Back from my break"), "Shift+Tab")
    della.keyboard.press("Enter")
    expect(box.get_by_role("status")).to_have_text("Welcome back.")

    tab_to(della, box.locator("summary"))
    della.keyboard.press("Enter")
    tab_to(della, box.get_by_label("For whoever comes next"))
    della.keyboard.type("all is calm, two are waiting")
    press(della, box.get_by_role("button", name="Leave the note"))
    expect(box.get_by_text("Not signed yet")).to_be_visible()
    expect(box.locator("summary")).to_be_focused()
    auditor = Auditor()
    auditor.look_at(della, "console with a shift")
    keep(della, "console-shift")

    grace = signed_in("grace")
    grace.goto(f"{house.base_url}/console/")
    left = grace.get_by_role("region", name="My shift").get_by_role("listitem").filter(has_text="Della left")
    press(grace, left.get_by_role("link", name="Read the note"))
    expect(grace.get_by_text("all is calm, two are waiting")).to_be_visible()
    press(grace, grace.get_by_role("button", name="I have it"))
    expect(grace.get_by_text("The one before you is free")).to_be_visible()

    tab_to(della, box.get_by_role("button", name="Finish my shift"), "Shift+Tab")
    della.keyboard.press("Enter")
    expect(box.get_by_role("status")).to_have_text("Your shift is finished. Thank you.")
    expect(della.get_by_text("Not on shift")).to_be_visible()
    press(della, box.get_by_role("button", name="No, thank you"))
    expect(box).to_be_hidden()

    # On a slow day she was missed before she came: that is another story.
    kinds = house.sql("SELECT kind FROM rota_shiftevent WHERE shift_id = %s AND kind <> 'missed' ORDER BY id", shift)
    assert [kind for (kind,) in kinds] == [
        "test_page", "came", "test_page_answered", "break_began", "break_ended", "note_written", "note_signed",
        "finished", "debrief_offered", "debrief_declined",
    ]  # fmt: skip
    assert auditor.found == [], "\n".join(["", *auditor.found])
