"""Reading it: in the same process, after the words that were stored before it, with everything that reads a message."""

import logging

from django.db import InterfaceError, OperationalError, transaction

from chat import live
from chat.models import Message
from chat.urgency import Urgency, highest
from config import clock
from moderation import classifiers
from moderation.canary.words import ASKED, READERS
from moderation.checks import CHECKS, Check
from moderation.models import Canary
from moderation.reading import Reading, read

log = logging.getLogger(__name__)

NUDGE = "canary"
# What stands for a check where nothing could be read at all.
UNREADABLE = "unreadable"


def read_next(*, checks: tuple[Check, ...] = CHECKS) -> int:
    """Reads the oldest that waits, if it is its turn, and returns how many. Never more than one between two looks at
    what young people wrote."""
    waiting = Canary.objects.filter(stored_at__isnull=False, read_at=None).order_by("stored_at")
    pk = waiting.values_list("pk", flat=True).first()
    return int(pk is not None and _read(pk, checks))


@transaction.atomic
def _read(pk: int, checks: tuple[Check, ...]) -> bool:
    canary = (
        Canary.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        .filter(pk=pk, read_at=None)
        .select_related("key")
        .first()
    )
    if canary is None or not _is_its_turn(canary):
        return False
    canary.urgencies, canary.failed_checks = _found(canary, checks)
    canary.artefact_hash = classifiers.version().artefact_hash
    canary.read_at = clock.now()
    canary.save(update_fields=["urgencies", "failed_checks", "artefact_hash", "read_at"])
    live.nudge_staff(NUDGE)
    return True


def _is_its_turn(canary: Canary) -> bool:
    """It waits as a child who writes at this moment waits."""
    return not Message.objects.filter(reading=Message.Reading.PENDING, stored_at__lt=canary.stored_at).exists()


def _found(canary: Canary, checks: tuple[Check, ...]) -> tuple[dict[str, Urgency], list[str]]:
    try:
        reading = read(str(canary.body), ASKED, checks)
    except (OperationalError, InterfaceError):
        raise  # The database is away: it stays on the list.
    except Exception as trouble:
        # Whatever cannot be opened or read here could not be for a child. The reader goes on.
        log.error("canary.unreadable", extra={"canary": canary.pk, "error": type(trouble).__name__})
        return {}, [UNREADABLE]
    failed = {one.check for one in reading.findings if one.urgency is Urgency.NOT_CHECKED}
    return {reader: _urgency_by(reader, reading) for reader in READERS}, sorted(failed)


def _urgency_by(reader: str, reading: Reading) -> Urgency:
    theirs = (f"{reader}/", f"{reader}.")
    return highest(*(one.urgency for one in reading.findings if one.check.startswith(theirs)))
