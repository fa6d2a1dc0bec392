"""Ten people who talk in pairs, each behind a link of their own to the house."""

import http.client

from tests.faults.lab.book import Book
from tests.faults.lab.pages import ANSWER_WITHIN, Page
from tests.faults.lab.relay import Relay
from tests.house import House
from tests.visitor import Visitor

PASSWORD = "quiet river lantern"


class AtALink(Visitor):
    """Comes to the house through a relay, and gives up sooner."""

    def __init__(self, base_url: str, link: Relay) -> None:
        super().__init__(base_url)
        self.link = link

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.link.port, timeout=ANSWER_WITHIN)


ADD = """
from datetime import timedelta
from config import clock
from rota.people import add_staff
from rota.shifts import put_on
for number in range({count}):
    staff = add_staff(f"lab-{{number}}@example.org", f"Sam {{number}}", ["counsellor"], "senior", "{password}")
    put_on(staff, "counsellor", clock.now(), clock.now() + timedelta(hours=8))
"""


def counsellors(house: House, links: list[Relay]) -> list[AtALink]:
    """Signed in, each with an account of their own, and on shift."""
    house.manage("shell", words=ADD.format(count=len(links), password=PASSWORD))
    return [
        AtALink(house.base_url, link).signs_in(f"lab-{number}@example.org", PASSWORD)
        for number, link in enumerate(links)
    ]


def pair(house: House, counsellor: AtALink, link: Relay, number: int, seed: int) -> tuple[Page, Page]:
    """A young person starts a chat; the counsellor takes the next in the queue, which is this one."""
    young = AtALink(house.base_url, link)
    with counsellor.wire("/ws/console/") as wire:  # open first: a service where nobody sits is closed
        young.get("/")
        started = young.post("/chat/start/", {})
        assert started.path == "/chat/", f"the start led to {started.path} ({started.status})"
        wire.send("take_next")
        conversation = wire.expect("taken", timeout=20)["conversation"]
    hers = Book(f"young person {number}", "young_person", conversation)
    his = Book(f"counsellor {number}", "counsellor", conversation)
    return (
        Page(young, link, "/ws/chat/", hers, seed=seed),
        Page(counsellor, counsellor.link, "/ws/console/", his, seed=seed + 1),
    )
