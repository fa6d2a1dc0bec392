"""H19, H22: retention and packs as people work with them: by keyboard, without script, on a phone and at a desk."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.axe import violations
from tests.pages.story import DESK, SMALL_PHONE, sign_in, start_chat, take_next

WORDS = "my sister Kayleigh knows it. nobody else"


def test_h22_a_pack_is_found_blacked_out_agreed_to_and_taken(
    house: House, new_page: Callable[..., Page], empty_queue: None
) -> None:
    aisha, found = new_page(**DESK), []
    start_chat(aisha, house, WORDS)
    sam = sign_in(new_page(**DESK), house, "sam")
    take_next(sam)
    [(number, handle)] = house.sql("SELECT id, handle FROM chat_conversation ORDER BY id DESC LIMIT 1")
    ines = sign_in(new_page(**DESK), house, "ines")
    ines.goto(f"{house.base_url}/packs/")

    ines.get_by_label("Their name to come back by").fill(handle)
    ines.get_by_role("button", name="Find").press("Enter")
    chosen = ines.locator(".rights__found").filter(has_text=f"conversation {number},")
    chosen.get_by_label("They asked in a chat that is their own").check()
    look_at(ines, "packs", found)
    chosen.get_by_role("button", name="Put their pack together").click()
    expect(ines.get_by_text(WORDS)).to_be_visible()
    piece = ines.locator(".rights__item").filter(has_text=WORDS)
    piece.get_by_text("Take something out").click()
    piece.get_by_label("These words, or leave it empty").fill("Kayleigh")
    piece.get_by_label("Because").select_option("third_party")
    piece.get_by_role("button", name="Take it out").click()
    expect(ines.get_by_text("[taken out: about or from somebody else]")).to_be_visible()
    look_at(ines, "pack", found)
    okafor = sign_in(new_page(**DESK), house, "okafor")
    okafor.goto(ines.url.split("#")[0])
    expect(okafor.get_by_text(WORDS)).to_have_count(0)
    look_at(okafor, "pack of a lead", found)
    okafor.get_by_role("button", name="They may be in it").click()
    expect(okafor.get_by_text("With escalations.").first).to_be_visible()
    with ines.expect_download() as taken:
        ines.get_by_role("button", name="Take the file").click()

    with ZipFile(BytesIO(Path(taken.value.path()).read_bytes())) as archive:
        page = archive.read("pack.html").decode()
        folder = Path(taken.value.path()).parent / "opened"
        archive.extractall(folder)
    assert "Kayleigh" not in page
    assert "taken by Ines V." in page
    reader = new_page(**DESK)
    reader.goto((folder / "pack.html").as_uri())
    look_at(reader, "the file", found)
    ines.reload()
    ines.get_by_role("button", name="They have it: done").click()
    expect(ines.get_by_text("Nobody is waiting.")).to_be_visible()
    assert found == [], "\n" + "\n".join(found)


def test_h22_one_proposes_another_agrees_and_the_clock_does_it(
    house: House, new_page: Callable[..., Page], empty_queue: None
) -> None:
    start_chat(new_page(**DESK), house, "hello")
    [(number,)] = house.sql("SELECT max(id) FROM chat_conversation")
    house.sql("UPDATE chat_message SET reading = 'read' WHERE reading = 'pending'")
    house.sql("INSERT INTO config_settingversion (name, version, value, why, set_at) "
              "SELECT 'keeping.alone_a_day', coalesce(max(version), 0) + 1, '0', 'two people', now() "
              "FROM config_settingversion WHERE name = 'keeping.alone_a_day'")  # fmt: skip
    house.sql(
        "UPDATE chat_conversation SET state = 'closed_by_yp', owner_id = NULL, reply_due_at = NULL,"
        f" waiting_since = NULL, opened_at = opened_at - interval '200 days',"
        f" ended_at = opened_at - interval '199 days' WHERE id = {number}"
    )
    found: list[str] = []
    ines = sign_in(new_page(**DESK), house, "ines")
    ines.goto(f"{house.base_url}/retention/")
    house.wait_until(lambda: bool(ines.reload() and ines.locator(".rights__two").count()), "the new limit counts")
    ines.get_by_label("What", exact=True).select_option("talks")
    ines.get_by_label("Why now").fill("half a year is over")
    look_at(ines, "retention", found)
    ines.get_by_role("button", name="Propose").press("Enter")
    expect(ines.get_by_text("Another person has to agree.")).to_be_visible()

    look_at(ines, "proposed", found)
    maya = sign_in(new_page(**DESK, java_script_enabled=False), house, "maya")
    maya.goto(f"{house.base_url}/retention/")
    maya.get_by_role("button", name="I agree: erase them").click()

    gone = f"SELECT count(*) FROM chat_conversation WHERE id = {number} AND key_id IS NULL"
    house.wait_until(lambda: house.sql(gone) == [(1,)], "the clock erases what two people agreed to")
    maya.reload()
    expect(maya.get_by_text("is gone").first).to_be_visible()
    expect(maya.get_by_text("two people, proposal").first).to_be_visible()
    ines.reload()
    look_at(ines, "receipts", found)
    assert found == [], "\n" + "\n".join(found)


def test_h22_a_wish_waits_for_a_second_person_and_a_hold_wins_until_two_lift_it(
    house: House, new_page: Callable[..., Page], empty_queue: None
) -> None:
    aisha, found = new_page(**DESK), []
    start_chat(aisha, house, "please forget me")
    [(number, handle)] = house.sql("SELECT id, handle FROM chat_conversation ORDER BY id DESC LIMIT 1")
    theirs = f"conversation_id = {number}"
    house.wait_until(
        lambda: house.sql(f"SELECT count(*) FROM chat_message WHERE {theirs} AND reading = 'pending'") == [(0,)],
        "it was read",
    )
    house.sql("UPDATE chat_conversation SET state = 'closed_by_yp', owner_id = NULL, reply_due_at = NULL,"
              f" waiting_since = NULL, ended_at = opened_at + interval '1 second' WHERE id = {number}")  # fmt: skip
    ines, okafor = (sign_in(new_page(**DESK), house, name) for name in ("ines", "okafor"))

    # The privacy officer holds it: from the bar, by keyboard alone.
    ines.goto(f"{house.base_url}/audit/")
    ines.get_by_role("link", name="What we keep").press("Enter")
    ines.get_by_role("link", name="Holds", exact=True).press("Enter")
    ines.get_by_label("Their name to come back by").fill(str(number))
    ines.get_by_label("Their name to come back by").press("Enter")
    form = ines.locator(".rights__found")
    form.get_by_label("The police or a court asked to keep it").press("Space")
    form.get_by_label("Look again on").fill((datetime.now(UTC) + timedelta(days=20)).date().isoformat())
    look_at(ines, "holds, placing", found)
    form.get_by_role("button", name="Hold it").press("Enter")
    held = ines.get_by_role("article", name=f"Conversation {number} ({handle})")
    expect(held).to_contain_text("The police or a court asked to keep it. Ines V., since")
    look_at(ines, "holds", found)

    # A wish of the young person's: looked at, asked, agreed to without script, and the hold wins.
    ask_for_erasure(ines, house, number, found)
    expect(ines.get_by_text("Another person has to agree:")).to_be_visible()
    expect(ines.get_by_text("Not now: Somebody has to keep it for now.")).to_be_visible()
    maya = sign_in(new_page(**DESK, java_script_enabled=False), house, "maya")
    maya.goto(f"{house.base_url}/erasures/")
    maya.get_by_role("link", name=f"Everything of {handle}").first.click()
    look_at(okafor_at(okafor, maya.url), "erasure, to agree to", found)
    maya.get_by_role("button", name="I agree: erase it").click()
    receipt(house, ines, "Nothing was deleted.")
    expect(ines.get_by_text("Somebody has to keep it for now.")).to_be_visible()
    look_at(ines, "receipt, refused", found)

    # Two people lift it; then it goes.
    ines.goto(f"{house.base_url}/holds/")
    held.get_by_role("button", name="Ask to lift it").press("Enter")
    expect(held.get_by_text("Another person has to agree. Until then it is in force.")).to_be_visible()
    okafor.goto(f"{house.base_url}/holds/")
    look_at(okafor, "holds, lifting", found)
    lifting = okafor.get_by_role("article", name=f"Conversation {number} ({handle})")
    lifting.get_by_role("button", name="I agree: lift it").press("Enter")
    expect(okafor.get_by_text("Ines V. asked,").first).to_be_visible()
    ask_for_erasure(ines, house, number, found)
    okafor.goto(ines.url)
    okafor.get_by_role("button", name="I agree: erase it").press("Enter")
    receipt(house, ines, "can no longer be read here")
    look_at(ines, "receipt", found)

    assert house.sql(f"SELECT key_id FROM chat_conversation WHERE id = {number}") == [(None,)]
    assert found == [], "\n" + "\n".join(found)


def ask_for_erasure(ines: Page, house: House, number: int, found: list[str]) -> None:
    ines.goto(f"{house.base_url}/erasures/?who={number}")
    ines.get_by_role("link", name=f"Look what would go of {number}").press("Enter")
    ines.get_by_label("Everything of theirs").check()
    ines.get_by_label("They asked in a chat that is their own").check()
    look_at(ines, "erasures, looked at", found)
    ines.get_by_role("button", name="Ask another person to agree").press("Enter")
    expect(ines.get_by_role("link", name="All erasures")).to_be_visible()


def okafor_at(okafor: Page, address: str) -> Page:
    okafor.goto(address)
    return okafor


def receipt(house: House, page: Page, words: str) -> None:
    house.wait_until(lambda: bool(page.reload() and page.get_by_text(words).count()), f"the receipt: {words}")


def look_at(page: Page, name: str, found: list[str]) -> None:
    """Light at a desk, dark on a phone, and nothing to scroll sideways; a picture of each where somebody asks."""
    folder = os.environ.get("PICTURES_OF_RIGHTS")
    for size, scheme in ((DESK, "light"), (SMALL_PHONE, "dark")):
        page.set_viewport_size(size["viewport"])
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{name}, {scheme}: {one}" for one in violations(page)]
        if page.evaluate("document.scrollingElement.scrollWidth") > size["viewport"]["width"]:
            found.append(f"{name}: too wide in {scheme}")
        if folder:
            page.screenshot(path=Path(folder) / f"{name.replace(' ', '-')}-{scheme}.png", full_page=True)
    page.set_viewport_size(DESK["viewport"])
