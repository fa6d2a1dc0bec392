"""One run of the lab from beginning to end."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from tests.faults.lab import report
from tests.faults.lab.checker import Findings
from tests.faults.lab.faults import FAULTS, Fault
from tests.faults.lab.lab import Lab, TooLong, deck


async def run(
    count: int,
    seed: int,
    *,
    web: str = "config.web",
    faults: Sequence[Fault] = FAULTS,
    patience: float = 60.0,
    say: Callable[[str], None] = print,
) -> tuple[dict[str, Any], Findings]:
    """`patience`: for how many seconds it waits for people to be well again, before it compares what there is."""
    began, stuck = time.monotonic(), ""
    say(f"seed {seed}, {count} faults")
    async with Lab(seed, web=web, patience=patience, say=say) as lab:
        say(f"{len(lab.pages)} people talk; {time.monotonic() - began:.0f} s to get there")
        try:
            await lab.break_things(deck(count, faults, random.Random(seed)))
        except TooLong as trouble:
            stuck = str(trouble)
        found = await report.settle(lab)
        if stuck or not found.is_clean:
            say(await asyncio.to_thread(lab.house.logs, lines=200))
    if left := lab.left_over():
        stuck = f"{len(left)} processes are left over"
    for finding in [stuck, *found.all]:
        if finding:
            say(finding)
    return report.told(lab, found, seconds=time.monotonic() - began, stuck=stuck), found
