"""One end of a socket, for stories: say frames, wait for frames, in readable lines."""

import json
import socket
import time
from collections.abc import Mapping
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

# Before a story fails; never a measure of the service.
WAIT_SECONDS = 20.0


class Wire:
    # Those that are open, in the order they were opened: whoever has left one would go on being told things.
    open_now: ClassVar[list["Wire"]] = []

    def __init__(
        self,
        base_url: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        origin: str | None = None,
        comes_from: str = "127.0.0.1",
        **options: Any,
    ) -> None:
        place = urlsplit(base_url)
        self.unread: list[dict[str, Any]] = []
        # Everything ever heard, in order.
        self.heard: list[dict[str, Any]] = []
        self.socket: ClientConnection = connect(
            f"{'wss' if place.scheme == 'https' else 'ws'}://{place.netloc}{path}",
            sock=socket.create_connection(("127.0.0.1", place.port or 80), timeout=20, source_address=(comes_from, 0)),
            additional_headers=dict(headers or {}),
            origin=Origin(origin) if origin else None,
            # Without a limit to what lies unread: at the default of 16 frames it stops answering pings.
            **{
                "open_timeout": 20,
                "close_timeout": 2,
                "compression": None,
                "proxy": None,
                "legacy": True,
                "max_queue": None,
                **options,
            },
        )
        self.open_now.append(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, type: str, **fields: Any) -> None:
        self.socket.send(json.dumps({"type": type, **fields}))

    def send_raw(self, frame: str | bytes) -> None:
        """As it is: for frames that are wrong on purpose. Lone surrogates go out as the bytes they would be."""
        if isinstance(frame, str):
            self.socket.send(frame.encode("utf-8", "surrogatepass"), text=True)
        else:
            self.socket.send(frame)

    def expect(self, type: str, timeout: float = WAIT_SECONDS, **match: Any) -> dict[str, Any]:
        """The next frame of that type with these fields, whether it is already here or comes within the time.

        Other frames stay unread, so the order of two expectations does not matter.
        """
        limit = time.monotonic() + timeout
        checked = 0
        while True:
            for index in range(checked, len(self.unread)):
                if _matches(self.unread[index], type, match):
                    return self.unread.pop(index)
            checked = len(self.unread)
            if not self._listen(limit - time.monotonic()):
                wanted = ", ".join([type, *(f"{name}={value!r}" for name, value in match.items())])
                others = [frame["type"] for frame in self.unread]  # not whole: a failure quotes nobody's words
                raise AssertionError(f"waited {timeout:g} s for {wanted}; unread: {others}")

    def hears_nothing(self, type: str, seconds: float = 1.0, **match: Any) -> None:
        """Nobody sends such a frame for so long."""
        limit = time.monotonic() + seconds
        while self._listen(limit - time.monotonic()):
            pass
        unwanted = [frame["type"] for frame in self.unread if _matches(frame, type, match)]
        assert not unwanted

    def wait_closed(self, timeout: float = WAIT_SECONDS) -> int:
        """The code the other side closed with."""
        limit = time.monotonic() + timeout
        while True:
            try:
                if not self._listen(limit - time.monotonic()):
                    raise AssertionError(f"still open after {timeout:g} s")
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 1006

    def close(self) -> None:
        if self in self.open_now:
            self.open_now.remove(self)
        self.socket.close()

    def _listen(self, seconds: float) -> bool:
        if seconds <= 0:
            return False
        try:
            frame = json.loads(self.socket.recv(timeout=seconds))
        except TimeoutError:
            return False
        self.unread.append(frame)
        self.heard.append(frame)
        return True


def _matches(frame: dict[str, Any], type: str, match: Mapping[str, Any]) -> bool:
    return frame.get("type") == type and all(name in frame and frame[name] == value for name, value in match.items())
