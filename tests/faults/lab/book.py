"""What one person at one page wrote, sent, had acknowledged and was shown. The checker reads nothing else."""

import time
from collections import Counter
from dataclasses import dataclass, field
from uuid import uuid4


@dataclass
class Book:
    """`written` and `words` are in the order in which they were typed; `screen` is what the page shows, in order."""

    name: str
    by: str
    conversation: int
    words: dict[str, str] = field(default_factory=dict)
    written_at: dict[str, float] = field(default_factory=dict)
    sends: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[str, int] = field(default_factory=dict)
    acknowledged_at: dict[str, float] = field(default_factory=dict)
    screen: list[tuple[int, str, str]] = field(default_factory=list)
    seen_at: dict[str, float] = field(default_factory=dict)
    risky: set[str] = field(default_factory=set)
    # What no server of ours may say to a page that keeps the rules.
    odd: list[str] = field(default_factory=list)
    # When sockets closed that nobody had asked to close, and with what code.
    closed: list[tuple[float, int]] = field(default_factory=list)

    def write(self, words: str, *, is_risky: bool = False) -> str:
        message_id = str(uuid4())
        self.words[message_id] = f"{words} ({self.name} {len(self.words)})"
        self.written_at[message_id] = time.monotonic()
        if is_risky:
            self.risky.add(message_id)
        return message_id

    def acknowledge(self, message_id: str, place: int) -> None:
        if self.acknowledged.setdefault(message_id, place) != place:
            self.odd.append(f"{message_id} had place {self.acknowledged[message_id]}, now {place}")
        self.acknowledged_at.setdefault(message_id, time.monotonic())

    def show(self, place: int, message_id: str, body: str) -> bool:
        """As a page does: the next place is shown, an earlier one is compared. False where something lies between."""
        if place == len(self.screen) + 1:
            self.screen.append((place, message_id, body))
            self.seen_at.setdefault(message_id, time.monotonic())
        elif place > len(self.screen):
            return False
        elif self.screen[place - 1] != (place, message_id, body):
            self.odd.append(f"place {place} was {self.screen[place - 1][1]}, now {message_id}")
        return True

    @property
    def waiting(self) -> list[str]:
        return [message_id for message_id in self.words if message_id not in self.acknowledged]

    @property
    def resent(self) -> int:
        return self.sends.total() - len(self.sends)
