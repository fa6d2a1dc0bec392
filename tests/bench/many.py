"""Years of escalations, put straight into a house's database: 50,000 that are over and 500 that are not.

Triggers and constraints are as they are; words are no words: nobody reads them here. Run in the house's environment:
`python -m tests.bench.many make CLOSED OPEN` prints the lead's cookie; `... pages FILE`, as the web process, and
`... clocks FILE`, as the jobs process, write how each query is done.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
import psycopg

django.setup()

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from config import clock
from config.models import DataKey
from rota.models import Role, Shift, StaffMember
from rota.people import add_staff
from rota.shifts import put_on

LEAD = "lists@example.org"
# How many of each hundred that are over had a referral, a call to 999, a second look, or were said at the concern door.
REFERRED, RANG, LOOKED_AT, SAID_OUTSIDE = 10, 5, 10, 2
# Of the open ones: nobody has it; one lead has it; the same, reading; a second lead is awaited; to be looked at again.
STATES = ("opened", "acknowledged", "assessing", "second_review", "review_due")
HOUR = timedelta(hours=1)
NUMBERED = ("chat_conversation", "moderation_flag", "escalation_escalation", "escalation_decision", "chat_concern")


def make(closed: int, still_open: int) -> dict[str, Any]:
    """The cookie of a safeguarding lead on call, of whose a fifth are, and how many there are."""
    lead = add_staff(LEAD, "Lena Lists", [Role.SAFEGUARDING_LEAD])
    other = add_staff("other-lists@example.org", "Other Lists", [Role.SAFEGUARDING_LEAD, Role.COUNSELLOR], "senior")
    now = clock.now()
    put_on(lead, Shift.Duty.ON_CALL_1, now - HOUR, now + 7 * HOUR)
    given = {
        "key": DataKey.make("escalation").pk, "lead": lead.pk, "other": other.pk, "now": now, "closed": closed,
        "all": closed + still_open, "states": list(STATES), "looked": LOOKED_AT, "rang": RANG, "referred": REFERRED,
        "outside": SAID_OUTSIDE,
    }  # fmt: skip
    address = os.environ["DATABASE_URL"].replace("//nightlight_app@", "//postgres@")
    with psycopg.connect(address) as owner, owner.cursor() as cursor:
        cursor.execute(_NUMBERS, given)
        for statement in (Path(__file__).with_suffix(".sql")).read_text().split(";\n"):
            wanted = {name: value for name, value in given.items() if f"%({name})s" in statement}
            cursor.execute(statement, wanted or None)
        for table in NUMBERED:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        owner.commit()
        owner.autocommit = True
        cursor.execute("VACUUM ANALYZE")
    return {"lead": cookie_of(lead), "closed": closed, "open": still_open}


_NUMBERS = """
CREATE TEMPORARY TABLE bench ON COMMIT DROP AS
SELECT n, n <= %(closed)s AS over, state, state IN ('closed', 'second_review', 'review_due') AS decided,
    CASE WHEN n %% 3 = 0 THEN 'now' ELSE 'very_soon' END AS urgency,
    CASE WHEN n <= %(closed)s THEN %(now)s::timestamptz - interval '3 days' - n * interval '20 minutes'
         ELSE %(now)s::timestamptz - (n %% 600) * interval '1 minute' END AS at
FROM (
    SELECT n, CASE WHEN n <= %(closed)s THEN 'closed' ELSE (%(states)s::text[])[1 + n %% 5] END AS state
    FROM generate_series(1, %(all)s::int) n
) AS numbers
"""


def cookie_of(staff: StaffMember) -> str:
    client = Client()
    client.force_login(staff)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


class Asked:
    """Each statement that reads, once, with how often and the values it came with."""

    def __init__(self) -> None:
        self.reads: dict[str, list[Any]] = {}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("SELECT", "WITH")) and not many:
            self.reads.setdefault(sql, []).append(params)
        return execute(sql, params, many, context)

    @property
    def count(self) -> int:
        return sum(len(times) for times in self.reads.values())


@contextmanager
def asked() -> Iterator[Asked]:
    found = Asked()
    with connection.execute_wrapper(found):
        yield found


def plans(path: Path, works: Iterable[tuple[str, Callable[[], object]]]) -> dict[str, Any]:
    """What they ask, how often, and how the database does it."""
    summary, told = {}, []
    for name, work in works:
        work()  # what is read once a process is read
        with asked() as found:
            begin = time.perf_counter()
            work()
            took = time.perf_counter() - begin
        summary[name] = {"queries": found.count, "ms": round(took * 1e3, 1)}
        told += [f"\n===== {name}: {found.count} queries, {took * 1e3:.1f} ms"]
        told += [_plan(sql, times) for sql, times in found.reads.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(told) + "\n")
    return summary


def pages() -> Iterator[tuple[str, Callable[[], object]]]:
    from escalation.banners import pages_of

    lead = StaffMember.objects.get(email=LEAD)
    client = Client(headers={"host": "localhost"})
    client.force_login(lead)
    yield "list", lambda: client.get("/escalations/")
    yield "rows", lambda: client.get("/escalations/rows/")
    yield "banners", lambda: pages_of(lead)


def clocks() -> Iterator[tuple[str, Callable[[], object]]]:
    from escalation.jobs_process import CLOCKS

    for name, work in CLOCKS:
        if name not in LEFT_OUT:
            yield f"clock {name}", _undone(work)


def _undone(work: Callable[[], object]) -> Callable[[], object]:
    """Each look finds the same."""

    def once() -> None:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)

    return once


# They start jobs, keys and carriers, which are not here.
LEFT_OUT = ("texts", "missed_texts", "keys", "audit", "retention", "alive", "stalled")


def _plan(sql: str, times: list[Any]) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", times[-1])
            lines = [row[0] for row in cursor.fetchall()]
    except Exception as trouble:  # a plan that cannot be shown hides no other
        lines = [type(trouble).__name__]
    return "\n".join([f"-- {len(times)} x", sql, *lines, ""])


if __name__ == "__main__":
    if sys.argv[1] == "make":
        found = make(int(sys.argv[2]), int(sys.argv[3]))
        connection.close()
    else:
        found = plans(Path(sys.argv[2]), {"pages": pages, "clocks": clocks}[sys.argv[1]]())
    sys.stdout.write(json.dumps(found))
