"""What a row and a link sign."""

import hmac
import json
from datetime import UTC, datetime
from typing import NamedTuple

from config.keys import key_directory


class Content(NamedTuple):
    """Everything a row says, its own number and its transaction included, so that no row can be copied."""

    id: int
    at: datetime
    who_id: int | None
    action: str
    about: str
    request_id: str
    written_in: int
    ground: str = ""


def sign_row(row: Content) -> bytes:
    """The signature of a row, over one unmistakable spelling of it. Rows from before there were grounds have none."""
    said = list(row._replace(at=row.at.astimezone(UTC).isoformat()))  # type: ignore[arg-type]
    return _sign(json.dumps(["row", *(said if row.ground else said[:-1])]).encode())


def sign_link(previous: bytes, place: int, row_id: int, row_signature: bytes) -> bytes:
    """The signature of a link: it vouches for its row, its place and everything before it."""
    return _sign(b"link" + previous + bytes(row_signature) + f"|{place}|{row_id}".encode())


def is_same(one: bytes, other: bytes) -> bool:
    return hmac.compare_digest(bytes(one), bytes(other))


def _sign(spelling: bytes) -> bytes:
    return hmac.digest(key_directory().named("audit"), spelling, "sha256")
