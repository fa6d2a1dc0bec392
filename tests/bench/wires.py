"""The two clients of the load: a web socket and a keep-alive HTTP connection, as thin as they can be.

A client library would cost more than the servers that are measured.
"""

import asyncio
import base64
import os
from collections.abc import Callable

OPEN_SECONDS = 60.0
NO_MASK = b"\x00\x00\x00\x00"  # a mask of nought is a mask, and costs nothing


class Socket(asyncio.Protocol):
    """One web socket. `heard` gets the text of each frame."""

    def __init__(self, request: bytes, heard: Callable[[bytes], None]) -> None:
        self._request, self._heard = request, heard
        self._unread = b""
        self.is_open: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.is_open.done():
            self.is_open.set_exception(ConnectionError("refused"))

    def data_received(self, data: bytes) -> None:
        self._unread += data
        if not self.is_open.done():
            head, end, rest = self._unread.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head[:20]:
                self.is_open.set_exception(ConnectionError(head[:20].decode("latin-1")))
                return
            self._unread = rest
            self.is_open.set_result(None)
        self._read_frames()

    def _read_frames(self) -> None:
        at, unread = 0, self._unread
        while len(unread) - at >= 2:
            size, body = unread[at + 1], at + 2
            if size == 126:
                if len(unread) < body + 2:
                    break
                size, body = int.from_bytes(unread[body : body + 2]), body + 2
            elif size == 127:
                if len(unread) < body + 8:
                    break
                size, body = int.from_bytes(unread[body : body + 8]), body + 8
            if len(unread) < body + size:
                break
            kind, at = unread[at] & 15, body + size
            if kind == 1:
                self._heard(unread[body:at])
            elif kind == 9:
                self._transport.write(bytes((0x8A, 0x80 | size)) + NO_MASK + unread[body:at])
        self._unread = unread[at:]

    def say(self, text: bytes) -> None:
        self._transport.write(_framed(text))

    def say_half(self, text: bytes) -> None:
        """The beginning of a frame whose end never comes."""
        self._transport.write(_framed(text)[: len(text) // 2])

    def close(self) -> None:
        self._transport.abort()


def _framed(text: bytes) -> bytes:
    size = len(text)
    head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2)
    return head + NO_MASK + text


async def open_socket(host: str, port: int, path: str, heard: Callable[[bytes], None], cookie: str = "") -> Socket:
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {host}:{port}",
        f"Origin: http://{host}:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        *([f"Cookie: {cookie}"] if cookie else []),
    ]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    loop = asyncio.get_running_loop()
    _, socket = await loop.create_connection(lambda: Socket(request, heard), "127.0.0.1", port)
    await asyncio.wait_for(socket.is_open, OPEN_SECONDS)
    return socket


class Line(asyncio.Protocol):
    """One connection that sends a form and waits for the status, again and again."""

    def __init__(self) -> None:
        self._unread = b""
        self._status: asyncio.Future[int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        if self._status is not None and not self._status.done():
            self._status.set_exception(ConnectionError("closed"))

    def data_received(self, data: bytes) -> None:
        self._unread += data
        head, end, rest = self._unread.partition(b"\r\n\r\n")
        if not end or self._status is None:
            return
        size = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                size = int(line.partition(b":")[2])
        if len(rest) >= size:
            self._unread = b""
            self._status.set_result(int(head[9:12]))

    async def ask(self, request: bytes) -> int:
        self._status = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._status

    def close(self) -> None:
        self._transport.abort()
