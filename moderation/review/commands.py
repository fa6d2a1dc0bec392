"""A moderator takes the next post, and decides about exactly the wording they have read.

    take_next    it is theirs for ten minutes, and nobody else's      more_time    ten minutes from now
    decide       in one transaction: the decision, what happens to    put_back     it waits again
                 the post, what its author is told                    let_go_of_lapsed    by the clock

Everything here locks the post first and its review after it, as the commands of the forum do.
"""

import logging

from django.core.exceptions import PermissionDenied
from django.db import transaction

from chat.forums import posts
from chat.models import Post
from config import clock
from moderation.models import Review, ReviewDecision
from moderation.posts import taken_back_unread
from moderation.review.access import may_review
from moderation.review.decide import Answer, decide
from moderation.review.locks import (
    AlreadyDecided,
    HeldBySomebodyElse,
    HoldsOne,
    LockLapsed,
    NothingWaits,
    NotOpened,
    Withdrawn,
    finish,
    has_lapsed,
    held,
    lock_time,
    locked,
    refuse_if_over,
    wait_again,
)
from moderation.review.queue import next_waiting
from rota.models import StaffMember

__all__ = [
    "AlreadyDecided",
    "Answer",
    "HeldBySomebodyElse",
    "HoldsOne",
    "LockLapsed",
    "NotOpened",
    "NothingWaits",
    "Withdrawn",
    "decide",
    "follow",
    "held_by",
    "is_held_by",
    "let_go_of_lapsed",
    "lock_time",
    "more_time",
    "put_back",
    "take_again",
    "take_next",
]

log = logging.getLogger(__name__)

State = Review.State


@transaction.atomic
def take_next(moderator: StaffMember, lane: str) -> Review:
    """The next post of this lane, theirs alone for a while. Raises NothingWaits, HoldsOne, PermissionDenied.

    The row of the moderator is locked, so that two tabs cannot take two.
    """
    moderator = StaffMember.objects.select_for_update(no_key=True).get(pk=moderator.pk)
    if not may_review(moderator):
        raise PermissionDenied
    held = held_by(moderator)
    if held is not None and not has_lapsed(held):
        raise HoldsOne(held)
    if held is not None:
        _let_go_if_lapsed(held.pk)
    review = next_waiting(lane, moderator)
    if review is None:
        raise NothingWaits
    return _hold(review, moderator)


@transaction.atomic
def take_again(review: Review, moderator: StaffMember) -> Review:
    """The same one, after their time ran out or its author changed it: what they typed is not for nothing.

    Where somebody else was quicker, or the author changed it again, as `decide` says. Raises NothingWaits where it is
    for somebody else to read, or not there yet.
    """
    moderator = StaffMember.objects.select_for_update(no_key=True).get(pk=moderator.pk)
    held = held_by(moderator)
    if held is not None and held.pk != review.pk:
        raise HoldsOne(held)
    review = locked(review)
    refuse_if_over(review)
    if review.state == State.TAKEN and not has_lapsed(review):
        raise HeldBySomebodyElse(review.taken_by or moderator)
    if _asked_about(review.version.post, moderator) or not may_review(moderator):
        raise NothingWaits
    wait_again(review)
    return _hold(review, moderator)


@transaction.atomic
def more_time(review: Review, moderator: StaffMember) -> Review:
    """Ten minutes from now, as often as they like."""
    review = held(review, moderator)
    review.taken_until = clock.now() + lock_time()
    review.save(update_fields=["taken_until"])
    return review


@transaction.atomic
def put_back(review: Review, moderator: StaffMember) -> Review:
    """It waits again, where it was in the line. Safe to repeat."""
    review = locked(review)
    if review.state == State.TAKEN and review.taken_by_id == moderator.pk:
        wait_again(review, by=moderator)
    return review


def let_go_of_lapsed() -> int:
    """Called every second: what nobody decided in time waits for anybody, and what was taken back is put away."""
    lapsed = Review.objects.filter(state=State.TAKEN, taken_until__lte=clock.now())
    gone = Review.objects.filter(state__in=Review.OPEN, version__post__state=Post.State.WITHDRAWN)
    count = sum(_let_go_if_lapsed(pk) for pk in lapsed.values_list("pk", flat=True))
    return count + sum(_put_away(pk) for pk in gone.values_list("pk", flat=True))


def held_by(moderator: StaffMember) -> Review | None:
    """The one they have, if any."""
    held = Review.objects.filter(state=State.TAKEN, taken_by=moderator)
    return held.select_related("version__post__author__key", "version__post__thread__forum", "taken_by").first()


def is_held_by(review: Review, moderator: StaffMember) -> bool:
    """Is it theirs at this moment?"""
    return review.state == State.TAKEN and review.taken_by_id == moderator.pk and not has_lapsed(review)


@transaction.atomic
def follow(review: Review, moderator: StaffMember) -> Review | None:
    """Its author has changed it: the old wording is put away, and the new one is this moderator's.

    None where the assessment has not read the new one yet, or somebody else has it.
    """
    review = locked(review)
    if review.state in Review.OPEN:
        finish(review, State.SUPERSEDED)
    newer = Review.objects.filter(version__post=review.version.post_id, version__number__gt=review.version.number)
    newest = newer.filter(state__in=Review.OPEN).select_related("version").order_by("-version__number").first()
    try:
        return take_again(newest, moderator) if newest else None
    except (NothingWaits, HoldsOne, HeldBySomebodyElse, AlreadyDecided, Withdrawn, posts.Superseded):
        return None


def _hold(review: Review, moderator: StaffMember) -> Review:
    posts.take_for_review(review.version, moderator)
    now = clock.now()
    review.state, review.taken_by = State.TAKEN, moderator
    review.taken_at, review.taken_until = now, now + lock_time()
    review.save(update_fields=["state", "taken_by", "taken_at", "taken_until"])
    return review


@transaction.atomic
def _let_go_if_lapsed(review_id: int) -> bool:
    review = locked(Review.objects.select_related("version").get(pk=review_id))
    lapsed = review.state == State.TAKEN and has_lapsed(review)
    if lapsed:
        wait_again(review)
        log.info("review.lock_lapsed", extra={"count": 1})
    return lapsed


@transaction.atomic
def _put_away(review_id: int) -> bool:
    review = locked(Review.objects.select_related("version").get(pk=review_id))
    gone = review.state in Review.OPEN and review.version.post.state == Post.State.WITHDRAWN
    if gone:
        finish(review, State.SUPERSEDED)
        taken_back_unread(review.version)
    return gone


def _asked_about(post: Post, moderator: StaffMember) -> bool:
    """Did they ask for a second opinion about this post?"""
    asked = ReviewDecision.objects.filter(action=ReviewDecision.Action.SECOND_OPINION, decided_by=moderator)
    return asked.filter(review__version__post=post).exists()
