"""What belongs into one record: the escalation, those that were joined to it, and all that they are about."""

from dataclasses import dataclass, field
from datetime import datetime

from chat.models import Concern, Conversation, Post
from config import clock
from escalation.models import Escalation, Quote
from escalation.quotes import quotes_of
from escalation.review.people import People
from escalation.subjects import WITH_SUBJECT, Subject, subjects_of
from rota.models import StaffMember


@dataclass
class Scope:
    """All of it, and what is needed to say who and why."""

    # The one that goes on, first; then those that were joined to it, the first one first.
    family: list[Escalation]
    subjects: list[Conversation | Post | Concern]
    until: datetime
    people: People = field(default_factory=People)

    @property
    def first(self) -> Escalation:
        return self.family[0]

    @property
    def numbers(self) -> list[int]:
        return [one.pk for one in self.family]

    @property
    def is_allegation(self) -> bool:
        return self.first.is_allegation

    @property
    def chats(self) -> list[Conversation]:
        return [one for one in self.subjects if isinstance(one, Conversation)]

    @property
    def posts(self) -> list[Post]:
        return [one for one in self.subjects if isinstance(one, Post)]

    @property
    def concerns(self) -> list[Concern]:
        return [one for one in self.subjects if isinstance(one, Concern)]

    def escalation(self, number: int) -> Escalation:
        return next(one for one in self.family if one.pk == number)

    def quotes(self) -> dict[int, Quote]:
        """Copies that stay when the words they were taken from are gone."""
        return {source: quote for one in self.family for source, quote in quotes_of(one).items()}


def scope_of(escalation: Escalation) -> Scope:
    family = family_of(escalation)
    found: dict[tuple[str, int], Conversation | Post | Concern] = {}
    for one in family:
        for subject in _heard_in(one) if one.is_allegation else subjects_of(one):
            if not isinstance(subject, StaffMember):
                found.setdefault((type(subject).__name__, subject.pk), subject)
    return Scope(family, list(found.values()), clock.now())


def family_of(escalation: Escalation) -> list[Escalation]:
    """Wherever it was asked from: all that went on in one."""
    top = escalation.pk
    while (further := Escalation.objects.filter(pk=top).values_list("joined_to", flat=True).first()) is not None:
        top = further
    numbers, newest = [top], [top]
    while newest := list(Escalation.objects.filter(joined_to__in=newest).order_by("pk").values_list("pk", flat=True)):
        numbers += newest
    read = Escalation.objects.select_related("key", "opened_by", "lead", "young_person", *WITH_SUBJECT).in_bulk(numbers)
    return [read[number] for number in numbers]


def _heard_in(escalation: Escalation) -> list[Subject]:
    """Of somebody who works here no words are shown but those in which it was heard."""
    return [escalation.heard_in] if escalation.heard_in is not None else []
