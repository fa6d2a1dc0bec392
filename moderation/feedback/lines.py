"""What was accepted, as lines that the checks are taught with: those of `moderation/model/corpus`."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from chat.models import Post
from chat.urgency import Urgency
from moderation.feedback.access import WITH_WORDS
from moderation.feedback.models import Feedback
from moderation.feedback.saying import flags_of_checks

SEVERITY = {Urgency.NOW: 4, Urgency.VERY_SOON: 3, Urgency.SOON: 2, Urgency.ROUTINE: 1, Urgency.NOT_CHECKED: 0}
"""Of words that somebody called dangerous; what nobody did is 0."""
Says = Feedback.Says


def accepted_lines() -> Iterator[dict[str, Any]]:
    """One line for the same words, however many spoke about them. Danger wins where two see it differently."""
    known = Feedback.objects.filter(state=Feedback.State.ACCEPTED, words__isnull=False)
    known = known.exclude(post_version__post__state=Post.State.WITHDRAWN)
    known = known.select_related("flag", *WITH_WORDS).order_by("message_id", "post_version_id", "pk")
    for _words, said in groupby(known, key=lambda one: (one.message_id, one.post_version_id)):
        if (line := _line(list(said))) is not None:
            yield line


def _line(said: list[Feedback]) -> dict[str, Any] | None:
    dangerous = [one for one in said if one.says != Says.NOT_THIS]
    if not dangerous and not _all_denied(said):
        return None
    first = said[0]
    return {
        # No number of a chat, a message or a person: this one only leads to the row that says who accepted it.
        "id": f"feedback-{first.pk}",
        "text": first.words,
        "categories": sorted({one.category for one in dangerous}),
        "severity": max((SEVERITY[Urgency(one.urgency)] for one in dangerous), default=0),
        "kind": "disclosure" if dangerous else "everyday",
        "oblique": any(one.says == Says.MISSED for one in dangerous),
        "marks": [],
        "voice": _voice(first),
        "language": "en",
        "template": f"feedback-{first.pk}",
        "author": "feedback",
    }


def _all_denied(said: list[Feedback]) -> bool:
    """Words are harmless only where everything that was noticed in them was denied: one flag of two says nothing."""
    words = said[0].about_words()
    first = said[0]
    owner = first.message.conversation if first.message else first.post_version.post  # type: ignore[union-attr]
    about = {"message": words} if first.message else {"post_version": words}
    noticed = set(flags_of_checks(owner).filter(**about).values_list("pk", flat=True))
    return noticed <= {one.flag_id for one in said}


def _voice(feedback: Feedback) -> str:
    if feedback.post_version_id:
        return "forum"
    return "sms" if feedback.message and feedback.message.conversation.channel == "sms" else "chat"
