"""Who comes when. With workers (`make pytest`), a file is what one worker takes at a time, in this order."""

from collections.abc import Iterable
from pathlib import Path

import pytest

LONGEST = "faults"


def in_order(items: list[pytest.Item]) -> None:
    """Browsers last: Playwright leaves an event loop running in its thread, in which Django refuses to work.

    By file and not only by story, because a worker goes on with other files after one with a browser. What takes
    longest comes first, so that at the end nobody waits for one worker.
    """
    late = files_with(items, "browser")
    items.sort(key=lambda item: (item.path in late, LONGEST not in item.path.parts, _needs(item, "browser")))


def files_with(items: Iterable[pytest.Item], fixture: str) -> set[Path]:
    return {item.path for item in items if _needs(item, fixture)}


def _needs(item: pytest.Item, fixture: str) -> bool:
    return fixture in getattr(item, "fixturenames", ())
