"""The cases: what is done to each server in turn. The goals are those of the architecture reference, section 9."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property, partial

from tests.bench import lists as escalation_lists
from tests.bench import places
from tests.bench.chats import Chat, Ours, Relay
from tests.bench.crowds import OurWire, RelayWire, Thread, Waiting, Wire, come_and_go
from tests.bench.flags import Flags
from tests.bench.load import Run, best_rate
from tests.bench.page import weight_of
from tests.bench.places import Server
from tests.bench.table import Goal, Table
from tests.bench.texts import Texts
from tests.folders import ROOT
from tests.house import House
from tests.visitor import Visitor

PAIRS = 99
STEP_SECONDS, STEADY_SECONDS, STEADY_RATE = 2.0, 4.0, 200.0
SCREENS, POSTS_A_SECOND = 200, 20.0
WAITING = 1_000
FLAGS_A_SECOND, FLAGS_SECONDS, SETTLE_SECONDS = 20.0, 10.0, 5.0
COME_AND_GO, WARM = 2_000, 500
FIRST_RATE = {"floor": 3200.0, "floor_uvloop": 6400.0, "nightlight": 400.0, "stock_core": 100.0, "stock_pubsub": 200.0}
FIRST_TEXTS = {"floor": 800.0, "nightlight": 100.0}

try:
    import uvloop as _uvloop  # noqa: F401 (the goal is higher where there is one)

    HAS_UVLOOP = True
except ImportError:
    HAS_UVLOOP = False

GOALS = (
    Goal("chat_most", "a_second", "floor", 0.60 if HAS_UVLOOP else 0.50, at_least=True),
    Goal("chat_most", "a_second", "stock_core", 15, at_least=True),
    Goal("chat_most", "a_second", "stock_pubsub", 5, at_least=True),
    Goal("chat_most", "lost", "", 0),
    Goal("chat_200_a_second", "p99_ms", "floor", 2),
    Goal("thread_200", "p99_ms", "floor", 1.25),
    Goal("waiting_1000", "mb", "floor", 1.25),
    Goal("storm_1000", "seconds", "floor", 1.5),
    Goal("storm_1000", "lost", "", 0),
    Goal("flag_20_a_second", "p99_ms", "", 500),
    Goal("sms_webhook_most", "a_second", "floor", 0.3, at_least=True),
    Goal("lists", "list_p95_ms", "", 100),
    Goal("lists", "rows_p95_ms", "", 100),
    Goal("lists", "next_p95_ms", "", 100),
    Goal("lists", "console_p95_ms", "", 100),
    Goal("page", "kb", "", 30),
    Goal("first_flag", "seconds", "", 90),
    Goal("soak_2000", "growth", "", 1.10),
)


class Bench:
    """The servers, each started when a case first asks for it, and the table."""

    def __init__(self, stack: ExitStack, *, quick: bool) -> None:
        self.stack, self.quick, self.table = stack, quick, Table()

    @cached_property
    def floor(self) -> Server:
        return self._daphne("floor", "floor")

    @cached_property
    def others(self) -> list[Server]:
        """What ours stands between: the stock chat on both layers, and the floor on the loop that ours runs on."""
        redis = {"REDIS_URL": self.stack.enter_context(places.valkey())}
        core = self._daphne("stock_core", "stock", redis)
        if self.quick:
            return [core]
        pubsub = self._daphne("stock_pubsub", "stock", {**redis, "LAYER": "pubsub"})
        quicker = [self._daphne("floor_uvloop", "floor", module="tests.bench.servers.on_uvloop")] if HAS_UVLOOP else []
        return [core, pubsub, *quicker]

    @cached_property
    def house(self) -> House:
        return self.stack.enter_context(places.nightlight())

    @cached_property
    def ours(self) -> Server:
        return Server("nightlight", int(self.house.environ["PORT"]), self.house.pids("web")[0])

    @cached_property
    def pages(self) -> OurWire:
        return OurWire(places.pages_in(self.house, WAITING))

    def in_turns(self) -> list[Server]:
        """The floor first and last, so that a machine that tires or warms up hits all alike."""
        return [self.floor, self.ours, *self.others, self.floor]

    def wire(self, server: Server, name: str) -> Wire:
        return self.pages if server is self.ours else RelayWire(name)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """With everybody aside who only reads what was said."""
        with places.aside(self.house):
            yield

    def _daphne(
        self, name: str, kind: str, environ: dict[str, str] | None = None, *, module: str = "daphne"
    ) -> Server:
        application = f"tests.bench.servers.{kind}:application"
        server = self.stack.enter_context(places.daphne(name, application, environ, module=module))
        places.wait_for(server.port)
        return server


def chat(bench: Bench) -> None:
    """Pairs who talk: at two hundred a second, and as many as go."""
    relays = [Relay(server.name, server.port, PAIRS) for server in (bench.floor, *bench.others)]
    ours = Ours("nightlight", bench.ours.port, places.pairs_in(bench.house, PAIRS))
    with bench.quiet():
        asyncio.run(_chat_turns(bench.table, [relays[0], ours, *relays[1:]]))


async def _chat_turns(table: Table, chats: list[Chat]) -> None:
    for one in chats:
        await one.open()
    for one in [*chats, chats[0]]:
        table.look_at_the_machine()
        steady = await one.talk(STEADY_RATE, STEADY_SECONDS)
        table.add("chat_200_a_second", one.name, p50_ms=steady.p50 * 1e3, p99_ms=steady.p99 * 1e3, lost=steady.lost)
    for one in [*chats, chats[0]]:
        table.look_at_the_machine()
        best = await best_rate(FIRST_RATE[one.name], partial(one.talk, seconds=STEP_SECONDS))
        table.add("chat_most", one.name, **_most(best))
    for one in chats:
        await one.close()


def thread(bench: Bench) -> None:
    """The forum has no sockets: its pages are read anew. What is measured is the same hub, with two hundred screens
    on one conversation."""
    bench.table.note("thread_200: the forum has no sockets; ours is one conversation followed by 200 screens.")
    with bench.quiet():
        for server in bench.in_turns():
            bench.table.look_at_the_machine()
            run = asyncio.run(_thread(server, bench.wire(server, "thread")))
            bench.table.add(
                "thread_200", server.name, p50_ms=run.p50 * 1e3, p99_ms=run.p99 * 1e3, lost=run.lost, wrong=run.wrong
            )


async def _thread(server: Server, wire: Wire) -> Run:
    screens = Thread(server.port, wire, SCREENS)
    await screens.open()
    run = await screens.talk(POSTS_A_SECOND, STEADY_SECONDS)
    await screens.close()
    return run


def waiting(bench: Bench) -> None:
    """A thousand who wait, what each costs in memory; then all are cut off and come back at the same moment."""
    with bench.quiet():
        for server in bench.in_turns():
            bench.table.look_at_the_machine()
            asyncio.run(_waiting(bench.table, server, bench.wire(server, "waits")))


async def _waiting(table: Table, server: Server, wire: Wire) -> None:
    people = Waiting(server.port, wire, WAITING)
    await people.warm_up()
    before = server.memory()
    await people.come()
    if ("waiting_1000", server.name, "mb") not in table.figures:  # the second time it takes what it was left with
        table.add("waiting_1000", server.name, mb=server.memory() - before)
    await people.all_speak()
    people.are_cut_off()
    await asyncio.sleep(1.0)
    seconds = await people.all_come_back()
    table.add("storm_1000", server.name, seconds=seconds, lost=people.lost)
    people.are_cut_off()
    await asyncio.sleep(1.0)


def sms(bench: Bench) -> None:
    """Texts from a hundred phones that we know."""
    account = json.loads(bench.house.manage("shell", "--verbosity", "0", "-c", ACCOUNT).strip().splitlines()[-1])
    with bench.quiet():
        carriers = [Texts(server.name, server.port, account) for server in (bench.floor, bench.ours)]
        asyncio.run(_text_turns(bench.table, carriers))


async def _text_turns(table: Table, carriers: list[Texts]) -> None:
    for carrier in carriers:
        await carrier.open()
    for carrier in [*carriers, carriers[0]]:
        table.look_at_the_machine()
        best = await best_rate(FIRST_TEXTS[carrier.name], partial(carrier.talk, seconds=STEP_SECONDS), refine=1)
        table.add("sms_webhook_most", carrier.name, **_most(best))
    for carrier in carriers:
        await carrier.close()


ACCOUNT = (
    "import json; from django.conf import settings as s; "
    "print(json.dumps({'sid': s.TWILIO_ACCOUNT_SID, 'token': s.TWILIO_AUTH_TOKEN, 'to': s.TWILIO_FROM}))"
)


def _most(best: Run) -> dict[str, float]:
    return {
        "a_second": best.rate if best.is_good else 0.0,
        "p99_ms": best.p99 * 1e3,
        "lost": best.lost,
        "wrong": best.wrong,
        "late_p99_ms": sorted(best.lateness)[int(len(best.lateness) * 0.99)] * 1e3,
    }


def flag(bench: Bench) -> None:
    """The worker reads, with its model, while it is said; from the moment of saying to the counsellor's screen."""
    places.everywhere()  # what counts is a time, not a ratio: the product has the machine it asks for
    with places.nightlight(on_every_core=True) as house:
        pairs = places.pairs_in(house, PAIRS)
        asyncio.run(_flag(bench.table, Flags("nightlight", int(house.environ["PORT"]), pairs)))
    places.load_on_the_other_core()


