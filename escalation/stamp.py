"""A short text that is another one as soon as the page of an escalation would say something else.

An open page compares it with the one it has, and fetches itself again where they differ.
"""

from django.db.models import Max

from chat.models import (
    Concern,
    ConcernWords,
    ConversationEvent,
    Mark,
    OutgoingText,
    Post,
    PostEvent,
    PostMark,
    PostVersion,
)
from config import clock
from escalation import joined
from escalation.models import Escalation, EscalationEvent
from escalation.subjects import Subject, subjects_of
from rota.models import StaffMember


def stamp_of(escalation: Escalation) -> str:
    """Numbers of rows only."""
    due = (escalation.acknowledge_due_at, escalation.decide_due_at)
    overdue = sum(at < clock.now() for at in due)
    # That somebody heard of a call is written when they open the page: it is no news for that page.
    steps = EscalationEvent.objects.filter(joined.of(escalation)).exclude(kind=EscalationEvent.Kind.HEARD, detail="")
    history = steps.aggregate(last=Max("pk"))["last"] or 0
    return "-".join(str(number) for number in (history, overdue, *_about_all(escalation)))


def _about_all(escalation: Escalation) -> list[int]:
    found = [_about(subject) for subject in subjects_of(escalation)]
    return [number for numbers in found for number in numbers]


def _about(subject: Subject) -> list[int]:
    if isinstance(subject, Concern):
        return [ConcernWords.objects.filter(concern=subject).aggregate(last=Max("pk"))["last"] or 0]
    if isinstance(subject, Post):
        rows = (
            PostEvent.objects.filter(post=subject),
            PostVersion.objects.filter(post=subject),
            PostMark.objects.filter(version__post=subject),
        )
        return [found.aggregate(last=Max("pk"))["last"] or 0 for found in rows]
    if isinstance(subject, StaffMember):
        return []
    texts = OutgoingText.objects.filter(message__conversation=subject, state__in=OutgoingText.WENT_WRONG)
    return [
        ConversationEvent.objects.filter(conversation=subject).aggregate(last=Max("pk"))["last"] or 0,
        Mark.objects.filter(message__conversation=subject).aggregate(last=Max("pk"))["last"] or 0,
        texts.count(),
    ]
