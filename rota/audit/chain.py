"""Linking the rows of the audit, by one linker at a time, whom no writer ever waits for."""

import logging
from typing import NamedTuple

from django.db import connection, transaction

from rota.audit import anchors
from rota.audit.signatures import sign_link
from rota.models import AuditLink

log = logging.getLogger(__name__)

MOST_AT_ONCE = 2_000
ONE_LINKER = 0x61756469  # of all advisory locks, the one for this

# A row is linked when no transaction as old as its own is still open. A number from the future can
# only come from another server whose backup was restored here: such a row has waited long enough.
UNLINKED = """
    SELECT written.id, written.signature
    FROM rota_auditrow AS written
    WHERE (written.written_in, written.id) > (%s::bigint, %s::bigint)
      AND (
        written.written_in < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
        OR written.written_in >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
      )
      AND NOT EXISTS (SELECT FROM rota_auditlink AS link WHERE link.row_id = written.id)
    ORDER BY written.written_in, written.id
    LIMIT %s
"""
HEAD = """
    SELECT link.place, link.signature, written.written_in, written.id,
           written.written_in < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
    FROM rota_auditlink AS link LEFT JOIN rota_auditrow AS written ON written.id = link.row_id
    ORDER BY link.place DESC
    LIMIT 1
"""


class Head(NamedTuple):
    """The end of the chain: the last link, and the number after which unlinked rows are looked for."""

    place: int = 0
    signature: bytes = b""
    after: tuple[int, int] = (0, 0)


def link_rows(*, force_anchor: bool = False) -> int:
    """Puts the rows that wait into the chain, and says how many. For the worker, once a second.

    Where another linker is at work it does nothing. After the commit the new head goes to the anchor
    file, at most once a minute unless forced.
    """
    linked = 0
    while True:
        count, head = _link_some()
        linked += count
        if count < MOST_AT_ONCE:
            break
    if head and head.place:
        _anchor(head, force=force_anchor)
    return linked


def _anchor(head: Head, *, force: bool) -> None:
    try:
        anchors.drop(head.place, head.signature, force=force)
    except OSError:
        # A full disk must not stop the linking, nor the worker that also reads what children write.
        log.exception("audit.not_anchored")


def _link_some() -> tuple[int, Head | None]:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s::bigint)", [ONE_LINKER])
        if not cursor.fetchone()[0]:
            return 0, None
        head = _head(cursor)
        cursor.execute(UNLINKED, [*head.after, MOST_AT_ONCE])
        links = []
        for row_id, signature in cursor.fetchall():
            place = head.place + 1
            head = Head(place, sign_link(head.signature, place, row_id, signature))
            links.append(AuditLink(place=place, row_id=row_id, signature=head.signature))
        AuditLink.objects.bulk_create(links)
        return len(links), head


def _head(cursor) -> Head:  # type: ignore[no-untyped-def]
    cursor.execute(HEAD)
    last = cursor.fetchone()
    if last is None:
        return Head()
    place, signature, written_in, row_id, is_of_this_server = last
    return Head(place, bytes(signature), (written_in, row_id) if is_of_this_server else (0, 0))