async def _flag(table: Table, flags: Flags) -> None:
    await flags.open()
    await asyncio.sleep(SETTLE_SECONDS)
    table.look_at_the_machine()
    run = await flags.talk(FLAGS_A_SECOND, FLAGS_SECONDS)
    seen = flags.flagged
    table.add("flag_20_a_second", "nightlight", p50_ms=seen.p50 * 1e3, p99_ms=seen.p99 * 1e3, missing=seen.lost)
    table.add("flag_20_a_second", "nightlight", said_p99_ms=run.p99 * 1e3, said_lost=run.lost)
    await flags.close()


def page(bench: Bench) -> None:
    visitor = bench.house.visitor()
    _starts_a_chat(visitor, "hello is anybody there")
    weights = weight_of(visitor, "/chat/")
    bench.table.add("page", "nightlight", kb=sum(weights.values()) / 1024, files=len(weights))


def _starts_a_chat(visitor: Visitor, message: str) -> None:
    visitor.get("/")
    if visitor.post("/chat/start/", {"message": message}).path != "/chat/":
        raise SystemExit("no chat could be started")


def lists(bench: Bench) -> None:
    """A lead's pages with 50,000 escalations that are over and 500 that are not. A house of its own: it fills it."""
    with places.nightlight() as house:
        lead = escalation_lists.filled(house)
        bench.table.look_at_the_machine()
        with places.aside(house):
            found = escalation_lists.measured(lead)
        for name, times in found.items():
            figures = {f"{name}_p50_ms": escalation_lists.middle(times), f"{name}_p95_ms": escalation_lists.slow(times)}
            bench.table.add("lists", "nightlight", **figures)
        bench.table.look_at_the_machine()
        for name, asked in escalation_lists.plans(house).items():
            bench.table.note(f"lists: {name}: {asked['queries']:.0f} queries, {asked['ms']:.1f} ms in the process")
        bench.table.note(f"lists: the plan of each query: {escalation_lists.PLANS.relative_to(ROOT)}/lists-*.txt")


