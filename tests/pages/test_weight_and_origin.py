"""What a page weighs on a bad connection, and that it asks nobody but us for anything."""

import gzip
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect

from tests.house import House
from tests.pages.story import IN_DANGER, PHONE, answer, decide, start_chat, take_next, write

MOST = 30 * 1024


class Listener:
    """Hears all that a page asks for, gets and complains about."""

    def __init__(self, page: Page) -> None:
        self.requests: list[Request] = []
        self.pages: list[Response] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request))
        page.on("response", self._note)
        page.on("console", self._hear)

    def _note(self, response: Response) -> None:
        if response.request.resource_type == "document":
            self.pages.append(response)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def weight(self) -> dict[str, int]:
        """Bytes of each answer's body as they went over the wire."""
        return {urlsplit(request.url).path: request.sizes()["responseBodySize"] for request in self.requests}


@pytest.mark.usefixtures("empty_queue")
def test_a_chat_with_words_in_it_loads_in_thirty_kilobytes(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page]
) -> None:
    aisha, sam = start_chat(new_page(**PHONE), house, "hello is anybody there"), signed_in("sam")
    take_next(sam)
    for number in range(4):
        answer(sam, f"I am here, and I am listening to you. This is answer {number}.")
        write(aisha, f"it is hard to say but i will try to say it now ({number})")
    stranger = new_page(**PHONE, storage_state=aisha.context.storage_state())  # the same cookie, nothing in a cache
    heard = Listener(stranger)

    stranger.goto(f"{house.base_url}/chat/", wait_until="networkidle")
    expect(stranger.locator(".message")).to_have_count(9)
    weight = {**icon(stranger, house), **heard.weight()}

    print(f"\nThe chat page: {sum(weight.values()):,} bytes", weight)
    assert sum(weight.values()) <= MOST, weight
    assert len(weight) > 8  # the page, its styles and its scripts: it was really looked at


def icon(page: Page, house: House) -> dict[str, int]:
    """A browser without a window may not fetch it."""
    path = page.locator("link[rel=icon]").get_attribute("href")
    assert path
    return {path: len(gzip.compress(house.visitor().get(path).body))}


@pytest.mark.usefixtures("empty_queue")
def test_a_whole_visit_asks_no_other_site_and_breaks_no_rule(
    house: House, new_page: Callable[..., Page], signed_in: Callable[..., Page]
) -> None:
    aisha, sam, okafor, rhys = new_page(**PHONE), signed_in("sam"), signed_in("okafor"), signed_in("rhys")
    everybody = [Listener(page) for page in (aisha, sam, okafor, rhys)]
    sam.reload()
    rhys.reload()
    for path in ("/other-help/", "/safety-tips/", "/staff/sign-in/"):
        aisha.goto(f"{house.base_url}{path}")

    start_chat(aisha, house, "my nan looks after me")
    take_next(sam)
    answer(sam, "How is it at your nan’s?")
    write(aisha, IN_DANGER)
    expect(sam.locator(".said[data-urgency=now]")).to_be_visible()
    handle = sam.locator("[data-part=to]").inner_text()
    okafor.goto(f"{house.base_url}/escalations/")
    okafor.locator(".row", has_text=handle).click()
    okafor.get_by_role("button", name="Acknowledge").click()
    okafor.get_by_role("link", name="Whole conversation").click()
    expect(okafor.get_by_text(IN_DANGER)).to_be_visible()
    okafor.go_back()
    decide(okafor)
    okafor.get_by_role("button", name="Record decision").click()
    expect(okafor.get_by_role("heading", name="Decided:")).to_be_visible()
    aisha.get_by_role("link", name="End chat").click()
    aisha.get_by_role("button", name="End the chat").click()
    expect(aisha.get_by_role("heading", name="This chat has ended")).to_be_visible()

    asked = {request.url for heard in everybody for request in heard.requests}
    assert len(asked) > 40
    assert [url for url in asked if not url.startswith(f"{house.base_url}/")] == []
    assert [text for heard in everybody for text in heard.complaints] == []
    for page in (page for heard in everybody for page in heard.pages):
        if page.status < 300:  # a redirect holds nothing to protect
            assert_strict(page)


def assert_strict(page: Response) -> None:
    policy = page.header_value("content-security-policy") or ""
    assert "default-src 'none'" in policy, page.url
    assert "unsafe" not in policy, page.url
    assert "http" not in policy.replace("http://localhost", "").replace("ws://localhost", ""), page.url
    assert page.header_value("cache-control") == "no-store", page.url
