"""Both doors of the real service, for stories that try them: who goes in, and what lies in the tables afterwards."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import uuid4

from tests.house import House
from tests.visitor import Visitor
from tests.wire import Wire

PASSWORD = "quiet river lantern"


@dataclass(frozen=True)
class AtADoor:
    """Somebody in a conversation: at the young person's page, or at the console."""

    house: House
    visitor: Visitor
    path: str
    conversation: int
    # What every frame about the conversation carries beside its own fields.
    also: dict[str, Any]

    def opens(self) -> Wire:
        return self.visitor.wire(self.path)

    def resumes(self, wire: Wire) -> None:
        wire.send("resume", after=0, **self.also)

    def says(self, wire: Wire, body: str = "hello") -> dict[str, Any]:
        """Words that are good, and come back as said."""
        client_id = str(uuid4())
        wire.send("say", id=client_id, body=body, **self.also)
        return wire.expect("said", id=client_id)

    def stored(self) -> int:
        """How many messages this conversation has."""
        query = "SELECT count(*) FROM chat_message WHERE conversation_id = %s"
        return int(self.house.sql(query, self.conversation)[0][0])


def aisha_at_the_door(house: House, message: str = "") -> AtADoor:
    """A young person who has just started a chat."""
    visitor = house.visitor()
    visitor.get("/")
    assert visitor.post("/chat/start/", {"message": message}).path == "/chat/"
    newest = house.sql("SELECT max(id) FROM chat_conversation")[0][0]
    return AtADoor(house, visitor, "/ws/chat/", newest, {})


class Counsellor:
    """Somebody of one's own, so that a story may suspend them; given a conversation without the queue between."""

    def __init__(self, house: House, name: str = "Sam") -> None:
        self.house = house
        self.email = f"{name.lower()}-{uuid4().hex[:8]}@example.org"
        given = ("--email", self.email, "--name", name, "--role", "counsellor", "--level", "senior")
        house.manage("create_staff", *given, "--duty", "counsellor", words=f"{PASSWORD}\n")

    def signs_in(self) -> Self:
        self.visitor = self.house.visitor().signs_in(self.email, PASSWORD)
        return self

    def talks_to(self, young: AtADoor) -> AtADoor:
        self.house.sql(
            "UPDATE chat_conversation SET state = 'active', waiting_since = NULL, reply_due_at = NULL,"
            " lease_until = now() + interval '1 hour', owner_id = (SELECT id FROM rota_staffmember WHERE email = %s)"
            " WHERE id = %s",
            self.email,
            young.conversation,
        )
        also = {"conversation": young.conversation}
        return AtADoor(self.house, self.visitor, "/ws/console/", young.conversation, also)


@dataclass(frozen=True)
class QuietSockets:
    """Both ends of one conversation, and since when nobody has said anything."""

    since: float
    young: AtADoor
    page: Wire
    counsellor: AtADoor
    console: Wire


def handshake(base_url: str, path: str, headers: Sequence[tuple[str, str]]) -> int:
    """The status of a handshake with exactly these headers beside its own."""
    place = urlsplit(base_url)
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {place.netloc}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: bmlnaHRsaWdodCBzdG9yeQ==",
        *(f"{name}: {value}" for name, value in headers),
    ]
    with socket.create_connection(("127.0.0.1", place.port or 80), timeout=10) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        heard = connection.recv(4096).decode("latin-1")
    return int(heard.split()[1]) if heard else 0
