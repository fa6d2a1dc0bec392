"""A rota manager's and a privacy officer's work by keyboard alone; the bar of staff pages on the smallest phone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.story import SMALL_PHONE, password_of
from tests.pages.test_keyboard import press, tab_to


def test_a_rota_manager_makes_a_pattern(house: House, signed_in: Callable[..., Page]) -> None:
    day = next(day for day in (date.today() + timedelta(days=60 + n) for n in range(60)) if day.day == day.month)
    typed = day.strftime("%d%m%Y")  # the same however a browser orders days and months
    rhys = signed_in("rhys")
    press(rhys, rhys.get_by_role("link", name="Patterns"))
    tab_to(rhys, rhys.get_by_label("Name"))
    rhys.keyboard.type("Keys only")
    tab_to(rhys, rhys.get_by_label("From"))
    rhys.keyboard.type("0900AM")
    tab_to(rhys, rhys.get_by_label("Until"))
    rhys.keyboard.type("1200PM")
    tab_to(rhys, rhys.get_by_label(f"{day:%a}", exact=True))
    rhys.keyboard.press("Space")
    tab_to(rhys, rhys.get_by_label("First day"))
    rhys.keyboard.type(typed)
    tab_to(rhys, rhys.get_by_label("Last day"))
    rhys.keyboard.type(typed)
    press(rhys, rhys.get_by_role("button", name="Add it"))

    expect(rhys.get_by_role("link", name="Keys only")).to_be_visible()
    made = house.sql("SELECT begins::text, ends::text, first_day::text FROM rota_pattern WHERE name = 'Keys only'")
    assert made == [("09:00:00", "12:00:00", str(day))]


def test_a_privacy_officer_narrows_the_audit_and_takes_rows_away(house: House, signed_in: Callable[..., Page]) -> None:
    ines = signed_in("ines")
    tab_to(ines, ines.get_by_label("What they did"))
    ines.keyboard.type("Signed in")
    press(ines, ines.get_by_role("button", name="Show"))
    expect(ines.get_by_label("What they did").locator("option:checked")).to_have_text("Signed in")
    press(ines, ines.get_by_role("link", name="Take these rows as a file"))
    why, password = ines.get_by_label("What do you need it for?"), ines.locator("main").get_by_label("Password")
    expect(why.or_(password)).to_be_visible()
    if password.is_visible():  # signed in a while ago, by another story
        tab_to(ines, password)
        ines.keyboard.type(password_of(house))
        ines.keyboard.press("Enter")
        expect(why).to_be_visible()
    tab_to(ines, why)
    ines.keyboard.type("the check of every quarter")
    with ines.expect_download() as taken:
        press(ines, ines.get_by_role("button", name="Take the file"))

    assert taken.value.suggested_filename.endswith(".csv")


@pytest.mark.parametrize("who", ["okafor", "maya", "grace", "ines"])
def test_the_bar_fits_the_smallest_phone_and_says_where_one_is(signed_in: Callable[..., Page], who: str) -> None:
    page = signed_in(who, **SMALL_PHONE)
    bar = page.get_by_role("navigation", name="Pages", exact=True)

    expect(bar.locator("[aria-current=page]")).to_have_count(1)
    for link in bar.get_by_role("link").all():
        expect(link).to_be_in_viewport()
    expect(page.get_by_role("link", name="Where I am signed in:")).to_be_in_viewport()
    assert page.evaluate("document.scrollingElement.scrollWidth") == 320
