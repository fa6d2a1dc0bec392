"""H01. A network that goes away, comes back, lies or lets no socket through: every word arrives, once, in order."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.house import House
from tests.pages.story import PHONE, start_chat
from tests.pages.talking import PATIENCE, Sam, hears, is_not_sent_yet, is_sent, state_of, types, words_on
from tests.pages.wires import Wires

SLOW = "The connection is slow"


@pytest.fixture
def wires(house: House) -> Iterator[Wires]:
    with Wires(urlsplit(house.base_url).port or 80) as wires:
        yield wires


@pytest.fixture
def aisha(house: House, empty_queue: None, wires: Wires, new_page: Callable[..., Page]) -> Page:
    """On her phone, behind a network of her own; in the queue."""
    page = new_page(**PHONE, proxy=wires.proxy)
    page.clock.install()
    start_chat(page, house, "are you there")
    page.evaluate("window.notReloaded = true")
    return page


@pytest.fixture
def sam(house: House, aisha: Page) -> Iterator[Sam]:
    with Sam(house) as sam:
        yield sam.takes_next()


def test_h01_what_is_typed_without_a_network_arrives_in_order_and_once(aisha: Page, sam: Sam, wires: Wires) -> None:
    wires.cut()
    lines = [f"line {number} of what happened" for number in range(1, 7)]
    states = [types(aisha, line) for line in lines]
    sam.says("I am still here")

    for state in states:
        is_not_sent_yet(state)
    expect(aisha.get_by_text("Your message has not been sent yet.")).to_be_visible(timeout=PATIENCE)
    assert "line" not in "".join(sam.heard)

    wires.mend()

    for state in states:
        is_sent(state)
    hears(aisha, "I am still here")
    sam.hears(lines[-1])
    assert sam.heard == ["are you there", *lines]
    assert words_on(aisha) == ["are you there", "I am still here", *lines]
    assert aisha.evaluate("window.notReloaded") is True
    assert aisha.evaluate("Object.keys(sessionStorage)") == []


def test_h01_a_browser_that_says_it_is_offline_and_online_again(aisha: Page, sam: Sam, wires: Wires) -> None:
    wires.cut()
    aisha.context.set_offline(True)
    state = types(aisha, "said in a tunnel")
    is_not_sent_yet(state)

    wires.mend()
    aisha.context.set_offline(False)

    is_sent(state)
    sam.hears("said in a tunnel")
    assert sam.heard.count("said in a tunnel") == 1


def test_h01_a_draft_and_unsent_words_outlive_a_reload_and_the_end_of_the_page(
    aisha: Page, sam: Sam, wires: Wires
) -> None:
    wires.without_sockets = True
    aisha.context.route("**/chat/messages/", lambda route: route.abort())
    wires.hang_up()
    aisha.wait_for_timeout(1000)  # until the page has heard of it: what goes out before is sent, and said to be
    types(aisha, "first unsent")
    types(aisha, "second unsent")
    aisha.get_by_label("Write a message").fill("half a thought")

    aisha.reload()
    expect(aisha.get_by_label("Write a message")).to_have_value("half a thought")
    is_not_sent_yet(state_of(aisha, "second unsent"))
    phone = restored(aisha)
    expect(phone.get_by_label("Write a message")).to_have_value("half a thought")
    for words in ("first unsent", "second unsent"):
        is_not_sent_yet(state_of(phone, words))
    assert words_on(phone) == ["are you there", "first unsent", "second unsent"]

    phone.context.unroute("**/chat/messages/")
    wires.without_sockets = False

    is_sent(state_of(phone, "second unsent"))
    sam.hears("second unsent")
    assert sam.heard == ["are you there", "first unsent", "second unsent"]
    expect(phone.get_by_label("Write a message")).to_have_value("half a thought")


def restored(page: Page) -> Page:
    """A tab that a phone had no memory for, looked at again: a new page with what the tab kept, and no goodbye said.

    A crashed page cannot be looked at from here. A copy is given the same session storage, and the first is gone.
    """
    with page.expect_popup() as opened:
        page.evaluate("open(location.href)")
    page.close()
    return opened.value


def test_h01_a_tab_that_is_gone_comes_back_to_its_place(aisha: Page, sam: Sam) -> None:
    sam.says("Take your time")
    hears(aisha, "Take your time")
    context, address = aisha.context, aisha.url
    aisha.close()
    sam.says("I am here whenever you are")

    page = context.new_page()
    page.goto(address)

    hears(page, "I am here whenever you are")
    assert words_on(page) == ["are you there", "Take your time", "I am here whenever you are"]


def test_h01_where_no_socket_gets_through_words_go_and_come_over_http(aisha: Page, sam: Sam, wires: Wires) -> None:
    wires.without_sockets = True
    wires.hang_up()
    expect(aisha.get_by_text(SLOW)).to_be_visible(timeout=PATIENCE)

    lines = [f"over http {number}" for number in range(1, 6)]
    for line in lines:
        types(aisha, line)
    sam.hears(lines[-1])
    sam.says("It came, all of it")
    hears(aisha, "It came, all of it")
    assert sam.heard == ["are you there", *lines]
    expect(aisha.get_by_text("Not sent yet")).to_have_count(0)

    wires.without_sockets = False
    with aisha.expect_websocket(timeout=PATIENCE):
        aisha.clock.run_for(75_000)  # it tries again each minute
    expect(aisha.get_by_text(SLOW)).to_be_hidden(timeout=PATIENCE)
    is_sent(types(aisha, "and by socket again"))
    assert sam.hears("and by socket again")
    assert aisha.evaluate("window.notReloaded") is True


def test_h01_a_socket_that_is_open_and_dead_is_noticed(aisha: Page, sam: Sam, wires: Wires) -> None:
    """By the page's own question, and on waking at once."""
    wires.go_dead()
    sam.says("can you hear me")

    aisha.clock.run_for(20_000)  # until it asks
    aisha.clock.run_for(10_000)  # until it gives up
    hears(aisha, "can you hear me")

    wires.go_dead()
    sam.says("and now")
    with aisha.expect_websocket(timeout=15_000):
        aisha.evaluate("dispatchEvent(new Event('online'))")
    hears(aisha, "and now")

    wires.go_dead()
    said = types(aisha, "is this thing on")
    aisha.clock.run_for(5_000)  # nothing came back: it asks now
    aisha.clock.run_for(5_000)
    is_sent(said)


