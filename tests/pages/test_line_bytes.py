"""What an hour of chat costs on a phone: 80 messages, in bytes that really went through, both ways, headers included.

Nobody waits an hour for it. What happens in an hour is done some times through a network that counts, and taken as
often as it happens: by socket and by asking as if the page were never quiet, which is the most it can be; without
script by the server's own rule of when to look again, with a message every 45 seconds.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from chat.web.transcript import look_again_after
from tests.house import House
from tests.pages.story import PHONE
from tests.pages.talking import PATIENCE, Sam, hears, is_sent, types
from tests.pages.wires import Wires

HOUR, EACH = 3600, 40
BY_SOCKET, OTHERWISE = 500_000, 1_500_000
TRIES = 5
# A WebSocket ping and its pong every 10 seconds of real time, which the page does not see (config/web.py).
PINGS_OF_THE_SERVER = HOUR // 10 * (6 + 10)

HERS = "i dont really know how to say it but it has been like this since summer {}"
HIS = "Thank you for telling me that. It sounds like a lot to carry on your own. What happened then? {}"


@pytest.fixture
def wires(house: House) -> Iterator[Wires]:
    with Wires(urlsplit(house.base_url).port or 80) as wires:
        yield wires


def counted(wires: Wires, does: Callable[[], object], times: int = 1) -> float:
    """Bytes for one of them."""
    before = wires.bytes
    for _ in range(times):
        does()
    return (wires.bytes - before) / times


def begin(page: Page, house: House) -> None:
    page.goto(house.base_url)
    page.get_by_label("What is on your mind?").fill("are you there")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("button", name="Send")).to_be_visible()


@pytest.mark.usefixtures("empty_queue")
def test_an_hour_of_chat_with_script(house: House, wires: Wires, new_page: Callable[..., Page]) -> None:
    page = new_page(**PHONE, proxy=wires.proxy)
    page.clock.install()
    first = counted(wires, lambda: (begin(page, house), page.wait_for_load_state("networkidle")))
    numbers = iter(range(1000))

    def she_writes() -> None:
        is_sent(types(page, HERS.format(next(numbers))))

    with Sam(house) as sam:
        sam.takes_next()

        def he_writes() -> None:
            words = HIS.format(next(numbers))
            sam.wire.send("typing", conversation=sam.conversation)
            sam.says(words)
            hears(page, words)

        writes, hears_him = counted(wires, she_writes, TRIES), counted(wires, he_writes, TRIES)
        asks = counted(wires, lambda: (page.clock.run_for(20_000), page.wait_for_timeout(50)), TRIES)
        by_socket = first + EACH * (writes + hears_him) + HOUR / 20 * asks + PINGS_OF_THE_SERVER
        print(f"\nBy socket: {by_socket:,.0f}; first {first:,.0f}, hers {writes:.0f}, his {hears_him:.0f}")

        wires.without_sockets = True
        wires.hang_up()
        expect(page.get_by_text("The connection is slow")).to_be_visible(timeout=PATIENCE)

        def look() -> None:
            with page.expect_response("**/chat/since/**"):
                page.clock.run_for(16_500)  # the longest it waits

        looks = counted(wires, look, TRIES)
        posts, brings = (
            counted(wires, she_writes, TRIES),
            counted(wires, lambda: (he_says(sam, next(numbers)), look()), TRIES),
        )
        knocks = 60 * 1000  # at a door for sockets that stays shut, once a minute
        by_asking = first + EACH * (posts + brings) + HOUR / 5 * looks + knocks
        print(f"By asking: {by_asking:,.0f}; empty {looks:.0f}, hers {posts:.0f}, his {brings:.0f}")

    assert by_socket < BY_SOCKET
    assert by_asking < OTHERWISE


def he_says(sam: Sam, number: int) -> None:
    sam.says(HIS.format(number))


@pytest.mark.usefixtures("empty_queue")
def test_an_hour_of_chat_without_script(house: House, wires: Wires, new_page: Callable[..., Page]) -> None:
    page = new_page(**PHONE, proxy=wires.proxy, java_script_enabled=False)
    first = counted(wires, lambda: (begin(page, house), page.wait_for_load_state("networkidle")))
    words = page.frame_locator("iframe")

    def she_writes() -> None:
        page.get_by_label("Write a message").fill("half a word")
        line = HERS.format(wires.bytes)
        page.get_by_label("Write a message").fill(line)
        page.get_by_role("button", name="Send").click()
        expect(words.get_by_text(line)).to_be_visible(timeout=PATIENCE)
        page.wait_for_load_state("networkidle")

    with Sam(house) as sam:
        sam.takes_next()
        for number in range(10):
            he_says(sam, number)
        writes = counted(wires, she_writes, TRIES)

        page.get_by_label("Write a message").fill("half a thought")
        with page.expect_response("**/chat/transcript/", timeout=PATIENCE):
            he_says(sam, 11)
        before = wires.bytes
        for _ in range(2):
            with page.expect_response("**/chat/transcript/", timeout=PATIENCE) as answered:
                pass
            answered.value.finished()
        looks = (wires.bytes - before) / 2
        expect(words.get_by_text(HIS.format(11))).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_label("Write a message")).to_have_value("half a thought")

    total = first + EACH * writes + 2 * EACH * looks_between_messages() * looks
    print(f"\nWithout script: {total:,.0f}; first {first:,.0f}, hers {writes:.0f}, a look {looks:.0f}")
    assert total < OTHERWISE


def looks_between_messages() -> int:
    """How often the frame looks in the 45 seconds until the next message."""
    at = looks = 0
    while (at := at + look_again_after(timedelta(seconds=at))) < HOUR // (2 * EACH):
        looks += 1
    return looks
