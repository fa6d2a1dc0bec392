"""Reading what was said: every check runs, and what was found is written in one transaction.

The messages and the posts themselves are the list of what is still to do. What cannot be read is not
passed over: it is marked as not checked, which a person sees. Whoever talks to us one to one goes first:
a flood of posts never delays a child's message.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from django.db import InterfaceError, OperationalError, transaction

from chat import live, queue
from chat.models import Mark, Message, PostVersion
from chat.urgency import Urgency
from config import clock, sealing
from config.tuning import setting
from moderation import posts
from moderation.checks import CHECKS, Check, Context, Finding, Turn
from moderation.flags import Reason, raise_flag, raise_flags
from moderation.models import Assessment
from moderation.reading import Reading, read
from moderation.records import recorded

log = logging.getLogger(__name__)

NOT_CHECKED = "assessment.not_checked"
# What is noticed at these is underlined nowhere and needs nobody.
NO_FLAG = frozenset({Urgency.ROUTINE, Urgency.NOT_CHECKED})
PENDING, FAILED = PostVersion.Reading.PENDING, PostVersion.Reading.FAILED


def assess_pending(*, most: int = 64, checks: tuple[Check, ...] = CHECKS) -> int:
    """Reads the oldest words that nobody has read, and returns how many. Safe beside other workers.

    One transaction for each: it holds one conversation's row, or one post's, so it can never wait in a ring with the
    journal, which locks several in the order of their ids.
    """
    count = _assess_messages(most, checks)
    for version_id in posts.pending().values_list("pk", flat=True)[: max(most - count, 0)]:
        count += _assess_post(version_id, PENDING, checks)
        count += _assess_messages(most, checks)  # who wrote to us meanwhile does not wait for the next post
    return count


def assess_failed_again(*, most: int = 16, checks: tuple[Check, ...] = CHECKS) -> int:
    """Posts that a check could not read, a while after it tried: it may be back. Until then they stay held."""
    while_ago = timedelta(seconds=setting("forum.read_again_seconds"))
    count = 0
    for version_id in posts.failed_before(while_ago).values_list("post_version_id", flat=True)[:most]:
        count += _assess_messages(64, checks)
        count += _assess_post(version_id, FAILED, checks)
    return count


def _assess_messages(most: int, checks: tuple[Check, ...]) -> int:
    pending = Message.objects.filter(reading=Message.Reading.PENDING).order_by("id")
    return sum(_assess_one(message_id, checks) for message_id in pending.values_list("pk", flat=True)[:most])


def _assess_one(message_id: int, checks: tuple[Check, ...]) -> bool:
    def assess() -> bool:
        message = _claimed(message_id)
        if message is not None:
            assess_message(message, checks=checks)
        return message is not None

    return _in_one_go(assess, lambda: _say_that_nobody_read_it(message_id), message_id=message_id)


def _assess_post(version_id: int, reading: str, checks: tuple[Check, ...]) -> bool:
    def assess() -> bool:
        version = posts.claimed(version_id, reading)
        if version is not None:
            posts.assess_version(version, checks=checks)
        return version is not None

    def give_up() -> bool:
        version = posts.claimed(version_id, reading)
        if version is not None:
            posts.assess_unreadable(version)
        return version is not None

    return _in_one_go(assess, give_up, version_id=version_id)


def _in_one_go(
    assess: Callable[[], bool],
    give_up: Callable[[], bool],
    *,
    message_id: int | None = None,
    version_id: int | None = None,
) -> bool:
    """All that one reading writes, or, where it goes wrong, that nobody could read it."""
    try:
        with transaction.atomic():
            return assess()
    except (OperationalError, InterfaceError):
        raise  # The database is away or asks to try again: the words stay on the list.
    except Exception as trouble:
        kind = type(trouble).__name__
        log.error("assessment.failed", extra={"message_id": message_id, "version": version_id, "error": kind})
        with transaction.atomic():
            return give_up()


def _claimed(message_id: int) -> Message | None:
    """The message, if it is still to be read and no other worker has it.

    Not FOR UPDATE: a flag that points at it would wait for us, with the conversation in its hands that we need next.
    """
    return (
        Message.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        .filter(pk=message_id, reading=Message.Reading.PENDING)
        .select_related("conversation__key")
        .first()
    )


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
    context, first_place = context_of(message)
    reading = read(message.body, context, checks)
    assessment = _write(message, reading, first_place)
    _act_on(message, reading.findings)
    if reading.is_not_checked:
        _flag_as_not_checked(message)
    message.reading = Message.Reading.FAILED if reading.failed else Message.Reading.READ
    message.save(update_fields=["reading"])
    live.nudge_conversation(message.conversation_id, "marks", message=message.pk)
    return assessment


def context_of(message: Message) -> tuple[Context, int]:
    """What was said before it, and from which place on."""
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
    places = {"read_from_place": first_place, "read_to_place": message.place, "at": clock.now()}
    assessment, _ = Assessment.objects.get_or_create(message=message, defaults=recorded(reading) | places)
    return assessment


def _act_on(message: Message, findings: Sequence[Finding]) -> None:
    """Underlines the words, and raises flags for what needs a person. Nothing found here lowers anything."""
    worrying = [one for one in findings if one.category is not None and one.urgency not in NO_FLAG]
    if worrying:
        Mark.objects.bulk_create(_marks(message, worrying), ignore_conflicts=True)
        raise_flags(message, (Reason(one.check, one.words, one.urgency, one.category or "") for one in worrying))


def _marks(message: Message, findings: Sequence[Finding]) -> Iterator[Mark]:
    for finding in findings:
        if finding.start is not None and finding.end is not None and finding.end > finding.start:
            yield Mark(
                message=message,
                start=finding.start,
                end=finding.end,
                words=finding.words[:80],
                category=finding.category or "",
                urgency=finding.urgency,
            )


def _flag_as_not_checked(message: Message) -> None:
    raise_flag(message, check_name=NOT_CHECKED, words="not checked", urgency=Urgency.NOT_CHECKED)
    queue.raise_urgency(message.conversation, Urgency.NOT_CHECKED)
