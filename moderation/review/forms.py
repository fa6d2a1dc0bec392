"""What was chosen and typed on the page of a review, read without trusting it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from chat.forums.words import BODY_CHARACTERS
from moderation.models import ReviewDecision
from moderation.review.decide import Answer
from moderation.review.notices import BY_SLUG, Choice, choices_of
from moderation.review.text import spans_of


@dataclass(frozen=True)
class Typed:
    """As it was chosen and typed, to show it again; nothing but the fields of the form."""

    action: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """For each action the slug of its choice."""
    words: Mapping[str, str] = field(default_factory=dict)
    """For each choice what its author would read, where somebody reworded it."""
    out: frozenset[int] = frozenset()
    """The numbers of the words to take out."""
    urgency: str = ""
    why: str = ""
    wants_preview: bool = False


def typed(posted: QueryDict) -> Typed:
    return Typed(
        action=posted.get("action", ""),
        chosen={action: posted.get(f"choice-{action}", "") for action in ReviewDecision.Action.values},
        words={slug: _lines(posted.get(f"words-{slug}", "")) for slug in BY_SLUG if f"words-{slug}" in posted},
        out=frozenset(int(number) for number in posted.getlist("out")[:BODY_CHARACTERS] if _is_number(number)),
        urgency=posted.get("urgency", ""),
        why=posted.get("why", ""),
        wants_preview="preview" in posted,
    )


def answer_in(form: Typed, body: str) -> Answer:
    """What was decided. Raises ValidationError where nothing was chosen."""
    choice = _choice_in(form)
    return Answer(
        choice=choice,
        words=form.words.get(choice.slug, str(choice.words)),
        spans=spans_of(body, form.out) if choice.action == ReviewDecision.Action.TAKE_OUT_DETAILS else (),
        urgency=form.urgency,
        why=form.why,
    )


def _choice_in(form: Typed) -> Choice:
    possible = {choice.slug: choice for choice in choices_of(form.action)}
    if not possible:
        raise ValidationError({"action": _("Choose what happens with it.")})
    if len(possible) == 1:
        return next(iter(possible.values()))
    choice = possible.get(form.chosen.get(form.action, ""))
    if choice is None:
        publishes = form.action == ReviewDecision.Action.PUBLISH
        asked = _("Choose whether a chat is offered with it.") if publishes else _("Choose why.")
        raise ValidationError({f"choice-{form.action}": asked})
    return choice


def _lines(text: str) -> str:
    """A browser sends line breaks of its own."""
    return text.replace("\r\n", "\n")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