def test_h01_a_phone_that_sleeps_wakes_with_everything(aisha: Page, sam: Sam) -> None:
    phone = aisha.context.new_cdp_session(aisha)
    phone.send("Page.setWebLifecycleState", {"state": "frozen"})
    sam.says("said while it slept")
    aisha.wait_for_timeout(1000)

    phone.send("Page.setWebLifecycleState", {"state": "active"})

    hears(aisha, "said while it slept")
    is_sent(types(aisha, "i am awake"))
    expect(aisha.get_by_role("alert").filter(has_text=re.compile("."))).to_have_count(0)


@pytest.mark.usefixtures("sam")
def test_words_that_are_refused_say_why_and_are_kept_to_be_changed_or_removed(aisha: Page) -> None:
    def grows(route: WebSocketRoute) -> None:  # on the way, until it is more than the service takes
        service = route.connect_to_server()
        route.on_message(lambda frame: service.send(str(frame).replace("so much", "so much " * 600)))

    why = re.compile("longer than we can take in one go")
    aisha.context.route_web_socket("**/ws/chat/", grows)
    aisha.reload()
    for words in ("so much to say", "so much to remove"):
        expect(types(aisha, words)).to_have_text(why, timeout=PATIENCE)

    aisha.reload()
    for words in ("so much to say", "so much to remove"):
        expect(state_of(aisha, words)).to_have_text(why)
    aisha.get_by_role("button", name="Remove it").last.click()
    aisha.get_by_role("button", name="Change it and send again").click()
    expect(aisha.get_by_label("Write a message")).to_have_value("so much to say")
    is_sent(types(aisha, "less"))

    assert words_on(aisha) == ["are you there", "less"]
    assert aisha.evaluate("Object.keys(sessionStorage)") == []
