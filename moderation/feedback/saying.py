"""A member of staff says that the checks were right, that it is not this, or that they missed something.

Nothing of it lowers or closes anything. What was missed and cannot wait is raised at once, as any flag of a person.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chat.models import Conversation, Message, Post, PostVersion, WordsShredded
from chat.urgency import Urgency
from config import clock
from config.tuning import setting
from moderation import flags
from moderation.checks import CATEGORIES
from moderation.feedback.masking import masked
from moderation.feedback.models import Feedback
from moderation.models import Assessment, Flag
from rota import audit
from rota.models import StaffMember

Words = Message | PostVersion
Says, State = Feedback.Says, Feedback.State

# Kept in English and translated when it is shown.
MISSED = gettext_noop("the checks missed it, says a member of staff")
URGENCIES = (Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON, Urgency.ROUTINE)
RAISES = (Urgency.NOW, Urgency.VERY_SOON, Urgency.SOON)


class AlreadyReviewed(Exception):
    """Somebody has accepted or refused it: it stays as it was said."""


def flags_of_checks(owner: Conversation | Post) -> QuerySet[Flag]:
    """What checks noticed in words of these: about something, and not only that somebody is late or silent."""
    about = {"post": owner} if isinstance(owner, Post) else {"conversation": owner}
    noticed = Flag.objects.filter(**about, raised_by=None).exclude(category="")
    return noticed.exclude(message=None, post_version=None).order_by("pk")


@transaction.atomic
def judge(conversation: Conversation, *, agrees: bool, judged_by: StaffMember) -> int:
    """The buttons of the console: what they say of every open flag, and then what `flags.judge` does with those."""
    for flag in flags_of_checks(conversation).filter(state__in=Flag.OPEN):
        try:
            say_about(flag, agrees=agrees, said_by=judged_by)
        except AlreadyReviewed:
            continue  # said before, and somebody has looked at it since
    return flags.judge(conversation, agrees=agrees, judged_by=judged_by)


@transaction.atomic
def say_about(flag: Flag, *, agrees: bool, said_by: StaffMember) -> Feedback:
    """Was this right? Safe to repeat; another answer takes the place of the first until somebody has reviewed it."""
    flag = Flag.objects.select_for_update(of=("self",), no_key=True).get(pk=flag.pk)
    words: Words = flag.message or flag.post_version  # type: ignore[assignment]  # flags_of_checks gives no others
    said = {
        "says": Says.AGREE if agrees else Says.NOT_THIS,
        "checks_category": flag.category,
        "checks_urgency": flag.urgency,
        "category": flag.category if agrees else "",
        "urgency": flag.urgency if agrees else Urgency.ROUTINE,
    }
    return _said(Feedback.objects.filter(flag=flag, said_by=said_by), words, {"flag": flag, **said}, said_by)


@transaction.atomic
def say_missed(words: Words, *, category: str, urgency: str, said_by: StaffMember) -> Feedback:
    """The checks missed this. From Soon on it is raised as well: in the queue, and to a lead where it is urgent.

    Raises ValidationError, a text for each field. Safe to repeat.
    """
    _lock_owner(words)
    reading = _reading_of(words)
    _check(category, urgency, reading)
    known = Feedback.objects.filter(**_about(words), says=Says.MISSED, said_by=said_by)
    if (same := known.filter(category=category, urgency=urgency).first()) is not None:
        return same
    if urgency in RAISES:
        flags.raise_flag(
            words, check_name=f"missed.{category}", words=MISSED, urgency=Urgency(urgency), category=category,
            raised_by=said_by,
        )  # fmt: skip
    said = {
        "says": Says.MISSED,
        "checks_category": reading.categories[0] if reading and reading.categories else "",
        "checks_urgency": reading.urgency if reading else Urgency.NOT_CHECKED,
        "category": category,
        "urgency": urgency,
    }
    try:
        return _said(known, words, said, said_by)
    except AlreadyReviewed:
        return known.get()  # the first statement stays; what is raised is raised all the same


def _lock_owner(words: Words) -> None:
    """As raising a flag does: whoever holds this row decides, the others wait."""
    if isinstance(words, Message):
        Conversation.objects.select_for_update(no_key=True).get(pk=words.conversation_id)
    else:
        Post.objects.select_for_update(no_key=True).get(pk=words.post_id)


def _check(category: str, urgency: str, reading: Assessment | None) -> None:
    errors = {}
    if category not in CATEGORIES:
        errors["category"] = _("Choose what it is about.")
    if urgency not in URGENCIES:
        errors["urgency"] = _("Choose how soon somebody must act.")
    if errors:
        raise ValidationError(errors)
    is_known = reading is not None and category in reading.categories
    if is_known and Urgency(urgency).rank <= Urgency(reading.urgency).rank:  # type: ignore[union-attr]
        raise ValidationError({"category": _("The checks said that already. Say above whether they were right.")})


def _said(known: QuerySet[Feedback], words: Words, said: dict[str, Any], said_by: StaffMember) -> Feedback:
    feedback = known.select_for_update(of=("self",)).first()
    if feedback is not None and all(getattr(feedback, name) == value for name, value in said.items()):
        return feedback
    if feedback is not None and feedback.state != State.QUARANTINED:
        raise AlreadyReviewed
    feedback = feedback or Feedback(**_about(words), said_by=said_by)
    for name, value in said.items():
        setattr(feedback, name, value)
    reading = _reading_of(words)
    feedback.rules_version = reading.rules_version if reading else ""
    feedback.artefact_hash = reading.artefact_hash if reading else ""
    feedback.said_at = clock.now()
    feedback.words = _words_to_keep(words)
    feedback.save()
    audit.record(f"feedback.{feedback.says}", f"feedback:{feedback.pk}", who=said_by)
    return feedback


def _words_to_keep(words: Words) -> str | None:
    """Masked, and only where the service may keep them. Words that somebody masked further before stay so."""
    if not setting("feedback.keep_words"):
        return None
    try:
        before = Feedback.objects.filter(**_about(words), words__isnull=False).order_by("pk").first()
        if before is not None:
            return str(before.words)
        title = words.title if isinstance(words, PostVersion) else None
        return masked("\n".join(filter(None, [title, words.body])))
    except WordsShredded:
        return None


def _reading_of(words: Words) -> Assessment | None:
    return Assessment.objects.filter(**_about(words)).first()


def _about(words: Words) -> dict[str, Any]:
    return {"message": words} if isinstance(words, Message) else {"post_version": words}
