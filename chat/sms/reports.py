"""What the carrier reports about a text of ours, whenever it comes and however often.

A report may overtake the answer to the call it is about, come twice, late or out of order. Each status of an attempt
counts once, and none moves a text back.
"""

import logging
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from chat.models import DeliveryReport, SendAttempt
from chat.sms.moves import STATUSES, Outcome, accepted, has_status, locked
from config import clock

log = logging.getLogger(__name__)


@transaction.atomic
def take_report(attempt_key: str | UUID, fields: Mapping[str, str]) -> bool:
    """Takes in one report (verified before). False, and a line in the log, for one that is about nothing of ours."""
    attempt = SendAttempt.objects.filter(key=key).first() if (key := _key(attempt_key)) else None
    status, sid = fields.get("MessageStatus", ""), fields.get("MessageSid", "")
    if attempt is None or status not in STATUSES or not 2 < len(sid) <= 34:
        log.warning("report.not_ours")
        return False
    text, attempt = locked(attempt)
    if attempt.message_sid not in (None, sid):
        log.warning("report.odd_name", extra={"attempt": attempt.pk})
        return False
    if attempt.reports.filter(status=status).exists():
        return True
    if attempt.outcome != Outcome.ACCEPTED and not accepted(text, attempt, sid):
        return False
    code = _code(fields.get("ErrorCode", ""))
    DeliveryReport.objects.create(attempt=attempt, status=status, error_code=code, at=clock.now())
    has_status(text, attempt, status, code)
    return True


def _key(given: str | UUID) -> UUID | None:
    try:
        return UUID(str(given))
    except ValueError:
        return None


def _code(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdecimal() and 0 < len(given) < 8 else None
