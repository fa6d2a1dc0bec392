"""A network between a browser and the service that can be cut, go dead without a word, or refuse sockets; and counts.

A SOCKS proxy: what a browser sends goes on byte for byte, so what is counted is what a phone would pay for.
"""

import socket
import threading
from contextlib import suppress
from typing import Any, Self

NO_SIGN_IN, GRANTED, REFUSED = b"\x05\x00", b"\x05\x00\x00\x01" + bytes(6), b"\x05\x05\x00\x01" + bytes(6)
UPGRADE = b"upgrade: websocket"


class Wires:
    """`new_page(proxy=wires.proxy)` puts a page behind it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.is_cut = self.without_sockets = False
        self.sent = self.received = 0
        self._open: set[socket.socket] = set()
        self._dead: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()
        self.hang_up()

    @property
    def proxy(self) -> dict[str, Any]:
        return {"server": f"socks5://127.0.0.1:{self._door.getsockname()[1]}"}

    @property
    def bytes(self) -> int:
        """Both ways, headers and frames included, without what TCP adds."""
        return self.sent + self.received

    # What happens to networks

    def cut(self) -> None:
        """Nothing goes through, and everything that was open breaks."""
        self.is_cut = True
        self.hang_up()

    def mend(self) -> None:
        self.is_cut = False

    def go_dead(self) -> None:
        """What is open stays open, and nothing comes through it any more. New connections are as good as ever."""
        self._dead |= self._open

    def hang_up(self) -> None:
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    # The relay

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self._door.accept()
                threading.Thread(target=self._serve, args=(browser,), daemon=True).start()

    def _serve(self, browser: socket.socket) -> None:
        with suppress(OSError), browser:
            browser.recv(262)
            browser.sendall(NO_SIGN_IN)
            asked = browser.recv(262)
            # A browser asks its maker for things too. They are no part of the bill.
            if self.is_cut or int.from_bytes(asked[-2:], "big") != self.port:
                browser.sendall(REFUSED)
                return
            with socket.create_connection(("127.0.0.1", self.port)) as service:
                browser.sendall(GRANTED)
                self._open |= {browser, service}
                back = threading.Thread(target=self._copy, args=(service, browser, False), daemon=True)
                back.start()
                self._copy(browser, service, True)
                back.join()
                self._open -= {browser, service}

    def _copy(self, source: socket.socket, target: socket.socket, is_out: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if source in self._dead:
                    continue
                if is_out and self.without_sockets and UPGRADE in data.lower():
                    break
                if is_out:
                    self.sent += len(data)
                else:
                    self.received += len(data)
                target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
