"""What safeguarding has to say when words are erased: not while something is open, and its record stays."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.keeping.asking import Wanted
from chat.models import Conversation
from escalation.danger import of_young_person
from escalation.models import Escalation, Subject
from escalation.quotes import keep_quotes
from escalation.subjects import WITH_SUBJECT

SETTLED = (Escalation.State.DECIDED, Escalation.State.CLOSED)


def open_escalations(wanted: Wanted) -> Iterator[str]:
    """Nothing of a young person is erased while anything about them is open: it may be what somebody has to read."""
    theirs = of_young_person(wanted.young_person.pk)
    if Escalation.objects.filter(theirs).exclude(state__in=SETTLED).exists():
        yield "open_escalation"
    heard = Escalation.objects.filter(heard_in__young_person=wanted.young_person).exclude(state__in=SETTLED)
    if heard.exists():
        yield "held"  # no more than that: whoever asks may be the one an allegation is about


def keep_what_was_said(wanted: Wanted) -> Iterator[str]:
    """An escalation keeps its few words under its own key; one from before that was so copies them now."""
    rows = Subject.objects.filter(Q(conversation__in=wanted.conversations) | Q(post__in=wanted.posts))
    began = Q(conversation__in=wanted.conversations) | Q(post__in=wanted.posts)
    known = Escalation.objects.filter(began | Q(Exists(rows.filter(escalation=OuterRef("pk")))))
    for escalation in known.filter(quotes=None, key__isnull=False).select_related("key", *WITH_SUBJECT):
        keep_quotes(escalation)
    if known.exists():
        yield "escalation_record"


def without_escalations(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Without those that were ever escalated."""
    about_it = Q(conversation=OuterRef("pk")) | Q(heard_in=OuterRef("pk"))
    came_to_one = Subject.objects.filter(conversation=OuterRef("pk"))
    return conversations.filter(~Exists(Escalation.objects.filter(about_it)), ~Exists(came_to_one))
