"""Pairs that talk, to each of the servers: what is sent, and how an arrival at the other end is known."""

import json
import time
from typing import Any, Protocol
from uuid import UUID

from tests.bench.load import Run, at_a_steady_rate
from tests.bench.wires import Socket, open_socket

# 106 letters, as long as a message of a young person mostly is.
WORDS = "i dont really know how to say this but things at home have been bad again and i cant sleep most nights ok?"


class Chat(Protocol):
    """A hundred pairs with open sockets on one server."""

    name: str

    async def open(self) -> None: ...
    async def talk(self, rate: float, seconds: float) -> Run: ...
    async def close(self) -> None: ...


class Talk:
    """What all have in common: a message is known by its number, and counts when it reaches the other end."""

    def __init__(self, name: str, port: int, pairs: int, host: str = "127.0.0.1") -> None:
        self.name, self.host, self.port, self.pairs = name, host, port, pairs
        self.ends: list[tuple[Socket, Socket]] = []
        self.run = Run(0)
        self._meant: dict[int, float] = {}
        self._next = 0

    async def talk(self, rate: float, seconds: float) -> Run:
        self.run, self._meant = Run(rate), {}
        await at_a_steady_rate(self.run, seconds, self._send)
        return self.run

    async def close(self) -> None:
        for both in self.ends:
            for socket in both:
                socket.close()

    def _send(self, _number: int, meant: float) -> None:
        number = self._next = self._next + 1
        self._meant[number] = meant
        pair, side = number % self.pairs, number // self.pairs % 2
        self.ends[pair][side].say(self.frame(number, pair, side))

    def frame(self, number: int, pair: int, side: int) -> bytes:
        raise NotImplementedError

    def arrived(self, number: int) -> None:
        meant = self._meant.pop(number, None)
        if meant is None:
            self.run.wrong += number > self._next - self.run.sent
        else:
            self.run.latencies.append(time.perf_counter() - meant)


class Relay(Talk):
    """The floor and the stock chat: what is said in a room goes to everybody in it, the one who said it too."""

    async def open(self) -> None:
        for pair in range(self.pairs):
            first = await open_socket(self.host, self.port, f"/pair{pair}/", lambda text: self._heard(text, 0))
            second = await open_socket(self.host, self.port, f"/pair{pair}/", lambda text: self._heard(text, 1))
            self.ends.append((first, second))

    def frame(self, number: int, pair: int, side: int) -> bytes:
        return json.dumps({"id": number, "from": side, "message": WORDS}).encode()

    def _heard(self, text: bytes, side: int) -> None:
        said = json.loads(text)
        if said["from"] != side:
            self.arrived(said["id"])


class Ours(Talk):
    """Nightlight: a young person's page and a counsellor's console, through the real doors."""

    def __init__(self, name: str, port: int, pairs: list[dict[str, Any]]) -> None:
        super().__init__(name, port, len(pairs), "localhost")
        self._people = pairs
        self._places: dict[tuple[int, int], int] = {}
        self._wait_for_consoles: dict[str, Socket] = {}

    async def open(self) -> None:
        for pair, people in enumerate(self._people):
            page = await open_socket(
                self.host, self.port, "/ws/chat/", self._page_of(pair, people["conversation"]), people["young_person"]
            )
            console = self._wait_for_consoles.get(people["counsellor"])
            if console is None:
                console = await open_socket(
                    self.host, self.port, "/ws/console/", self._on_a_console, people["counsellor"]
                )
                self._wait_for_consoles[people["counsellor"]] = console
            page.say(b'{"type":"resume","after":0}')
            console.say(json.dumps({"type": "resume", "conversation": people["conversation"], "after": 0}).encode())
            self.ends.append((page, console))

    def frame(self, number: int, pair: int, side: int) -> bytes:
        also = {"conversation": self._people[pair]["conversation"]} if side else {}
        return json.dumps({"type": "say", "id": str(UUID(int=number)), "body": WORDS, **also}).encode()

    def _page_of(self, pair: int, conversation: int) -> Any:
        def heard(text: bytes) -> None:
            if text.startswith(b'{"type":"said"'):
                self._said(json.loads(text), conversation, 0)
            elif text.startswith(b'{"type":"refused"'):
                self.run.wrong += 1

        return heard

    def _on_a_console(self, text: bytes) -> None:
        if text.startswith(b'{"type":"said"'):
            said = json.loads(text)
            self._said(said, said["conversation"], 1)
        elif text.startswith(b'{"type":"refused"'):
            self.run.wrong += 1

    def _said(self, said: dict[str, Any], conversation: int, side: int) -> None:
        """Every screen has to see every place once, in order."""
        here = (conversation, side)
        self.run.wrong += said["place"] != self._places.get(here, 0) + 1
        self._places[here] = said["place"]
        if said["by"] != "you":
            self.arrived(UUID(said["id"]).int)
