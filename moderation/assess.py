"""Reading what was said: every check runs, and what was found is written in one transaction.

The messages themselves are the list of what is still to do. A message that cannot be read is not
passed over: it is marked as not checked, which a person sees.
"""

import logging
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from chat import live, queue
from chat.models import Mark, Message
from chat.urgency import Urgency
from config import clock, sealing
from config.tuning import setting
from moderation.checks import CHECKS, Check, Context, Finding, Turn
from moderation.flags import raise_flag
from moderation.models import Assessment
from moderation.reading import Reading, read

log = logging.getLogger(__name__)

NOT_CHECKED = "assessment.not_checked"


def assess_pending(*, most: int = 64, checks: tuple[Check, ...] = CHECKS) -> int:
    """Reads the oldest messages that nobody has read, and returns how many. Safe beside other workers.

    One transaction a message: it holds one conversation's row, so it can never wait in a ring with the
    journal, which locks several in the order of their ids.
    """
    pending = Message.objects.filter(reading=Message.Reading.PENDING).order_by("id")
    return sum(_assess_one(message_id, checks) for message_id in pending.values_list("pk", flat=True)[:most])


def _assess_one(message_id: int, checks: tuple[Check, ...]) -> bool:
    try:
        with transaction.atomic():
            message = _claimed(message_id)
            if message is not None:
                assess_message(message, checks=checks)
            return message is not None
    except (OperationalError, InterfaceError):
        raise  # The database is away or asks to try again: the message stays on the list.
    except Exception as trouble:
        log.error("assessment.failed", extra={"message_id": message_id, "error": type(trouble).__name__})
        return _say_that_nobody_read_it(message_id)


def _claimed(message_id: int) -> Message | None:
    """The message, if it is still to be read and no other worker has it."""
    return (
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=message_id, reading=Message.Reading.PENDING)
        .select_related("conversation__key")
        .first()
    )


@transaction.atomic
def _say_that_nobody_read_it(message_id: int) -> bool:
    message = _claimed(message_id)
    if message is not None:
        message.reading = Message.Reading.FAILED
        message.save(update_fields=["reading"])
        _flag_as_not_checked(message)
    return message is not None


def assess_message(message: Message, *, checks: tuple[Check, ...] = CHECKS) -> Assessment | None:
    """One reading of one message, with the conversation before it. Writes assessment, marks and flags."""
    if message.conversation.key is None:
        message.reading = Message.Reading.NOT_NEEDED
        message.save(update_fields=["reading"])
        return None
    context, first_place = _context_of(message)
    reading = read(message.body, context, checks)
    assessment = _write(message, reading, first_place)
    for finding in reading.findings:
        _act_on(message, finding)
    if reading.failed:
        _flag_as_not_checked(message)
    message.reading = Message.Reading.FAILED if reading.failed else Message.Reading.READ
    message.save(update_fields=["reading"])
    live.nudge_conversation(message.conversation_id, "marks", message=message.pk)
    return assessment


def _context_of(message: Message) -> tuple[Context, int]:
    earlier = list(
        Message.objects.filter(conversation=message.conversation_id, place__lt=message.place)
        .order_by("-place")[: setting("assessment.messages_read")]
    )[::-1]  # fmt: skip
    turns = []
    for one in earlier:
        one.conversation = message.conversation
        turns.append(Turn(by=one.by, body=_body_of(one), place=one.place))
    return Context(earlier=tuple(turns)), earlier[0].place if earlier else message.place


def _body_of(message: Message) -> str:
    try:
        return str(message.body)
    except sealing.CannotOpen:
        return ""


def _write(message: Message, reading: Reading, first_place: int) -> Assessment:
    assessment, _ = Assessment.objects.get_or_create(
        message=message,
        defaults={
            "urgency": reading.urgency,
            "categories": list(reading.categories),
            "scores": reading.scores,
            "findings": [_recorded(finding) for finding in reading.findings],
            "failed_checks": list(reading.failed),
            "rules_version": reading.rules_version,
            "read_from_place": first_place,
            "read_to_place": message.place,
            "at": clock.now(),
        },
    )
    return assessment


def _recorded(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "category": finding.category,
        "urgency": finding.urgency,
        "start": finding.start,
        "end": finding.end,
        "score": finding.score,
    }


def _act_on(message: Message, finding: Finding) -> None:
    """Underlines the words, and raises a flag for what needs a person. Nothing found here lowers anything."""
    urgency = Urgency(finding.urgency)
    if finding.category is None or urgency in {Urgency.ROUTINE, Urgency.NOT_CHECKED}:
        return
    if finding.start is not None and finding.end is not None and finding.end > finding.start:
        Mark.objects.get_or_create(
            message=message,
            start=finding.start,
            end=finding.end,
            words=finding.words[:80],
            defaults={"category": finding.category, "urgency": urgency},
        )
    raise_flag(message, check_name=finding.check, words=finding.words, urgency=urgency, category=finding.category)


def _flag_as_not_checked(message: Message) -> None:
    raise_flag(message, check_name=NOT_CHECKED, words="not checked", urgency=Urgency.NOT_CHECKED)
    queue.raise_urgency(message.conversation, Urgency.NOT_CHECKED)
