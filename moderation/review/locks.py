"""A review as it is now, its post and itself locked, and why somebody may not decide about it."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied

from chat.forums import posts
from chat.forums.posts import Superseded
from chat.models import Post
from config import clock
from config.tuning import setting
from moderation.models import Review
from moderation.review.access import may_review
from rota.models import StaffMember

State = Review.State


class NothingWaits(Exception):
    """Nothing in this lane that this moderator may take."""


class HoldsOne(Exception):
    """One at a time: `review` is the one they hold."""

    def __init__(self, review: Review) -> None:
        super().__init__("one at a time")
        self.review = review


class HeldBySomebodyElse(Exception):
    """`who` has it now."""

    def __init__(self, who: StaffMember) -> None:
        super().__init__("somebody else has it")
        self.who = who


class AlreadyDecided(Exception):
    """`who` decided about these words; nobody where the record does not say."""

    def __init__(self, who: StaffMember | None) -> None:
        super().__init__("already decided")
        self.who = who


class LockLapsed(Exception):
    """Their time with it ran out, and it waits for anybody."""


class NotOpened(Exception):
    """Part of the words is still hidden from this moderator: nothing goes up that they have not seen whole."""


class Withdrawn(Exception):
    """The author took the post back: nothing is left to decide."""


def held(review: Review, moderator: StaffMember) -> Review:
    """The review, locked, if it is this moderator's now."""
    if not may_review(moderator):
        raise PermissionDenied
    review = locked(review)
    refuse_if_over(review)
    if review.state == State.TAKEN and review.taken_by is not None and review.taken_by_id != moderator.pk:
        raise HeldBySomebodyElse(review.taken_by)
    if review.state != State.TAKEN or has_lapsed(review):
        raise LockLapsed
    return review


def refuse_if_over(review: Review) -> None:
    """Raises AlreadyDecided, Withdrawn or Superseded."""
    if review.state == State.DONE:
        last = review.decisions.select_related("decided_by").order_by("pk").last()
        raise AlreadyDecided(last.decided_by if last else None)
    if review.version.post.state == Post.State.WITHDRAWN:
        raise Withdrawn
    if review.state == State.SUPERSEDED or posts.newest_wording(review.version.post).pk != review.version_id:
        raise Superseded


def locked(review: Review) -> Review:
    """The review as it is now: first its post is locked, then itself."""
    post = posts.locked_post(review.version.post_id)
    reviews = Review.objects.select_for_update(of=("self",)).select_related("version", "taken_by")
    review = reviews.get(pk=review.pk)
    review.version.post = post
    return review


def wait_again(review: Review, by: StaffMember | None = None) -> None:
    """Where a second opinion was asked for, it still is. A post that its author has changed meanwhile waits already."""
    post = review.version.post
    if post.state == Post.State.IN_REVIEW and posts.newest_wording(post).pk == review.version_id:
        posts.let_go(review.version, by)
    review.state = State.SECOND_OPINION if review.asked_by_id else State.WAITING
    review.taken_by = review.taken_at = review.taken_until = None
    review.save(update_fields=["state", "taken_by", "taken_at", "taken_until"])


def finish(review: Review, state: str) -> None:
    review.state, review.done_at = state, clock.now()
    review.save(update_fields=["state", "done_at"])


def has_lapsed(review: Review) -> bool:
    return review.taken_until is not None and review.taken_until <= clock.now()


def lock_time() -> timedelta:
    return timedelta(minutes=setting("forum.review_lock_minutes"))
