"""Places of the rota that somebody can still take: published, and nobody is on them."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from config import clock
from rota.models import Shift, Slot, StaffMember
from rota.shifts import ROLE_FOR


def open_slots(since: datetime, until: datetime, staff: StaffMember | None = None) -> QuerySet[Slot]:
    """Published places that nobody has, and that are not over. `staff`: only of duties this person could do."""
    places = unfilled().filter(during__overlap=(since, until), during__endswith__gt=clock.now())
    if staff is not None:
        held = staff.roles_held()
        places = places.filter(duty__in=[duty for duty, role in ROLE_FOR.items() if role in held])
    return places.order_by("during", "pk")


def unfilled() -> QuerySet[Slot]:
    """Published places without anybody: also where whoever had it was suspended."""
    held = Shift.objects.filter(slot=OuterRef("pk"), staff__is_active=True)
    return Slot.objects.filter(~Exists(held), published_at__isnull=False, cancelled_at=None)
