"""Connections to Postgres that notice when the other end has forgotten them.

A line that is half open says nothing, and never that it is dead: whoever waits on it waits for ever, and with them
everybody whose words come after theirs. The operating system is told to ask after a server that is silent; beyond
that, these connections hang up after a while, and whatever was opened before such a silence is not trusted again.
"""

import time
from collections.abc import Generator
from typing import Any

import psycopg
from psycopg.abc import PQGen

LINE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""For libpq. The last four concern networks only, not the socket of a server on the same machine."""
ASYNC_ANSWER_SECONDS = 6.0
"""Statements of the small pool end after 5 s on the server."""
WEB_ANSWER_SECONDS = 12.0
"""For Django's own connections in a web process. Commands and the worker may have statements that take longer."""

answer_seconds: float | None = None
_silent_at = 0.0


class NoAnswer(psycopg.OperationalError):
    """Nothing came back for too long."""


class AsyncLine(psycopg.AsyncConnection[Any]):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.opened_at = time.monotonic()

    async def wait(self, gen: PQGen[Any], *args: Any, **more: Any) -> Any:
        return await super().wait(_answered(gen, self.pgconn, ASYNC_ANSWER_SECONDS), *args, **more)


class Line(psycopg.Connection[Any]):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.opened_at = time.monotonic()

    def wait(self, gen: PQGen[Any], *args: Any, **more: Any) -> Any:
        if answer_seconds is not None:
            gen = _answered(gen, self.pgconn, answer_seconds)
        return super().wait(gen, *args, **more)

    def execute(self, query: Any, *args: Any, **more: Any) -> Any:
        if query == "":  # how the pool asks before it lends a connection
            distrust(self)
        return super().execute(query, *args, **more)


def distrust(connected: AsyncLine | Line) -> None:
    """Ends a connection that is older than the last silence: the same network carried it."""
    if connected.opened_at < _silent_at:
        connected.pgconn.finish()
        raise NoAnswer("opened before the server fell silent")


def _answered(gen: PQGen[Any], pgconn: Any, seconds: float) -> Generator[Any, Any, Any]:
    """What `gen` does, until it has waited for so long in vain. psycopg comes by ten times a second."""
    global _silent_at
    try:
        wanted = next(gen)
    except StopIteration as done:
        return done.value
    until = time.monotonic() + seconds
    while True:
        ready = yield wanted
        if ready:
            until = time.monotonic() + seconds
        elif time.monotonic() > until:
            _silent_at = time.monotonic()
            pgconn.finish()
            raise NoAnswer("no answer in time")
        try:
            wanted = gen.send(ready)
        except StopIteration as done:
            return done.value
