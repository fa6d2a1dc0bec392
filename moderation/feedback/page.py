"""What the pages of feedback show. No score, and of the quarantine nothing but masked words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chat.models import Message, PostVersion, WordsShredded
from config.tuning import setting
from moderation.checks import CATEGORIES
from moderation.feedback.access import Place, feedback_open_to
from moderation.feedback.models import Feedback
from moderation.feedback.reviewing import KEEP_WORDS, stamp_of
from moderation.feedback.saying import URGENCIES, Words, flags_of_checks
from moderation.models import Flag
from moderation.review.text import words_of
from moderation.texts import words_now
from rota.models import StaffMember

MOST_SHOWN = 100
CATEGORY_WORDS = {
    "self_harm": gettext_lazy("Suicide or self-harm"),
    "abuse": gettext_lazy("Abuse or neglect"),
    "sexual_exploitation": gettext_lazy("Sexual exploitation or grooming"),
    "criminal_exploitation": gettext_lazy("Criminal exploitation"),
    "missing_homeless": gettext_lazy("Missing or homeless"),
    "eating": gettext_lazy("Eating"),
    "violence_to_others": gettext_lazy("Violence towards others"),
    "bullying": gettext_lazy("Bullying"),
    "substance": gettext_lazy("Drugs or alcohol"),
    "toxicity": gettext_lazy("Hostile to somebody"),
}


def category_words(category: str) -> str:
    return str(CATEGORY_WORDS[category]) if category in CATEGORY_WORDS else category.replace("_", " ")


def waiting_context(staff: StaffMember) -> dict[str, Any]:
    """What this person may review, the oldest first; and what waits without words, which nobody can review."""
    waits = feedback_open_to(staff).filter(state=Feedback.State.QUARANTINED).order_by("said_at", "pk")
    with_words = waits.filter(words__isnull=False)
    return {
        "rows": [_row(one) for one in with_words[:MOST_SHOWN]],
        "waiting": with_words.count(),
        "without_words": waits.filter(words=None).count(),
        "keeps_words": setting(KEEP_WORDS),
    }


def item_context(feedback: Feedback, out: frozenset[int] = frozenset()) -> dict[str, Any]:
    return {
        "row": _row(feedback),
        "feedback": feedback,
        "words": words_of(_read(feedback, "words"), [], out),
        "seen": stamp_of(feedback),
        "keeps_words": setting(KEEP_WORDS),
    }


def place_context(place: Place, staff: StaffMember, form: dict[str, str]) -> dict[str, Any]:
    """What the checks said of these words, and what this person has said of that."""
    shown = {(type(one), one.pk): one for one in place.words}
    theirs = {one.flag_id: one for one in Feedback.objects.filter(said_by=staff, flag__isnull=False)}
    missed = _missed_by(staff, place)
    return {
        "flags": [
            _flag_row(flag, shown, theirs.get(flag.pk)) for flag in flags_of_checks(place.owner)
            if (type(flag.message or flag.post_version), flag.message_id or flag.post_version_id) in shown
        ],
        "words": [
            {"id": one.pk, "text": _text(one), "missed": missed.get(one.pk), "is_chosen": form["about"] == str(one.pk)}
            for one in place.words
        ],
        "categories": [(one, category_words(one)) for one in CATEGORIES],
        "urgencies": [(str(one), one.label) for one in URGENCIES],
        "form": form,
    }  # fmt: skip


def _missed_by(staff: StaffMember, place: Place) -> dict[int, str]:
    said = Feedback.objects.filter(said_by=staff, says=Feedback.Says.MISSED)
    pks = [one.pk for one in place.words]
    if place.words and isinstance(place.words[0], Message):
        return {one.message_id or 0: category_words(one.category) for one in said.filter(message__in=pks)}
    return {one.post_version_id or 0: category_words(one.category) for one in said.filter(post_version__in=pks)}


def _flag_row(flag: Flag, shown: dict[Any, Words], said: Feedback | None) -> dict[str, Any]:
    words = flag.message or flag.post_version
    return {
        "id": flag.pk,
        "noticed": words_now(flag),
        "urgency": flag.urgency,
        "text": _text(shown[(type(words), words.pk)]) if words else "",
        "said": said.get_says_display() if said else "",
        "is_final": said is not None and said.state != Feedback.State.QUARANTINED,
    }


def _row(feedback: Feedback) -> dict[str, Any]:
    return {
        "id": feedback.pk,
        "says": feedback.get_says_display(),
        "where": _("a chat") if feedback.message_id else _("the forum"),
        "noticed": category_words(feedback.checks_category) if feedback.checks_category else _("nothing"),
        "checks_urgency": feedback.checks_urgency,
        "category": category_words(feedback.category) if feedback.category else "",
        "urgency": feedback.urgency,
        "is_grave": feedback.is_grave,
        "by": feedback.said_by.name,
        "at": feedback.said_at,
    }


def _text(words: Words) -> str:
    title = _read(words, "title") if isinstance(words, PostVersion) else ""
    return "\n".join(filter(None, [title, _read(words, "body")]))


def _read(thing: object, name: str) -> str:
    try:
        return getattr(thing, name) or ""
    except WordsShredded:
        return ""
