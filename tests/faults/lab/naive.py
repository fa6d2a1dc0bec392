"""A web process that makes the mistake the lab is there to find: it says *Sent* first, and stores a moment later."""

import asyncio
import sys

import django

django.setup()  # the journal asks rows, and is here before the web process is

# ruff: noqa: E402
from chat import journal
from chat.journal import Answer, Journal, Stored, Words
from config import clock
from config.web import main

A_MOMENT = 10.0
_places: dict[int, int] = {}
_store = journal.Journal._store_patiently
_later: set[asyncio.Task[list[Answer]]] = set()


async def sent_before_it_is_stored(self: Journal, batch: list[Words]) -> list[Answer]:
    async def store() -> list[Answer]:
        await asyncio.sleep(A_MOMENT)
        return await _store(self, batch)

    task = asyncio.create_task(store())
    _later.add(task)
    task.add_done_callback(_later.discard)
    return [Stored(words, _next_place(words.conversation_id), clock.now(), False, 0) for words in batch]


def _next_place(conversation_id: int) -> int:
    _places[conversation_id] = _places.get(conversation_id, 0) + 1
    return _places[conversation_id]


if __name__ == "__main__":
    journal.Journal._store_patiently = sent_before_it_is_stored  # type: ignore[method-assign,assignment]
    sys.exit(main())
