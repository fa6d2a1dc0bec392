"""A wire with faults: sits between two ends that speak TCP or a unix socket, and is slow, deaf or cut when told to."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Self

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]
CUT_SHORT = struct.pack("ii", 1, 0)  # close by RST, as a network that forgot us does


class Relay:
    """Passes bytes on, unless told otherwise. `delay`: seconds before each piece goes on, in both directions."""

    def __init__(self, upstream: Callable[[], Awaitable[Ends]]) -> None:
        self.upstream = upstream
        self.delay = 0.0
        self.lets_nobody_in = False
        self.flows = asyncio.Event()
        self.flows.set()
        self.port = 0
        self.links: set[Link] = set()
        self._server: asyncio.Server | None = None

    async def listen(self) -> Self:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def listen_at(self, path: Path) -> Self:
        self._server = await asyncio.start_unix_server(self._take, path)
        return self

    def go_deaf(self) -> None:
        """The links of now become half-open: nothing passes, and neither end is told. New ones are well."""
        for link in self.links:
            link.is_deaf = True

    def cut(self) -> None:
        """Both ends of every link learn at once that it is over."""
        for link in list(self.links):
            link.cut()

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self.cut()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.lets_nobody_in:
            reset(writer)
            return
        link = Link(self, reader, writer)
        self.links.add(link)
        try:
            await link.carry()
        finally:
            self.links.discard(link)
            link.cut()


class Link:
    """One connection through the relay: from the end that came, to the one that it wants."""

    def __init__(self, relay: Relay, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.relay = relay
        self.near: Ends = (reader, writer)
        self.far: Ends | None = None
        self.is_deaf = False

    async def carry(self) -> None:
        with contextlib.suppress(OSError):
            self.far = await self.relay.upstream()
            there = asyncio.create_task(self._pass_on(self.near[0], self.far[1]))
            back = asyncio.create_task(self._pass_on(self.far[0], self.near[1]))
            # Whoever came decides when a deaf link is over: the other end's going is not passed on.
            await asyncio.wait({there, back}, return_when=asyncio.FIRST_COMPLETED)
            if self.is_deaf and not there.done():
                await asyncio.wait({there})
            for task in (there, back):
                task.cancel()

    def cut(self) -> None:
        for ends in (self.near, self.far):
            if ends is not None:
                reset(ends[1])

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if self.relay.delay:
                    await asyncio.sleep(self.relay.delay)
                await self.relay.flows.wait()
                if not self.is_deaf:
                    writer.write(data)
                    await writer.drain()


def reset(writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    with contextlib.suppress(OSError):
        if sock.family != socket.AF_UNIX:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, CUT_SHORT)
    writer.transport.abort()
