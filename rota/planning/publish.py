"""Places of the rota: published four weeks ahead, open until somebody has them, cancelled when nobody is needed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from config import clock
from config.tuning import setting
from rota import audit
from rota.models import Slot, StaffMember
from rota.planning import planned, rules, wall
from rota.planning.arranging import must_arrange
from rota.planning.locks import lock_cover, locked_slot
from rota.planning.open_places import open_slots as open_slots
from rota.planning.open_places import unfilled as unfilled
from rota.shifts import ROLE_FOR


class Published(NamedTuple):
    """The places that are published now, and those that stay drafts because somebody on them may not be put on."""

    slots: list[Slot]
    blocked: list[tuple[Slot, list[rules.Problem]]]


@transaction.atomic
def publish(slots: Iterable[Slot], by: StaffMember) -> Published:
    """People see them from now on, and may claim those that are open. Safe to repeat.

    A place stays a draft where its person may not be put on, or where it would leave an hour planned with too few.
    """
    must_arrange(by)
    ids = sorted(one.pk for one in slots)
    drafts = Slot.objects.select_for_update().filter(pk__in=ids, published_at=None, cancelled_at=None)
    fine, blocked = _sorted_out(list(drafts.order_by("pk")))
    done = []
    for slot in fine:
        slot.published_at, slot.published_by = clock.now(), by
        slot.save(update_fields=["published_at", "published_by"])
        audit.record("place.published", f"place:{slot.pk}", who=by)
        done.append(slot)
    return Published(done, sorted(blocked, key=lambda one: (one[0].during.lower, one[0].pk)))


def to_publish(weeks: int | None = None) -> QuerySet[Slot]:
    """Drafts of the next weeks that should be published by now."""
    until = clock.now() + timedelta(weeks=setting("rota.publish_weeks") if weeks is None else weeks)
    drafts = Slot.objects.filter(published_at=None, cancelled_at=None, during__endswith__gt=clock.now())
    return drafts.filter(during__startswith__lt=until).order_by("during", "pk")


@transaction.atomic
def add(
    duty: str, begins: datetime, ends: datetime, by: StaffMember, *, needs_senior: bool = False, is_open: bool = False
) -> Slot:
    """One place beside the patterns. `is_open`: published at once."""
    must_arrange(by)
    if duty not in ROLE_FOR or ends <= begins:
        raise ValidationError(_("A place has a duty, and ends after it begins."), code="backwards")
    return make_place(duty, begins, ends, by if is_open else None, needs_senior=needs_senior, is_open=is_open)


def make_place(
    duty: str,
    begins: datetime,
    ends: datetime,
    by: StaffMember | None,
    *,
    needs_senior: bool = False,
    is_open: bool = True,
) -> Slot:
    """For what opens in the middle of things, when somebody falls ill. `by`: nobody where a clock did it."""
    slot = Slot.objects.create(
        day=wall.day_of(begins),
        duty=duty,
        during=DateTimeTZRange(begins, ends),
        needs_senior=needs_senior,
        published_at=clock.now() if is_open else None,
        published_by=by,
    )
    audit.record("place.added", f"place:{slot.pk}", who=by)
    return slot


@transaction.atomic
def cancel(slot: Slot, by: StaffMember) -> Slot:
    """Nobody is needed there after all. Safe to repeat.

    Refused while somebody has it: release them first; and where it leaves an hour planned with too few.
    """
    must_arrange(by)
    lock_cover()
    slot = locked_slot(slot)
    if slot.cancelled_at is not None:
        return slot
    if holder := slot.shifts.select_related("staff").first():
        raise ValidationError(_("%(name)s has this shift.") % {"name": holder.staff.name}, code="held")
    planned.must_stay_enough(without=slot)
    slot.cancelled_at, slot.cancelled_by = clock.now(), by
    slot.save(update_fields=["cancelled_at", "cancelled_by"])
    audit.record("place.cancelled", f"place:{slot.pk}", who=by)
    return slot


def _sorted_out(drafts: list[Slot]) -> tuple[list[Slot], list[tuple[Slot, list[rules.Problem]]]]:
    """What may be published together. One that stays behind may leave another alone, so it is looked at again."""
    blocked = [(slot, against) for slot in drafts if (against := _against(slot))]
    fine = [slot for slot in drafts if slot not in [one for one, _why in blocked]]
    while thin := [(slot, words) for slot in fine if (words := planned.too_few(slot, also=fine))]:
        blocked += [(slot, [rules.Problem("reachable", words)]) for slot, words in thin]
        fine = [slot for slot in fine if slot not in [one for one, _words in thin]]
    return fine, blocked


def _against(slot: Slot) -> list[rules.Problem]:
    shift = slot.shifts.select_related("staff").first()
    found = rules.problems_with(slot, shift.staff, ignoring=shift) if shift else []
    return [one for one in found if one.blocks]
