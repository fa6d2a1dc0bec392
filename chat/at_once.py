"""Questions to the database that come at the same moment are asked in one go.

A thousand pages that come back after a deployment each ask who they are and where they stand. One thread and some
statements for each of them is fifteen seconds; all that wait while one reading runs are the next reading.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import psycopg
from django.db import InterfaceError, OperationalError

Question = TypeVar("Question")
Given = TypeVar("Given")

Waiting = list[tuple[Question, "asyncio.Future[Given]"]]

MOST_AT_ONCE = 200
AWAY = (psycopg.OperationalError, psycopg.InterfaceError, OperationalError, InterfaceError)


class AtOnce(Generic[Question, Given]):
    """Of one process. `read` gives an answer to each question, in their order, as things stand when it is called."""

    def __init__(self, read: Callable[[list[Question]], Awaitable[list[Given]]]) -> None:
        self._read = read
        self._waiting: Waiting[Question, Given] = []
        self._reader: asyncio.Task[None] | None = None

    async def ask(self, question: Question) -> Given:
        """Read after this call, never before it."""
        loop = asyncio.get_running_loop()
        given: asyncio.Future[Given] = loop.create_future()
        self._waiting.append((question, given))
        if self._reader is None or self._reader.done() or self._reader.get_loop() is not loop:
            self._reader = loop.create_task(self._answer_all())
        return await given

    async def _answer_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            try:
                await self._answer(batch)
            except Exception as trouble:
                if len(batch) == 1 or isinstance(trouble, AWAY):
                    _fail(batch, trouble)
                else:  # the trouble of one is not that of the others
                    for one in batch:
                        await self._answer_alone(one)

    async def _answer(self, batch: "Waiting[Question, Given]") -> None:
        answers = await self._read([question for question, _ in batch])
        for (_, given), answer in zip(batch, answers, strict=True):
            if not given.done():
                given.set_result(answer)

    async def _answer_alone(self, one: "tuple[Question, asyncio.Future[Given]]") -> None:
        try:
            await self._answer([one])
        except Exception as trouble:
            _fail([one], trouble)


def _fail(batch: "Waiting[Question, Given]", trouble: Exception) -> None:
    for _, given in batch:
        if not given.done():
            given.set_exception(trouble)
