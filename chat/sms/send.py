"""Sending: one phone's texts one after the other, each attempt on record before the carrier is called.

Two short transactions and a call between them. The first takes the oldest text that is due and writes the attempt;
the second writes what came of it. Whatever dies in between leaves an attempt without an answer: after a while it counts
as unknown and is looked up (`chat/sms/unknown.py`), never simply sent again. While the outcome of one text is unknown
the ones behind it wait, so that they arrive in order; only, what the service says by itself never holds up a person.
"""

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction

from chat.models import OutgoingText, Phone, SendAttempt
from chat.sms import carrier, pause
from chat.sms.codes import Then, then_of
from chat.sms.moves import (
    CLOSED_BY,
    Outcome,
    State,
    accepted,
    climb,
    close_phone,
    has_status,
    hold_for,
    is_past,
    locked,
    look_again,
    words_of,
)
from chat.sms.unknown import find_out, holds_up, is_automatic, is_unknown, nobody_knows, was_not_sent
from config import clock, jobs

log = logging.getLogger(__name__)

# An attempt without an answer for so long has lost its caller: a call takes at most a quarter of it.
LOST_AFTER = timedelta(seconds=30)
TOO_FAST = (429, 20429)
WAIT_WHEN_TOO_FAST = 2.0
LONGEST_WAIT = 300.0
NOT_OUT_YET = (State.QUEUED, State.SENDING)
TO_CALL_ABOUT = (*NOT_OUT_YET, State.UNKNOWN, State.UNDELIVERED)
# The jobs process has four places. Texts take two of them, however slow the carrier is.
LANES = 2
AT_ONCE = 200

DUE = """
SELECT phone_id FROM chat_outgoingtext t
WHERE next_try_at <= %(now)s AND state = ANY(%(states)s) AND NOT EXISTS (
    SELECT 1 FROM procrastinate_jobs j WHERE j.status = 'todo' AND j.queueing_lock = 'texts-' || t.phone_id
) AND (state = 'undelivered' OR NOT EXISTS (
    SELECT 1 FROM chat_outgoingtext ahead WHERE ahead.phone_id = t.phone_id AND ahead.id < t.id
        AND ahead.state IN ('queued', 'sending', 'unknown') AND ahead.next_try_at > %(now)s
        AND ahead.state_at > %(held_since)s
        AND NOT (ahead.state = 'unknown' AND EXISTS (
            SELECT 1 FROM chat_message ours WHERE ours.id = ahead.message_id AND ours.by = 'system'
        ) AND EXISTS (SELECT 1 FROM chat_message theirs WHERE theirs.id = t.message_id AND theirs.by <> 'system'))))
GROUP BY phone_id ORDER BY min(next_try_at) LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A text that this process, and no other, sends now."""

    attempt: SendAttempt
    number: str = field(repr=False)
    body: str = field(repr=False)


def start_sending() -> int:
    """Called each second: a job for every phone that has something due. Few while the carrier does not answer."""
    if not settings.HAS_TEXTS or pause.is_on():
        return 0
    phones = _phones_with_something_due(AT_ONCE if pause.is_well() else LANES)
    for phone_id in phones:
        jobs.defer_once(
            "chat.send_texts", once=f"texts-{phone_id}", lock=f"texts-lane-{phone_id % LANES}", phone_id=phone_id
        )
    return len(phones)


def _phones_with_something_due(most: int) -> list[int]:
    """Longest due first. A text that waits behind another one is not due."""
    now = clock.now()
    states = [str(state) for state in TO_CALL_ABOUT]
    with connection.cursor() as cursor:
        cursor.execute(DUE, {"now": now, "held_since": now - hold_for(), "states": states, "most": most})
        return [row[0] for row in cursor.fetchall()]


def send_texts(phone_id: int) -> int:
    """Sends what is due to one phone, in order, until something has to be waited for. Gives how many calls it made."""
    calls = 0
    while not pause.is_on():
        find_out(phone_id)
        claimed = claim_next(phone_id)
        if claimed is None:
            break
        answer = carrier.send(claimed.number, claimed.body, claimed.attempt.key)
        record(claimed.attempt, answer)
        calls += 1
    return calls


@transaction.atomic
def claim_next(phone_id: int) -> Claimed | None:
    """The next text of this phone and its attempt, committed before anybody is called; None where nothing is due."""
    phone = Phone.objects.select_for_update(no_key=True).get(pk=phone_id)
    texts = OutgoingText.objects.filter(phone=phone).select_related("phone", "message__conversation").order_by("pk")
    if not phone.may_be_texted:
        _block(list(texts.filter(state__in=TO_CALL_ABOUT, next_try_at__isnull=False)))
        return None
    _throw_away_late([text for text in texts.filter(state__in=NOT_OUT_YET) if not _is_calling(text)])
    only_people = False
    for text in texts.filter(state__in=TO_CALL_ABOUT, next_try_at__isnull=False):
        if only_people and is_automatic(text):
            continue
        if _is_calling(text) or (holds_up(text) and not is_automatic(text)):
            return None
        if _waits(text) and text.state in NOT_OUT_YET:
            return None
        only_people = only_people or holds_up(text)
        if not is_unknown(text) and not _waits(text) and (claimed := _claim(text)):
            return claimed
    return None


