"""H18: whoever takes the phone next finds nothing. At the first frame, after Back, in cookies and in storage."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser import FLAGS, chromium
from tests.house import House
from tests.lint import HOUSE
from tests.pages.story import BEYOND, PHONE, nothing_beyond, start_chat, write

CANARY = "marmalade-lighthouse"
DRAFT = "half-written-walnut"
# As a phone of little money beside this machine.
SLOWER = 4

# Sees what the page shows in the first frame after the way out was taken, and how long that took.
WATCH = """() => {
    let taken = 0;
    for (const way of ["click", "keyup"]) addEventListener(way, (event) => { taken = event.timeStamp; }, true);
    document.addEventListener("leaving", () => requestAnimationFrame(() => {
        const seen = { text: document.documentElement.innerText.trim(), html: document.documentElement.outerHTML };
        requestAnimationFrame((painted) => {
            firstFrame({ ...seen, title: document.title, ms: painted - taken });
        });
    }));
}"""


@pytest.fixture
def aisha(house: House, new_page: Callable[..., Page]) -> Page:
    """Somebody with a chat, words in it and a draft."""
    return has_a_chat(new_page(**PHONE), house)


def has_a_chat(page: Page, house: House) -> Page:
    nothing_beyond(page, house)
    start_chat(page, house, f"he reads my phone {CANARY}")
    write(page, f"please dont tell him {CANARY}")
    page.get_by_label("Write a message").fill(DRAFT)
    return page


def press_exit(page: Page) -> None:
    """With the mouse itself: a click on the link would wait until the other site is there."""
    place = page.get_by_role("link", name="Exit this page").last.bounding_box()
    assert place
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)


def press_shift_three_times(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("way", [press_exit, press_shift_three_times])
def test_h18_at_the_first_frame_nothing_is_left_to_see(aisha: Page, way: Callable[[Page], None]) -> None:
    """On a slow phone, and while the other site does not answer yet."""
    waiting: list[Route] = []
    frames: list[dict[str, Any]] = []
    aisha.context.unroute_all()
    aisha.context.route("**/weather", lambda route: waiting.append(route))
    aisha.expose_function("firstFrame", lambda seen: frames.append(seen))
    aisha.context.new_cdp_session(aisha).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    aisha.evaluate(WATCH)

    way(aisha)
    for _ in range(100):
        if frames and waiting:
            break
        aisha.wait_for_timeout(50)

    [seen] = frames
    print(f"\nCovered within {seen['ms']:.0f} ms ({way.__name__}), on a processor {SLOWER} times slower")
    assert seen["text"] == seen["title"] == ""
    assert CANARY not in seen["html"]
    assert DRAFT not in seen["html"]
    for route in waiting:
        route.fulfill(content_type="text/html", body=f"<title>{BEYOND}</title>")
    expect(aisha).to_have_title(BEYOND)


def test_h18_cookies_and_storage_are_empty_and_a_copy_of_the_cookie_is_worthless(
    aisha: Page, house: House, new_page: Callable[..., Page]
) -> None:
    copied = aisha.context.storage_state()
    assert copied["cookies"]

    aisha.reload()
    aisha.keyboard.press("Tab")  # the way out comes first
    expect(aisha.locator(":focus")).to_have_attribute("href", "/exit/")
    aisha.keyboard.press("Enter")
    expect(aisha).to_have_title(BEYOND)
    has_reached_us(aisha)

    assert aisha.context.cookies() == []
    assert json.loads(json.dumps(aisha.context.storage_state()))["origins"] == []
    for page in (aisha, new_page(storage_state=copied)):
        page.goto(f"{house.base_url}/chat/")
        expect(page.get_by_role("heading", name="You can talk to us")).to_be_visible()
        assert CANARY not in page.content()
        assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def has_reached_us(page: Page) -> None:
    """The browser tells the service while it goes elsewhere; it may take a moment after the other page is there."""
    for _ in range(50):
        if not page.context.cookies():
            return
        page.wait_for_timeout(100)


@pytest.fixture
def browser_that_remembers(browser: Browser) -> Iterator[Browser]:
    """As people have it: pages stay in the browser's memory, for Back. Playwright turns that off."""
    started = browser.browser_type.launch(
        executable_path=chromium(),
        args=[*FLAGS, "--enable-features=CacheControlNoStoreEnterBackForwardCache"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield started
    started.close()


def test_h18_back_into_the_browsers_memory_shows_nothing(house: House, browser_that_remembers: Browser) -> None:
    """Two tabs: one went on to another site with the chat behind it, in the other one Exit was used."""
    context: BrowserContext = browser_that_remembers.new_context(**PHONE)
    first = has_a_chat(context.new_page(), house)
    first.goto("https://elsewhere.example/")
    second = context.new_page()
    second.goto(f"{house.base_url}/chat/")
    expect(second.get_by_text(CANARY).first).to_be_visible()
    press_exit(second)
    expect(second).to_have_title(BEYOND)
    has_reached_us(second)

    first.go_back(wait_until="commit")

    expect(first.get_by_role("heading", name="You can talk to us")).to_be_visible()
    assert CANARY not in first.content()
    context.close()


def test_h18_a_page_put_away_keeps_no_words_in_memory(house: House, browser_that_remembers: Browser) -> None:
    """Each page of ours empties itself when it is left, however; the forum's too. Brought back it is fetched anew."""
    context = browser_that_remembers.new_context(**PHONE)
    page = has_a_chat(context.new_page(), house)
    brought_back: list[dict[str, Any]] = []
    page.expose_function("broughtBack", lambda seen: brought_back.append(seen))
    listen = "addEventListener('pageshow', (shown) => shown.persisted && broughtBack({text: document.body.innerText}))"
    for path in ("/safety-tips/", "/forum/", "/chat/"):
        page.goto(f"{house.base_url}{path}")
        page.evaluate(listen)
        page.goto("https://elsewhere.example/")
        page.go_back(wait_until="commit")
        expect(page.get_by_role("link", name="Exit this page").last).to_be_visible()

    print(f"\nBrought back from memory: {len(brought_back)} of 3")
    assert brought_back
    assert {seen["text"] for seen in brought_back} == {""}
    context.close()


def test_h18_the_scripts_make_no_sound_and_ask_for_nothing() -> None:
    scripts = [*(HOUSE / "chat/web/static").rglob("*.js"), *(HOUSE / "chat/forums/static").rglob("*.js")]
    assert len(scripts) > 6
    for script in scripts:
        text = script.read_text()
        for never in ("Audio", "vibrate", "Notification", "requestPermission", "speechSynthesis", "serviceWorker"):
            assert never not in text, f"{never} in {script.name}"
