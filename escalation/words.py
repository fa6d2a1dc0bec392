"""What was said, cut at its marks, so that a page can underline them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from chat.models import Conversation, Mark, Message, PostMark, WordsShredded
from chat.urgency import Urgency, highest
from escalation.models import Escalation

MOST_SHOWN = 12


@dataclass(frozen=True)
class Part:
    """A stretch of a message: under a mark, with its reason in words, or not."""

    text: str
    marked: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Spoken:
    """One message, or one wording of a post, ready to show."""

    place: int
    at: datetime
    by: str
    name: str
    channel: str
    parts: list[Part]
    reasons: list[str]
    urgency: str
    # Only posts have these.
    title: str = ""
    is_public: bool = False


def words_that_raised(escalation: Escalation, conversation: Conversation) -> list[Spoken]:
    """The young person's own words that brought this about, oldest first; the newest twelve where there are more."""
    flagged = set(escalation.flag_links.exclude(flag__message=None).values_list("flag__message_id", flat=True))
    theirs = conversation.messages.filter(by=Message.By.YOUNG_PERSON)
    chosen = set(theirs.filter(marks__isnull=False).values_list("pk", flat=True)) | flagged
    newest = theirs.filter(pk__in=chosen).prefetch_related("marks").order_by("-place")[:MOST_SHOWN]
    return [spoken(message, conversation) for message in reversed(newest)]


def transcript(conversation: Conversation) -> list[Spoken]:
    """All of it, in order of place."""
    messages = conversation.messages.select_related("staff").prefetch_related("marks").order_by("place")
    return [spoken(message, conversation) for message in messages]


def spoken(message: Message, conversation: Conversation) -> Spoken:
    message.conversation = conversation
    marks = sorted(message.marks.all(), key=lambda mark: (mark.start, mark.end))
    return Spoken(
        place=message.place,
        at=message.stored_at,
        by=message.by,
        name=_name(message, conversation),
        channel=channel_words(conversation),
        parts=cut(_body(message), marks),
        reasons=list(dict.fromkeys(_(mark.words) for mark in marks)),
        urgency=highest(*(Urgency(mark.urgency) for mark in marks)) if marks else "",
    )


def cut(body: str, marks: Sequence[Mark | PostMark]) -> list[Part]:
    """Parts that joined give the body exactly. Marks may overlap, and may reach beyond it."""
    ends = {0, len(body)} | {min(at, len(body)) for mark in marks for at in (mark.start, mark.end)}
    borders = sorted(ends)
    parts = [
        _part(body[start:end], [mark for mark in marks if mark.start <= start and end <= mark.end])
        for start, end in pairwise(borders)
    ]
    return parts or [Part(body)]


def channel_words(conversation: Conversation) -> str:
    return _("Web chat") if conversation.channel == Conversation.Channel.WEB else _("Text message")


def _part(text: str, marks: Iterable[Mark | PostMark]) -> Part:
    reasons = list(dict.fromkeys(_(mark.words) for mark in marks))
    return Part(text, marked=bool(reasons), reason=", ".join(reasons))


def _body(message: Message) -> str:
    try:
        return message.body or ""
    except WordsShredded:
        return _("These words were deleted.")


def _name(message: Message, conversation: Conversation) -> str:
    if message.by == Message.By.YOUNG_PERSON:
        return conversation.handle
    return message.staff.name if message.staff else _("Nightlight")
