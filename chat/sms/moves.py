"""How a text of ours moves on: only up, told to the screens, and to moderation where it went wrong.

Whoever calls this holds the lock of the text's phone (`locked`), so that of two who know something about one text the
later sees what the earlier did.
"""

import logging
from datetime import datetime, timedelta

from chat import handoffs, live
from chat.models import OutgoingText, Phone, SendAttempt
from chat.models.talk import WordsShredded
from chat.sms.codes import Then, then_of
from config import clock
from config.sealing import CannotOpen
from config.tuning import setting

log = logging.getLogger(__name__)

State = OutgoingText.State
Outcome = SendAttempt.Outcome

ENDED_BADLY = (State.UNDELIVERED, State.FAILED, State.BLOCKED, State.DISCARDED)
CLOSED_BY = {
    Then.STOPPED: (State.BLOCKED, Phone.Texts.STOPPED),
    Then.DEAD: (State.FAILED, Phone.Texts.DEAD),
    Then.LANDLINE: (State.FAILED, Phone.Texts.LANDLINE),
}
# The carrier's words for a text that it has, in the order of our states.
STATUSES = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending", "sent"), State.SENT),
    **dict.fromkeys(("delivered", "read"), State.DELIVERED),
    **dict.fromkeys(("undelivered", "partially_delivered"), State.UNDELIVERED),
    **dict.fromkeys(("failed", "canceled"), State.FAILED),
}


def locked(attempt: SendAttempt) -> tuple[OutgoingText, SendAttempt]:
    """The text and the attempt as they are now, with their phone locked until the transaction ends."""
    phone_id = OutgoingText.objects.values_list("phone_id", flat=True).get(pk=attempt.text_id)
    Phone.objects.select_for_update(no_key=True).get(pk=phone_id)
    text = OutgoingText.objects.select_related("phone", "message__conversation").get(pk=attempt.text_id)
    return text, SendAttempt.objects.get(pk=attempt.pk)


def climb(text: OutgoingText, state: OutgoingText.State, *, code: int | None = None) -> bool:
    """Moves it up. What comes late, or a second bad end, changes nothing."""
    if OutgoingText.RANK[state] <= OutgoingText.RANK[State(text.state)]:
        return False
    was, text.state = State(text.state), state
    text.state_at = clock.now()
    text.error_code = code if state != State.DELIVERED else None
    if state in OutgoingText.FINAL:
        text.next_try_at = None
    text.save(update_fields=["state", "state_at", "error_code", "next_try_at"])
    _tell(text)
    if state in ENDED_BADLY:
        went_wrong(text)
    elif was in ENDED_BADLY:
        live.nudge_staff("flag", conversation=text.message.conversation_id)  # one that says it did not arrive
    return True


def _tell(text: OutgoingText) -> None:
    live.nudge_conversation(text.message.conversation_id, "delivery", message=text.message_id)


def went_wrong(text: OutgoingText) -> None:
    """Somebody has to know, and a lead at once where there is danger: moderation decides that."""
    log.info("text.went_wrong", extra={"text": text.pk, "state": text.state, "carrier_code": text.error_code})
    handoffs.text_went_wrong(text.pk)


def look_again(text: OutgoingText, at: datetime | None) -> None:
    """When to call the carrier about it next. What has not gone out is not kept longer than it may be held."""
    if at is not None and text.state in (State.QUEUED, State.SENDING):
        at = min(at, text.created_at + hold_for())
    text.next_try_at = at
    text.save(update_fields=["next_try_at"])
    if text.state == State.UNDELIVERED:
        _tell(text)  # whether it is sent once more, and when


def accepted(text: OutgoingText, attempt: SendAttempt, sid: str, segments: int | None = None) -> bool:
    """The carrier has this attempt under that name. False where the name belongs to another one."""
    if attempt.message_sid not in (None, sid) or SendAttempt.objects.filter(message_sid=sid).exclude(pk=attempt.pk):
        log.warning("text.odd_name", extra={"text": text.pk})
        return False
    was = attempt.outcome
    attempt.message_sid, attempt.outcome = sid, Outcome.ACCEPTED
    attempt.answered_at = attempt.answered_at or clock.now()
    attempt.save(update_fields=["message_sid", "outcome", "answered_at"])
    if segments:
        text.segments = segments
        text.save(update_fields=["segments"])
    if was != Outcome.ACCEPTED and text.state == State.UNDELIVERED:
        look_again(text, None)  # sent once more: that is not due again until this one comes back too
    return True


def has_status(text: OutgoingText, attempt: SendAttempt, status: str, code: int | None) -> None:
    """How far the carrier is with an attempt that it has accepted."""
    state = STATUSES.get(status, State.SENT)
    then = then_of(code) if state in (State.UNDELIVERED, State.FAILED) else None
    if then in CLOSED_BY:
        state = CLOSED_BY[then][0] if _has_spoken_since(text.phone, attempt) else close_phone(text.phone, then)
    elif then in (Then.AGAIN, Then.FILTERED):
        state = State.UNDELIVERED
    if climb(text, state, code=code) and state == State.SENT:
        look_again(text, ask_at(text))
    if then == Then.AGAIN and text.state == State.UNDELIVERED and attempt.number == text.attempts:
        look_again(text, _again_at(text))


def _has_spoken_since(phone: Phone, attempt: SendAttempt) -> bool:
    """They texted us, START perhaps, after this attempt: what a late report says of the phone may be over."""
    moments = [moment for moment in (phone.texts_changed_at, phone.last_heard_at) if moment is not None]
    return max(moments, default=attempt.started_at) > attempt.started_at


def close_phone(phone: Phone, then: Then) -> OutgoingText.State:
    """No more texts to this phone, and the state of the one that told us so."""
    state, texts = CLOSED_BY[then]
    if phone.texts != texts:
        phone.texts, phone.texts_changed_at = texts, clock.now()
        phone.save(update_fields=["texts", "texts_changed_at"])
        log.info("phone.closed", extra={"reason": then.value})
    return state


def hold_for() -> timedelta:
    """How long words may wait for the carrier before they are thrown away."""
    return timedelta(minutes=setting("texts.hold_minutes"))


def ask_at(text: OutgoingText) -> datetime | None:
    """When to ask about a text that nothing was reported of: ever more rarely, and at last no more."""
    now = clock.now()
    moments = [text.state_at + timedelta(minutes=minutes) for minutes in setting("texts.ask_minutes")]
    return min((moment for moment in moments if moment > now), default=None)


def is_past(text: OutgoingText) -> bool:
    """Nobody is helped by getting this once more: the talk is over, or an outage came between."""
    every_try = timedelta(minutes=sum(setting("texts.retry_minutes")))
    return text.message.conversation.is_over or text.created_at + every_try + 2 * hold_for() < clock.now()


def words_of(text: OutgoingText) -> tuple[str, str] | None:
    """Number and words, opened; None where the key to either is gone."""
    try:
        return text.phone.number or "", text.message.body or ""
    except (WordsShredded, CannotOpen):
        return None


def _again_at(text: OutgoingText) -> datetime | None:
    """When the same text goes out again; None when that was tried often enough, or the talk is over."""
    tried = SendAttempt.objects.filter(text=text, outcome=Outcome.ACCEPTED).count()
    minutes = setting("texts.retry_minutes")
    if not 1 <= tried <= len(minutes) or is_past(text):
        return None
    return clock.now() + timedelta(minutes=minutes[tried - 1])
