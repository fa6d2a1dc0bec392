"""`python -m tests.bench --quick`: prints a table, adds its rows to build/bench.jsonl."""

import argparse
import asyncio
import json
import math
import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.bench import places
from tests.bench.chats import Chat, Ours, Relay
from tests.bench.load import DEADLINE_SECONDS, Run, best_rate
from tests.bench.texts import Texts
from tests.folders import ROOT

OUT = ROOT / "build" / "bench.jsonl"
PAIRS = 99
STEP_SECONDS, STEADY_SECONDS, STEADY_RATE = 2.0, 4.0, 200.0
FAIR_SHARE = 0.8
FIRST_RATE = {"floor": 3200.0, "nightlight": 400.0, "stock_core": 100.0}
FIRST_TEXTS = {"floor": 800.0, "nightlight": 100.0}


class Table:
    """Every figure as it comes, and what they mean together at the end."""

    def __init__(self) -> None:
        self.figures: dict[tuple[str, str, str], list[float]] = {}
        self.shares: list[float] = []

    def add(self, case: str, server: str, **metrics: float) -> None:
        for metric, value in metrics.items():
            self.figures.setdefault((case, server, metric), []).append(value)
        shown = "  ".join(f"{metric} {value:,.4g}" for metric, value in metrics.items())
        print(f"{case:18} {server:12} {shown}", flush=True)

    def look_at_the_machine(self) -> None:
        """Whatever else runs on the servers' core is measured with them: the share says whether to believe it."""
        self.shares.append(places.share_of_the_servers_core())

    def rows(self) -> list[dict[str, Any]]:
        """One a figure: the median where a server had several turns, and its ratio to the floor's."""
        medians = {key: statistics.median(values) for key, values in self.figures.items()}
        return [
            {
                "case": case,
                "server": server,
                "metric": metric,
                "value": round(value, 4),
                "ratio_to_floor": _ratio(value, medians.get((case, "floor", metric))),
            }
            for (case, server, metric), value in medians.items()
        ]


def _ratio(value: float, floor: float | None) -> float | None:
    return round(value / floor, 3) if floor and math.isfinite(value) and math.isfinite(floor) else None


async def chat_turns(table: Table, chats: list[Chat]) -> None:
    """Each server in turn, the floor first and last, so that a machine that tires or warms up hits all alike."""
    for chat in chats:
        await chat.open()
    for chat in [*chats, chats[0]]:
        table.look_at_the_machine()
        steady = await chat.talk(STEADY_RATE, STEADY_SECONDS)
        table.add("chat_200_a_second", chat.name, p50_ms=steady.p50 * 1e3, p99_ms=steady.p99 * 1e3, lost=steady.lost)
    for chat in [*chats, chats[0]]:
        table.look_at_the_machine()
        best = await best_rate(FIRST_RATE[chat.name], lambda rate, chat=chat: chat.talk(rate, STEP_SECONDS))
        table.add("chat_most", chat.name, **_most(best))
    for chat in chats:
        await chat.close()


async def text_turns(table: Table, carriers: list[Texts]) -> None:
    for carrier in carriers:
        await carrier.open()
    for carrier in [*carriers, carriers[0]]:
        table.look_at_the_machine()
        best = await best_rate(
            FIRST_TEXTS[carrier.name], lambda rate, carrier=carrier: carrier.talk(rate, STEP_SECONDS), refine=1
        )
        table.add("sms_webhook_most", carrier.name, **_most(best))
    for carrier in carriers:
        await carrier.close()


def _most(best: Run) -> dict[str, float]:
    return {
        "a_second": best.rate if best.is_good else 0.0,
        "p99_ms": best.p99 * 1e3,
        "lost": best.lost,
        "wrong": best.wrong,
        "late_p99_ms": sorted(best.lateness)[int(len(best.lateness) * 0.99)] * 1e3,
    }


def quick() -> Table:
    table = Table()
    with ExitStack() as stack:
        redis_url = stack.enter_context(places.valkey())
        floor = stack.enter_context(places.daphne("tests.bench.servers.floor:application"))
        stock = stack.enter_context(places.daphne("tests.bench.servers.stock:application", {"REDIS_URL": redis_url}))
        house = stack.enter_context(places.nightlight())
        port = int(house.environ["PORT"])
        pairs = places.pairs_in(house, PAIRS)
        account = json.loads(house.manage("shell", "--verbosity", "0", "-c", ACCOUNT).strip().splitlines()[-1])
        places.load_on_the_other_core()
        _wait_for(floor), _wait_for(stock)
        with places.aside(house):
            chats: list[Chat] = [
                Relay("floor", floor, PAIRS),
                Ours("nightlight", port, pairs),
                Relay("stock_core", stock, PAIRS),
            ]
            asyncio.run(chat_turns(table, chats))
            asyncio.run(text_turns(table, [Texts("floor", floor, account), Texts("nightlight", port, account)]))
    return table


ACCOUNT = (
    "import json; from django.conf import settings as s; "
    "print(json.dumps({'sid': s.TWILIO_ACCOUNT_SID, 'token': s.TWILIO_AUTH_TOKEN, 'to': s.TWILIO_FROM}))"
)


def _wait_for(port: int) -> None:
    import socket

    limit = time.monotonic() + 20
    while time.monotonic() < limit:
        with socket.socket() as knocker:
            if knocker.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("a server did not start")


def write(rows: list[dict[str, Any]], path: Path = OUT) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def print_table(rows: list[dict[str, Any]]) -> None:
    print(f"\n{'case':18} {'server':12} {'metric':12} {'value':>12} {'/ floor':>9}")
    for row in rows:
        ratio = "" if row["ratio_to_floor"] is None else f"{row['ratio_to_floor']:9.3f}"
        print(f"{row['case']:18} {row['server']:12} {row['metric']:12} {row['value']:12,.2f} {ratio:>9}")
    by = {(row["case"], row["server"]): row["value"] for row in rows if row["metric"] == "a_second"}
    ours, stock = by.get(("chat_most", "nightlight"), 0.0), by.get(("chat_most", "stock_core"), 0.0)
    if stock:
        print(f"\nchat, stored and sealed, beside the stock core layer, which stores nothing: {ours / stock:.1f} x")
    else:
        print(f"\nthe stock core layer did not manage {FIRST_RATE['stock_core']:.0f} a second; ours {ours:,.0f}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="chat and texts in under three minutes")
    parser.parse_args(arguments)
    if not places.can_pin():
        print("This machine has one core, or does not let programs be pinned: read nothing but the ratios.")
    print(
        f"{PAIRS} pairs; most: the rate at which p99 stays below {DEADLINE_SECONDS * 1e3:.0f} ms and nothing is lost. "
        "Reading, jobs and clocks stand still meanwhile; the brake on people who write too fast is off.",
        flush=True,
    )
    begin = time.monotonic()
    table = quick()
    rows = table.rows()
    write(rows)
    print_table(rows)
    if (least := min(table.shares)) < FAIR_SHARE:
        print(f"\nOther programs used the servers' core (its share fell to {least:.2f}): do not judge by this run.")
    print(f"\n{time.monotonic() - begin:.0f} s. Rows: {OUT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
