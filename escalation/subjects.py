"""What an escalation is about: a conversation, a post in the forum, or somebody who works here. What differs is here.

A conversation is known by its code, and a post by the nickname of whoever wrote it. Somebody who works here is
not named in lists and on pages that ring: those who may know look at the escalation itself.
"""

from typing import Any

from django.utils.translation import gettext as _

from chat import live, queue
from chat.models import Conversation, Post
from chat.urgency import Urgency
from escalation.models import Escalation
from moderation import waiting
from moderation.models import Flag
from rota.models import StaffMember

Subject = Conversation | Post | StaffMember

# What a page needs of the subject, in one query.
WITH_SUBJECT = (
    "conversation", "conversation__key", "post__author__key", "post__thread__forum", "post__published_version",
    "about_staff", "heard_in__key",
)  # fmt: skip


def subject_of(thing: Escalation | Flag) -> Subject:
    """Exactly one of them is there: a constraint of the database."""
    subject: Subject | None = thing.conversation or thing.post
    if subject is None and isinstance(thing, Escalation):
        subject = thing.about_staff
    if subject is None:
        raise LookupError("About a conversation, a post or somebody, or the database would not have it.")
    return subject


def about(subject: Subject) -> dict[str, Any]:
    """To find or make what is about it: `Escalation.objects.filter(**about(post))`."""
    if isinstance(subject, StaffMember):
        return {"about_staff": subject}
    return {"post": subject} if isinstance(subject, Post) else {"conversation": subject}


def locked(subject: Subject) -> Subject:
    """Its row as it is now, before any other row: two openings at once give one escalation."""
    if isinstance(subject, StaffMember):
        return StaffMember.objects.select_for_update(no_key=True).get(pk=subject.pk)
    if isinstance(subject, Post):
        return Post.objects.select_for_update(no_key=True).get(pk=subject.pk)
    return Conversation.objects.select_for_update(no_key=True).get(pk=subject.pk)


def name(subject: Subject) -> str:
    """How the audit names it."""
    if isinstance(subject, StaffMember):
        return f"staff:{subject.pk}"
    return f"post:{subject.pk}" if isinstance(subject, Post) else f"conversation:{subject.pk}"


def handle(subject: Subject) -> str:
    """What staff call the young person; never the name of a colleague."""
    if isinstance(subject, StaffMember):
        return _("Allegation")
    return subject.author.nickname if isinstance(subject, Post) else subject.handle


def channel(subject: Subject) -> str:
    if isinstance(subject, StaffMember):
        return _("About staff")
    return _("Forum") if isinstance(subject, Post) else str(subject.get_channel_display())


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
