"""What came of a try, whenever it is heard and however often: a state only climbs."""

import logging

from django.db import transaction

from config import clock
from rota.models import PushAddress, Try
from rota.reach.paths import Answer

log = logging.getLogger(__name__)

State = Try.State
GONE = "gone"


@transaction.atomic
def write(try_id: int, answer: Answer) -> bool:
    """False for a try that is not there, or has another name at the carrier. What comes late changes nothing."""
    attempt = Try.objects.select_for_update(no_key=True).filter(pk=try_id).first()
    if attempt is None or (answer.provider_id and attempt.provider_id not in ("", answer.provider_id)):
        log.warning("reach.report_not_ours")
        return False
    attempt.provider_id = attempt.provider_id or answer.provider_id[:80]
    if Try.RANK[State(answer.state)] > Try.RANK[State(attempt.state)]:
        attempt.state, attempt.error_code, attempt.told_at = answer.state, answer.code[:20], clock.now()
        _log(attempt)
    attempt.save(update_fields=["provider_id", "state", "error_code", "told_at"])
    if answer.code == GONE and attempt.push_address_id is not None:
        PushAddress.objects.filter(pk=attempt.push_address_id, gone_at=None).update(gone_at=clock.now())
    return True


def _log(attempt: Try) -> None:
    """Which way and what came of it; never where it led."""
    log.info("reach.told", extra={"attempt": attempt.pk, "kind": attempt.path, "state": attempt.state})
