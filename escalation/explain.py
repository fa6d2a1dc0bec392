"""What raised an escalation: when each time, from where, in which words of ours, and by whom. Never their words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from chat.urgency import Urgency
from escalation.models import Escalation, EscalationEvent
from escalation.open import CONCERN, LEFT_IN_DANGER
from escalation.subjects import channel, handle, subject_of, subjects_of
from moderation.models import Flag

_Kind = EscalationEvent.Kind
# What a young person says with a button, or with a word that we asked for.
THEIR_OWN_WORD = ("young_person.not_safe", "text.now_word")
# By what a flag is named by, from its beginning. Whatever else there is comes from the phrases that we know.
_SOURCES = {
    "model": lambda: _("the model"),
    "answers": lambda: _("an answer to a question of ours"),
    "detoxify": lambda: _("the check for hostile words"),
    "contact_details": lambda: _("the check for contact details"),
    "assessment": lambda: _("the service: nothing could read it yet"),
    "silence": lambda: _("the clock of silence"),
    "queue": lambda: _("the clock of the queue"),
    "text": lambda: _("what came by text"),
    "young_person": lambda: _("the young person, by a button"),
    "counsellor": lambda: _("the counsellor"),
}


@dataclass(frozen=True)
class Raised:
    """One thing that raised it."""

    at: datetime
    where: str
    words: str
    urgency: str
    urgency_words: str
    by: str
    times: int = 1


def explain(escalation: Escalation) -> list[Raised]:
    """Oldest first: every flag of it, whoever raised it by hand, and each leaving."""
    return sorted([*_flags(escalation), *_people_and_leavings(escalation)], key=lambda raised: raised.at)


def a_person_said_so(escalation: Escalation) -> bool:
    """Was anybody worried, or did the young person say so themselves? Then the program did not make it up."""
    steps = escalation.history.filter(kind__in=[_Kind.OPENED, _Kind.JOINED, _Kind.URGENCY_RAISED, _Kind.LINKED])
    flags = escalation.flag_links.filter(
        Q(flag__raised_by__isnull=False) | Q(flag__concern__isnull=False) | Q(flag__check_name__in=THEIR_OWN_WORD)
    )
    return escalation.opened_by_id is not None or steps.exclude(by=None).exists() or flags.exists()


def _flags(escalation: Escalation) -> list[Raised]:
    ids = escalation.flag_links.values("flag_id")
    flags = Flag.objects.filter(pk__in=ids).select_related(
        "conversation", "post__author", "concern__about_member", "raised_by"
    )
    return [
        Raised(
            flag.raised_at,
            _where(flag),
            _(flag.words),
            flag.urgency,
            str(Urgency(flag.urgency).label),
            by_words(flag),
            flag.times_raised,
        )
        for flag in flags
    ]


def _where(thing: Flag | Escalation) -> str:
    subject = subject_of(thing)
    return f"{channel(subject)}, {handle(subject)}"


def by_words(flag: Flag) -> str:
    """A colleague by name; otherwise which part of the program, or who outside."""
    if flag.raised_by is not None:
        return flag.raised_by.name
    if flag.check_name == CONCERN and flag.concern is not None:
        return _("%(who)s, nobody has checked it") % {"who": flag.concern.get_given_by_display()}
    known = _SOURCES.get(flag.check_name.partition(".")[0])
    return known() if known else _("the phrases that we know")


def _people_and_leavings(escalation: Escalation) -> list[Raised]:
    steps = escalation.history.filter(kind__in=[_Kind.OPENED, _Kind.JOINED]).select_related("by").order_by("at", "pk")
    flagged = set(Flag.objects.filter(pk__in=escalation.flag_links.values("flag_id")).values_list("words", flat=True))
    by_mark = {f"chat:{subject.pk}": f"{channel(subject)}, {handle(subject)}" for subject in subjects_of(escalation)}
    return [
        Raised(
            step.at,
            by_mark.get(step.from_value) or _where(escalation),
            _(step.detail),
            step.to_value or escalation.urgency if step.kind == _Kind.OPENED else "",
            str(Urgency(step.to_value).label) if step.kind == _Kind.OPENED and step.to_value else "",
            step.by.name if step.by else _("the system"),
        )
        for step in steps
        if step.detail == LEFT_IN_DANGER or (step.by_id is not None and step.detail not in flagged)
    ]
