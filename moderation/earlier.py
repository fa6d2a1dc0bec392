"""What is known of a post's earlier wordings and was not decided by a person: an edit hides none of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from chat.models import PostVersion
from chat.urgency import Urgency
from moderation import lanes
from moderation.models import Flag, Review


@dataclass(frozen=True)
class Undecided:
    """Reviews of earlier wordings that nobody decided about, and flags of the post that nobody has answered."""

    reviews: list[Review]
    flags: list[Flag]

    @property
    def urgencies(self) -> list[Urgency]:
        found = [review.urgency for review in self.reviews] + [flag.urgency for flag in self.flags]
        return [Urgency(urgency) for urgency in found]

    @property
    def due(self) -> list[datetime]:
        """By when somebody should have looked at what was more than routine: changing it wins no time."""
        return [review.look_due_at for review in self.reviews if review.urgency != Urgency.ROUTINE]

    @property
    def needs_care(self) -> bool:
        lane = any(review.lane == Review.Lane.CARE for review in self.reviews)
        return lane or any(lanes.needs_care(flag) for flag in self.flags)


def undecided(version: PostVersion) -> Undecided:
    """Of the wordings before this one, back to the last that a person decided about. Its post is locked."""
    before = Review.objects.filter(version__post=version.post_id, version__number__lt=version.number)
    decided = before.filter(state=Review.State.DONE).aggregate(last=Max("version__number"))["last"]
    reviews = before.filter(version__number__gt=decided or 0)
    flags = Flag.objects.filter(post=version.post_id, state__in=Flag.OPEN).exclude(post_version=version)
    return Undecided(list(reviews), list(flags))
