"""The few words an escalation is about, copied under its own key when it opens, is joined and is decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chat.models import Mark, Message, Post, PostMark, PostVersion, WordsShredded
from config import clock
from escalation.chosen_words import messages_that_raised, versions_that_raised
from escalation.models import Escalation, Quote
from escalation.subjects import subject_of
from rota.models import StaffMember


@dataclass(frozen=True)
class KeptMark:
    """What was underlined when the words were copied."""

    start: int
    end: int
    words: str
    urgency: str


def keep_quotes(escalation: Escalation) -> None:
    """Copies what brought this about and is not copied yet. Safe to repeat; what was erased before is not there."""
    subject = subject_of(escalation)
    if isinstance(subject, StaffMember):
        return
    known = set(escalation.quotes.values_list("source", flat=True))
    if isinstance(subject, Post):
        found: Iterable[Message | PostVersion] = versions_that_raised(escalation, subject)
    else:
        found = messages_that_raised(escalation, subject)
    made = [quote for one in found if one.pk not in known and (quote := _quote(escalation, one))]
    Quote.objects.bulk_create(made, ignore_conflicts=True)


def quotes_of(escalation: Escalation) -> dict[int, Quote]:
    """By the message or wording they were taken from."""
    quotes = {quote.source: quote for quote in escalation.quotes.all()}
    for quote in quotes.values():
        quote.escalation = escalation
    return quotes


def marks_of(quote: Quote) -> list[KeptMark]:
    return [KeptMark(*mark) for mark in quote.marks]


def _quote(escalation: Escalation, said: Message | PostVersion) -> Quote | None:
    quote = Quote(
        escalation=escalation,
        source=said.pk,
        place=said.place if isinstance(said, Message) else said.number,
        said_at=said.stored_at if isinstance(said, Message) else said.written_at,
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
