"""One small asynchronous pool a process, for the few statements that must not wait for a thread."""

import asyncio

from django.db import connection
from psycopg_pool import AsyncConnectionPool

MOST_CONNECTIONS = 4

_pool: AsyncConnectionPool | None = None
_opened_in: asyncio.AbstractEventLoop | None = None


async def async_pool() -> AsyncConnectionPool:
    """The pool of this process, opened at first use. Its statements bind on the server and end after 5 s."""
    global _pool, _opened_in
    loop = asyncio.get_running_loop()
    if _pool is None or _opened_in is not loop:
        _pool = AsyncConnectionPool(
            kwargs={**_parameters(), "autocommit": True, "options": "-c statement_timeout=5000"},
            min_size=1,
            max_size=MOST_CONNECTIONS,
            timeout=5,
            reconnect_timeout=0.5,
            check=AsyncConnectionPool.check_connection,
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


def _parameters() -> dict[str, object]:
    given = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port", "sslmode")
    return {name: given[name] for name in names if given.get(name)}
