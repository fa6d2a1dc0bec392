"""One small asynchronous pool a process, for the few statements that must not wait for a thread."""

import asyncio
import select

from django.conf import settings
from django.db import connection
from psycopg_pool import AsyncConnectionPool

from config.lines import LINE, AsyncLine, distrust

MOST_CONNECTIONS = 4
LIMITS = f"-c statement_timeout=5000 -c idle_in_transaction_session_timeout={settings.IDLE_IN_TRANSACTION_MS}"
# The storing of words is one large statement: to plan it anew cost a third of each commit. Everything asked here is
# asked by key, so a plan made while the tables were small has to use their indexes too.
PLANS = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off"

_pool: AsyncConnectionPool[AsyncLine] | None = None
_opened_in: asyncio.AbstractEventLoop | None = None


async def async_pool() -> AsyncConnectionPool[AsyncLine]:
    """The pool of this process, opened at first use. Its statements bind on the server and end after 5 s."""
    global _pool, _opened_in
    loop = asyncio.get_running_loop()
    if _pool is None or _opened_in is not loop:
        _pool = AsyncConnectionPool(
            connection_class=AsyncLine,
            kwargs={**_parameters(), **LINE, "autocommit": True, "options": f"{LIMITS} {PLANS}"},
            min_size=1,
            max_size=MOST_CONNECTIONS,
            timeout=5,
            reconnect_timeout=0.5,
            check=_check,
            open=False,
        )
        _opened_in = loop
        await _pool.open()
    return _pool


async def close_async_pool() -> None:
    """Closes this process's pool, if it was opened."""
    global _pool
    if _pool is not None:
        await _pool.close()
        _pool = None


async def _check(connected: AsyncLine) -> None:
    """A server that went away has closed the line: an idle one with nothing to read needs no question."""
    distrust(connected)
    line = select.poll()
    line.register(connected.fileno(), select.POLLIN)
    if line.poll(0):
        await AsyncConnectionPool.check_connection(connected)


def _parameters() -> dict[str, object]:
    given = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port", "sslmode")
    return {name: given[name] for name in names if given.get(name)}
