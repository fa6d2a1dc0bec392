"""A line to Postgres that is half open: whoever waits on it hangs up, and what is opened afterwards is well."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from config import lines
from config.postgres import async_pool, close_async_pool
from tests.faults.lab.relay import Ends, Relay
from tests.folders import forget, temporary_folder
from tests.servers import Servers

SOCKET = ".s.PGSQL.5432"


@pytest.fixture
def folder() -> Iterator[Path]:
    made = temporary_folder("nl-line-")
    yield made
    forget(made)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "ASYNC_ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(lines, "answer_seconds", 0.5)


async def relay_to(servers: Servers, folder: Path) -> Relay:
    async def postgres() -> Ends:
        return await asyncio.open_unix_connection(str(servers.postgres.socket_folder / SOCKET))

    return await Relay(postgres).listen_at(folder / SOCKET)


def test_the_small_pool_gives_up_a_dead_line_and_opens_another(
    database: str, servers: Servers, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", str(folder))

    async def ask() -> int:
        async with (await async_pool()).connection() as connected:
            row = await (await connected.execute("SELECT 1")).fetchone()
        return int(row[0]) if row else 0

    async def story() -> list[int]:
        relay = await relay_to(servers, folder)
        # Two lines, both of which die: after the first is found out the second is not tried.
        before = await asyncio.gather(ask(), ask())
        relay.go_deaf()
        with pytest.raises(psycopg.OperationalError):
            await ask()
        answers = [*before, await ask(), await ask()]
        await close_async_pool()
        await relay.close()
        return answers

    assert asyncio.run(story()) == [1, 1, 1, 1]


def test_djangos_own_connection_gives_up_a_dead_line(database: str, servers: Servers, folder: Path) -> None:
    found: list[object] = []

    def ask(relay_is_deaf: threading.Event, asked: threading.Event) -> None:
        with lines.Line.connect(f"postgres://nightlight_app@/{database}?host={folder}", autocommit=True) as line:
            found.append(line.execute("SELECT 1").fetchone())
            asked.set()
            relay_is_deaf.wait(10)
            try:
                line.execute("SELECT 1")
            except lines.NoAnswer as gone:
                found.append(type(gone))

    async def story() -> None:
        relay = await relay_to(servers, folder)
        relay_is_deaf, asked = threading.Event(), threading.Event()
        asking = asyncio.create_task(asyncio.to_thread(ask, relay_is_deaf, asked))
        await asyncio.to_thread(asked.wait, 10)
        relay.go_deaf()
        relay_is_deaf.set()
        await asking
        await relay.close()

    asyncio.run(story())

    assert found == [(1,), lines.NoAnswer]
