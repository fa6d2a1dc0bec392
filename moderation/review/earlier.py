"""Why a post is here: what was noticed in its words, and in what its author had written before they changed it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from chat.models import PostMark, PostVersion
from chat.urgency import Urgency, highest
from moderation.models import Assessment, Review
from moderation.review.access import words_of_version
from moderation.review.text import Part, parts_of


@dataclass
class Reason:
    """Something that was noticed: in our words, with theirs."""

    words: str
    urgency: Urgency
    quotes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Earlier:
    """A wording that its author has changed since. Shown to whoever reads the new one, so that no edit hides it."""

    title: str
    parts: list[Part]
    urgency: Urgency
    reasons: list[Reason]


def reasons_of(body: str, marks: list[PostMark]) -> list[Reason]:
    """Each reason once, the most urgent first, with the words it was noticed in."""
    reasons: dict[str, Reason] = {}
    for mark in marks:
        reason = reasons.setdefault(mark.words, Reason(_(mark.words), Urgency(mark.urgency)))
        reason.urgency = highest(reason.urgency, Urgency(mark.urgency))
        quote = body[mark.start : mark.end].strip()
        if quote and not any(quote in known for known in reason.quotes):
            reason.quotes = [known for known in reason.quotes if known not in quote] + [quote]
    return sorted(reasons.values(), key=lambda reason: -reason.urgency.rank)


def earlier_context(review: Review) -> dict[str, Any]:
    """The earlier wordings, the last one first, and whether one of them is why this one is as urgent as it is."""
    older = review.version.post.versions.filter(made_by=None, number__lt=review.version.number)
    versions = list(older.prefetch_related("marks").order_by("-number"))
    urgencies = _urgencies([review.version, *versions])
    for version in versions:
        version.post = review.version.post
    own = urgencies.get(review.version_id)
    return {
        "earlier": [_earlier(version, urgencies.get(version.pk)) for version in versions],
        "raised_by_earlier": bool(versions) and own is not None and Urgency(review.urgency).rank > own.rank,
    }


def _earlier(version: PostVersion, urgency: Urgency | None) -> Earlier:
    title, body = words_of_version(version)
    marks = sorted(version.marks.all(), key=lambda mark: (mark.start, mark.end))
    return Earlier(title, parts_of(body, marks), urgency or Urgency.NOT_CHECKED, reasons_of(body, marks))


def _urgencies(versions: list[PostVersion]) -> dict[int, Urgency]:
    found = Assessment.objects.filter(post_version__in=versions).values_list("post_version_id", "urgency")
    return {version_id: Urgency(urgency) for version_id, urgency in found if version_id is not None}
