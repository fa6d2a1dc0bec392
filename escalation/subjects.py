"""What an escalation is about: a conversation, a post in the forum, what somebody outside said, or somebody who works
here. What differs is here.

A conversation is known by its code, and a post by the nickname of whoever wrote it. Somebody who works here is
not named in lists and on pages that ring: those who may know look at the escalation itself.

It begins with one of them (`subject_of`). Everything else of the same young person, by whichever way they write or
somebody speaks of them, comes to it (`subjects_of`).
"""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chat import live, queue
from chat.models import Concern, Conversation, Post, YoungPerson
from chat.urgency import Urgency
from escalation.models import Escalation
from escalation.models import Subject as SubjectRow
from moderation import waiting
from moderation.models import Flag
from rota.models import StaffMember

Subject = Conversation | Post | Concern | StaffMember

# What a page needs of the subject, in one query.
WITH_SUBJECT = (
    "conversation", "conversation__key", "post__author__key", "post__thread__forum", "post__published_version",
    "concern__key", "concern__about_member", "about_staff", "heard_in__key",
)  # fmt: skip
_EACH = ("conversation__key", "post__author__key", "post__thread__forum", "post__published_version", "concern__key")


def subject_of(thing: Escalation | Flag) -> Subject:
    """What it began with. Exactly one of them is there: a constraint of the database."""
    subject: Subject | None = thing.conversation or thing.post or thing.concern
    if subject is None and isinstance(thing, Escalation):
        subject = thing.about_staff
    if subject is None:
        raise LookupError("About a conversation, a post, a concern or somebody, or the database would not have it.")
    return subject


def subjects_of(escalation: Escalation) -> list[Subject]:
    """All of it, what it began with first, then what came to it, the first one first."""
    first = subject_of(escalation)
    if isinstance(first, StaffMember):
        return [first]
    rows = escalation.subjects.select_related(*_EACH, "concern__about_member").order_by("at", "pk")
    others = [subject_of_row(row) for row in rows]
    return [first, *(one for one in others if one != first)]


def subject_of_row(row: SubjectRow) -> Conversation | Post | Concern:
    subject = row.conversation or row.post or row.concern
    if subject is None:
        raise LookupError("A subject is a conversation, a post or a concern, or the database would not have it.")
    return subject


def about(subject: Subject) -> dict[str, Any]:
    """To find or make what is about it: `Flag.objects.filter(**about(post))`."""
    match subject:
        case StaffMember():
            return {"about_staff": subject}
        case Post():
            return {"post": subject}
        case Concern():
            return {"concern": subject}
    return {"conversation": subject}


def whose(subject: Subject) -> UUID | None:
    """The young person; None of somebody who works here, and of a concern about somebody whom nobody has found yet."""
    match subject:
        case StaffMember():
            return None
        case Post():
            return subject.author.young_person_id
        case Concern(young_person_id=None, about_member=member):
            return member.young_person_id if member else None
    return subject.young_person_id


def lock_whose(subject: Subject) -> UUID | None:
    """Whoever it is about, before any other row: two openings at once give one escalation.

    Where nobody knows who is meant, what somebody said is locked instead.
    """
    if isinstance(subject, StaffMember):
        StaffMember.objects.select_for_update(no_key=True).get(pk=subject.pk)
    elif isinstance(subject, Concern):
        # Before the young person: that row says who it is, and a lead may be finding out at this moment.
        subject.young_person_id = Concern.objects.select_for_update(no_key=True).get(pk=subject.pk).young_person_id
    young_person = whose(subject)
    if young_person is not None:
        YoungPerson.objects.select_for_update(no_key=True).get(pk=young_person)
    return young_person


def name(subject: Subject) -> str:
    """How the audit names it."""
    match subject:
        case StaffMember():
            return f"staff:{subject.pk}"
        case Post():
            return f"post:{subject.pk}"
        case Concern():
            return f"concern:{subject.pk}"
    return f"conversation:{subject.pk}"


def handle(subject: Subject) -> str:
    """What staff call the young person; never the name of a colleague."""
    match subject:
        case StaffMember():
            return _("Allegation")
        case Post():
            return subject.author.nickname
        case Concern(about_member=None):
            return _("Concern %(number)d") % {"number": subject.pk}
        case Concern():
            assert subject.about_member is not None
            return subject.about_member.nickname
    return subject.handle


def channel(subject: Subject) -> str:
    match subject:
        case StaffMember():
            return _("About staff")
        case Post():
            return _("Forum")
        case Concern():
            return _("Concern door")
    return str(subject.get_channel_display())


def is_live(subject: Subject) -> bool:
    """A conversation that goes on: whoever leads the shift may read it. Nobody reads a held post on a shift."""
    return isinstance(subject, Conversation) and subject.ended_at is None


def raise_urgency(subject: Subject, urgency: Urgency, *, by: StaffMember, why: str) -> None:
    """Whoever meets it next, counsellor or moderator, sees how soon they must act."""
    if isinstance(subject, Post):
        waiting.climb(subject, urgency)
    elif isinstance(subject, Conversation):
        queue.raise_urgency(subject, urgency, by=by, why=why)


def nudge(subject: Subject) -> None:
    """Screens that show it look again."""
    if isinstance(subject, Post):
        live.nudge_staff("review", post=subject.pk)
    elif isinstance(subject, Conversation):
        live.nudge_conversation(subject.pk, "state")
