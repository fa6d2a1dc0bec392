"""What a lead has to say with a decision, and what is missing, field by field."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from config import clock
from escalation.models import Decision

LONGEST = 4000
LONDON = ZoneInfo("Europe/London")
_TEXTS = ("why", "for_the_child", "young_person_not_told_why", "parent_not_told_why", "consulted")


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """The whole of a decision but its author and its time. None means: nobody chose yet."""

    outcome: str
    why: str
    for_the_child: str
    young_person_told: bool | None
    young_person_not_told_why: str
    parent_told: bool | None
    parent_not_told_why: str
    consulted: str
    review_on: date | None

    @classmethod
    def of(cls, decision: Decision) -> "Reasons":
        """What was said with a decision that was made."""
        said: dict[str, Any] = {name: getattr(decision, name) for name in cls.__dataclass_fields__}
        said |= {name: "" for name in _TEXTS if said[name] is None}
        return cls(**said)

    def write_on(self, decision: Decision) -> None:
        for name, value in asdict(self).items():
            setattr(decision, name, None if name in _TEXTS and not value else value)


def check(reasons: Reasons) -> Reasons:
    """The same, trimmed. Raises ValidationError: somebody who is not told has a reason why not."""
    said = replace(reasons, **{name: getattr(reasons, name).strip() for name in _TEXTS})
    wrong = {name: _("Write it in fewer words, without odd characters.") for name in _TEXTS if _is_odd(said, name)}
    if said.outcome not in Decision.Outcome.values:
        wrong["outcome"] = _("Choose what will happen.")
    if not said.why:
        wrong["why"] = _("Say why.")
    if not said.for_the_child:
        wrong["for_the_child"] = _("Say what this does for the child.")
    wrong |= _not_told(said)
    if said.review_on is None:
        wrong["review_on"] = _("Choose the day to look at this again.")
    elif said.review_on < clock.now().astimezone(LONDON).date():
        wrong["review_on"] = _("That day is over. Choose today or later.")
    if wrong:
        raise ValidationError(wrong)
    return _without_needless_reasons(said)


def _is_odd(said: Reasons, name: str) -> bool:
    text = getattr(said, name)
    return len(text) > LONGEST or "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)


def _not_told(said: Reasons) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if said.young_person_told is None:
        wrong["young_person_told"] = _("Say whether the young person was told.")
    elif not said.young_person_told and not said.young_person_not_told_why:
        wrong["young_person_not_told_why"] = _("Say why the young person was not told.")
    if said.parent_told is None:
        wrong["parent_told"] = _("Say whether a parent was told.")
    elif not said.parent_told and not said.parent_not_told_why:
        wrong["parent_not_told_why"] = _("Say why no parent was told.")
    return wrong


def _without_needless_reasons(said: Reasons) -> Reasons:
    """Who was told needs no reason why not; one left in the form from before does not count."""
    return replace(
        said,
        young_person_not_told_why="" if said.young_person_told else said.young_person_not_told_why,
        parent_not_told_why="" if said.parent_told else said.parent_not_told_why,
    )
