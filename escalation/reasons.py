"""What a lead has to say with a decision, and what is missing, field by field."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from config import clock
from escalation.models import Decision, Share

LONGEST = 4000
LONDON = ZoneInfo("Europe/London")
_TEXTS = (
    "why", "for_the_child", "young_person_not_told_why", "parent_not_told_why", "consulted",
    "options", "shared", "not_shared_why", "next_offer",
)  # fmt: skip


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
    options: str = ""
    need: str = ""
    basis: str = ""
    shared: str = ""
    not_shared_why: str = ""
    next_offer: str = ""

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
    wrong |= _not_weighed(said)
    if said.review_on is None:
        wrong["review_on"] = _("Choose the day to look at this again.")
    elif said.review_on < clock.now().astimezone(LONDON).date():
        wrong["review_on"] = _("That day is over. Choose today or later.")
    if wrong:
        raise ValidationError(wrong)
    return _without_needless_reasons(said)


def in_error(why: str) -> Reasons:
    """The program was wrong: why, and nothing to tell anybody. Raises ValidationError without a reason."""
    nobody = _("Opened in error: there was nothing to tell.")
    said = Reasons(
        outcome=Decision.Outcome.OPENED_IN_ERROR,
        why=why.strip(),
        for_the_child=_("Nobody is troubled for what was no danger."),
        young_person_told=False,
        young_person_not_told_why=nobody,
        parent_told=False,
        parent_not_told_why=nobody,
        consulted="",
        review_on=clock.now().astimezone(LONDON).date(),
        not_shared_why=nobody,
    )
    if not said.why:
        raise ValidationError({"why": _("Say why.")})
    if _is_odd(said, "why"):
        raise ValidationError({"why": _("Write it in fewer words, without odd characters.")})
    return said


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


def _not_weighed(said: Reasons) -> dict[str, str]:
    """What else could have been done, what was shared and on which ground, and what comes after "no more"."""
    wrong: dict[str, str] = {}
    if not said.options:
        wrong["options"] = _("Say what else could have been done.")
    if not said.shared and not said.not_shared_why:
        wrong["shared"] = _("Say what was shared and with whom, or below why nothing was.")
    elif said.shared and said.basis not in Share.Basis.values:
        wrong["basis"] = _("Choose on which ground it was shared.")
    if said.outcome == Decision.Outcome.NO_FURTHER_ACTION and not said.next_offer:
        wrong["next_offer"] = _("A threshold that is not met is no end. Say what they are offered next.")
    return wrong


def _without_needless_reasons(said: Reasons) -> Reasons:
    """Who was told needs no reason why not; one left in the form from before does not count."""
    return replace(
        said,
        young_person_not_told_why="" if said.young_person_told else said.young_person_not_told_why,
        parent_not_told_why="" if said.parent_told else said.parent_not_told_why,
        basis=said.basis if said.shared else "",
    )
