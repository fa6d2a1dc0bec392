"""Many sockets at once: two hundred screens on one conversation, a thousand that wait, all back at the same moment,
and two thousand that come and go."""

import asyncio
import json
import time
from typing import Any, Protocol
from uuid import UUID, uuid4

from tests.bench.chats import WORDS
from tests.bench.load import Run, at_a_steady_rate
from tests.bench.wires import Line, Socket, open_socket

AT_ONCE = 50
WARM = 20
STORM_SECONDS = 30.0


class Wire(Protocol):
    """How one server is spoken to: the frame that says something, and what in an arrival is its number."""

    host: str

    def address(self, which: int) -> tuple[str, str]: ...
    def say(self, number: int) -> bytes: ...
    def number_in(self, text: bytes) -> int | None: ...


class RelayWire:
    """The floor and the stock chat. `rooms` of them: one for a crowd, one each for people who wait."""

    host = "127.0.0.1"

    def __init__(self, name: str) -> None:
        self._name = name

    def address(self, which: int) -> tuple[str, str]:
        return f"/{self._name}{which}/", ""

    def say(self, number: int) -> bytes:
        return json.dumps({"id": number, "message": WORDS}).encode()

    def number_in(self, text: bytes) -> int | None:
        return int(json.loads(text)["id"])


class OurWire:
    """A young person's page. The one socket of ours that many may open on the same words: a page in many tabs."""

    host = "localhost"

    def __init__(self, pages: list[dict[str, Any]]) -> None:
        self._pages = pages

    def address(self, which: int) -> tuple[str, str]:
        return "/ws/chat/", self._pages[which]["young_person"]

    def say(self, number: int) -> bytes:
        return json.dumps({"type": "say", "id": str(UUID(int=number)), "body": WORDS}).encode()

    def number_in(self, text: bytes) -> int | None:
        return UUID(json.loads(text)["id"]).int if text.startswith(b'{"type":"said"') else None


RESUME = b'{"type":"resume","after":0}'


class Thread:
    """One conversation with so many screens on it; what one says has to come to all the others."""

    def __init__(self, port: int, wire: Wire, screens: int) -> None:
        self.port, self.wire, self.screens = port, wire, screens
        self.sockets: list[Socket] = []
        self.run = Run(0)
        self._meant: dict[int, float] = {}
        self._next = int.from_bytes(uuid4().bytes[:6])

    async def open(self) -> None:
        path, cookie = self.wire.address(0)
        for which in range(self.screens):
            heard = lambda text, which=which: self._heard(text, which)  # noqa: E731
            self.sockets.append(await open_socket(self.wire.host, self.port, path, heard, cookie))
            if cookie:
                self.sockets[-1].say(RESUME)
        await asyncio.sleep(0.5)

    async def talk(self, rate: float, seconds: float) -> Run:
        self.run, self._meant = Run(rate, copies=self.screens - 1), {}
        await at_a_steady_rate(self.run, seconds, self._send)
        return self.run

    def _send(self, _number: int, meant: float) -> None:
        number = self._next = self._next + 1
        self._meant[number] = meant
        self.sockets[number % self.screens].say(self.wire.say(number))

    def _heard(self, text: bytes, which: int) -> None:
        number = self.wire.number_in(text)
        if number is not None and number % self.screens != which and number in self._meant:
            self.run.latencies.append(time.perf_counter() - self._meant[number])

    async def close(self) -> None:
        for socket in self.sockets:
            socket.close()


