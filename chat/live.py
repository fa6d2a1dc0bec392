"""Live delivery: who has which conversation on a screen, and what they have not seen yet.

A nudge between processes carries ids only and may be lost: whoever gets it reads Postgres, and so does
whoever comes back. Live, reconnect and recovery are the same read. People whose sockets are in the same
process are served from memory without waiting for Redis. While Redis is away every open conversation is
compared with Postgres every two seconds, and no socket closes.
"""

import asyncio
import json
import logging
import secrets
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import redis
import redis.asyncio
from django.conf import settings
from django.db import transaction
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from config import sealing
from config.postgres import async_pool

log = logging.getLogger(__name__)

PREFIX = "nightlight:"
STAFF = "staff"
PUBLISH_LIMIT_SECONDS = 0.25
BREAK_FOR_SECONDS = 1.0
LOOK_AGAIN_SECONDS = 2.0
# Every so many looks at everything, a conversation of which nothing seems to have moved is looked at all the same.
TURNS = 30
# redis-py would try ten times, some seconds long; a hint is not worth a wait.
ONCE = Retry(NoBackoff(), 0)
PAGE_OF_MESSAGES = 200
REMEMBERED = 50

Nudge = Mapping[str, Any]
WORDS: Nudge = {"kind": "words"}


@dataclass(frozen=True, slots=True)
class Said:
    """One message as it goes out to people who may read it."""

    conversation_id: int
    client_id: UUID
    place: int
    by: str
    staff_id: int | None
    name: str = field(repr=False)
    body: str = field(repr=False)
    at: datetime


class Listener(Protocol):
    """One screen. `seen_up_to` is the place it was last given, by conversation."""

    seen_up_to: dict[int, int]

    def said(self, message: Said) -> None: ...
    def nudged(self, nudge: Nudge) -> None: ...


@dataclass(slots=True)
class _Followed:
    """One conversation that somebody in this process has open."""

    key_id: int
    key: bytes
    place: int
    listeners: set[Listener] = field(default_factory=set)
    recent: list[Said] = field(default_factory=list)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    stamp: object = None

    def remember(self, message: Said) -> None:
        self.recent.append(message)
        del self.recent[:-REMEMBERED]


