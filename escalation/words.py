"""What was said, cut at its marks, so that a page can underline them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from chat.models import Conversation, Mark, Message, PostMark, WordsShredded
from chat.urgency import Urgency, highest
from escalation.chosen_words import messages_that_raised
from escalation.models import Escalation, Quote
from escalation.quotes import KeptMark, marks_of, quote_of, quotes_of

Underlined = Mark | PostMark | KeptMark
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
    """The young person's own words that brought this about, oldest first; the newest twelve where there are more.

    Those that were quoted are read from the escalation itself: they stay when the conversation is erased.
    """
    quotes = quotes_of(escalation)
    found = messages_that_raised(escalation, conversation)[-MOST_SHOWN:]
    return [spoken(message, conversation, quote_of(message, quotes)) for message in found]


def transcript(conversation: Conversation) -> list[Spoken]:
    """All of it, in order of place."""
    messages = conversation.messages.select_related("staff").prefetch_related("marks").order_by("place")
    return [spoken(message, conversation) for message in messages]


def spoken(message: Message, conversation: Conversation, quote: Quote | None = None) -> Spoken:
    message.conversation = conversation
    marks = underlined(message.marks.all(), quote)
    return Spoken(
        place=message.place,
        at=message.stored_at,
        by=message.by,
        name=_name(message, conversation),
        channel=channel_words(conversation),
        parts=cut(quote.body if quote else _body(message), marks),
        reasons=list(dict.fromkeys(_(mark.words) for mark in marks)),
        urgency=highest(*(Urgency(mark.urgency) for mark in marks)) if marks else "",
    )


def underlined(marks: Iterable[Mark | PostMark], quote: Quote | None) -> list[Underlined]:
    """The marks of today; of words that were erased, those of the day they were quoted."""
    found: list[Underlined] = [*marks]
    if not found and quote is not None:
        found = [*marks_of(quote)]
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def cut(body: str, marks: Sequence[Underlined]) -> list[Part]:
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


def _part(text: str, marks: Iterable[Underlined]) -> Part:
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
