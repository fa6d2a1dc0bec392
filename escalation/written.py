"""One change is one step of the history, which counts the version up, and one row of the audit. Everybody is told."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chat import live
from escalation.history import note
from escalation.models import Escalation, EscalationEvent
from escalation.subjects import nudge, subject_of
from rota import audit
from rota.models import StaffMember

log = logging.getLogger(__name__)

LONGEST = 4000


def write_down(
    escalation: Escalation, kind: EscalationEvent.Kind, *, by: StaffMember | None, **what: Any
) -> EscalationEvent:
    """In the transaction of the change. `by` None: the clock did it."""
    event = note(escalation, kind, by=by, **what)
    audit.record(f"escalation.{kind.value}", f"escalation:{escalation.pk}", who=by)
    log.info("escalation.changed", extra={"escalation": escalation.pk})
    live.nudge_staff("page", escalation=escalation.pk)
    nudge(subject_of(escalation))
    return event


def said(words: str, name: str, empty: str) -> str:
    """What was typed, trimmed. Raises ValidationError for the field where it is missing or cannot be kept."""
    trimmed = words.strip()
    if not trimmed:
        raise ValidationError({name: empty})
    check_letters({name: trimmed})
    return trimmed


def check_letters(texts: dict[str, str]) -> None:
    wrong = {name: _("Write it in fewer words, without odd characters.") for name, text in texts.items() if _odd(text)}
    if wrong:
        raise ValidationError(wrong)


def _odd(text: str) -> bool:
    return len(text) > LONGEST or "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)
