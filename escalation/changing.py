"""Changing an escalation: one at a time, and never what somebody no longer sees.

Every page carries the version it was made from. Who acts on an older one is told what happened meanwhile and by whom,
and what they typed stays.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from escalation.models import Escalation, EscalationEvent


class Stale(Exception):
    """Something happened since. `escalation` is as it is now; `last` is the newest step that counts."""

    def __init__(self, escalation: Escalation, last: EscalationEvent | None) -> None:
        super().__init__(f"escalation {escalation.pk} is at version {escalation.version}")
        self.escalation = escalation
        self.last = last


@contextmanager
def changing(escalation_id: int, *, seen: int | None = None) -> Iterator[Escalation]:
    """Its row, locked until the block ends. `seen`: the version on the screen; None where no screen is behind it.

    Raises Stale. The block writes one step (history.note), which counts the version up, and one row of the audit.
    """
    with transaction.atomic():
        # Without joins: after waiting for the lock Postgres reads this row anew, but not the rows joined to it.
        escalation = Escalation.objects.select_for_update(no_key=True).get(pk=escalation_id)
        if seen is not None and seen != escalation.version:
            raise Stale(escalation, _last_that_counts(escalation))
        yield escalation


def _last_that_counts(escalation: Escalation) -> EscalationEvent | None:
    steps = escalation.history.exclude(kind__in=EscalationEvent.QUIET).select_related("by")
    return steps.order_by("-at", "-pk").first()
