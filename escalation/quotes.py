"""The few words an escalation is about, copied under its own key when it opens, is joined and is decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chat.models import Conversation, Mark, Message, Post, PostMark, PostVersion, WordsShredded
from config import clock
from escalation.chosen_words import messages_that_raised, versions_that_raised
from escalation.models import Escalation, Quote
from escalation.subjects import Subject, subjects_of


@dataclass(frozen=True)
class KeptMark:
    """What was underlined when the words were copied."""

    start: int
    end: int
    words: str
    urgency: str


def keep_quotes(escalation: Escalation) -> None:
    """Copies what brought this about and is not copied yet. Safe to repeat; what was erased before is not there."""
    if escalation.is_allegation:
        return
    known = quotes_of(escalation)
    found = [said for subject in subjects_of(escalation) for said in _that_raised(escalation, subject)]
    made = [quote for one in found if quote_of(one, known) is None and (quote := _quote(escalation, one))]
    Quote.objects.bulk_create(made, ignore_conflicts=True)


def _that_raised(escalation: Escalation, subject: Subject) -> Iterable[Message | PostVersion]:
    """What somebody outside said stays where it is: nobody has checked it, and it is not the young person's."""
    match subject:
        case Post():
            return versions_that_raised(escalation, subject)
        case Conversation():
            return messages_that_raised(escalation, subject)
    return ()


def quotes_of(escalation: Escalation) -> dict[int, Quote]:
    """By the message or wording they were taken from: see `quote_of`."""
    quotes = {quote.source: quote for quote in escalation.quotes.all()}
    for quote in quotes.values():
        quote.escalation = escalation
    return quotes


def quote_of(said: Message | PostVersion, quotes: dict[int, Quote]) -> Quote | None:
    """The copy of these words. Wordings of posts have their number below nothing, messages above.

    (In older records, which were about a chat or about a post, both are above: there the time tells them apart.)
    """
    if isinstance(said, PostVersion) and -said.pk in quotes:
        return quotes[-said.pk]
    quote = quotes.get(said.pk)
    return quote if quote is not None and quote.said_at == _said_at(said) else None


def _said_at(said: Message | PostVersion) -> datetime:
    return said.stored_at if isinstance(said, Message) else said.written_at


def marks_of(quote: Quote) -> list[KeptMark]:
    return [KeptMark(*mark) for mark in quote.marks]


def _quote(escalation: Escalation, said: Message | PostVersion) -> Quote | None:
    quote = Quote(
        escalation=escalation,
        source=said.pk if isinstance(said, Message) else -said.pk,
        place=said.place if isinstance(said, Message) else said.number,
        said_at=_said_at(said),
        marks=[_kept(mark) for mark in said.marks.all()],
        quoted_at=clock.now(),
    )
    try:
        quote.title = None if isinstance(said, Message) else said.title
        quote.body = said.body or ""
    except WordsShredded:
        return None
    return quote


def _kept(mark: Mark | PostMark) -> list[Any]:
    return [mark.start, mark.end, mark.words, mark.urgency]