class Waiting:
    """So many people, each with a page of their own, who come at once, wait, are cut off and come back."""

    def __init__(self, port: int, wire: Wire, people: int) -> None:
        self.port, self.wire, self.people = port, wire, people
        self.sockets: list[Socket] = []
        self.served: set[int] = set()
        self._said: dict[int, int] = {}
        self._missed: list[int] = []
        self._all = asyncio.Event()
        self._next = int.from_bytes(uuid4().bytes[:6])

    async def warm_up(self) -> None:
        """Some come and go first: what the server loads once is not what a socket costs."""
        for which in range(WARM):
            await self._open(which)
        await asyncio.sleep(1.0)
        self.are_cut_off()
        await asyncio.sleep(0.5)

    async def come(self) -> None:
        for first in range(0, self.people, AT_ONCE):
            await asyncio.gather(*(self._try_to_open(which) for which in range(first, first + AT_ONCE)))
        await asyncio.sleep(1.0)

    async def all_speak(self) -> float:
        """Each says one thing; the seconds until everybody has their own words back."""
        self._begin()
        begin = time.perf_counter()
        for which, socket in enumerate(self.sockets):
            self._speak(which, socket)
        await self._everybody_served()
        return time.perf_counter() - begin

    def are_cut_off(self) -> None:
        for socket in self.sockets:
            socket.close()
        self.sockets = []

    async def all_come_back(self) -> float:
        """At the same moment: each is given what was said before, says one thing and has it back. The seconds."""
        resumes = bool(self.wire.address(0)[1])
        self._missed = [self._said.get(which, 0) for which in range(self.people)] if resumes else []
        self._begin()
        begin = time.perf_counter()
        await asyncio.gather(*(self._come_back(which) for which in range(self.people)), return_exceptions=True)
        await self._everybody_served()
        return time.perf_counter() - begin

    async def _come_back(self, which: int) -> None:
        socket = await self._try_to_open(which)
        self._speak(which, socket)

    async def _try_to_open(self, which: int) -> Socket:
        """As a page does: whoever is turned away asks again."""
        until = time.perf_counter() + STORM_SECONDS
        while True:
            try:
                return await self._open(which)
            except OSError:
                if time.perf_counter() > until:
                    raise
                await asyncio.sleep(0.2)

    async def _open(self, which: int) -> Socket:
        path, cookie = self.wire.address(which)
        heard = lambda text: self._heard(text, which)  # noqa: E731
        socket = await open_socket(self.wire.host, self.port, path, heard, cookie)
        if cookie:
            socket.say(RESUME)
        self.sockets.append(socket)
        return socket

    def _begin(self) -> None:
        self.served, self._all = set(), asyncio.Event()

    def _speak(self, which: int, socket: Socket) -> None:
        number = self._next = self._next + 1
        self._said[which] = number
        socket.say(self.wire.say(number))

    def _heard(self, text: bytes, which: int) -> None:
        number = self.wire.number_in(text)
        if self._missed and number is not None and number == self._missed[which]:
            self._missed[which] = 0
        if number is not None and number == self._said.get(which):
            self.served.add(which)
            if len(self.served) == self.people:
                self._all.set()

    async def _everybody_served(self) -> None:
        try:
            await asyncio.wait_for(self._all.wait(), STORM_SECONDS)
        except TimeoutError:
            pass

    @property
    def lost(self) -> int:
        """Whose own words did not come back, and what was said before and was not given again."""
        return self.people - len(self.served) + sum(1 for number in self._missed if number)


async def come_and_go(port: int, wire: Wire, people: int, times: int) -> None:
    """Connects and drops: some that spoke, some in the middle of a frame, some that never finished to knock."""
    gate = asyncio.Semaphore(32)

    async def one(number: int) -> None:
        async with gate:
            await _visit(port, wire, number % people, number)

    await asyncio.gather(*(one(number) for number in range(times)), return_exceptions=True)


async def _visit(port: int, wire: Wire, which: int, number: int) -> None:
    path, cookie = wire.address(which)
    if number % 4 == 3:
        transport, _ = await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", port)
        transport.write(f"GET {path} HTTP/1.1\r\nHost: {wire.host}:{port}\r\nUpgrade: webso".encode())
        await asyncio.sleep(0.2)
        transport.abort()
        return
    back = asyncio.Event()
    heard = lambda text: back.set() if wire.number_in(text) is not None else None  # noqa: E731
    socket = await open_socket(wire.host, port, path, heard, cookie)
    if cookie and number % 4 != 2:
        socket.say(RESUME)
    if number % 4 == 0:
        socket.say(wire.say(uuid4().int))
        await asyncio.wait_for(back.wait(), 10)
    elif number % 4 == 1:
        socket.say_half(wire.say(uuid4().int))
    socket.close()