class Hub:
    """Everything live of one process: its screens, one subscriber, one pipelined publisher."""

    def __init__(self) -> None:
        self.followed: dict[int, _Followed] = {}
        self.staff_screens: set[Listener] = set()
        # What hears one kind of nudge to staff instead of every console.
        self.ears: dict[str, Callable[[], Awaitable[None]]] = {}
        # Every screen here whose right to be open is looked at again every two seconds.
        self.watched: set[Any] = set()
        self.redis_is_up = False
        # Did nudges come at the last look? One may have been lost all the same.
        self.hears_nudges = False
        self._name = secrets.token_hex(8)
        self._own_echo = f"echo:{self._name}"
        self._echo_came_back = False
        self._outgoing: deque[tuple[str, bytes]] = deque()
        self._wake_publisher = asyncio.Event()
        self._subscriber: redis.asyncio.client.PubSub | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._running: set[asyncio.Task[None]] = set()
        self._every_look: list[Callable[[], Awaitable[None]]] = []
        # What tells whether anything beside the words has moved (chat/moved.py). Without it everything is looked at.
        self.stamps: Callable[[list[int]], Awaitable[Mapping[int, object]]] | None = None
        self._turn = 0

    # Coming and going

    def start(self) -> None:
        """Starts the tasks of this process, once."""
        if not self._tasks:
            self._tasks = [asyncio.create_task(work()) for work in (self._subscribe, self._publish, self._look_again)]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    def at_every_look(self, work: Callable[[], Awaitable[None]]) -> None:
        """`work` runs every two seconds, whatever Redis does."""
        self._every_look.append(work)

    async def follow(
        self, conversation_id: int, listener: Listener, *, key_id: int, key: bytes, newest: int | None = None
    ) -> None:
        """From now on `listener` is given what is said, after the place in its `seen_up_to`, and nudged. `newest`: the
        place of words that it knows of, where it is not to be given any yet."""
        followed = self.followed.get(conversation_id)
        if followed is None:
            place = listener.seen_up_to.get(conversation_id, 0) if newest is None else newest
            followed = self.followed[conversation_id] = _Followed(key_id, key, place)
            followed.listeners.add(listener)
            await self._redis_quietly("subscribe", conversation_id)
        followed.listeners.add(listener)

    async def unfollow(self, conversation_id: int, listener: Listener) -> None:
        followed = self.followed.get(conversation_id)
        if followed is None:
            return
        followed.listeners.discard(listener)
        if not followed.listeners:
            del self.followed[conversation_id]
            await self._redis_quietly("unsubscribe", conversation_id)

    # Words

    async def committed(self, message: Said) -> None:
        """This process just stored `message`: give it to the screens here, tell the other processes."""
        self.nudge(f"c:{message.conversation_id}", WORDS, here=False)
        followed = self.followed.get(message.conversation_id)
        if followed is None:
            return
        async with followed.reading:
            if followed.place == message.place - 1:
                followed.place = message.place
                followed.remember(message)
            is_behind = followed.place < message.place
        if is_behind:
            # Another process stored what lies between; its nudge may come late or never.
            await self.look_for_more(message.conversation_id)
        else:
            await self.catch_up(message.conversation_id)

    async def catch_up(self, conversation_id: int) -> None:
        """Gives every screen here what it has not had: one read for all of them."""
        followed = self.followed.get(conversation_id)
        if followed is None:
            return
        async with followed.reading:
            while first := self._furthest_behind(conversation_id, followed):
                messages = self._remembered(followed, first - 1) or await read_after(
                    conversation_id, first - 1, key_id=followed.key_id, key=followed.key
                )
                if not messages or messages[0].place != first:
                    return
                self._give(followed, messages)

    def _furthest_behind(self, conversation_id: int, followed: _Followed) -> int:
        """The first place that some screen here still lacks; 0 where none lacks any."""
        seen = min((one.seen_up_to.get(conversation_id, 0) for one in followed.listeners), default=followed.place)
        return seen + 1 if seen < followed.place else 0

    async def look_for_more(self, conversation_id: int) -> None:
        """A nudge, or a look after Redis was away: read what came after the newest we know."""
        followed = self.followed.get(conversation_id)
        if followed is None:
            return
        async with followed.reading:
            while messages := await read_after(
                conversation_id, followed.place, key_id=followed.key_id, key=followed.key
            ):
                self._give(followed, messages)
        await self.catch_up(conversation_id)

    def _remembered(self, followed: _Followed, after: int) -> list[Said]:
        recent = followed.recent
        if recent and recent[0].place <= after + 1:
            return [message for message in recent if message.place > after]
        return []

    def _give(self, followed: _Followed, messages: Iterable[Said]) -> None:
        for message in messages:
            if message.place == followed.place + 1:
                followed.place = message.place
                followed.remember(message)
            for listener in list(followed.listeners):
                if listener.seen_up_to.get(message.conversation_id, 0) == message.place - 1:
                    listener.seen_up_to[message.conversation_id] = message.place
                    listener.said(message)

    # Nudges

    def nudge(self, topic: str, nudge: Nudge, *, here: bool = True) -> None:
        """Says "look" to every process. At once to the screens here; by Redis, perhaps, to the others."""
        if here:
            self._beside(self._nudged(topic, nudge))
        if len(self._outgoing) < 10_000:
            payload = json.dumps({**nudge, "from": self._name}).encode()
            self._outgoing.append((topic, payload))
            self._wake_publisher.set()

    async def _nudged(self, topic: str, nudge: Nudge) -> None:
        if topic == STAFF and (ear := self.ears.get(nudge["kind"])):
            await ear()
            return
        if topic == STAFF:
            for listener in list(self.staff_screens):
                listener.nudged(nudge)
            return
        conversation_id = int(topic.removeprefix("c:"))
        if nudge["kind"] == "words":
            await self.look_for_more(conversation_id)
        elif followed := self.followed.get(conversation_id):
            for listener in list(followed.listeners):
                listener.nudged({**nudge, "conversation": conversation_id})

    # The tasks

    async def _subscribe(self) -> None:
        while True:
            client = redis.asyncio.from_url(
                settings.REDIS_URL, socket_timeout=None, socket_connect_timeout=1, max_connections=4
            )
            try:
                self._subscriber = client.pubsub()
                topics = [STAFF, self._own_echo, *(f"c:{conversation_id}" for conversation_id in self.followed)]
                await self._subscriber.subscribe(*(PREFIX + topic for topic in topics))
                self.redis_is_up = True
                await self._look_at_everything()
                async for heard in self._subscriber.listen():
                    if heard["type"] == "message":
                        self._heard(heard["channel"], heard["data"])
            except (RedisError, OSError) as trouble:
                if self.redis_is_up:
                    log.warning("live.redis_away", extra={"error": type(trouble).__name__})
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("live.subscriber_failed")
            finally:
                self.redis_is_up = False
                self._subscriber = None
                await _close_quietly(client)
            await asyncio.sleep(0.5)

    def _heard(self, channel: bytes, data: bytes) -> None:
        try:
            nudge = json.loads(data)
            topic = channel.decode().removeprefix(PREFIX)
            if topic == self._own_echo:
                self._echo_came_back = True
            elif nudge.get("from") != self._name:
                self._beside(self._nudged(topic, nudge))
        except (ValueError, KeyError, AttributeError):
            log.warning("live.odd_nudge")

    async def _publish(self) -> None:
        client = redis.asyncio.from_url(
            settings.REDIS_URL, socket_timeout=PUBLISH_LIMIT_SECONDS, socket_connect_timeout=0.25, max_connections=2
        )
        failures = 0
        while True:
            await self._wake_publisher.wait()
            self._wake_publisher.clear()
            batch = [self._outgoing.popleft() for _ in range(len(self._outgoing))]
            try:
                async with client.pipeline(transaction=False) as pipeline:
                    for topic, payload in batch:
                        pipeline.publish(PREFIX + topic, payload)
                    await asyncio.wait_for(pipeline.execute(), PUBLISH_LIMIT_SECONDS)
                failures = 0
            except (RedisError, OSError, TimeoutError):
                failures += 1
                if failures >= 3:
                    await asyncio.sleep(BREAK_FOR_SECONDS)

    async def _look_again(self) -> None:
        looks = 0
        while True:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            looks += 1
            self.hears_nudges = self._hears_nudges()
            if not self.hears_nudges or looks % 5 == 0:
                await self._look_at_everything()
            for work in self._every_look:
                try:
                    await work()
                except Exception as trouble:
                    log.warning("live.look_failed", extra={"error": type(trouble).__name__})

    def _hears_nudges(self) -> bool:
        """Whether Redis is there and answers: a frozen one keeps its connections, and brings nothing over them."""
        came_back, self._echo_came_back = self._echo_came_back, False
        self.nudge(self._own_echo, {}, here=False)
        return self.redis_is_up and came_back

    async def _look_at_everything(self) -> None:
        """Compares places with Postgres, and reads what is missing."""
        if not self.followed:
            return
        try:
            async with (await async_pool()).connection() as connected:
                rows = await connected.execute(
                    "SELECT id, last_place FROM chat_conversation WHERE id = ANY(%s::bigint[])", [list(self.followed)]
                )
                newest: dict[int, int] = dict(await rows.fetchall())
            moved = await self._moved()
            for conversation_id, place in newest.items():
                followed = self.followed.get(conversation_id)
                if followed and place > followed.place:
                    await self.look_for_more(conversation_id)
                if followed and conversation_id in moved:
                    for listener in list(followed.listeners):
                        listener.nudged({"kind": "look", "conversation": conversation_id})
        except Exception as trouble:
            log.warning("live.look_failed", extra={"error": type(trouble).__name__})

    async def _moved(self) -> set[int]:
        """Those whose screens may lack something beside the words: whatever moved since the last look, and each of the
        others when it is its turn."""
        if self.stamps is None:
            return set(self.followed)
        found = await self.stamps(list(self.followed))
        self._turn = (self._turn + 1) % TURNS
        moved = set()
        for conversation_id, stamp in found.items():
            if followed := self.followed.get(conversation_id):
                # One that was opened since the last look has none: it may have missed a nudge just as well.
                if followed.stamp != stamp or conversation_id % TURNS == self._turn:
                    moved.add(conversation_id)
                followed.stamp = stamp
        return moved

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._tried(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _tried(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as trouble:
            # What a nudge failed to bring, the next look brings.
            log.warning("live.nudge_failed", extra={"error": type(trouble).__name__})

    async def _redis_quietly(self, verb: str, conversation_id: int) -> None:
        if self._subscriber is None:
            return
        try:
            act = getattr(self._subscriber, verb)
            await asyncio.wait_for(act(f"{PREFIX}c:{conversation_id}"), PUBLISH_LIMIT_SECONDS)
        except (RedisError, OSError, TimeoutError):
            log.warning("live.subscribe_failed", extra={"conversation": conversation_id})


async def read_after(conversation_id: int, place: int, *, key_id: int, key: bytes) -> list[Said]:
    """The next messages after `place`, in order, at most 200. Live, reconnect and recovery read this."""
    async with (await async_pool()).connection() as connected:
        rows = await connected.execute(
            """
            SELECT m.client_id, m.place, m.by, m.staff_id, coalesce(s.name, ''), m.body, m.stored_at
            FROM chat_message m LEFT JOIN rota_staffmember s ON s.id = m.staff_id
            WHERE m.conversation_id = %s AND m.place > %s ORDER BY m.place LIMIT %s
            """,
            [conversation_id, place, PAGE_OF_MESSAGES],
            prepare=True,
        )
        found = await rows.fetchall()
    messages = []
    for client_id, at_place, by, staff_id, name, body, at in found:
        about = sealing.place_of("chat_message", conversation_id, client_id, key_id)
        text = sealing.unseal(key, body, about=about)
        messages.append(Said(conversation_id, client_id, at_place, by, staff_id, name, text, at))
    return messages


async def _close_quietly(client: redis.asyncio.Redis) -> None:
    try:
        await client.aclose()
    except (RedisError, OSError, RuntimeError):
        pass


# For code without an event loop: views, commands, the worker, jobs.

_quiet_until: dict[str, float] = defaultdict(float)


def nudge_after_commit(topic: str, **nudge: Any) -> None:
    """Once the current transaction is in, tells every process to look. May be lost; nothing waits for it."""
    transaction.on_commit(lambda: _nudge_now(topic, nudge))


def nudge_conversation(conversation_id: int, kind: str, **ids: Any) -> None:
    nudge_after_commit(f"c:{conversation_id}", kind=kind, **ids)


def nudge_staff(kind: str, **ids: Any) -> None:
    nudge_after_commit(STAFF, kind=kind, **ids)


_client: redis.Redis | None = None


def _nudge_now(topic: str, nudge: Nudge) -> None:
    global _client
    if time.monotonic() < _quiet_until["redis"]:
        return
    try:
        if _client is None:
            _client = redis.from_url(
                settings.REDIS_URL, socket_timeout=PUBLISH_LIMIT_SECONDS, socket_connect_timeout=0.25, retry=ONCE
            )
        _client.publish(PREFIX + topic, json.dumps(nudge).encode())
    except (RedisError, OSError):
        _quiet_until["redis"] = time.monotonic() + BREAK_FOR_SECONDS
        log.warning("live.nudge_lost", extra={"kind": str(nudge.get("kind"))})


hub: Hub | None = None


def this_hub() -> Hub:
    """The hub of this process, started on the running event loop at first use."""
    global hub
    if hub is None:
        hub = Hub()
    hub.start()
    return hub


def open_screens() -> dict[str, int]:
    """How many sockets of each door this process holds; for a thread outside the event loop too."""
    if hub is None:
        return {"console": 0, "young_person": 0}
    staff = len(hub.staff_screens)
    return {"console": staff, "young_person": max(0, len(hub.watched) - staff)}
