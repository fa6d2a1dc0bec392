"""Somebody else looks at what was said: accepted, it may teach the checks; refused, its words are gone at once."""

import logging
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from config import clock
from config.models import SettingVersion
from config.tuning import setting
from moderation.feedback.masking import REMOVED
from moderation.feedback.models import Feedback
from moderation.feedback.saying import AlreadyReviewed
from moderation.review.text import WORD
from rota import audit
from rota.models import StaffMember
from rota.policy import Action, may

log = logging.getLogger(__name__)
State = Feedback.State
KEEP_WORDS = "feedback.keep_words"


class SaidAgain(Exception):
    """Whoever said it has changed their mind since it was shown, or its words were masked further."""


@transaction.atomic
def accept(feedback: Feedback, *, seen: str, out: Collection[int] = (), by: StaffMember) -> Feedback:
    """It may teach the checks, without the words that have these numbers. Words are only ever taken out.

    Raises PermissionDenied, ValidationError, AlreadyReviewed, SaidAgain.
    """
    feedback = _waiting(feedback, seen, by)
    if not setting(KEEP_WORDS) or feedback.words is None:
        raise ValidationError(_("There are no words to learn from: none may be kept, or none were."))
    tighter = tightened(feedback.words, out)
    if tighter != feedback.words:
        for one in same_words(feedback):
            one.words = tighter
            one.save(update_fields=["words"])
        feedback.words = tighter
    return _reviewed(feedback, State.ACCEPTED, by)


@transaction.atomic
def refuse(feedback: Feedback, *, seen: str, by: StaffMember) -> Feedback:
    """Nothing is learned from it. Raises PermissionDenied, AlreadyReviewed, SaidAgain."""
    feedback = _waiting(feedback, seen, by)
    feedback.words = None
    return _reviewed(feedback, State.REFUSED, by)


def stamp_of(feedback: Feedback) -> str:
    """Another one when what was shown is not what is there any more. Says nothing of the words."""
    words = feedback.words or ""
    return f"{feedback.said_at.isoformat()} {feedback.says} {words.count(REMOVED)} {len(WORD.findall(words))}"


def tightened(words: str, out: Collection[int]) -> str:
    """With a mark in place of each of these words: word for word, so that numbers stay what they are."""
    numbers = iter(range(len(words)))
    return WORD.sub(lambda found: REMOVED if next(numbers) in out else found[0], words)


def same_words(feedback: Feedback) -> list[Feedback]:
    """Every statement about the same words that has a copy of them, locked, this one too."""
    about = {"message": feedback.message_id, "post_version": feedback.post_version_id}
    found = Feedback.objects.select_for_update(of=("self",)).filter(**about, words__isnull=False)
    return list(found.order_by("pk"))


def forget_words(version: SettingVersion) -> None:
    """The switch went off: what was kept is gone in the same moment, accepted or not."""
    if version.name == KEEP_WORDS and not version.value:
        Feedback.objects.filter(words__isnull=False).update(words=None)


def _waiting(feedback: Feedback, seen: str, by: StaffMember) -> Feedback:
    # All about the same words in one order: two reviewers of two statements never wait for each other.
    same_words(feedback)
    feedback = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    if not may(by, Action.REVIEW_FEEDBACK, feedback):
        raise PermissionDenied
    if feedback.state != State.QUARANTINED:
        raise AlreadyReviewed
    if stamp_of(feedback) != seen:
        raise SaidAgain
    return feedback


def _reviewed(feedback: Feedback, state: str, by: StaffMember) -> Feedback:
    feedback.state, feedback.reviewed_by, feedback.reviewed_at = state, by, clock.now()
    feedback.save(update_fields=["state", "reviewed_by", "reviewed_at", "words"])
    audit.record(f"feedback.{state}", f"feedback:{feedback.pk}", who=by)
    log.info("feedback.reviewed", extra={"feedback": feedback.pk})
    return feedback
