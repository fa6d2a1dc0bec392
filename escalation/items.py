"""One thing that happened, as the timeline shows it."""

from dataclasses import dataclass
from datetime import datetime

DANGER, DONE, PLAIN = "danger", "done", "plain"


@dataclass(frozen=True)
class Item:
    """In words ready to show. Never the words of the young person."""

    at: datetime
    title: str
    detail: str = ""
    tone: str = PLAIN
