"""The page of the practice phones: for hands and keys, with and without script."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.house import House
from tests.pages.story import DESK, PHONE
from tests.pages.test_axe import Auditor
from tests.pages.test_keyboard import press, tab_to
from tests.sms.practice import OURS, PHONE_2, client_of, set_switches


@pytest.fixture(autouse=True)
def nothing_goes_wrong(house: House) -> Iterator[None]:
    yield
    house.sql("UPDATE chat_practicephone SET stopped_at = NULL")
    for which in (1, 2):
        set_switches(house, which)


@pytest.fixture
def page(house: House, new_page: Callable[..., Page]) -> Page:
    opened = new_page(**DESK)
    opened.goto(f"{house.base_url}/practice-phone/")
    return opened


def phone(page: Page, which: int) -> Locator:
    return page.locator(f"#phone-{which}")


def box(page: Page, which: int) -> Locator:
    return page.get_by_label(f"Write a text on Phone {which}")


def text_on(page: Page, which: int, body: str) -> Locator:
    return phone(page, which).locator(".text", has_text=body).last


def test_a_text_goes_and_one_comes_while_another_is_typed(house: House, page: Page) -> None:
    box(page, 1).fill("hello from phone one")
    phone(page, 1).get_by_role("button", name="Send", exact=True).click()
    expect(text_on(page, 1, "hello from phone one").locator(".text__state")).to_have_text("Handed over")
    expect(box(page, 1)).to_have_value("")

    box(page, 2).fill("half a though")
    client_of(house).messages.create(to=PHONE_2, from_=OURS, body="<b>an answer</b>")
    expect(text_on(page, 2, "<b>an answer</b>").locator(".text__state")).to_have_text("Delivered")
    page.keyboard.type("t")
    expect(box(page, 2)).to_have_value("half a thought")
    expect(phone(page, 2).locator("[data-count]")).to_have_text("14 characters, 1 part")
    box(page, 1).fill("ŵ" * 71)
    expect(phone(page, 1).locator("[data-count]")).to_have_text("71 characters, 2 parts")

    phone(page, 2).get_by_role("button", name="Send a picture").click()
    expect(text_on(page, 2, "half a thought")).to_contain_text("1 picture")


def test_what_shall_go_wrong_goes_wrong(house: House, page: Page) -> None:
    phone(page, 2).locator("summary").click()
    phone(page, 2).get_by_label("Texts to this phone", exact=True).select_option("phone_off")
    box(page, 2).fill("not lost by that")
    phone(page, 2).get_by_role("button", name="Set").click()
    expect(phone(page, 2).get_by_role("status")).to_have_text("Set, from the next text on.")
    expect(box(page, 2)).to_have_value("not lost by that")
    client_of(house).messages.create(to=PHONE_2, from_=OURS, body="into the void")
    expect(text_on(page, 2, "into the void").locator(".text__state")).to_have_text("Never arrived (30003)")

    box(page, 2).fill("STOP")
    page.keyboard.press("Enter")
    expect(phone(page, 2).get_by_text("Gets no texts: it said STOP")).to_be_visible()
    expect(phone(page, 2).get_by_text("You will get no more texts")).to_be_visible()
    page.reload()
    expect(phone(page, 2).get_by_label("Texts to this phone", exact=True)).to_have_value("phone_off")
    expect(phone(page, 2).get_by_label("Texts to this phone", exact=True)).to_be_visible()  # something is wrong: open


def test_it_works_without_script(house: House, new_page: Callable[..., Page]) -> None:
    plain = new_page(**PHONE, java_script_enabled=False)
    plain.goto(f"{house.base_url}/practice-phone/")

    box(plain, 1).fill("without script")
    phone(plain, 1).get_by_role("button", name="Send", exact=True).click()
    expect(text_on(plain, 1, "without script")).to_be_visible()
    expect(plain.get_by_text("Practice phone: no real texts.")).to_be_visible()
    house.wait_until(lambda: taken(house) == "webhook", "the text was taken")
    plain.get_by_role("link", name="Look again").click()
    expect(text_on(plain, 1, "without script").locator(".text__state")).to_have_text("Handed over")


def test_it_works_with_keys_alone(page: Page) -> None:
    tab_to(page, box(page, 1))
    page.keyboard.type("by keys")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two lines")
    page.keyboard.press("Enter")
    expect(text_on(page, 1, "by keys")).to_contain_text("by keys\ntwo lines")
    expect(box(page, 1)).to_be_focused()
    press(page, phone(page, 1).get_by_role("button", name="Send a picture"))
    expect(phone(page, 1).locator(".text--phone .text__picture").last).to_have_text("1 picture")
    press(page, phone(page, 1).locator("summary"))
    tab_to(page, phone(page, 1).get_by_label("Reports about texts to this phone"))
    page.keyboard.press("ArrowDown")
    press(page, phone(page, 1).get_by_role("button", name="Set"))
    expect(phone(page, 1).get_by_role("status")).to_have_text("Set, from the next text on.")


def test_everybody_can_read_it(house: House, page: Page) -> None:
    auditor = Auditor()
    set_switches(house, 2, texts_to="dead")
    client_of(house).messages.create(to=PHONE_2, from_=OURS, body="to nobody")
    expect(text_on(page, 2, "to nobody").locator(".text__state")).to_have_text("Never arrived (30005)")
    box(page, 2).fill("stop")
    page.keyboard.press("Enter")
    expect(phone(page, 2).get_by_text("Gets no texts: it said STOP")).to_be_visible()
    for which in (1, 2):
        phone(page, which).locator("details").evaluate("details => { details.open = true }")

    auditor.look_at(page, "practice phones")

    assert auditor.found == [], "\n".join(["", *auditor.found])


def taken(house: House) -> str:
    [(handed,)] = house.sql("SELECT handed FROM chat_practicetext WHERE direction = 'inbound' ORDER BY id DESC LIMIT 1")
    return str(handed)
