"""Texts of which nobody knows whether they were sent: the carrier is asked, until it says.

It keeps a list of what it took. A text is ours when no attempt of ours has its name yet and it says these words to this
phone since the attempt began. Where the carrier answers and has none a while after, the text was not sent; a
counsellor sees that and may send it again. We do not.
"""

from datetime import timedelta

from django.db import transaction

from chat.models import Message, OutgoingText, SendAttempt
from chat.sms import carrier, pause
from chat.sms.moves import (
    Outcome,
    State,
    accepted,
    climb,
    has_status,
    hold_for,
    locked,
    look_again,
    went_wrong,
    words_of,
)
from config import clock
from config.tuning import setting

# Its clock and ours may differ.
CLOCKS_DIFFER = timedelta(minutes=2)
FIRST_LOOK = timedelta(seconds=5)
GAP_WHILE_OTHERS_WAIT = timedelta(minutes=1)
LONGEST_GAP = timedelta(minutes=10)
GIVEN_UP_AFTER = timedelta(days=1)


def nobody_knows(text: OutgoingText, attempt: SendAttempt) -> None:
    """The call may or may not have got through. The text is looked up, not sent again."""
    attempt.outcome = Outcome.UNKNOWN
    attempt.save(update_fields=["outcome"])
    climb(text, State.UNKNOWN)
    look_again(text, clock.now() + FIRST_LOOK)


def find_out(phone_id: int) -> None:
    """Asks about every attempt to this phone whose outcome is unknown and whose time to ask has come."""
    unknown = SendAttempt.objects.filter(
        text__phone_id=phone_id, outcome=Outcome.UNKNOWN, text__next_try_at__lte=clock.now()
    )
    for attempt in unknown.select_related("text__phone__key", "text__message__conversation__key").order_by("pk"):
        if pause.is_on():
            return
        listed, body = _asked(attempt)
        pause.it_is_silent() if listed is None else pause.it_answers()
        _write(attempt, listed, body)


def was_not_sent(text: OutgoingText, attempt: SendAttempt) -> None:
    """Now it is known, and too late to go on as if nothing had been: a counsellor may say it again."""
    attempt.outcome, attempt.answered_at = Outcome.REFUSED, clock.now()
    attempt.save(update_fields=["outcome", "answered_at"])
    look_again(text, None)
    climb(text, State.FAILED)


def holds_up(text: OutgoingText) -> bool:
    """Nobody knows about it yet, so the texts behind it wait; not longer than words are held at all.

    Behind one that the service said by itself, only others of that kind.
    """
    return text.state == State.UNKNOWN and text.state_at + hold_for() > clock.now()


def is_automatic(text: OutgoingText) -> bool:
    """The service said it by itself."""
    return text.message.by == Message.By.SYSTEM


def is_unknown(text: OutgoingText) -> bool:
    """Nobody knows what became of its last attempt."""
    return SendAttempt.objects.filter(text=text, number=text.attempts, outcome=Outcome.UNKNOWN).exists()


def _asked(attempt: SendAttempt) -> tuple[list[carrier.Listed] | None, str]:
    """What the carrier has for this phone, and the words to compare it with."""
    words = words_of(attempt.text)
    return (carrier.look_up(words[0]), words[1]) if words else ([], "")


@transaction.atomic
def _write(attempt: SendAttempt, listed: list[carrier.Listed] | None, body: str) -> None:
    text, attempt = locked(attempt)
    if attempt.outcome != Outcome.UNKNOWN:
        return  # a report was faster
    age = clock.now() - attempt.started_at
    found = _ours_in(listed or [], attempt, body)
    if found is not None and accepted(text, attempt, found.sid, found.segments):
        has_status(text, attempt, found.status, found.code)
    elif listed is not None and age >= _grace():
        was_not_sent(text, attempt)
    else:
        _ask_later(text, attempt, age)


def _ours_in(listed: list[carrier.Listed], attempt: SendAttempt, body: str) -> carrier.Listed | None:
    """The oldest text in the list that can be this attempt and is no other."""
    earliest = attempt.started_at - CLOCKS_DIFFER
    alike = [
        one
        for one in reversed(listed)
        if not one.is_incoming and one.body.strip() == body.strip() and (one.at is None or one.at >= earliest)
    ]
    sids = [one.sid for one in alike]
    known = set(SendAttempt.objects.filter(message_sid__in=sids).values_list("message_sid", flat=True))
    return next((one for one in alike if one.sid not in known), None)


def _ask_later(text: OutgoingText, attempt: SendAttempt, age: timedelta) -> None:
    """Soon at first. When the time to know has passed and nobody answers, a person is told."""
    was_due, knows_by = text.next_try_at, attempt.started_at + _grace()
    now = clock.now()
    longest = GAP_WHILE_OTHERS_WAIT if age < hold_for() else LONGEST_GAP
    due = now + max(FIRST_LOOK, min(age / 2, longest))
    if was_due is not None and was_due <= knows_by <= now and text.state == State.UNKNOWN:
        went_wrong(text)
    look_again(text, None if age > GIVEN_UP_AFTER else min(due, knows_by) if now < knows_by else due)


def _grace() -> timedelta:
    """From when on a text that the carrier does not have was not sent."""
    return timedelta(seconds=setting("texts.unknown_seconds"))
