"""Asking the carrier what we may have missed: texts that came in while nobody listened, reports that never came.

A text that reached the carrier while we were down is in its list and nowhere else. Each look covers the time since the
last one that was answered to the end, and some minutes more, so that an outage of any length leaves no gap.
"""

import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from chat.models import IncomingText, SendAttempt
from chat.sms import carrier, pause
from chat.sms.moves import Outcome, State, ask_at, has_status, locked, look_again
from chat.sms.receive import Malformed, receive
from chat.sms.staff.replies import take_reply
from config import clock, jobs
from config.models import ProcessSeen
from config.tuning import setting

log = logging.getLogger(__name__)

# Up to here the carrier's list is read: a row among the signs of life.
NAME = "texts"
FIRST_LOOK_BACK = timedelta(days=1)
ASKED_AT_ONCE = 50
NEXT_IN_LINE = timedelta(minutes=5)

_started_at: float | None = None


def start_fetching() -> bool:
    """Called each second: a job once a minute, the first at once."""
    global _started_at
    now = time.monotonic()
    if not settings.HAS_TEXTS or (_started_at is not None and now - _started_at < setting("texts.fetch_seconds")):
        return False
    _started_at = now
    return jobs.defer_once("chat.fetch_missed", once="texts-fetch", lock="texts-fetch")


def fetch_missed() -> int:
    """Gives how many texts were missing and are in now. A silent carrier is asked for the same time again."""
    begun = clock.now()
    listed = None if pause.is_on() else carrier.texts_since(_read_up_to())
    if listed is None:
        if not pause.is_on():
            pause.it_is_silent()
        return 0
    pause.it_answers()
    taken, failed = _take_in([text for text in listed if text.is_incoming])
    if not failed:
        ProcessSeen.objects.update_or_create(name=NAME, defaults={"seen_at": begun})
    _ask_about_the_silent()
    return taken


def _read_up_to() -> datetime:
    """From when on the list is read: some minutes before the last look that was answered."""
    seen = ProcessSeen.objects.filter(name=NAME).values_list("seen_at", flat=True).first()
    since = seen or clock.now() - FIRST_LOOK_BACK
    return since - timedelta(minutes=setting("texts.fetch_overlap_minutes"))


def _take_in(listed: list[carrier.Listed]) -> tuple[int, int]:
    """Gives how many were new, and how many could not be taken in: those are tried again at the next look."""
    known = set(
        IncomingText.objects.filter(message_sid__in=[text.sid for text in listed]).values_list("message_sid", flat=True)
    )
    taken = failed = 0
    for text in listed:
        try:
            taken += text.sid not in known and _give(text)
        except Malformed:
            log.error("texts.malformed")  # it will not be better at the next look
        except Exception as trouble:
            # One text that cannot be taken in must not keep the others out.
            log.error("texts.not_taken_in", extra={"error": type(trouble).__name__})
            failed += 1
    if taken:
        log.info("texts.fetched", extra={"count": taken})
    return taken, failed


def _give(text: carrier.Listed) -> bool:
    fields = {
        "MessageSid": text.sid,
        "AccountSid": settings.TWILIO_ACCOUNT_SID,
        "From": text.sender,
        "To": settings.TWILIO_FROM,
        "Body": text.body,
        "NumMedia": str(text.pictures),
    }
    if take_reply(fields, at=text.at):
        return False
    return receive(fields, came_by=IncomingText.CameBy.POLL, provider_at=text.at) is not None


def _ask_about_the_silent() -> None:
    """Texts that were sent, and of which no report came for long."""
    silent = SendAttempt.objects.filter(
        text__state=State.SENT, text__next_try_at__lte=clock.now(), outcome=Outcome.ACCEPTED
    )
    for attempt in silent.order_by("text__next_try_at")[:ASKED_AT_ONCE]:
        known = carrier.ask(attempt.message_sid or "")
        _write(attempt, known)
        if known is None:
            return


@transaction.atomic
def _write(attempt: SendAttempt, known: carrier.Listed | None) -> None:
    text, attempt = locked(attempt)
    if known is not None:
        has_status(text, attempt, known.status, known.code)
    if text.state == State.SENT:
        # One that gets no answer goes to the end of the line, and keeps nobody else from being asked about.
        look_again(text, ask_at(text) if known else clock.now() + NEXT_IN_LINE)
