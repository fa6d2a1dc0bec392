"""Makes the tries that are written, each once. Runs in jobs: a carrier that is slow holds no clock up.

Claimed first, and the claim is committed before anything leaves: whoever dies after that leaves a try of which nobody
knows whether it left. It is not made again; the call goes on by another way.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from config import clock, jobs
from rota.models import Try
from rota.reach.paths import SENDERS, Answer, still_stands
from rota.reach.results import write

log = logging.getLogger(__name__)

# A carrier is given five seconds; whoever has not said by then what came of it does not live any more.
LOST_AFTER = timedelta(seconds=20)
NOT_NEEDED = "not_needed"

State = Try.State


def start(try_ids: Iterable[int]) -> None:
    """A job for each, unless one waits."""
    for pk in try_ids:
        jobs.defer_once("rota.make_try", once=f"try-{pk}", try_id=pk)


def look() -> int:
    """Each second: starts what is due and has no job any more, and gives up on what died. Gives how many were due."""
    now = clock.now()
    lost = Try.objects.filter(state=State.WRITTEN, called_at__lte=now - LOST_AFTER)
    if gone := lost.update(state=State.UNKNOWN, told_at=now):
        log.warning("reach.lost", extra={"count": gone})
    due = list(Try.objects.filter(state=State.WRITTEN, called_at=None, due_at__lte=now).values_list("pk", flat=True))
    start(due)
    return len(due)


def make(try_id: int) -> None:
    """One try, at most once. What has been heard or is over meanwhile is not made."""
    attempt = _claimed(try_id)
    if attempt is None:
        return
    write(attempt.pk, _made(attempt) if still_stands(attempt) else Answer(State.FAILED, code=NOT_NEEDED))


@transaction.atomic
def _claimed(try_id: int) -> Try | None:
    waiting = Try.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    attempt = waiting.filter(pk=try_id, state=State.WRITTEN, called_at=None).select_related("staff").first()
    if attempt is not None:
        attempt.called_at = clock.now()
        attempt.save(update_fields=["called_at"])
    return attempt


def _made(attempt: Try) -> Answer:
    send = SENDERS.get(attempt.path)
    if send is None:
        return Answer(State.FAILED, code="no_way")
    try:
        return send(attempt)
    except Exception as trouble:
        # Its words may hold an address or a number.
        log.error("reach.failed", extra={"error": type(trouble).__name__})
        return Answer(State.UNKNOWN)