def first_flag(bench: Bench) -> None:
    """From `make run` in an empty folder to the first flag. Installing what it needs is measured by hand."""
    bench.table.note("first_flag: without installing (26 s with a near mirror, measured by hand).")
    places.everywhere()
    begin = time.monotonic()
    with House(planted=False) as house:
        _starts_a_chat(house.visitor(), "i want to kill myself tonight")
        house.wait_until(lambda: house.sql("SELECT 1 FROM moderation_flag") != [], "the words are flagged", seconds=60)
        bench.table.add("first_flag", "nightlight", seconds=time.monotonic() - begin)
    places.load_on_the_other_core()


def soak(bench: Bench) -> None:
    """Two thousand come and go after five hundred who warmed it up: what the process holds then, over what it held."""
    bench.table.look_at_the_machine()
    with bench.quiet():
        asyncio.run(come_and_go(bench.ours.port, bench.pages, WAITING, WARM))
        before = _at_rest(bench.ours)
        asyncio.run(come_and_go(bench.ours.port, bench.pages, WAITING, COME_AND_GO))
        after = _at_rest(bench.ours)
    bench.table.add("soak_2000", "nightlight", before_mb=before, after_mb=after, growth=after / before)


def _at_rest(server: Server) -> float:
    """Its memory once the last who left are cleared away: the least of some looks."""
    looks = []
    for _ in range(6):
        time.sleep(1.0)
        looks.append(server.memory())
    return min(looks)


CASES: dict[str, Callable[[Bench], None]] = {
    "waiting": waiting,  # first: what a process was left with by another case is not asked for again
    "chat": chat,
    "thread": thread,
    "sms": sms,
    "soak": soak,
    "flag": flag,
    "lists": lists,
    "page": page,
    "first_flag": first_flag,
}
QUICK = ("chat", "sms")
