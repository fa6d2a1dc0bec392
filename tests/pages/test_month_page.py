"""The manager's month as she looks at it: at a desk and on a phone, by keyboard, printed."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import DESK, SMALL_PHONE, sign_in, start_chat

# 600 who asked in the evenings of two weeks of last month, each of whom waited seconds that differ.
ASKED = """
    WITH asked AS (
        SELECT n, date_trunc('month', now()) - interval '20 days' + n %% 14 * interval '1 day'
            + (16 + n %% 5) * interval '1 hour' + n * interval '1 second' AS at,
            (1 + n %% 11) * interval '7 seconds' AS wait
        FROM generate_series(1, 600) AS n
    )
    INSERT INTO chat_conversationevent (conversation_id, kind, at, from_value, to_value, request_id)
    SELECT %s, kind, at, '', value, '' FROM (
        SELECT n * 2 AS nth, 'opened' AS kind, at, 'waiting' AS value FROM asked
        UNION ALL SELECT n * 2 + 1, 'taken', at + wait, 'active' FROM asked
    ) AS rows ORDER BY nth
"""


def test_maya_looks_at_the_month_everywhere_and_takes_the_file(
    house: House, new_page: Callable[..., Page], empty_queue: None
) -> None:
    start_chat(new_page(**DESK), house, "hello")
    [(chat,)] = house.sql("SELECT max(id) FROM chat_conversation")
    house.sql(ASKED, chat)
    maya, found = sign_in(new_page(**DESK), house, "maya"), []
    maya.goto(f"{house.base_url}/service/")
    maya.get_by_role("link", name="Month", exact=True).press("Enter")

    week = maya.locator("section", has=maya.get_by_role("heading", name="Asked and on duty, by hour of the week"))
    expect(week.get_by_role("img")).to_be_visible()
    expect(week.get_by_role("columnheader")).to_have_count(14)
    table = maya.get_by_role("region", name="Table: Asked and on duty, by hour of the week")
    table.focus()
    expect(table).to_be_focused()
    look_at(maya, "month", found)
    running = maya.locator("#month option").first.get_attribute("value")
    maya.get_by_label("Month", exact=True).select_option(running)
    maya.get_by_role("button", name="Show").press("Enter")
    expect(maya.get_by_text("so nothing here is exact")).to_be_visible()
    look_at(maya, "month, running", found)
    with maya.expect_download() as taken:
        maya.get_by_role("link", name="As a file (CSV)").click()

    assert Path(taken.value.path()).read_text().startswith("month,table,row,column,value")
    assert found == [], "\n" + "\n".join(found)


def look_at(page: Page, name: str, found: list[str]) -> None:
    """Light at a desk, dark on a phone, on paper; nothing to scroll sideways; pictures where somebody asks."""
    folder = os.environ.get("PICTURES_OF_RIGHTS")
    for size, scheme in ((DESK, "light"), (DESK, "dark"), (SMALL_PHONE, "light"), (SMALL_PHONE, "dark")):
        page.set_viewport_size(size["viewport"])
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        width = size["viewport"]["width"]
        if scheme == "dark":
            found += [f"{name}, {width}, {scheme}: {one}" for one in violations(page)]
        if page.evaluate("document.scrollingElement.scrollWidth") > width:
            found.append(f"{name}: too wide at {width}")
        if folder:
            page.screenshot(path=Path(folder) / f"{name.replace(' ', '-')}-{width}-{scheme}.png", full_page=True)
    page.set_viewport_size(DESK["viewport"])
    page.emulate_media(color_scheme="light")
    if folder:
        page.emulate_media(media="print")
        page.screenshot(path=Path(folder) / f"{name.replace(' ', '-')}-print.png", full_page=True)
        page.emulate_media(media="screen")
