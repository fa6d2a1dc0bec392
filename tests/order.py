"""Who comes when. With workers (`make pytest`), a file is what one worker takes at a time, in this order."""

from collections.abc import Iterable
from pathlib import Path

import pytest

# Those that take more than half a minute, the longest first; those with a browser among themselves. By folder and name.
LONG = (
    "faults/test_lab",
    "access/test_random_walks",
    "access/test_matrix",
    "rota/test_audit_looks",
    "upgrade/test_upgrade",
    "access/test_allegations",
    "rota/test_planning_at_random",
    "sms/test_out_house",
    "rota/test_sign_ins",
    "faults",
    "escalation/test_decide",
    "access/test_everywhere",
    "stories",
    "delivery",
    "pages/test_console_texts",
    "pages/test_console_three_chats",
    "pages/test_rights",
    "pages/test_escalation_working",
    "pages/test_forum",
    "pages/test_review",
    "pages/test_axe",
    "pages/test_line_lost",
    "pages/test_rota",
    "pages/test_trace_locking",
    "pages/test_line_tabs",
    "pages/test_keyboard",
    "pages/test_dissent",
    "pages/test_passkeys",
    "pages/test_referral",
)


def in_order(items: list[pytest.Item]) -> None:
    """Browsers last: Playwright leaves an event loop running in its thread, in which Django refuses to work.

    By file and not only by story, because a worker goes on with other files after one with a browser. What takes
    longest comes first, so that at the end nobody waits for one worker.
    """
    late = files_with(items, "browser")
    items.sort(key=lambda item: (item.path in late, _turn(item.path), _needs(item, "browser")))


def _turn(path: Path) -> int:
    """Where this file stands among the long ones; behind them all where it is none."""
    name = path.with_suffix("").as_posix()
    return next((turn for turn, long in enumerate(LONG) if f"/tests/{long}" in f"{name}/"), len(LONG))


def files_with(items: Iterable[pytest.Item], fixture: str) -> set[Path]:
    return {item.path for item in items if _needs(item, fixture)}


def _needs(item: pytest.Item, fixture: str) -> bool:
    return fixture in getattr(item, "fixturenames", ())
