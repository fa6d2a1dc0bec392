"""One Daphne process: `python -m config.web --fd N`, on a listening socket that the runner opened, or
`--listen HOST:PORT` where each process has an address of its own (a container).

Beyond Daphne's own command it runs on uvloop where there is one, bounds what waits for a slow reader,
may close with the codes that tell a page to come back, and drains on SIGTERM within 20 seconds.
"""

import argparse
import asyncio
import os
import resource
import signal
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

try:
    import uvloop

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
except ImportError:  # pragma: no cover (no wheel for this platform)
    pass

from daphne.server import Server  # isort: skip  (installs the reactor, before anything of Twisted)
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from twisted.internet import reactor

FRAME_BYTES_HARD = 256 * 1024
"""Beyond this a frame ends the socket. Up to it, an oversized frame is refused with a reason (16 KiB)."""
WAITING_BYTES = 256 * 1024
DRAIN_SECONDS = 15.0
THREADS_SWITCH_SECONDS = 0.0005
"""A thread that works hands over to the event loop after this long. Python's own 5 ms, several times in the life of one
message, made everybody's words wait a tenth of a second whenever the consoles were brought up to date."""
TRY_LATER = 1013


class BoundedSocket(WebSocketProtocol):  # type: ignore[misc]
    """A socket whose unread bytes are bounded: Daphne itself would let them grow for ever."""

    def onClose(self, wasClean: bool, code: int | None, reason: str | None) -> None:
        # Daphne's own asks for the request, which a handshake that was refused early never had.
        if hasattr(self, "request"):
            super().onClose(wasClean, code, reason)

    def serverSend(self, content: Any, binary: bool = False) -> None:
        if self.state == self.STATE_OPEN and _unsent(self.transport) > WAITING_BYTES:
            self.serverClose(code=TRY_LATER)
            return
        super().serverSend(content, binary)

    def serverClose(self, code: int | None = None) -> None:
        # sendClose refuses 1012 and 1013, which a server is meant to use.
        if self.state == self.STATE_OPEN:
            self.sendCloseFrame(code=1000 if code is None else code)


class HeldServer(Server):  # type: ignore[misc]
    """Daphne, with our sockets and our way to stop."""

    def run(self) -> None:
        WebSocketFactory.protocol = BoundedSocket
        super().run()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m config.web")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--fd", type=int, help="the listening socket, inherited")
    where.add_argument("--listen", metavar="HOST:PORT", help="open a listening socket there")
    options = parser.parse_args(argv)
    door = options.fd if options.listen is None else _opened(options.listen)

    sys.setswitchinterval(THREADS_SWITCH_SECONDS)
    from config.hooks import install_hooks, loop_failed

    _allow_files()
    install_hooks()  # before anything of ours can fail: an uncaught error must not print a child's words

    from config.asgi import application
    from config.draining import draining
    from config.errors import start_error_reports
    from config import lines
    from django.conf import settings

    start_error_reports(settings.SENTRY_DSN, settings.SENTRY_ENVIRONMENT, settings.RELEASE, "web")
    lines.answer_seconds = lines.WEB_ANSWER_SECONDS
    loop = reactor._asyncioEventloop
    loop.set_exception_handler(loop_failed)
    server = HeldServer(
        application,
        endpoints=[f"fd:fileno={door}"],
        signal_handlers=False,
        ping_interval=10,
        ping_timeout=10,
        websocket_connect_timeout=10,
        websocket_timeout=-1,
        websocket_max_message_size=FRAME_BYTES_HARD,
        websocket_max_frame_size=FRAME_BYTES_HARD,
        http_timeout=60,
        server_name="nightlight",
        verbosity=1,
    )

    async def drain() -> None:
        if draining.is_set():
            return
        for listener in server.listeners:
            listener.addCallback(lambda port: port.stopListening())
        draining.begin()
        until = loop.time() + DRAIN_SECONDS
        while server.connections and loop.time() < until:
            await asyncio.sleep(0.1)
        from chat.sockets import this_journal

        await asyncio.wait_for(this_journal().finish(), 3)
        reactor.stop()

    def stop() -> None:
        loop.create_task(drain())

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    server.run()
    return 0


def _allow_files() -> None:
    """A socket is an open file: as many as this machine lets us have, where its everyday limit is lower."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _opened(address: str) -> int:
    from config.runner.door import open_door
    from config.runner.trouble import Trouble

    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise SystemExit("--listen is HOST:PORT, such as 0.0.0.0:8000.")
    try:
        return open_door(host.strip("[]"), int(port)).detach()
    except Trouble as trouble:
        raise SystemExit(str(trouble)) from None


def _unsent(transport: Any) -> int:
    """Bytes that the transport has taken and the network has not."""
    return len(getattr(transport, "dataBuffer", b"")) + int(getattr(transport, "_tempDataLen", 0))


if __name__ == "__main__":
    sys.exit(main())
