"""H01. One browser with two tabs of the same chat, and a service that restarts while somebody writes."""

import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.pages.story import PHONE, start_chat
from tests.pages.talking import Sam, hears, is_sent, types, words_on


@pytest.mark.usefixtures("empty_queue")
def test_h01_two_tabs_show_the_same_and_each_word_once(house: House, new_page: Callable[..., Page]) -> None:
    first = start_chat(new_page(**PHONE), house, "are you there")
    first.get_by_label("Write a message").fill("only here")
    with first.expect_popup() as opened:  # a copy: the browser gives it what the first tab keeps
        first.evaluate("open(location.href)")
    second = opened.value
    with Sam(house) as sam:
        sam.takes_next()
        is_sent(types(second, "from the second"))
        is_sent(types(first, "from the first"))
        sam.says("I hear both")
        for page in (first, second):
            hears(page, "I hear both")
            assert words_on(page) == ["are you there", "from the second", "from the first", "I hear both"]
        assert sam.heard == ["are you there", "from the second", "from the first"]


@pytest.mark.usefixtures("empty_queue")
def test_h01_a_copied_tab_does_not_say_again_what_the_first_could_not_send(
    house: House, new_page: Callable[..., Page]
) -> None:
    first = start_chat(new_page(**PHONE), house, "are you there")
    first.context.route("**/chat/messages/", lambda route: route.abort())
    first.context.route_web_socket("**/ws/chat/", lambda socket: socket.close())
    first.reload()
    types(first, "only once")
    with first.expect_popup() as opened:
        first.evaluate("open(location.href)")
    second = opened.value
    expect(second.get_by_text("only once")).to_be_visible()

    first.context.unroute("**/chat/messages/")

    with Sam(house) as sam:
        sam.takes_next().hears("only once")
        for page in (first, second):
            expect(page.locator(".message[data-state=sent], .message[data-state=seen]")).to_have_count(
                2, timeout=45_000
            )
            assert words_on(page) == ["are you there", "only once"]
        assert sam.heard == ["are you there", "only once"]


def test_h01_a_restart_of_the_service_is_hardly_noticed_while_somebody_writes(
    fault_house: House, new_page: Callable[..., Page]
) -> None:
    page = start_chat(new_page(**PHONE), fault_house, "are you there")
    page.get_by_label("Write a message").fill("i was going to")
    warned = page.evaluate_handle(
        """() => {
        const told = [];
        const alert = document.querySelector("[data-alert]");
        new MutationObserver(() => told.push(alert.textContent)).observe(alert, { childList: true });
        return told;
    }"""
    )

    with page.expect_websocket(timeout=60_000) as again:  # when the `reconnect` frame said, and not before
        fault_house.kill("web", signal.SIGTERM)
    assert not again.value.is_closed()

    is_sent(types(page, "i was going to say this"))
    assert words_on(page) == ["are you there", "i was going to say this"]
    assert fault_house.sql("SELECT count(*) FROM chat_message") == [(2,)]
    print("Told meanwhile:", warned.json_value())
