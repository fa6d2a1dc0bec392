"""A post waits for a moderator: in which lane, how urgently, until when. What nothing has read waits nowhere."""

from datetime import datetime

from chat.forums.posts import newest_wording
from chat.forums.wording import promised_by
from chat.models import Post, PostVersion
from chat.urgency import Urgency, highest
from config import clock
from moderation import earlier, lanes
from moderation.models import Assessment, Review
from moderation.reading import Reading


def wait_for_review(version: PostVersion, reading: Reading, before: Assessment | None) -> None:
    """Its place in the review. Words that their author has changed or taken back meanwhile get none."""
    if version.post.state not in Post.TO_REVIEW:
        return
    if newest_wording(version.post).pk != version.pk:
        _do_not_hide(version.post, reading)
        return
    known = earlier.undecided(version)
    older = Review.objects.filter(version__post=version.post_id, state__in=Review.OPEN).exclude(version=version)
    older.update(state=Review.State.SUPERSEDED, done_at=clock.now())
    urgency = highest(reading.urgency, *_found(before), *known.urgencies)
    due = min([_due(version, urgency), *known.due])
    review = Review.objects.select_for_update(no_key=True).filter(version=version).first()
    if review is None:
        Review.objects.create(
            version=version,
            lane=Review.Lane.CARE if known.needs_care else lanes.lane_of(reading),
            urgency=urgency,
            may_be_graphic=lanes.may_be_graphic(reading),
            waiting_since=version.written_at,
            look_due_at=due,
        )
    elif review.state in Review.OPEN:
        _read_again(review, reading, urgency)


def _do_not_hide(post: Post, reading: Reading) -> None:
    """Words that were changed before anything read them still count for those that took their place."""
    if lanes.lane_of(reading) == Review.Lane.CARE:
        climb(post, reading.urgency)


def _due(version: PostVersion, urgency: Urgency) -> datetime:
    """By when somebody must have looked. What is routine waits for the morning, as its author was told."""
    due = version.written_at + lanes.look_within(urgency)
    return max(due, promised_by(version.written_at)) if urgency == Urgency.ROUTINE else due


def _found(before: Assessment | None) -> list[Urgency]:
    """What an earlier reading found stays found. That something could not be read is over once it was."""
    findings = before.findings if before is not None else []
    urgencies = [Urgency(finding["urgency"]) for finding in findings]
    return [urgency for urgency in urgencies if urgency != Urgency.NOT_CHECKED]


def _read_again(review: Review, reading: Reading, urgency: Urgency) -> None:
    """Nothing that a person did is undone: it stays where it is, and as urgent as somebody or something made it."""
    known = Urgency(review.urgency)
    review.urgency = urgency if known == Urgency.NOT_CHECKED else highest(known, urgency)
    if lanes.lane_of(reading) == Review.Lane.CARE:
        review.lane = Review.Lane.CARE
    review.may_be_graphic = review.may_be_graphic or lanes.may_be_graphic(reading)
    review.look_due_at = min(review.look_due_at, _due(review.version, urgency))
    review.save(update_fields=["urgency", "lane", "may_be_graphic", "look_due_at"])


def climb(post: Post, urgency: Urgency) -> None:
    """Somebody is worried about this post: whoever reads it next sees how soon they must. Its row is locked."""
    for review in Review.objects.select_for_update(no_key=True).filter(version__post=post, state__in=Review.OPEN):
        review.urgency = highest(Urgency(review.urgency), urgency)
        review.lane = Review.Lane.CARE
        review.look_due_at = min(review.look_due_at, clock.now() + lanes.look_within(urgency))
        review.save(update_fields=["urgency", "lane", "look_due_at"])