@transaction.atomic
def record(attempt: SendAttempt, answer: carrier.Answer) -> None:
    """What the carrier said about an attempt. A report may have been faster; then it is only confirmed."""
    text, attempt = locked(attempt)
    match answer:
        case carrier.Accepted(sid, status, code, segments):
            pause.it_answers()
            if accepted(text, attempt, sid, segments):
                has_status(text, attempt, status, code)
        case _ if attempt.outcome == Outcome.ACCEPTED:
            pass
        case carrier.Unknown():
            pause.it_is_silent()
            if attempt.outcome == Outcome.CALLING:
                nobody_knows(text, attempt)
        case carrier.NotReached():
            _wait(text, attempt, pause.it_is_silent())
        case carrier.Refused(code, retry_after):
            _refused(text, attempt, code, retry_after)


def _refused(text: OutgoingText, attempt: SendAttempt, code: int | None, retry_after: float | None) -> None:
    then = then_of(code)
    if then == Then.LATER:
        _wait(text, attempt, _wait_for(code, retry_after), code)
        return
    pause.it_answers()
    _close(attempt, code)
    look_again(text, None)
    if then in CLOSED_BY:
        climb(text, close_phone(text.phone, then), code=code)
    else:
        climb(text, State.UNDELIVERED if then in (Then.FILTERED, Then.AGAIN) else State.FAILED, code=code)


def _wait_for(code: int | None, retry_after: float | None) -> timedelta:
    """As long as it asks for. An account that is not right is like silence: every text waits, ever longer."""
    if code in TOO_FAST:
        wait = timedelta(seconds=min(retry_after or WAIT_WHEN_TOO_FAST, LONGEST_WAIT))
        pause.it_asks_for(wait)
        return wait
    if pause.is_well():
        log.error("carrier.refuses_our_account", extra={"carrier_code": code})
    return pause.it_is_silent()


def _wait(text: OutgoingText, attempt: SendAttempt, wait: timedelta, code: int | None = None) -> None:
    """It was not sent and will be, in its place. An answer so late that nobody waits for it any more ends it."""
    if attempt.outcome == Outcome.UNKNOWN:
        was_not_sent(text, attempt)
        return
    _close(attempt, code)
    look_again(text, clock.now() + wait)


def _close(attempt: SendAttempt, code: int | None = None) -> None:
    attempt.outcome, attempt.error_code, attempt.answered_at = Outcome.REFUSED, code, clock.now()
    attempt.save(update_fields=["outcome", "error_code", "answered_at"])


def _claim(text: OutgoingText) -> Claimed | None:
    """The attempt, or None where this text cannot go out: then it is at its end."""
    if text.state == State.UNDELIVERED and is_past(text):
        look_again(text, None)
        return None
    words = words_of(text)
    if words is None:
        climb(text, State.FAILED)
        return None
    if _was_filtered(text, words[1]):
        climb(text, State.UNDELIVERED, code=30007)
        return None
    climb(text, State.SENDING)
    text.attempts += 1
    text.next_try_at = clock.now() + LOST_AFTER
    text.save(update_fields=["attempts", "next_try_at"])
    return Claimed(SendAttempt.objects.create(text=text, number=text.attempts), *words)


def _is_calling(text: OutgoingText) -> bool:
    """Somebody is calling the carrier about it this moment. Who died over it is found out here."""
    attempt = SendAttempt.objects.filter(text=text, number=text.attempts, outcome=Outcome.CALLING).first()
    if attempt is None:
        return False
    if attempt.started_at + LOST_AFTER <= clock.now():
        log.warning("text.caller_lost", extra={"text": text.pk})
        nobody_knows(text, attempt)
    return True


def _waits(text: OutgoingText) -> bool:
    return text.next_try_at is None or text.next_try_at > clock.now()


def _throw_away_late(texts: list[OutgoingText]) -> None:
    for text in texts:
        if text.created_at + hold_for() <= clock.now():
            climb(text, State.DISCARDED)


def _block(texts: list[OutgoingText]) -> None:
    """This phone gets no texts from us. One that may be out already is still looked up."""
    for text in texts:
        if _is_calling(text) or is_unknown(text):
            continue
        look_again(text, None) if text.state == State.UNDELIVERED else climb(text, State.BLOCKED)


def _was_filtered(text: OutgoingText, body: str) -> bool:
    """The network took the very same words to this phone for spam: once more would be one more mark against us."""
    filtered = OutgoingText.objects.filter(phone=text.phone, error_code=30007).exclude(pk=text.pk)
    known = (
        words_of(other) for other in filtered.select_related("phone", "message__conversation").order_by("-pk")[:20]
    )
    return any(words is not None and words[1] == body for words in known)
