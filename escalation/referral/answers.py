"""What stands in the form of a referral, and what of it leaves: one sealed text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from escalation.models import Referral
from escalation.referral.fields import BY_NAME, Field, fields_of
from escalation.referral.typed_in import is_odd, texts

KNOWN, NOT_KNOWN, NOT_TOLD = "known", "not_known", "not_told"
HOWS = (KNOWN, NOT_KNOWN, NOT_TOLD)


@dataclass(frozen=True)
class Answer:
    """Words, or that nobody knows, or that they were asked and did not say."""

    how: str
    words: str = ""

    @property
    def text(self) -> str:
        if self.how == NOT_TOLD:
            return _("Asked, not told")
        return self.words if self.how == KNOWN else _("Not known")


@dataclass(frozen=True)
class Written:
    """The form as it stands: what was answered, and which of it leaves on which ground and by which way."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    leaves: tuple[str, ...] = ()
    basis: str = ""
    how: str = ""

    def missing(self, kind: str) -> list[Field]:
        """What has to be answered yet."""
        return [one for one in fields_of(kind) if not one.optional and one.name not in self.answers]

    def leaving(self, kind: str) -> list[tuple[Field, Answer]]:
        """What leaves, in the order of the form."""
        return [
            (one, self.answers[one.name])
            for one in fields_of(kind)
            if one.name in self.leaves and one.name in self.answers
        ]


def written_of(referral: Referral) -> Written:
    """Nothing yet where nobody wrote."""
    if not referral.form:
        return Written()
    kept: dict[str, Any] = json.loads(referral.form)
    answers = {name: Answer(**one) for name, one in kept["answers"].items() if name in BY_NAME}
    return Written(answers, tuple(kept["leaves"]), kept["basis"], kept["how"])


def as_text(written: Written) -> str:
    answers = {name: {"how": one.how, "words": one.words} for name, one in written.answers.items()}
    kept = {"answers": answers, "leaves": list(written.leaves), "basis": written.basis, "how": written.how}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def answers_in(posted: Mapping[str, Any], kind: str) -> dict[str, Answer]:
    """What was typed. Raises ValidationError where somebody wrote words and said that nobody knows."""
    found: dict[str, Answer] = {}
    wrong: dict[str, str] = {}
    for one in fields_of(kind):
        said = texts(posted, (f"words-{one.name}", f"how-{one.name}"))
        words, how = said[f"words-{one.name}"], said[f"how-{one.name}"]
        if is_odd(words):
            wrong[one.name] = _("Write it in fewer words, without odd characters.")
        elif words and how in (NOT_KNOWN, NOT_TOLD):
            wrong[one.name] = _("Either write what is known, or say that it is not: not both.")
        elif words:
            found[one.name] = Answer(KNOWN, words)
        elif how in (NOT_KNOWN, NOT_TOLD):
            found[one.name] = Answer(how)
    if wrong:
        raise ValidationError(wrong)
    return found


def with_answers(written: Written, answers: Mapping[str, Answer]) -> Written:
    """What is not answered any more does not leave either."""
    return replace(written, answers=answers, leaves=tuple(name for name in written.leaves if name in answers))
