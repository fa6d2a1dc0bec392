"""Posts to review, on somebody's behalf: for moderators and safeguarding leads; for everybody else there are none.

The words of a post are shown to whoever holds its review, and each look is written down before it happens.
"""

from chat.models import PostVersion, WordsShredded
from config import clock
from moderation.models import Review
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may, roles_for

REVIEWERS = roles_for(Action.REVIEW_POSTS)
# A bigint and no more: a longer number in an address names nothing.
LARGEST_ID = 2**63 - 1


def may_review(staff: StaffMember) -> bool:
    return bool(may(staff, Action.REVIEW_POSTS))


def review_for(staff: StaffMember, pk: int) -> Review:
    """The review, to act on it; no words are read. Raises DoesNotExist."""
    if not may_review(staff) or pk > LARGEST_ID:
        raise Review.DoesNotExist
    about = ("version__post__author__key", "version__post__thread__forum", "taken_by")
    return Review.objects.select_related(*about).get(pk=pk)


def note_reading(review: Review, *, read_by: StaffMember, whole: bool = False) -> None:
    """Somebody is about to be shown the words of this post. In the transaction in which they are read.

    `whole`: they asked to see all of it. Words that are not hidden are whole whenever they are shown.
    """
    ground = f"review:{review.pk}"
    audit.record("post.read", f"post:{review.version.post_id}", who=read_by, ground=ground)
    if (whole or not review.may_be_graphic) and not is_opened_by(review, read_by):
        review.opened_by, review.opened_at = read_by, clock.now()
        review.save(update_fields=["opened_by", "opened_at"])


def is_opened_by(review: Review, staff: StaffMember) -> bool:
    """Were they shown every word of this version?"""
    return review.opened_at is not None and review.opened_by_id == staff.pk


def words_in(review: Review) -> tuple[str, str]:
    """Title and body as the author wrote them; nothing where they were shredded."""
    return words_of_version(review.version)


def words_of_version(version: PostVersion) -> tuple[str, str]:
    try:
        return version.title or "", version.body or ""
    except WordsShredded:
        return "", ""
