"""The lab: a house whose links it holds in its hands, ten people who talk, one fault after the other."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qs, urlsplit

from config import lines
from tests.faults.lab import runner
from tests.faults.lab.faults import CLOSES_NOTHING, Fault
from tests.faults.lab.hands import Hands
from tests.faults.lab.pages import Page
from tests.faults.lab.people import counsellors, pair
from tests.faults.lab.relay import Ends, Relay
from tests.folders import forget

PAIRS = 5
RISKY = "i took loads of my mums tablets about an hour ago"
ONE_IN, MOST_UNSENT = 25, 12
CALM_AFTER = lines.WEB_ANSWER_SECONDS + 3


class TooLong(AssertionError):
    """Something did not come to pass within its limit."""


@dataclass
class Strike:
    """One fault that was made, when, and what people wrote at that moment."""

    kind: str
    at: float
    is_alone: bool
    probes: list[tuple[Page, str]] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Everybody has their words acknowledged who is not at a dead link; those find out by themselves, later."""
        return all(probe in page.book.acknowledged or page.is_cut_off for page, probe in self.probes)


class Lab(Hands):
    def __init__(self, seed: int, *, web: str, patience: float, say: Callable[[str], None]) -> None:
        super().__init__(web)
        self.seed, self.patience, self.say = seed, patience, say
        self.to_valkey = Relay(self._valkey)
        self.to_postgres = Relay(self._postgres)
        self.pages: list[Page] = []
        self.strikes: list[Strike] = []
        self.closed_needlessly = 0
        self._calm_from = 0.0
        self._talking: list[asyncio.Task[None]] = []

    # The house and the people in it

    async def __aenter__(self) -> Self:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(32))
        try:
            await self.to_valkey.listen_at(self.relays / runner.VALKEY_SOCKET)
            await self.to_postgres.listen_at(self.relays / runner.POSTGRES_SOCKET)
            await asyncio.to_thread(self.house.start)
            await self._let_people_in()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self.be_quiet()
        await asyncio.gather(*(page.close() for page in self.pages))
        await asyncio.to_thread(self.house.close)
        for relay in (self.to_valkey, self.to_postgres, *(page.link for page in self.pages)):
            await relay.close()
        forget(self.relays)

    async def _let_people_in(self) -> None:
        links = [await Relay(self._door).listen() for _ in range(2 * PAIRS)]
        staff = await asyncio.to_thread(counsellors, self.house, links[:PAIRS])
        for number, (counsellor, link) in enumerate(zip(staff, links[PAIRS:], strict=True)):
            self.pages += await asyncio.to_thread(pair, self.house, counsellor, link, number, self.seed + 2 * number)
        self.pages[0].by_socket = False  # at a school that lets no sockets through
        for page in self.pages:
            page.open()

    @property
    def pairs(self) -> list[tuple[Page, Page]]:
        return list(zip(self.pages[::2], self.pages[1::2], strict=True))

    def some_pages(self, chance: random.Random, count: int) -> list[Page]:
        return chance.sample(self.pages, count)

    def talk(self) -> None:
        self._talking = [
            asyncio.create_task(goes_on(page, random.Random(self.seed + nth))) for nth, page in enumerate(self.pages)
        ]

    def be_quiet(self) -> None:
        for talking in self._talking:
            talking.cancel()
        self._talking = []

    # Breaking things

    async def break_things(self, faults: list[Fault]) -> None:
        """One fault at a time, or two at once. Everybody is well before the first, and before the next."""
        chance = random.Random(self.seed)
        self.talk()
        await self.until(lambda: all(page.book.acknowledged for page in self.pages), "everybody was heard once")
        while faults:
            together = [faults.pop(0) for _ in range(min(len(faults), chance.choice((1, 1, 2))))]
            await self._round(together)
            if chance.randrange(4) == 0:  # a phone moves between a network that blocks sockets and one that does not
                self.pages[2].use(socket=not self.pages[2].by_socket)

    async def _round(self, faults: list[Fault]) -> None:
        closed, is_calm = self._closed(), self._is_calm()
        strikes = await asyncio.gather(*(self._strike(faults, nth) for nth in range(len(faults))))
        names = " + ".join(strike.kind for strike in strikes)
        await self.until(lambda: all(strike.is_over for strike in strikes), f"people are well after {names}")
        await self.until(self.all_are_there, f"every process is back after {names}")
        if not set(faults) <= CLOSES_NOTHING:
            self._calm_from = time.monotonic() + CALM_AFTER
        elif is_calm:
            self.closed_needlessly += self._closed() - closed
        self.say(f"{len(self.strikes):4}  {names:64} {max(map(slowest_of, strikes)):5.1f} s")

    async def _strike(self, faults: list[Fault], nth: int) -> Strike:
        fault = faults[nth]
        chance = random.Random(f"{self.seed} {len(self.strikes)} {nth}")
        await asyncio.sleep(chance.uniform(0, 0.5) * nth)
        await self.until(self.all_are_there, f"there is something to break for {fault.__name__}")
        strike = Strike(fault.__name__, time.monotonic(), is_alone=len(faults) == 1)
        self.strikes.append(strike)
        heard = [page for page in self.pages if not page.is_cut_off]
        strike.probes = [(page, page.says("can you hear me")) for page in heard]
        await asyncio.sleep(chance.uniform(0, 0.05))  # so that some of it is on its way
        await fault(self, chance)
        return strike

    def _is_calm(self) -> bool:
        """No socket is still about to close for what was broken before."""
        return time.monotonic() > self._calm_from and not any(page.is_cut_off for page in self.pages)

    def _closed(self) -> int:
        return sum(len(page.book.closed) for page in self.pages)

    async def until(self, true: Callable[[], bool], what: str) -> None:
        limit = time.monotonic() + self.patience
        while not true():
            if time.monotonic() > limit:
                raise TooLong(f"waited {self.patience:g} s in vain until {what}")
            await asyncio.sleep(0.05)

    # Where the relays lead

    async def _door(self) -> Ends:
        return await asyncio.open_connection("127.0.0.1", urlsplit(self.house.base_url).port)

    async def _valkey(self) -> Ends:
        return await asyncio.open_unix_connection(urlsplit(self.house.state["environment"]["REDIS_URL"]).path)

    async def _postgres(self) -> Ends:
        address = urlsplit(self.house.state["environment"]["DATABASE_URL"])
        return await asyncio.open_unix_connection(f"{parse_qs(address.query)['host'][0]}/{runner.POSTGRES_SOCKET}")


def deck(count: int, faults: Sequence[Fault], chance: random.Random) -> list[Fault]:
    """Every kind as often as every other, what kills a process twice as often, in an order nobody chose."""
    cards: list[Fault] = []
    while len(cards) < count:
        fresh = [*faults, *(fault for fault in faults if fault.__name__.endswith("_killed"))]
        chance.shuffle(fresh)
        cards += fresh
    return cards[:count]


async def goes_on(page: Page, chance: random.Random) -> None:
    """Writes a line about once a second, and now and then one that somebody has to see."""
    while True:
        await asyncio.sleep(chance.uniform(0.5, 1.5))
        if len(page.book.waiting) < MOST_UNSENT:
            is_risky = page.book.by == "young_person" and chance.randrange(ONE_IN) == 0
            page.says(RISKY if is_risky else "and then", is_risky=is_risky)


def slowest_of(strike: Strike) -> float:
    """From the fault to the acknowledgement of the last of the words that were written at that moment."""
    heard = [page.book.acknowledged_at.get(probe, strike.at) for page, probe in strike.probes]
    return max(heard) - strike.at
