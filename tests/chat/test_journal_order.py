"""Nobody's own words change their order, whatever the database does between them."""

import asyncio

import psycopg
import pytest

from chat import journal
from chat.journal import Journal, Stored, Unavailable
from config.postgres import close_async_pool
from tests.chat.people import aisha

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def superuser(database: str, servers) -> psycopg.Connection:
    return servers.superuser


def test_words_after_those_that_could_not_be_stored_do_not_pass_them(
    superuser: psycopg.Connection, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    her, his = aisha(), aisha()
    first, second, elsewhere = her.words("first"), her.words("second"), his.words("elsewhere")
    monkeypatch.setattr(journal, "TRY_AGAIN_FOR_SECONDS", 0.5)
    monkeypatch.setattr(journal, "MOST_IN_A_BATCH", 1)

    async def while_the_database_is_away() -> list[object]:
        stores = Journal()
        superuser.execute("ALTER ROLE nightlight_app NOLOGIN")
        throw_everybody_out(superuser, database)
        try:
            waiting = [stores.append(words) for words in (first, second, elsewhere)]
            await asyncio.wait(waiting[:1], timeout=30)
        finally:
            superuser.execute("ALTER ROLE nightlight_app LOGIN")
        answers = await asyncio.gather(*waiting, return_exceptions=True)
        again = [await stores.append(words) for words in (first, second)]
        await close_async_pool()
        return [*answers, *again]

    lost, behind, other, *again = asyncio.run(while_the_database_is_away())

    assert isinstance(lost, Unavailable)
    assert isinstance(behind, Unavailable)
    assert isinstance(other, Stored)
    assert [(answer.place, answer.repeated) for answer in again] == [(1, False), (2, False)]


def throw_everybody_out(superuser: psycopg.Connection, database: str) -> None:
    superuser.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = 'nightlight_app'",
        [database],
    )
