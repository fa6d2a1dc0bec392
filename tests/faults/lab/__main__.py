"""`python -m tests.faults.lab --faults 300 --seed 7`: one line per round, and build/faults.json."""

import argparse
import asyncio
import functools
import json
import random
import sys

from tests.faults.lab import report
from tests.faults.lab.run import run
from tests.leftovers import clear_leftovers
from tests.seed import clear_seed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.lab")
    parser.add_argument("--faults", type=int, default=300)
    parser.add_argument("--seed", type=int, default=None, help="to break the same things in the same order again")
    parser.add_argument("--web", default="config.web", help="another module for the web processes")
    given = parser.parse_args()
    seed = random.randrange(10**6) if given.seed is None else given.seed
    clear_leftovers()
    try:
        told, found = asyncio.run(run(given.faults, seed, web=given.web, say=functools.partial(print, flush=True)))
    finally:
        clear_seed()
    report.write(told)
    print(json.dumps({name: value for name, value in told.items() if name != "recovery_seconds"}))
    return 0 if found.is_clean and not told["stuck"] else 1


if __name__ == "__main__":
    sys.exit(main())
