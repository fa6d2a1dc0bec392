"""Compares what was acknowledged, stored and seen. Everything is given to it: no servers, no clock, no luck."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from tests.faults.lab.book import Book


class Row(NamedTuple):
    """One stored message, in the order of the table's places."""

    place: int
    message_id: str
    by: str


@dataclass
class Findings:
    """Each one is ids and places, never words."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    # Words that a person had to see, and nobody was called for.
    unnoticed: list[str] = field(default_factory=list)
    sent: int = 0
    acknowledged: int = 0
    resent: int = 0

    @property
    def is_clean(self) -> bool:
        return not self.all and self.resent <= 2 * self.sent

    @property
    def all(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.out_of_order, *self.odd, *self.unnoticed]


def check(conversations: Iterable[tuple[Sequence[Row], Sequence[Book]]]) -> Findings:
    """After everything has gone quiet: each conversation's rows, and the books of those who were in it."""
    found = Findings()
    for rows, books in conversations:
        found.lost += [*never_stored(rows, books), *never_shown(rows, books)]
        found.doubled += doubles(rows, books)
        found.out_of_order += [*disordered_rows(rows), *disordered_people(rows, books)]
        found.odd += [*from_nowhere(rows, books), *(odd for book in books for odd in book.odd)]
        found.sent += sum(len(book.sends) for book in books)
        found.acknowledged += sum(len(book.acknowledged) for book in books)
        found.resent += sum(book.resent for book in books)
    return found


def never_stored(rows: Sequence[Row], books: Sequence[Book]) -> Iterator[str]:
    """Whatever was written is stored in the end; what was acknowledged, at the place that was said."""
    places = {row.message_id: row.place for row in rows}
    for book in books:
        for message_id in book.words:
            if message_id not in places:
                how = "acknowledged" if message_id in book.acknowledged else "written"
                yield f"{message_id} of {book.name} was {how} and is not stored"
            elif message_id not in book.acknowledged:
                yield f"{message_id} of {book.name} is stored and was never acknowledged"


def never_shown(rows: Sequence[Row], books: Sequence[Book]) -> Iterator[str]:
    """Both screens show every row, in the words that were written."""
    words = {message_id: body for book in books for message_id, body in book.words.items()}
    for book in books:
        shown = {message_id: body for _, message_id, body in book.screen}
        for row in rows:
            if row.message_id not in shown:
                yield f"{row.message_id} at {row.place} is not on the screen of {book.name}"
            elif row.message_id in words and shown[row.message_id] != words[row.message_id]:
                yield f"{row.message_id} at {row.place} has other words on the screen of {book.name}"


def doubles(rows: Sequence[Row], books: Sequence[Book]) -> Iterator[str]:
    for message_id in more_than_once(row.message_id for row in rows):
        yield f"{message_id} is stored twice"
    # Every line is written once in the lab: the same words under two ids are a double too.
    ours = {body for book in books for body in book.words.values()}
    for book in books:
        for message_id in more_than_once(message_id for _, message_id, _ in book.screen):
            yield f"{message_id} is on the screen of {book.name} twice"
        for body in more_than_once({message_id: body for _, message_id, body in book.screen if body in ours}.values()):
            twins = sorted({message_id for _, message_id, shown in book.screen if shown == body})
            yield f"{' and '.join(twins)} are the same words on the screen of {book.name}"


def disordered_rows(rows: Sequence[Row]) -> Iterator[str]:
    for nth, row in enumerate(rows, start=1):
        if row.place != nth:
            yield f"{row.message_id} has place {row.place} and comes as number {nth}"


def disordered_people(rows: Sequence[Row], books: Sequence[Book]) -> Iterator[str]:
    """Screens show the order of the rows; a place that was told is the row's; nobody's own words change their order."""
    places = {row.message_id: row.place for row in rows}
    for book in books:
        for place, message_id, _ in book.screen:
            if places.get(message_id, place) != place:
                yield f"{message_id} is at {places[message_id]} and shown at {place} to {book.name}"
        if [place for place, _, _ in book.screen] != list(range(1, len(book.screen) + 1)):
            yield f"the screen of {book.name} skips or repeats a place"
        for message_id, told in book.acknowledged.items():
            if places.get(message_id, told) != told:
                yield f"{message_id} of {book.name} was told {told} and is at {places[message_id]}"
        stored = [message_id for message_id in book.words if message_id in places]
        for earlier, later in pairwise(stored):
            if places[earlier] > places[later]:
                yield f"{earlier} of {book.name} was written before {later} and comes after it"


def from_nowhere(rows: Sequence[Row], books: Sequence[Book]) -> Iterator[str]:
    ours = {message_id: book.by for book in books for message_id in book.words}
    for row in rows:
        if row.by != "system" and ours.get(row.message_id) != row.by:
            yield f"{row.message_id} at {row.place} by {row.by} was written by nobody"


def more_than_once(things: Iterable[str]) -> list[str]:
    return sorted(thing for thing, times in Counter(things).items() if times > 1)
