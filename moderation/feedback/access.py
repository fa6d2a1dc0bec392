"""Words to say something about, and what was said about them, on somebody's behalf.

A lead reviews what others said; a moderator what others said about posts, unless it is grave. Nobody reviews their own.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from chat.access import conversation_beside, counsellor_reads_from
from chat.models import Conversation, Message, Post, PostVersion
from moderation.feedback.models import IS_GRAVE, Feedback
from moderation.models import ReviewDecision
from moderation.review.access import LARGEST_ID, is_opened_by, review_for
from moderation.review.commands import is_held_by
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, Relation, may, open_to, roles_for

REVIEWERS = roles_for(Action.REVIEW_FEEDBACK)
WITH_WORDS = ("message__conversation__key", "post_version__post__author__key")
MOST_MESSAGES = 30

RELATIONS = {
    Relation.NOT_ASKED: lambda staff: ~Q(said_by=staff),
    Relation.LIGHT_AND_PUBLIC: lambda staff: Q(post_version__isnull=False) & ~IS_GRAVE & ~Q(said_by=staff),
}


@dataclass(frozen=True)
class Place:
    """A conversation or a post, and those of its words that somebody may say something about."""

    owner: Conversation | Post
    words: list[Message] | list[PostVersion]


def feedback_open_to(staff: StaffMember) -> QuerySet[Feedback]:
    """What `staff` may review; nothing about a post that its author took back."""
    known = open_to(staff, Action.REVIEW_FEEDBACK, Feedback.objects.all())
    taken_back = Q(post_version__post__state=Post.State.WITHDRAWN)
    return known.exclude(taken_back).select_related("flag", "said_by", "reviewed_by", *WITH_WORDS)


def feedback_for(staff: StaffMember, pk: int) -> Feedback:
    """To read it: that they did is written down. Raises DoesNotExist."""
    if pk > LARGEST_ID:
        raise Feedback.DoesNotExist
    feedback = feedback_open_to(staff).get(pk=pk)
    ground = may(staff, Action.REVIEW_FEEDBACK, feedback).ground
    audit.record("feedback.read", f"feedback:{feedback.pk}", who=staff, ground=ground)
    return feedback


def chat_to_judge(staff: StaffMember, pk: int) -> Place:
    """The last words of a chat that they have, or may read along. Raises DoesNotExist."""
    if pk > LARGEST_ID:
        raise Conversation.DoesNotExist
    conversation = conversation_beside(staff, pk)
    theirs = conversation.owner_id == staff.pk
    ground = may(staff, Action.TALK if theirs else Action.READ_ALONG, conversation).ground
    audit.record("conversation.opened", f"conversation:{conversation.pk}", who=staff, ground=ground)
    said = conversation.messages.filter(by=Message.By.YOUNG_PERSON, place__gt=counsellor_reads_from(conversation))
    newest = said.select_related("conversation__key").order_by("-place")[:MOST_MESSAGES]
    return Place(conversation, list(newest)[::-1])


def post_to_judge(staff: StaffMember, review_id: int) -> Place:
    """The words of a post, for whoever reads it or has decided about it. Raises DoesNotExist; PermissionDenied where
    part of it is still hidden from them, or it is with somebody else."""
    review = review_for(staff, review_id)
    decided = ReviewDecision.objects.filter(review=review, decided_by=staff).exists()
    if not decided and not (is_held_by(review, staff) and is_opened_by(review, staff)):
        raise PermissionDenied
    audit.record("post.read", f"post:{review.version.post_id}", who=staff, ground=f"review:{review.pk}")
    return Place(review.version.post, [review.version])
