"""Whether the audit is what was written: every row, every link, every anchor."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction

from config import clock
from rota.audit import anchors
from rota.audit.signatures import Content, is_same, sign_link, sign_row

MOST_PROBLEMS = 100
MAY_WAIT = timedelta(minutes=1)  # the linker comes every second

_ROW = ", ".join(f"written.{column}" for column in (*Content._fields, "signature"))
# ruff: noqa: S608  (the columns are ours)
CHAIN = f"""
    SELECT link.place, link.row_id, link.signature, {_ROW}
    FROM rota_auditlink AS link LEFT JOIN rota_auditrow AS written ON written.id = link.row_id
    ORDER BY link.place
"""
UNLINKED = f"""
    SELECT {_ROW} FROM rota_auditrow AS written
    WHERE NOT EXISTS (SELECT FROM rota_auditlink AS link WHERE link.row_id = written.id)
    ORDER BY written.id
"""


def verify() -> list[str]:
    """What is wrong with the audit, the first bad row first; nothing where it is whole.

    Reads one moment of the database, so that it may run while people work. At most 100 problems.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return list(islice(problems_now(), MOST_PROBLEMS))


def problems_now() -> Iterator[str]:
    """The same, of what the running transaction sees."""
    # Read before the chain: an anchor dropped meanwhile would be about links this snapshot lacks.
    noted = list(anchors.read())
    found: dict[int, bytes] = {}
    yield from _in_the_chain({anchor.place for _, anchor in noted if anchor}, found)
    yield from _outside_the_chain()
    yield from _against_the_anchors(noted, found)


def _in_the_chain(wanted: set[int], found: dict[int, bytes]) -> Iterator[str]:
    """Walks the chain, and keeps the signatures of the places that are anchored."""
    previous, expected = b"", 1
    for place, row_id, link_signature, *row in _read(CHAIN):
        if place != expected:
            yield f"Link {expected} is missing: the chain goes on with {place} (row {row_id})."
        elif row[0] is None:
            yield f"Row {row_id} is missing: link {place} was made for it."
        elif not _is_as_written(row):
            yield f"Row {row_id} was changed or made up (link {place})."
        elif not is_same(link_signature, sign_link(previous, place, row_id, row[-1])):
            yield f"Link {place} does not follow from the one before it (row {row_id}): it was changed or moved."
        previous, expected = bytes(link_signature), place + 1
        if place in wanted:
            found[place] = previous
    if expected > 1 and not wanted:
        yield f"No anchor can be read, and the chain has links: {anchors.file()}"


def _outside_the_chain() -> Iterator[str]:
    for row in _read(UNLINKED):
        content = Content(*row[:-1])
        if not _is_as_written(row):
            yield f"Row {content.id} was changed or made up (not linked)."
        elif clock.now() - content.at > MAY_WAIT:
            yield f"Row {content.id} is not linked: the linker does not run, or its link was removed."


def _against_the_anchors(noted: list[tuple[int, anchors.Anchor | None]], found: dict[int, bytes]) -> Iterator[str]:
    for number, anchor in noted:
        if anchor is None:
            yield f"Anchor line {number} cannot be read."
        elif anchor.place not in found:
            yield f"Link {anchor.place}, anchored on {anchor.at:%d %B %Y at %H:%M} UTC, is gone: the end was cut off."
        elif not is_same(found[anchor.place], anchor.signature):
            yield f"Link {anchor.place} is not the one anchored on {anchor.at:%d %B %Y at %H:%M} UTC: replaced."


def _is_as_written(row: list[Any]) -> bool:
    return is_same(row[-1], sign_row(Content(*row[:-1])))


def _read(statement: str) -> Iterator[list[Any]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(2_000):
            yield from (list(row) for row in rows)
