"""What is kept of where somebody connected from. Whoever calls has asked whether they may, and wrote it down."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from chat.models import Whence


class Connection(NamedTuple):
    """One port, from when until when. The port is None where a proxy did not say it."""

    port: int | None
    first_at: datetime
    last_at: datetime


class Network(NamedTuple):
    """One address, and every connection from it that is kept, the newest first."""

    conversation_id: int
    address: str
    connections: list[Connection]


def kept_of(young_people: Iterable[UUID | None]) -> QuerySet[Whence]:
    """Of all their chats: not opened yet."""
    theirs = Whence.objects.filter(conversation__young_person__in=list(young_people), destroyed_at=None)
    return theirs.filter(conversation__key__isnull=False).order_by("-last_at", "-pk")


def opened(rows: QuerySet[Whence]) -> list[Network]:
    found = []
    for row in rows.select_related("conversation__key"):
        said = json.loads(str(row.address))
        connections = [
            Connection(port, datetime.fromisoformat(first), datetime.fromisoformat(last))
            for port, first, last in said["ports"]
        ]
        connections.sort(key=lambda one: (one.last_at, one.first_at), reverse=True)
        found.append(Network(row.conversation_id, said["address"], connections))
    return found
