"""What an escalation is about: a conversation, or a post in the forum. What differs between the two stands here.

A conversation is known by its code, and a post by the nickname of whoever wrote it.
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

Subject = Conversation | Post

# What a page needs of the subject, in one query.
WITH_SUBJECT = (
    "conversation", "conversation__key", "post__author__key", "post__thread__forum", "post__published_version",
)  # fmt: skip


def subject_of(thing: Escalation | Flag) -> Subject:
    """Exactly one of the two is there: a constraint of the database."""
    subject = thing.conversation or thing.post
    if subject is None:
        raise LookupError("About a conversation or a post, or the database would not have it.")
    return subject


def about(subject: Subject) -> dict[str, Any]:
    """To find or make what is about it: `Escalation.objects.filter(**about(post))`."""
    return {"post": subject} if isinstance(subject, Post) else {"conversation": subject}


def locked(subject: Subject) -> Subject:
    """Its row as it is now, before any other row: two openings at once give one escalation."""
    if isinstance(subject, Post):
        return Post.objects.select_for_update(no_key=True).get(pk=subject.pk)
    return Conversation.objects.select_for_update(no_key=True).get(pk=subject.pk)


def name(subject: Subject) -> str:
    """How the audit names it."""
    return f"post:{subject.pk}" if isinstance(subject, Post) else f"conversation:{subject.pk}"


def handle(subject: Subject) -> str:
    """What staff call the young person."""
    return subject.author.nickname if isinstance(subject, Post) else subject.handle


def channel(subject: Subject) -> str:
    return _("Forum") if isinstance(subject, Post) else str(subject.get_channel_display())


def is_live(subject: Subject) -> bool:
    """A conversation that goes on: whoever leads the shift may read it. Nobody reads a held post on a shift."""
    return isinstance(subject, Conversation) and subject.ended_at is None


def raise_urgency(subject: Subject, urgency: Urgency, *, by: StaffMember, why: str) -> None:
    """Whoever meets it next, counsellor or moderator, sees how soon they must act."""
    if isinstance(subject, Post):
        waiting.climb(subject, urgency)
    else:
        queue.raise_urgency(subject, urgency, by=by, why=why)


def nudge(subject: Subject) -> None:
    """Screens that show it look again."""
    if isinstance(subject, Post):
        live.nudge_staff("review", post=subject.pk)
    else:
        live.nudge_conversation(subject.pk, "state")
