"""People on pages that stay open through a fault, and what has to be true when it is over.

`Online` keeps the rules of our own pages' scripts: an id per message until it comes back, at most four in flight,
one reconnect at a time and each later than the one before, places in order. It writes down what it sent, what was
acknowledged and what its screen showed, so that the three can be compared with the tables.
"""

import json
import os
import random
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, Self
from uuid import uuid4

import psycopg
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.house import House
from tests.visitor import Visitor
from tests.wire import Wire

IN_FLIGHT = 4
FIRST_WAIT, LONGEST_WAIT = 0.5, 15.0
PING_EVERY, PONG_WITHIN = 20.0, 10.0


class Online:
    """One page with one conversation on it."""

    def __init__(self, visitor: Visitor, path: str, *, seed: int, also: Mapping[str, Any] | None = None) -> None:
        self.visitor, self.path, self.also = visitor, path, dict(also or {})
        self.sent: Counter[str] = Counter()
        self.acknowledged: dict[str, int] = {}
        self.screen: list[tuple[int, str]] = []
        self.odd: list[Any] = []
        self.heard: Counter[str] = Counter()
        self.opened = 0
        self.closed_with: list[int] = []
        self.wire: Wire | None = None
        self._written: deque[tuple[str, str]] = deque()
        self._outbox: dict[str, str] = {}
        self._flying: set[str] = set()
        self._random = random.Random(seed)
        self._failures = 0
        self._next_try = 0.0
        self._asked: float | None = None
        self._pinged_at = self._ponged_at = 0.0
        self._is_leaving = False
        self._thread = threading.Thread(target=self._live, daemon=True)

    def __enter__(self) -> Self:
        self._connect()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_leaving = True
        self._thread.join(20)
        if self.wire:
            self.wire.close()

    def says(self, body: str) -> str:
        message_id = str(uuid4())
        self._written.append((message_id, body))
        return message_id

    @property
    def has_sent_all(self) -> bool:
        return not self._written and not self._outbox

    @property
    def re_sends(self) -> int:
        return self.sent.total() - len(self.sent)

    # The page

    def _live(self) -> None:
        while not self._is_leaving:
            if self.wire is None:
                self._connect() if time.monotonic() >= self._next_try else time.sleep(0.02)
                continue
            try:
                self._send_what_may_go()
                self._hear(json.loads(self.wire.socket.recv(timeout=0.02)))
            except TimeoutError:
                continue
            except ConnectionClosed as closed:
                self._lost(closed.rcvd.code if closed.rcvd else 1006)
            except OSError:
                self._lost(1006)

    def _connect(self) -> None:
        try:
            self.wire = self.visitor.wire(self.path, open_timeout=10)
        except (OSError, WebSocketException):
            self._wait_before_the_next_try()
            return
        self.opened += 1
        self._pinged_at = self._ponged_at = time.monotonic()
        self._flying.clear()
        self._resume()

    def _lost(self, code: int) -> None:
        self.closed_with.append(code)
        if self.wire:
            self.wire.close()
        self.wire = None
        self._wait_before_the_next_try()

    def _wait_before_the_next_try(self) -> None:
        self._failures += 1
        longest = min(LONGEST_WAIT, FIRST_WAIT * 2**self._failures)
        wait = FIRST_WAIT + self._random.random() * (longest - FIRST_WAIT) if self._asked is None else self._asked
        self._next_try, self._asked = time.monotonic() + wait, None

    def _resume(self) -> None:
        self._send("resume", after=len(self.screen))

    def _send(self, type: str, **fields: Any) -> None:
        assert self.wire
        self.wire.send(type, **fields, **({} if type in {"ping", "heartbeat"} else self.also))

    def _send_what_may_go(self) -> None:
        while self._written:
            message_id, body = self._written.popleft()
            self._outbox[message_id] = body
        for message_id, body in self._outbox.items():
            if len(self._flying) >= IN_FLIGHT:
                break
            if message_id not in self._flying:
                self.sent[message_id] += 1
                self._flying.add(message_id)
                self._send("say", id=message_id, body=body)
        now = time.monotonic()
        if now - self._pinged_at > PING_EVERY:
            self._pinged_at = now
            self._send("ping")
        if self._pinged_at - self._ponged_at > PONG_WITHIN and now - self._pinged_at > PONG_WITHIN:
            raise ConnectionClosed(None, None)

    def _hear(self, frame: dict[str, Any]) -> None:
        self._failures = 0
        self.heard[frame["type"]] += 1
        match frame["type"]:
            case "said" if frame.get("conversation") == self.also.get("conversation"):
                self._is_said(frame["place"], frame["id"])
            case "refused" if frame["reason"] != "not_now":
                self.odd.append(frame)
            case "reconnect":
                self._asked = frame["after_ms"] / 1000
            case "pong":
                self._ponged_at = time.monotonic()

    def _is_said(self, place: int, message_id: str) -> None:
        if message_id in self._outbox:
            del self._outbox[message_id]
            self._flying.discard(message_id)
            self.acknowledged[message_id] = place
        if place == len(self.screen) + 1:
            self.screen.append((place, message_id))
        elif place > len(self.screen):
            self._resume()
        elif self.screen[place - 1] != (place, message_id):
            self.odd.append((place, message_id, self.screen[place - 1]))


