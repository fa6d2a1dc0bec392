"""Pages that stay open through everything, with the rules of our own scripts (`socket.js`, `outbox.js`).

An id for each message until it comes back, at most four in flight, one reconnect at a time with full jitter, places
in order. A young person's page may also have its socket blocked: then it posts its words and asks for what is new.
"""

import asyncio
import contextlib
import http.client
import json
import random
import socket
import time
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.faults.lab.book import Book
from tests.faults.lab.relay import Relay
from tests.visitor import Visitor

IN_FLIGHT, AGAIN_AFTER = 4, 15.0
FIRST_WAIT, LONGEST_WAIT = 0.5, 15.0
OPEN_WITHIN, PING_EVERY, PONG_WITHIN, HEARTBEAT_EVERY = 10.0, 20.0, 10.0, 20.0
ASKS_EVERY, ANSWER_WITHIN = 1.0, 10.0
TRY_AGAIN = {"not_now"}


class Page:
    """One page with one conversation on it, behind a link of its own."""

    def __init__(self, visitor: Visitor, link: Relay, path: str, book: Book, *, seed: int) -> None:
        self.visitor, self.link, self.path, self.book = visitor, link, path, book
        self.by_socket = True
        self._also = {"conversation": book.conversation} if book.by == "counsellor" else {}
        self._random = random.Random(seed)
        self._flying: dict[str, float] = {}
        self._tries: dict[str, int] = {}
        self._moves = False
        self._failures = 0
        self._asked: float | None = None
        self._ponged_by = 0.0
        self._something_to_do = asyncio.Event()
        self._life: asyncio.Task[None] | None = None

    def open(self) -> None:
        self._life = asyncio.create_task(self._live())

    async def close(self) -> None:
        if self._life is not None:
            self._life.cancel()
            await asyncio.gather(self._life, return_exceptions=True)

    def says(self, words: str, *, is_risky: bool = False) -> str:
        message_id = self.book.write(words, is_risky=is_risky)
        self._something_to_do.set()
        return message_id

    def use(self, *, socket: bool) -> None:
        """On a network that blocks sockets, or on one that does not. What is open ends with the old one."""
        if self.by_socket != socket:
            self.by_socket = socket
            self._moves = True
            self.link.cut()

    @property
    def is_cut_off(self) -> bool:
        """Sits at a link that is dead, and cannot know it yet."""
        return any(link.is_deaf for link in self.link.links)

    async def _live(self) -> None:
        while True:
            if self.by_socket:
                await self._live_by_socket()
            else:
                await self._live_by_asking()
            self._failures += 1
            longest = min(LONGEST_WAIT, FIRST_WAIT * 2**self._failures)
            wait = FIRST_WAIT + self._random.random() * (longest - FIRST_WAIT) if self._asked is None else self._asked
            self._asked = None
            await asyncio.sleep(wait)

    # By socket

    async def _live_by_socket(self) -> None:
        """Until it closes, for whatever reason."""
        try:
            wire = await self._connected()
        except (OSError, WebSocketException, TimeoutError):
            return
        self._moves = False
        self._flying.clear()
        self._ponged_by = time.monotonic() + PING_EVERY + PONG_WITHIN
        works = [asyncio.create_task(work(wire)) for work in (self._hear, self._tell, self._show_life)]
        try:
            done, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
            for work in done:
                work.result()
        except ConnectionClosed as closed:
            self._was_closed(closed.rcvd.code if closed.rcvd else 1006)
        except (OSError, TimeoutError):
            self._was_closed(1006)
        finally:
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)
            wire.transport.abort()

    def _was_closed(self, code: int) -> None:
        if not self._moves:
            self.book.closed.append((time.monotonic(), code))

    async def _connected(self) -> ClientConnection:
        place = urlsplit(self.visitor.base_url)
        async with asyncio.timeout(OPEN_WITHIN):
            plug = socket.create_connection(("127.0.0.1", self.link.port), timeout=5)
            return await connect(
                f"ws://{place.netloc}{self.path}",
                sock=plug,
                additional_headers={"Cookie": "; ".join(f"{k}={v}" for k, v in self.visitor.cookies.items())},
                origin=self.visitor.base_url,  # type: ignore[arg-type]
                open_timeout=OPEN_WITHIN,
                close_timeout=1,
                ping_interval=None,
                compression=None,
                max_queue=None,
                proxy=None,
            )

    async def _hear(self, wire: ClientConnection) -> None:
        async for text in wire:
            frame: dict[str, Any] = json.loads(text)
            self._failures = 0
            match frame["type"]:
                case "said" if frame.get("conversation", self.book.conversation) == self.book.conversation:
                    await self._is_said(wire, frame["place"], frame["id"], frame["body"])
                case "refused" if frame["reason"] not in TRY_AGAIN:
                    self.book.odd.append(f"refused as {frame['reason']}: {frame.get('id')} of {self.book.name}")
                case "reconnect":
                    self._asked = frame["after_ms"] / 1000
                case "pong":
                    self._ponged_by = time.monotonic() + PING_EVERY + PONG_WITHIN
        raise ConnectionClosed(wire.protocol.close_rcvd, wire.protocol.close_sent)

    async def _is_said(self, wire: ClientConnection, place: int, message_id: str, body: str) -> None:
        if message_id in self.book.words:
            self.book.acknowledge(message_id, place)
            self._flying.pop(message_id, None)
            self._something_to_do.set()
        if not self.book.show(place, message_id, body):
            await self._resume(wire)

    async def _tell(self, wire: ClientConnection) -> None:
        await self._resume(wire)
        while True:
            for message_id in self._may_go():
                self.book.sends[message_id] += 1
                self._tries[message_id] = self._tries.get(message_id, 0) + 1
                self._flying[message_id] = time.monotonic()
                await self._send(wire, "say", id=message_id, body=self.book.words[message_id], **self._also)
            self._something_to_do.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._something_to_do.wait(), 1.0)

    def _may_go(self) -> list[str]:
        """In the order written, as many as there is room for. What got no answer goes again, each time later."""
        now = time.monotonic()
        for message_id, left in list(self._flying.items()):
            if now - left > AGAIN_AFTER * 2 ** (self._tries[message_id] - 1):
                del self._flying[message_id]
        waiting = [message_id for message_id in self.book.waiting if message_id not in self._flying]
        return waiting[: max(0, IN_FLIGHT - len(self._flying))]

    async def _show_life(self, wire: ClientConnection) -> None:
        asked = beat = time.monotonic()
        while True:
            await asyncio.sleep(0.5)
            now = time.monotonic()
            if now - asked > PING_EVERY:
                asked = now
                await self._send(wire, "ping")
            if self._also and now - beat > HEARTBEAT_EVERY:
                beat = now
                await self._send(wire, "heartbeat")
            if now > self._ponged_by:
                raise TimeoutError

    async def _resume(self, wire: ClientConnection) -> None:
        await self._send(wire, "resume", after=len(self.book.screen), **self._also)

    async def _send(self, wire: ClientConnection, type: str, **fields: Any) -> None:
        await wire.send(json.dumps({"type": type, **fields}))

    # By asking

    async def _live_by_asking(self) -> None:
        """Until something fails, or sockets work again."""
        with contextlib.suppress(OSError, http.client.HTTPException, Refused):
            while not self.by_socket:
                for message_id in self.book.waiting[:1]:
                    await self._post(message_id)
                await self._ask()
                self._failures = 0
                if not self.book.waiting:
                    await asyncio.sleep(ASKS_EVERY)

    async def _post(self, message_id: str) -> None:
        self.book.sends[message_id] += 1
        form = {"client_id": message_id, "body": self.book.words[message_id]}
        heard = await asyncio.to_thread(
            self.visitor.post, "/chat/messages/", form, follow=False, headers={"Accept": "application/json"}
        )
        if heard.status == 201:
            self.book.acknowledge(message_id, heard.json()["place"])
        elif heard.status < 500:
            self.book.odd.append(f"refused with {heard.status}: {message_id} of {self.book.name}")
            raise Refused
        else:
            raise Refused

    async def _ask(self) -> None:
        heard = await asyncio.to_thread(self.visitor.ask, "GET", f"/chat/since/?after={len(self.book.screen)}")
        if heard.status != 200:
            raise Refused
        for message in heard.json()["said"]:
            self.book.show(message["place"], message["id"], message["body"])


class Refused(Exception):
    """No answer to go on with: the page waits, and comes again."""
