"""What moderation has to say when words are erased: who must still look, and what the program noted about them."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.keeping.asking import Wanted
from chat.models import Conversation
from chat.urgency import Urgency
from moderation.models import Assessment, BlindReading, Feedback, Flag, Review


def open_work(wanted: Wanted) -> Iterator[str]:
    """Nothing goes while somebody must look at it, or is just reading it."""
    if _flags(wanted).filter(state__in=Flag.OPEN).exists():
        yield "open_flag"
    if Review.objects.filter(version__post__in=wanted.posts, state=Review.State.TAKEN).exists():
        yield "open_review"


def clear_readings(wanted: Wanted) -> Iterator[str]:
    """What was found where in the words goes with them, by the program or by who read them again, and what staff said
    of that. That somebody looked after a flag stays.
    """
    readings = Q(message__conversation__in=wanted.conversations) | Q(post_version__post__in=wanted.posts)
    Assessment.objects.filter(readings).delete()
    BlindReading.objects.filter(message__conversation__in=wanted.conversations).delete()
    Feedback.objects.filter(readings).delete()
    if _flags(wanted).exists():
        yield "flags"


def without_flags(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Without those that ever had a flag above soon, or have one that nobody has looked after."""
    flags = Flag.objects.filter(conversation=OuterRef("pk"))
    worried = flags.filter(Q(urgency__in=[Urgency.NOW, Urgency.VERY_SOON]) | Q(state__in=Flag.OPEN))
    return conversations.filter(~Exists(worried))


def _flags(wanted: Wanted) -> QuerySet[Flag]:
    return Flag.objects.filter(Q(conversation__in=wanted.conversations) | Q(post__in=wanted.posts))
