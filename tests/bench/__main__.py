"""`python -m tests.bench [--quick] [--only CASE]`: prints a table and which goals hold; writes build/bench.jsonl."""

import argparse
import sys
import time
from contextlib import ExitStack

from tests.bench import places
from tests.bench.cases import CASES, GOALS, PAIRS, QUICK, Bench
from tests.bench.load import DEADLINE_SECONDS
from tests.bench.table import Table, print_rows, write
from tests.folders import ROOT

OUT = ROOT / "build" / "bench.jsonl"
FAIR_SHARE = 0.8


def run(names: list[str], *, quick: bool) -> Table:
    places.many_sockets()
    with ExitStack() as stack:
        bench = Bench(stack, quick=quick)
        places.load_on_the_other_core()
        for name in names:
            begin = time.monotonic()
            CASES[name](bench)
            print(f"-- {name}: {time.monotonic() - begin:.0f} s", flush=True)
        return bench.table


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="chat and texts in under three minutes")
    parser.add_argument("--only", action="append", choices=CASES, metavar="CASE", help=f"one of: {', '.join(CASES)}")
    options = parser.parse_args(arguments)
    if not places.can_pin():
        print("This machine has one core, or does not let programs be pinned: read nothing but the ratios.")
    print(
        f"{PAIRS} pairs; most: the rate at which p99 stays below {DEADLINE_SECONDS * 1e3:.0f} ms and nothing is lost. "
        "Unless flags are counted, reading, jobs and clocks stand still meanwhile; the brake on people who write too "
        "fast is off.",
        flush=True,
    )
    begin = time.monotonic()
    table = run(options.only or list(QUICK if options.quick else CASES), quick=options.quick)
    rows = table.rows(GOALS)
    write(rows, OUT)
    print_rows(rows)
    for words in table.notes:
        print(words)
    if table.shares and (least := min(table.shares)) < FAIR_SHARE:
        print(f"\nOther programs used the servers' core (its share fell to {least:.2f}): do not judge by this run.")
    print(f"\n{time.monotonic() - begin:.0f} s. Rows: {OUT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
