"""Real pages in a real browser while servers are killed behind them. Nobody reloads anything."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.faults.conftest import EVERYBODY
from tests.house import House

PATIENCE = 40_000


@pytest.fixture
def pages(shaken_house: House, new_page: Callable[..., Page]) -> tuple[Page, Page]:
    """Aisha on her phone and Sam at the console, talking, and nobody else."""
    house = shaken_house
    house.wait_until(lambda: all(map(house.pids, EVERYBODY)) and house._answers(), "all is well")
    house.sql(
        "UPDATE chat_conversation SET state = 'closed', owner_id = NULL, ended_at = opened_at WHERE ended_at IS NULL"
    )
    people = json.loads(house.manage("demo", "--json"))
    sam = new_page(viewport={"width": 1280, "height": 800})
    sam.goto(f"{house.base_url}/staff/sign-in/")
    sam.locator("[name=login]").fill("sam@demo.example")
    sam.locator("[name=password]").fill(people["password"])
    sam.keyboard.press("Enter")
    sam.wait_for_url("**/console/")
    aisha = new_page(viewport={"width": 360, "height": 780})
    aisha.goto(house.base_url)
    aisha.get_by_role("textbox").first.fill("are you there")
    aisha.get_by_role("button", name="Start").click()
    aisha.wait_for_url("**/chat/")
    sam.get_by_role("button", name="Take next person").click()
    expect(sam.get_by_role("log")).to_contain_text("are you there")
    for page in (aisha, sam):
        page.evaluate("window.notReloaded = true")
    return aisha, sam


@pytest.mark.parametrize("killed", ["web", "valkey", "postgres"])
def test_both_pages_go_on_by_themselves(pages, shaken_house, killed):
    aisha, sam = pages

    shaken_house.kill(killed)
    aisha.get_by_role("textbox").fill(f"said while {killed} was down")
    aisha.get_by_role("button", name="Send").click()

    expect(sam.get_by_role("log")).to_contain_text(f"said while {killed} was down", timeout=PATIENCE)
    expect(aisha.get_by_text("Not sent yet")).to_have_count(0, timeout=PATIENCE)
    sam.locator("#reply").fill("i am still here")
    sam.keyboard.press("Control+Enter")
    expect(aisha.get_by_role("log")).to_contain_text("i am still here", timeout=PATIENCE)
    for page in (aisha, sam):
        assert page.evaluate("window.notReloaded") is True
        said = page.get_by_role("log").inner_text()
        assert said.count(f"said while {killed} was down") == 1
        assert said.count("i am still here") == 1
