"""What becomes of a telling: written, shown once it is safe, read, answered; and what came of it.

Each step is one transaction, and is told to whoever keeps the record (`moved`), to the young person's page and to the
consoles. Who may do it is asked before: chat/telling/access.py, and escalation/telling.py for leads.
"""

import logging
from collections.abc import Callable
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from chat import live
from chat.models import Conversation, Telling
from chat.sms.cleaning import cleaned
from chat.telling import by_text
from config import clock
from rota import audit
from rota.models import StaffMember

log = logging.getLogger(__name__)

LONGEST = 2000
LONGEST_TO_WHOM = 200


class Step(StrEnum):
    WRITTEN = "written"
    NOT_TOLD = "not_told"
    SHOWN = "shown"
    TAKEN_BACK = "taken_back"
    READ = "read"
    ANSWERED = "answered"
    OUTCOME = "outcome"
    OUTCOME_READ = "outcome_read"


moved: list[Callable[[Telling, str, StaffMember | None], object]] = []
"""Told of each step in its transaction: the telling, which `Step`, and who did it; None is the young person."""


@transaction.atomic
def write(
    conversation: Conversation, *, escalation_id: int, to_whom: str, what: str, why: str, by: StaffMember
) -> Telling:
    """What will be said, to whom and why. Nobody sees it yet but staff."""
    given = {"to_whom": _kept(to_whom), "what": _kept(what), "why": _kept(why)}
    _check(given)
    telling = Telling(conversation=conversation, escalation_id=escalation_id, written_by=by, written_at=clock.now())
    telling.to_whom, telling.what, telling.why = given.values()
    telling.save(force_insert=True)
    return _step(telling, Step.WRITTEN, by)


@transaction.atomic
def not_tell(conversation: Conversation, *, escalation_id: int, why: str, by: StaffMember) -> Telling:
    """Telling them is unsafe: the reason is written down instead. Never shown to them."""
    _check({"not_told_why": _kept(why)})
    telling = Telling(conversation=conversation, escalation_id=escalation_id, written_by=by, written_at=clock.now())
    telling.not_told_why = _kept(why)
    telling.save(force_insert=True)
    return _step(telling, Step.NOT_TOLD, by)


def confirm_safe(telling: Telling, *, by: StaffMember) -> Telling:
    """Nobody else sees their screen now: from here on they may tap and read it. Safe to repeat.

    Raises ValidationError with words to show. By text it goes out at once, to a phone that only they see; any other
    gets the neutral nudge, and it waits.
    """
    try:
        return _confirm_safe(telling, by)
    except by_text.OthersMaySee as refused:
        by_text.nudge_once(refused.conversation)
        raise ValidationError(
            _("They have not said that only they see this phone. They got a text that says nothing. Ask who sees it.")
        ) from None


@transaction.atomic
def _confirm_safe(telling: Telling, by: StaffMember) -> Telling:
    telling = _locked(telling)
    if telling.safe_at is not None:
        return telling
    if telling.not_told_why is not None or telling.taken_back_at is not None:
        raise ValidationError(_("This is not to be shown to them."))
    if telling.conversation.channel == Conversation.Channel.SMS:
        by_text.tell(telling)
    elif telling.conversation.is_over:
        raise ValidationError(_("This chat is over. They can only read it while they are here."))
    telling.safe_by, telling.safe_at = by, clock.now()
    telling.save(update_fields=["safe_by", "safe_at"])
    return _step(telling, Step.SHOWN, by)


@transaction.atomic
def take_back(telling: Telling, *, by: StaffMember) -> Telling:
    """It is not safe any more, or was wrong: their page shows nothing of it. Safe to repeat."""
    telling = _locked(telling)
    if telling.taken_back_at is not None:
        return telling
    telling.taken_back_at = clock.now()
    telling.save(update_fields=["taken_back_at"])
    return _step(telling, Step.TAKEN_BACK, by)


@transaction.atomic
def was_read(telling: Telling) -> None:
    """They tapped and it is on their screen; what came of it too, if anything did. Safe to repeat."""
    telling = _locked(telling)
    if telling.read_at is None:
        telling.read_at = clock.now()
        telling.save(update_fields=["read_at"])
        _step(telling, Step.READ, None)
    if telling.outcome_at is not None and telling.outcome_read_at is None:
        telling.outcome_read_at = clock.now()
        telling.save(update_fields=["outcome_read_at"])
        _step(telling, Step.OUTCOME_READ, None)


@transaction.atomic
def answer(telling: Telling, *, words: str, agrees: bool | None) -> bool:
    """Their own words to go with it, and whether they agree. Neither has to be given; the last answer counts.

    False where it was taken back meanwhile: nothing is kept then. Raises ValidationError for words that are too long.
    """
    telling, words = _locked(telling), _kept(words)
    if telling.taken_back_at is not None or telling.safe_at is None:
        return False
    if len(words) > LONGEST:
        raise ValidationError(_("That is longer than we can take in one go. Please write it shorter."))
    if (words, agrees) == (telling.answer or "", telling.agrees):
        return True
    telling.answer, telling.agrees = words or None, agrees
    telling.answered_at = clock.now()
    telling.read_at = telling.read_at or telling.answered_at
    telling.save(update_fields=["answer", "agrees", "answered_at", "read_at"])
    _step(telling, Step.ANSWERED, None)
    return True


@transaction.atomic
def tell_outcome(telling: Telling, words: str, *, by: StaffMember) -> bool:
    """What came of it, told to them as well: once. False where it could not go out by text; it is kept all the same."""
    telling = _locked(telling)
    _check({"outcome": _kept(words)})
    if telling.safe_at is None or telling.taken_back_at is not None:
        raise ValidationError(_("They were not told before, so they would not understand it."))
    if telling.outcome_at is not None:
        raise ValidationError(_("They were told what came of it already."))
    telling.outcome, telling.outcome_by, telling.outcome_at = _kept(words), by, clock.now()
    telling.save(update_fields=["outcome", "outcome_by", "outcome_at"])
    _step(telling, Step.OUTCOME, by)
    is_by_text = telling.conversation.channel == Conversation.Channel.SMS
    return by_text.tell_outcome(telling) if is_by_text else True


def _check(given: dict[str, str]) -> None:
    wrong: dict[str, str] = {}
    for name, text in given.items():
        if not text:
            wrong[name] = _("Fill this in.")
        elif len(text) > (LONGEST_TO_WHOM if name == "to_whom" else LONGEST):
            wrong[name] = _("Say it in fewer words.")
    if wrong:
        raise ValidationError(wrong)


def _kept(text: str) -> str:
    return cleaned(text.replace("\r\n", "\n")).strip()


def _locked(telling: Telling) -> Telling:
    """As it is now. The conversation first, as an incoming text and an erasing do."""
    Conversation.objects.select_for_update(no_key=True).get(pk=telling.conversation_id)
    return (
        Telling.objects.select_for_update(of=("self",))
        .select_related("conversation__key", "conversation__young_person")
        .get(pk=telling.pk)
    )


def _step(telling: Telling, step: Step, by: StaffMember | None) -> Telling:
    if by is not None:
        audit.record(f"telling.{step}", f"conversation:{telling.conversation_id}", who=by)
    for tell in moved:
        tell(telling, step, by)
    log.info("telling.moved", extra={"id": telling.pk, "conversation": telling.conversation_id})
    live.nudge_conversation(telling.conversation_id, "state")
    live.nudge_staff("telling", conversation=telling.conversation_id)
    return telling
