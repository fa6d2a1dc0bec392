"""The rota on a phone and at a desk: a shift taken, another given away, printed, and as an auditor looks."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.rota_scene import scene
from tests.pages.story import DESK, PHONE
from tests.pages.test_axe import Auditor
from tests.pages.test_keyboard import press

ALBUM = os.environ.get("ROTA_PICTURES", "")


@pytest.fixture(scope="module")
def numbers(house: House) -> tuple[int, int, int]:
    return scene(house)


@pytest.fixture
def auditor() -> Auditor:
    return Auditor()


def keep(page: Page, name: str) -> None:
    """A picture in both lights, where somebody asked for them."""
    if not ALBUM:
        return
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.screenshot(path=Path(ALBUM) / f"{name}-{scheme}.png", full_page=True, animations="disabled")
    page.emulate_media(color_scheme="light")


def test_a_shift_is_taken_and_another_given_away_on_a_phone(
    house: House, numbers: tuple[int, int, int], signed_in: Callable[..., Page], auditor: Auditor
) -> None:
    shift, back, place = numbers
    signed_in("nia")
    nia = signed_in("nia", **PHONE, java_script_enabled=False)
    nia.get_by_role("link", name="Rota", exact=True).click()
    expect(nia.get_by_role("heading", level=1)).to_be_visible()
    keep(nia, "week-phone-nia")
    nia.get_by_role("link", name="Open shifts").click()
    keep(nia, "open-phone")
    nia.locator(f"#place-{place}").get_by_role("button", name="Take it").click()
    expect(nia.get_by_text("It is yours.")).to_be_visible()
    nia.get_by_role("link", name="My shifts").click()
    nia.locator(f'a[href="/rota/shifts/{shift}/swap/"]').click()
    [(priya_s,)] = house.sql("SELECT staff_id FROM rota_shift WHERE id = %s", back)  # others may be called Priya, too
    nia.get_by_label("To whom?").select_option(str(priya_s))
    nia.get_by_role("button", name="Go on").click()
    nia.get_by_label("For one of theirs?").select_option(str(back))
    keep(nia, "swap-phone")
    nia.get_by_role("button", name="Ask Priya").click()
    expect(nia.get_by_text("You asked Priya to take it")).to_be_visible()
    keep(nia, "mine-phone")

    priya = signed_in("priya", **PHONE)
    priya.goto(f"{house.base_url}/rota/mine/")
    keep(priya, "asked-phone")
    press(priya, priya.get_by_role("button", name="I take it"))
    expect(priya.get_by_text("A rota manager has to approve")).to_be_visible()
    rhys = signed_in("rhys")
    rhys.goto(f"{house.base_url}/rota/approvals/")
    expect(rhys.get_by_text("Nia gives Priya")).to_be_visible()
    keep(rhys, "approvals-desk")
    auditor.look_at(rhys, "approvals")
    rhys.get_by_role("button", name="Approve").first.click()
    expect(rhys.get_by_text("Approved.")).to_be_visible()
    held = house.sql(
        "SELECT p.name FROM rota_shift s JOIN rota_staffmember p ON p.id = s.staff_id"
        " WHERE s.released_at IS NULL AND s.slot_id = (SELECT released_from_id FROM rota_shift WHERE id = %s)",
        shift,
    )
    assert held == [("Priya",)]

    for name, path in {"week": "/rota/", "month": "/rota/month/", "mine": "/rota/mine/", "away": "/rota/away/"}.items():
        priya.goto(f"{house.base_url}{path}")
        auditor.look_at(priya, f"{name} of a counsellor")
    assert auditor.found == [], "\n".join(["", *auditor.found])


def test_the_pages_of_a_rota_manager_can_be_read_and_worked_by_everybody(
    house: House, numbers: tuple[int, int, int], signed_in: Callable[..., Page], auditor: Auditor
) -> None:
    _shift, shift, place = numbers
    rhys = signed_in("rhys", **DESK)
    day = house.sql("SELECT day FROM rota_slot WHERE id = %s", place)[0][0]
    pages = {
        "week": f"/rota/?day={day}",
        "week-now": "/rota/",
        "month": "/rota/month/",
        "shift": f"/rota/shifts/{shift}/",
        "place": f"/rota/places/{place}/",
        "gaps": f"/rota/gaps/?day={day + timedelta(days=3)}",
        "patterns": "/rota/patterns/",
        "people": "/rota/people/",
        "person": "/rota/people/1/",
        "put on": "/rota/put-on/",
        "list": "/rota/list/",
    }
    for name, path in pages.items():
        rhys.goto(f"{house.base_url}{path}")
        auditor.look_at(rhys, name)
        keep(rhys, f"{name}-desk")
    rhys.goto(f"{house.base_url}{pages['gaps']}")
    press(rhys, rhys.get_by_role("button", name="Ask ").first)
    expect(rhys.get_by_text("They see it with their shifts.")).to_be_visible()
    expect(rhys.get_by_text("no answer yet").first).to_be_visible()
    auditor.look_at(rhys, "place asked about")
    keep(rhys, "place-asked-desk")
    rhys.goto(f"{house.base_url}/rota/list/")
    rhys.get_by_label("The list").fill("email,duty,begins,ends\nx,y,2027-03-28 01:30,w")
    rhys.get_by_role("button", name="Check and read in").click()
    expect(rhys.get_by_text("Line 2:").first).to_be_visible()
    auditor.look_at(rhys, "list refused")
    keep(rhys, "list-refused-desk")

    assert auditor.found == [], "\n".join(["", *auditor.found])


MANY = """
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo
from config import clock
from rota.models import StaffMember
from rota.planning import publish

rhys, london = StaffMember.objects.get(email="rhys@demo.example"), ZoneInfo("Europe/London")
day = clock.now().astimezone(london).date() + timedelta(days=20)
for hour in range(9, 17):
    begins = datetime.combine(day, time(hour), london).astimezone(UTC)
    publish.add("counsellor", begins, begins + timedelta(hours=3), rhys)
print(day)
"""


@pytest.fixture
def busy_day(house: House) -> str:
    """In three weeks: beside everybody of the demo eight places at times of their own, which only Rhys sees."""
    return house.manage("shell", "--verbosity", "0", "-c", MANY).strip()


def test_a_week_prints_on_one_page_black_on_white_without_navigation(
    house: House, busy_day: str, signed_in: Callable[..., Page]
) -> None:
    rhys = signed_in("rhys", color_scheme="dark")
    pages = {"week": "/rota/", "busy-week": f"/rota/?day={busy_day}", "month": "/rota/month/"}
    for name, path in pages.items():
        rhys.goto(f"{house.base_url}{path}")
        rhys.emulate_media(media="print", color_scheme="dark")
        expect(rhys.get_by_role("navigation")).to_have_count(0)
        expect(rhys.get_by_role("button", name="Publish")).to_have_count(0)
        expect(rhys.get_by_text("As of")).to_be_visible()
        colours = rhys.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        )
        assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
        paper = rhys.pdf(prefer_css_page_size=True)
        sheets = paper.count(b"/Type /Page\n")
        assert sheets == 1, f"{name} takes {sheets}, its days are so high: {_heights(rhys)}"
        if ALBUM:
            (Path(ALBUM) / f"{name}.pdf").write_bytes(paper)
        rhys.emulate_media(media="screen")


def _heights(page: Page) -> list[int]:
    days: list[int] = page.locator(".day, .cell").evaluate_all("(all) => all.map((one) => one.offsetHeight)")
    return days
