"""One open socket: takes frames in, gives frames out, and never dies of what it is sent.

A plain ASGI application inside the Channels routing, because most of the cost of a stock consumer is
its machinery. A frame is read, understood or refused with a reason, and acted on; whatever goes wrong
inside one frame is caught there. What goes out waits in a queue of this socket's own, bounded in bytes:
somebody who does not read is closed with 1013, comes back and resumes.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from channels.db import database_sync_to_async
from django.db import InterfaceError, OperationalError
from django.utils.translation import override

from chat import frames, journal
from chat.capacity import places
from chat.frames import Frame, Unreadable, read_frame
from chat.journal import Refused, Speaker, Stored, Unavailable, Words
from chat.live import STAFF, Hub, Nudge, Said, this_hub
from chat.refusals import WORDS
from config.draining import draining

log = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

TRY_LATER, NOT_ALLOWED, SERVICE_RESTART = 1013, 4403, 1012
OUTBOUND_BYTES = 256 * 1024
BURST_MESSAGES, BURST_SECONDS = 20, 10.0
UNANSWERED_AT_MOST = 16

DATABASE_AWAY = (psycopg.OperationalError, psycopg.InterfaceError, OperationalError, InterfaceError)

# A text that Django has not translated yet, or marked, is a text.
in_json = msgspec.json.Encoder(enc_hook=str)
_journal: journal.Journal | None = None


def this_journal() -> journal.Journal:
    """The journal of this process."""
    global _journal
    if _journal is None:
        _journal = journal.Journal()
    return _journal


class Screen:
    """What every socket of ours does. A door says which frames it takes and what they do."""

    shape: Any
    refusal: type[frames.Refused] = frames.Refused
    locale = "en-gb"
    speaker: Speaker
    # Staff, and young people in a conversation or in danger: they come in while the last places are left.
    goes_first = True

    def __init__(self) -> None:
        self.hub: Hub = this_hub()
        self.seen_up_to: dict[int, int] = {}
        self._outgoing: list[str] = []
        self._outgoing_bytes = 0
        # A socket is open for hours and mostly silent: it has a writer only while there is something to write.
        self._writer: asyncio.Task[None] | None = None
        self._send: Send | None = None
        self._close_with: int | None = None
        self._budget = float(BURST_MESSAGES)
        self._budget_at = time.monotonic()
        self._work: set[asyncio.Task[None]] = set()
        self._newest: asyncio.Future[journal.Answer] | None = None
        self._beside: set[asyncio.Task[None]] = set()

    # For a door to say

    async def may_come_in(self, scope: Scope) -> bool:
        """Who is it, and may they? Asked before the handshake is answered."""
        raise NotImplementedError

    async def came_in(self) -> None:
        """The socket is open."""

    async def act(self, frame: Any) -> None:
        """One frame that was understood."""
        raise NotImplementedError

    async def gone(self) -> None:
        """The socket is closed."""

    def frame_of(self, message: Said) -> Frame:
        """One message as this screen is told of it."""
        raise NotImplementedError

    def nudged(self, nudge: Nudge) -> None:
        """Something changed in a conversation that this screen follows."""
        raise NotImplementedError

    # The life of a socket

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        if draining.is_set() or not await self._may_come_in(scope):
            await send({"type": "websocket.close", "code": NOT_ALLOWED})
            return
        if not places.has_place_for(self):
            log.warning("socket.no_place")
            await send({"type": "websocket.close", "code": TRY_LATER})
            return
        oldest = places.take(self)
        if isinstance(oldest, Screen):
            oldest.close(TRY_LATER)
        try:
            await self._live(receive, send)
        finally:
            places.give_back(self)

    async def _live(self, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})
        self._send = send
        self._write_soon()
        draining.at_the_end(self._say_goodbye)
        try:
            await self.came_in()
            while True:
                event = await receive()
                if event["type"] == "websocket.disconnect":
                    return
                await self._take(event)
        finally:
            self._send = None
            draining.not_any_more(self._say_goodbye)
            if self._writer is not None:
                self._writer.cancel()
            await self.gone()

    async def _may_come_in(self, scope: Scope) -> bool:
        try:
            return await self.may_come_in(scope)
        except Exception as trouble:
            log.warning("socket.not_opened", extra={"error": type(trouble).__name__})
            return False

    async def _take(self, event: MutableMapping[str, Any]) -> None:
        if self._close_with is not None:
            return  # words after those that were lost must not pass them: the page comes back and says all again
        try:
            frame = read_frame(event.get("text"), self.shape)
            await self.act(frame)
        except Unreadable as refused:
            log.info("socket.refused", extra={"reason": refused.reason})
            self.refuse(refused.reason, refused.id)
        except asyncio.CancelledError:
            raise
        except DATABASE_AWAY as trouble:
            # A page whose `resume` was lost would never hear anything again. It comes back and asks anew.
            log.warning("socket.database_away", extra={"error": type(trouble).__name__})
            self.close(TRY_LATER)
        except Exception:
            log.exception("socket.frame_failed")
            self.refuse("not_now")

    # Going out

    def give(self, frame: Frame) -> None:
        """Queues a frame for this screen."""
        if self._close_with is not None:
            return
        self.give_text(in_json.encode(frame).decode())

    def give_text(self, text: str) -> None:
        """The same, for a frame that is written already."""
        if self._close_with is not None:
            return
        self._outgoing.append(text)
        self._outgoing_bytes += len(text)
        if self._outgoing_bytes > OUTBOUND_BYTES:
            self.close(TRY_LATER)
        self._write_soon()

    def refuse(self, reason: str, message_id: UUID | None = None, **more: Any) -> None:
        """Says why something was not taken, in words to show."""
        with override(self.locale):
            words = str(WORDS[reason])
        self.refuse_in_words(reason, words, message_id, **more)

    def refuse_in_words(self, reason: str, words: str, message_id: UUID | None = None, **more: Any) -> None:
        self.give(self.refusal(id=message_id, reason=reason, text=words, **more))

    def close(self, code: int) -> None:
        if self._close_with is None:
            self._close_with = code
            self._outgoing.clear()
            self._write_soon()

    def said(self, message: Said) -> None:
        self.give(self.frame_of(message))

    def _write_soon(self) -> None:
        is_writing = self._writer is not None and not self._writer.done()
        if self._send is not None and not is_writing and (self._outgoing or self._close_with is not None):
            self._writer = asyncio.create_task(self._write(self._send))

    async def _write(self, send: Send) -> None:
        while self._outgoing:
            texts, self._outgoing = self._outgoing, []
            for text in texts:
                if self._close_with is not None:
                    break
                self._outgoing_bytes -= len(text)
                await send({"type": "websocket.send", "text": text})
        if self._close_with is not None:
            self._send = None
            await send({"type": "websocket.close", "code": self._close_with})

    async def _say_goodbye(self) -> None:
        """When this process drains, every page is told when to come back, at a moment of its own."""
        self.give(frames.Reconnect(after_ms=await draining.my_turn()))
        await asyncio.sleep(0.05)
        self.close(SERVICE_RESTART)

    # Words in

    async def store(self, words: Words, *, refused: dict[str, Any]) -> None:
        """Stores words and lets the reader go on to the next frame; the answer follows the commit.

        A flood is slowed down here, never refused: whoever sends too fast waits for their turn.
        """
        await self._slow_down()
        while len(self._work) >= UNANSWERED_AT_MOST:
            await asyncio.wait(self._work, return_when=asyncio.FIRST_COMPLETED)
        if self._close_with is not None or _was_lost(self._newest):
            return
        self._newest = this_journal().append(words)
        task = asyncio.create_task(self._answer(self._newest, refused))
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _answer(self, answer: "asyncio.Future[journal.Answer]", refused: dict[str, Any]) -> None:
        """Whatever goes wrong on the way, the page keeps its words, comes back and sends them again."""
        try:
            await self.answered(await answer, refused)
        except (Unavailable, *DATABASE_AWAY):
            self.close(TRY_LATER)
        except Exception as trouble:
            log.warning("socket.answer_failed", extra={"error": type(trouble).__name__})
            self.close(TRY_LATER)

    async def answered(self, given: journal.Answer, refused: dict[str, Any]) -> None:
        if isinstance(given, Refused):
            await self.not_stored(given, refused)
            return
        message = said_of(given)
        if given.repeated:
            self.give(self.frame_of(message))
        else:
            await self.hub.committed(message)
            if given.woke:
                self.hub.nudge(f"c:{message.conversation_id}", {"kind": "state"})
                self.hub.nudge(STAFF, {"kind": "queue"})

    async def not_stored(self, given: Refused, refused: dict[str, Any]) -> None:
        self.refuse(given.reason, given.words.client_id, **refused)

    async def _slow_down(self) -> None:
        now = time.monotonic()
        refill = (now - self._budget_at) * BURST_MESSAGES / BURST_SECONDS
        self._budget = min(float(BURST_MESSAGES), self._budget + refill)
        self._budget_at = now
        self._budget -= 1
        if self._budget < 0:
            await asyncio.sleep(-self._budget * BURST_SECONDS / BURST_MESSAGES)

    def soon(self, work: Coroutine[Any, Any, object]) -> None:
        """Runs `work` beside the reading of frames; a failure is logged by kind and goes no further."""
        task = asyncio.create_task(self._quietly(work))
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _quietly(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except Exception as trouble:
            log.warning("socket.work_failed", extra={"error": type(trouble).__name__})

    @staticmethod
    async def in_a_thread(work: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Runs Django code that uses the database; the connection is closed behind it.

        In any thread: by default all sockets of a process would share one, and wait for each other.
        """
        return await database_sync_to_async(work, thread_sensitive=False)(*args, **more)


def _was_lost(answer: "asyncio.Future[journal.Answer] | None") -> bool:
    """Could these words not be stored? The socket is about to be closed for it."""
    return answer is not None and answer.done() and (answer.cancelled() or answer.exception() is not None)


def said_of(stored: Stored) -> Said:
    """What was just stored, as it goes out."""
    words = stored.words
    return Said(
        words.conversation_id,
        words.client_id,
        stored.place,
        words.speaker.by,
        words.speaker.staff_id,
        words.speaker.name,
        words.body,
        stored.at,
    )