class Talk:
    """A young person and a counsellor who talk through whatever happens to the house."""

    def __init__(self, house: House, aisha: Online, sam: Online, conversation: int) -> None:
        self.house, self.aisha, self.sam, self.conversation = house, aisha, sam, conversation

    @property
    def both(self) -> tuple[Online, Online]:
        return self.aisha, self.sam

    def goes_on(self, lines: int = 6, *, every: float = 0.1) -> None:
        """Both write so many lines, a little apart."""
        for number in range(lines):
            self.aisha.says(f"line {number} from her")
            self.sam.says(f"line {number} from him")
            time.sleep(every)

    def is_quiet(self) -> bool:
        """Nobody waits for an acknowledgement, both screens show all there is, everything was read by a check."""
        try:
            rows = self.rows()
        except psycopg.OperationalError:  # it was killed, and is not back yet
            return False
        return all(one.has_sent_all and len(one.screen) == len(rows) for one in self.both) and not self._unread()

    def wait_until_quiet(self, seconds: float = 45.0) -> None:
        self.house.wait_until(self.is_quiet, "both have everything, and all of it was read", seconds=seconds)

    def is_whole(self) -> None:
        """Nothing acknowledged is lost, nothing is shown twice or in another order, and nobody sent too often."""
        rows = self.rows()
        place_of = {message_id: place for place, message_id in rows}
        assert [place for place, _ in rows] == list(range(1, len(rows) + 1))
        assert len(place_of) == len(rows)
        for one in self.both:
            assert one.odd == []
            assert {message_id: place_of.get(message_id) for message_id in one.acknowledged} == one.acknowledged
            assert set(one.acknowledged) == set(one.sent)
            assert one.screen == rows
            assert one.sent.total() <= 2 * len(one.sent), f"{one.re_sends} re-sends of {len(one.sent)} messages"
        assert set(place_of) == set(self.aisha.sent) | set(self.sam.sent)

    def rows(self) -> list[tuple[int, str]]:
        query = "SELECT place, client_id::text FROM chat_message WHERE conversation_id = %s ORDER BY place"
        return [(place, message_id) for place, message_id in self.house.sql(query, self.conversation)]

    def _unread(self) -> int:
        return int(self.house.sql("SELECT count(*) FROM chat_message WHERE reading IN ('pending', 'failed')")[0][0])


@contextmanager
def talk_in(house: House, *, seed: int = 1) -> Iterator[Talk]:
    """They have found each other, and each sits at a web process of their own."""
    visitor = house.visitor()
    visitor.get("/")
    visitor.post("/chat/start/", {})
    staff = house.visitor().signs_in("sam@demo.example", (house.data / "demo-password").read_text().strip())
    with staff.wire("/ws/console/") as wire:
        wire.send("take_next")
        conversation = wire.expect("taken")["conversation"]
    also = {"conversation": conversation}
    aisha = Online(visitor, "/ws/chat/", seed=seed)
    sam = Online(staff, "/ws/console/", seed=seed + 1, also=also)
    hers, his = (house.pids("web") * 2)[:2]
    with ExitStack() as stack:
        for one, elsewhere in ((aisha, his), (sam, hers)):
            with while_frozen([elsewhere] if hers != his else []):
                stack.enter_context(one)
        yield Talk(house, aisha, sam, conversation)
    house.sql(
        "UPDATE chat_conversation SET state = 'closed', owner_id = NULL, lease_until = NULL, ended_at = now()"
        " WHERE id = %s",
        conversation,
    )


@contextmanager
def while_frozen(pids: list[int]) -> Iterator[None]:
    """Whoever connects meanwhile is answered by another process."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
