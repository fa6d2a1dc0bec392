"""Who goes first: one change of the cover at a time, one change of a person's shifts at a time."""

from collections.abc import Iterable

from django.db import connection

from rota.models import Shift, Slot, StaffMember

_COVER = 814_001  # any number that no other lock of ours has


def lock_cover() -> None:
    """Whoever takes people off the rota waits here for another who does: each has to see what the other left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_COVER])


def lock_people(people: Iterable[StaffMember]) -> dict[int, StaffMember]:
    """These people as they are now, in the order of their ids: two who lock the same people never wait in a ring."""
    ids = sorted({one.pk for one in people})
    found = StaffMember.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {one.pk: one for one in found}


def locked_slot(slot: Slot) -> Slot:
    return Slot.objects.select_for_update().get(pk=slot.pk)


def locked_shift(shift: Shift) -> Shift:
    """As it is now. Raises Shift.DoesNotExist where somebody gave it back meanwhile."""
    return Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
