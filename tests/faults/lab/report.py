"""What is true in the end, and build/faults.json."""

import asyncio
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg

from tests.faults.lab.checker import Findings, Row, check
from tests.faults.lab.lab import Lab, TooLong
from tests.folders import ROOT

OUT = ROOT / "build" / "faults.json"
ROWS = "SELECT place, client_id::text, by FROM chat_message WHERE conversation_id = %s ORDER BY place"
UNREAD = """SELECT m.client_id::text FROM chat_message m WHERE m.by = 'young_person' AND (m.reading <> 'read'
    OR NOT EXISTS (SELECT 1 FROM moderation_assessment a WHERE a.message_id = m.id))"""
NOTICED = """SELECT m.client_id::text FROM chat_message m JOIN moderation_assessment a ON a.message_id = m.id
    WHERE a.urgency = 'now'
    AND EXISTS (SELECT 1 FROM moderation_flag f WHERE f.conversation_id = m.conversation_id AND f.urgency = 'now')
    AND EXISTS (SELECT 1 FROM escalation_escalation e JOIN escalation_page p ON p.escalation_id = e.id
        WHERE e.conversation_id = m.conversation_id)"""

KEPT = "SELECT id FROM chat_conversation WHERE id = ANY(%s) AND owner_id IS NOT NULL AND ended_at IS NULL"


async def settle(lab: Lab) -> Findings:
    """Nobody writes any more. Once nobody waits for anything, or it took too long, everything is compared."""
    lab.be_quiet()
    stored: list[list[Row]] = []
    with suppress(TooLong):  # what is missing then, the checker says
        await _until(lambda: not unnoticed(lab), seconds=2 * lab.patience)
    with suppress(TooLong):
        await _until(lambda: _is_quiet(lab, stored), seconds=lab.patience)
    found = check((rows, (hers.book, his.book)) for rows, (hers, his) in zip(stored, lab.pairs, strict=True))
    found.unnoticed += unnoticed(lab)
    found.odd += fallen_between(lab)
    return found


def fallen_between(lab: Lab) -> list[str]:
    """Nobody ended a chat or gave one up: each still has the counsellor it had."""
    ours = [hers.book.conversation for hers, _ in lab.pairs]
    kept = {row[0] for row in lab.house.sql(KEPT, ours)}
    return [f"conversation {number} has lost its counsellor" for number in ours if number not in kept]


def unnoticed(lab: Lab) -> list[str]:
    """Every message was read; for every risky one there is a flag, an escalation, and somebody was called."""
    unread = [f"{row[0]} was never read by a check" for row in lab.house.sql(UNREAD)]
    noticed = {row[0] for row in lab.house.sql(NOTICED)}
    risky = {message_id for page in lab.pages for message_id in page.book.risky}
    return unread + [f"{message_id} is risky and nobody was called" for message_id in sorted(risky - noticed)]


def rows_of(lab: Lab, conversation: int) -> list[Row]:
    return [Row(*row) for row in lab.house.sql(ROWS, conversation)]


def _is_quiet(lab: Lab, stored: list[list[Row]]) -> bool:
    """Everybody has all that is `stored`. Noted for the checker: a moment later the service itself may speak."""
    stored[:] = [rows_of(lab, hers.book.conversation) for hers, _ in lab.pairs]
    return all(
        not page.book.waiting and len(page.book.screen) == len(rows)
        for pair, rows in zip(lab.pairs, stored, strict=True)
        for page in pair
    )


async def _until(true: Callable[[], bool], *, seconds: float) -> None:
    limit = time.monotonic() + seconds
    while not await asyncio.to_thread(_is_true, true):
        if time.monotonic() > limit:
            raise TooLong
        await asyncio.sleep(0.2)


def _is_true(true: Callable[[], bool]) -> bool:
    try:
        return true()
    except psycopg.OperationalError:  # it was killed, and is not back yet
        return False


def told(lab: Lab, found: Findings, *, seconds: float, stuck: str) -> dict[str, Any]:
    """What goes into build/faults.json: counts, and how long it took to be well again, kind by kind."""
    return {
        "faults": len(lab.strikes),
        "sent": found.sent,
        "acknowledged": found.acknowledged,
        "lost": len(found.lost),
        "doubled": len(found.doubled),
        "out_of_order": len(found.out_of_order),
        "resent": found.resent,
        "odd": len(found.odd),
        "unnoticed": len(found.unnoticed),
        "closed_needlessly": lab.closed_needlessly,
        "risky": sum(len(page.book.risky) for page in lab.pages),
        "stuck": stuck,
        "clients": len(lab.pages),
        "seed": lab.seed,
        "seconds": round(seconds, 1),
        "recovery_seconds": recovery(lab),
    }


def recovery(lab: Lab) -> dict[str, dict[str, float]]:
    """From the fault to the acknowledgement, and to the other screen, of words written at that moment.

    Read only where nothing else was broken at the same time.
    """
    acknowledged, seen, times = defaultdict(list), defaultdict(list), defaultdict(int)
    other = {page: (hers if page is his else his) for hers, his in lab.pairs for page in (hers, his)}
    for strike in lab.strikes:
        times[strike.kind] += 1
        for page, probe in strike.probes if strike.is_alone else ():
            acknowledged[strike.kind] += [at - strike.at for at in [page.book.acknowledged_at.get(probe)] if at]
            seen[strike.kind] += [at - strike.at for at in [other[page].book.seen_at.get(probe)] if at]
    return {
        kind: {"times": times[kind], **spread("acknowledged", acknowledged[kind]), **spread("seen", seen[kind])}
        for kind in sorted(times)
    }


def spread(name: str, seconds: list[float]) -> dict[str, float]:
    if len(seconds) < 2:
        return {}
    return {
        f"{name}_median": round(statistics.median(seconds), 2),
        f"{name}_p95": round(statistics.quantiles(seconds, n=20, method="inclusive")[-1], 2),
        f"{name}_worst": round(max(seconds), 2),
    }


def write(report: dict[str, Any]) -> None:
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(report, indent=1) + "\n")
