"""Five minutes after the start without a sign of somebody: written down, and the coordinator is called.

Only for places of the rota. Whoever was put on by hand just now is there, or somebody knows why not.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from config import clock
from config.tuning import setting
from rota.models import ConsoleSeen, Shift, SignIn
from rota.planning.history import Kind, note
from rota.planning.on_shift import mark_came

log = logging.getLogger(__name__)


def tick() -> int:
    """For the clock: who was seen since the start has come, everybody else is missed. Gives how many are missed."""
    due = _due()
    return sum(_look(pk) for pk in due.values_list("pk", flat=True))


def missing_now() -> QuerySet[Shift]:
    """Shifts that run and whose person has not come: somebody has to call them, or find somebody else."""
    running = Shift.objects.filter(during__contains=clock.now(), finished_at=None, staff__is_active=True)
    return running.filter(missed_at__isnull=False, came_at=None).order_by("during", "pk")


def _due() -> QuerySet[Shift]:
    now = clock.now()
    begun = now - timedelta(minutes=setting("rota.no_show_minutes"))
    running = Shift.objects.filter(slot__isnull=False, during__contains=now, during__startswith__lte=begun)
    return running.filter(came_at=None, missed_at=None, finished_at=None, staff__is_active=True)


@transaction.atomic
def _look(shift_id: int) -> bool:
    shift = _due().select_for_update(of=("self",), skip_locked=True).filter(pk=shift_id).first()
    if shift is None:
        return False
    if _was_seen(shift):
        mark_came(shift)
        return False
    shift.missed_at = clock.now()
    shift.save(update_fields=["missed_at"])
    note(shift, Kind.MISSED, by=None)
    log.warning("shift.missed", extra={"shift": shift.pk})
    return True


def _was_seen(shift: Shift) -> bool:
    """A console of theirs was open, or they did something signed in, since the shift began."""
    since = shift.starts_at
    seen = ConsoleSeen.objects.filter(staff=shift.staff_id, seen_at__gte=since)
    signed_in = SignIn.objects.filter(staff=shift.staff_id, seen_at__gte=since, ended_at=None)
    return seen.exists() or signed_in.exists()
