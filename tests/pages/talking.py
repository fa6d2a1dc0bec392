"""Two people in a chat for the stories of the line: her page, and him at the other end of a socket."""

import re
from typing import Any, Self
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.house import House
from tests.pages.story import password_of
from tests.wire import Wire

# Longer than any wait of the line itself, on a machine that has much to do.
PATIENCE = 45_000


class Sam:
    """A counsellor, and what he hears of one conversation."""

    def __init__(self, house: House) -> None:
        self.wire: Wire = house.visitor().signs_in("sam@demo.example", password_of(house)).wire("/ws/console/")
        self.conversation = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wire.close()

    def takes_next(self) -> Self:
        self.wire.send("take_next")
        self.conversation = self.wire.expect("taken", timeout=20)["conversation"]
        self.wire.send("resume", conversation=self.conversation, after=0)
        return self

    def says(self, body: str) -> None:
        client_id = str(uuid4())
        self.wire.send("say", conversation=self.conversation, id=client_id, body=body)
        self.wire.expect("said", id=client_id, timeout=20)

    def hears(self, body: str) -> dict[str, Any]:
        return self.wire.expect("said", by="young_person", body=body, timeout=PATIENCE / 1000)

    @property
    def heard(self) -> list[str]:
        """Everything she said, in the order of places, each as often as it is stored."""
        said = {frame["place"]: frame for frame in self.wire.heard if frame["type"] == "said"}
        return [said[place]["body"] for place in sorted(said) if said[place]["by"] == "young_person"]


def types(page: Page, body: str) -> Locator:
    """She sends words. Gives the line below them."""
    page.get_by_label("Write a message").fill(body)
    page.get_by_role("button", name="Send", exact=True).click()
    return state_of(page, body)


def state_of(page: Page, body: str) -> Locator:
    words = page.locator(".message__words").filter(has_text=re.compile(f"^{re.escape(body)}$"))
    return page.locator(".message--you").filter(has=words).locator(".message__state")


def is_sent(state: Locator) -> None:
    expect(state).to_have_text(re.compile("^(Sent|Seen)$"), timeout=PATIENCE)


def is_not_sent_yet(state: Locator) -> None:
    expect(state).to_have_text("Not sent yet. We will keep trying", timeout=PATIENCE)


def words_on(page: Page) -> list[str]:
    return page.get_by_role("log").locator(".message__words").all_inner_texts()


def hears(page: Page, body: str) -> None:
    expect(page.get_by_role("log").get_by_text(body, exact=True)).to_be_visible(timeout=PATIENCE)
