"""Whether somebody may be put on at all: a DBS check, training and supervision, each good until a day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction

from config.tuning import setting
from rota import audit
from rota.models import Clearance, StaffMember
from rota.planning import wall
from rota.planning.arranging import must_arrange

Kind = Clearance.Kind


class RunsOut(NamedTuple):
    """A clearance of somebody that is over, was never noted, or ends soon. `until`: None where it was never noted."""

    staff: StaffMember
    kind: Clearance.Kind
    until: date | None


@transaction.atomic
def record(staff: StaffMember, kind: str, valid_until: date, *, by: StaffMember) -> Clearance:
    """Seen and noted by a rota manager, for somebody else or for themselves. The newest note of a kind counts."""
    must_arrange(by)
    clearance = Clearance(staff=staff, kind=kind, valid_until=valid_until, noted_by=by)
    clearance.full_clean()
    clearance.save(force_insert=True)
    audit.record("clearance.noted", f"staff:{staff.pk}", who=by)
    return clearance


def of(people: Iterable[StaffMember | int]) -> dict[int, dict[str, date]]:
    """For each of these people, until when each kind is good: the newest note counts, also where it is shorter."""
    ids = [one if isinstance(one, int) else one.pk for one in people]
    newest = Clearance.objects.filter(staff__in=ids).order_by("staff_id", "kind", "-pk").distinct("staff_id", "kind")
    found: dict[int, dict[str, date]] = {pk: {} for pk in ids}
    for staff_id, kind, until in newest.values_list("staff_id", "kind", "valid_until"):
        found[staff_id][kind] = until
    return found


def first_day_not_told_of() -> date:
    """What ends before this day is told: today and the next 30 days."""
    return wall.today() + timedelta(days=setting("rota.warn_days") + 1)


def lacking(until: dict[str, date], day: date) -> list[Clearance.Kind]:
    """The kinds that do not hold on that day."""
    return [kind for kind in Kind if kind.value not in until or until[kind.value] < day]


def running_out(people: Iterable[StaffMember] | None = None) -> list[RunsOut]:
    """What is over or ends within `rota.warn_days`, soonest first: for the one who has to see to it."""
    found = list(StaffMember.objects.filter(is_active=True).order_by("pk") if people is None else people)
    soon = first_day_not_told_of()
    known = of(found)
    rows = [RunsOut(one, kind, known[one.pk].get(kind.value)) for one in found for kind in lacking(known[one.pk], soon)]
    return sorted(rows, key=lambda row: (row.until or date.min, row.staff.pk, row.kind))
