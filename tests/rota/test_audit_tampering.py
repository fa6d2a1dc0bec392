"""A thousand ways to make the audit say something else, each found: one after the other in one database.

Each is undone by its savepoint, so that the next one meets the audit as it was written.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from rota import audit
from rota.audit import anchors
from rota.audit.check import problems_now
from rota.models import AuditLink, AuditRow, StaffMember
from tests.rota.test_audit import TAMPERINGS, look
from tests.servers import Servers

TIMES = 1_000
SEED = 20_260_501
GROUNDS = ("owner", "safeguarding_lead", "escalation:7", "review:9", "glass:3", "")


class AsOwner:
    """Django's own connection with the rights of whoever runs the database, in the words the tamperings speak."""

    def execute(self, statement: Any, given: list[Any] | None = None) -> Any:
        cursor = connection.cursor()
        cursor.execute(statement, given)
        return cursor


@pytest.fixture
def as_owner(database: str, servers: Servers) -> Iterator[AsOwner]:
    was = connection.settings_dict["USER"]
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    connection.settings_dict["USER"] = "postgres"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        yield AsOwner()
    finally:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        connection.settings_dict["USER"] = was


def change_the_ground(owner: Any, dice: random.Random, rows: list[int]) -> int:
    """Somebody who only looked wants to have been the owner; whoever had a reason is to have had none."""
    row = dice.choice(rows)
    cursor = owner.execute("SELECT ground FROM rota_auditrow WHERE id = %s", [row])
    [(was,)] = cursor.fetchall()
    now = dice.choice([ground for ground in GROUNDS if ground != was])
    owner.execute("UPDATE rota_auditrow SET ground = %s WHERE id = %s", [now, row])
    return row


def move_a_link(owner: Any, dice: random.Random, rows: list[int]) -> int:
    """A row is to have been written later than it was: those between move up."""
    last = len(rows)
    place, to = dice.sample(range(1, last + 1), 2)
    owner.execute("UPDATE rota_auditlink SET place = %s WHERE place = %s", [-1, place])
    between = range(place + 1, to + 1) if place < to else range(place - 1, to - 1, -1)
    step = -1 if place < to else 1
    for other in between:
        owner.execute("UPDATE rota_auditlink SET place = %s WHERE place = %s", [other + step, other])
    owner.execute("UPDATE rota_auditlink SET place = %s WHERE place = -1", [to])
    return 0


EVERY_WAY: list[Callable[[Any, random.Random, list[int]], int]] = [*TAMPERINGS, change_the_ground, move_a_link]


def test_a_thousand_tamperings_are_all_found(
    sam: StaffMember, lena: StaffMember, as_owner: AsOwner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anchors, "file", lambda: tmp_path / "anchors" / "audit-head.jsonl")
    for number, ground in enumerate(GROUNDS, start=1):
        audit.record("conversation.opened", f"conversation:{number}", who=sam, ground=ground)
    look(lena, 2)
    audit.link_rows(force_anchor=True)
    assert audit.verify() == []
    rows = list(AuditLink.objects.order_by("place").values_list("row_id", flat=True))
    dice, tried, missed = random.Random(SEED), Counter[str](), []

    with transaction.atomic():
        for number in range(TIMES):
            tampering = dice.choice(EVERY_WAY)
            savepoint = transaction.savepoint()
            bad_row = tampering(as_owner, dice, rows)
            problems = list(problems_now())
            transaction.savepoint_rollback(savepoint)
            tried[tampering.__name__] += 1
            if not problems or (bad_row and f"Row {bad_row} " not in problems[0]):
                missed.append((number, tampering.__name__, problems[:1]))
        assert list(problems_now()) == []

    assert missed == []
    assert sum(tried.values()) == TIMES
    assert set(tried) == {way.__name__ for way in EVERY_WAY}
    assert AuditRow.objects.count() == len(rows)
