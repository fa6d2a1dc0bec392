"""At the end of a lead's shift everything that stands becomes a `RiskItem` each: by the lead, or by the clock.

A thing is in one item that waits for somebody, whoever's shift ended: what nobody signed from the shift before stays
where it is, with its clock. Safe to repeat, also by two processes at once.
"""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from config import clock
from escalation.models import RiskHandover, RiskItem
from escalation.risk import people, standing
from escalation.risk.standing import Thing
from rota import audit
from rota.models import Shift, StaffMember

_ONE_AT_A_TIME = 814_006  # any number that no other lock of ours has
WITH_THING = ("escalation__key", "escalation__about_staff", "promise__conversation__key", "conversation__key", "shift")


@transaction.atomic
def gather(shift: Shift, *, by: StaffMember | None = None) -> RiskHandover:
    """What stands now. Before the end of the shift more may come; the first look after it is the last one."""
    with connection.cursor() as cursor:  # two shifts that end at once would both hand over the same
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    shift = Shift.objects.select_related("staff").get(pk=shift.pk)
    handover, is_new = RiskHandover.objects.get_or_create(shift=shift, defaults={"begun_by": by})
    if handover.gathered_at is not None:
        return handover
    now = clock.now()
    is_ended = shift.ends_at <= now
    added = 0 if people.goes_on(shift, now) else _add_all(shift, now, by)
    if is_ended:
        handover.gathered_at = now
        _none_later_than_now_said(shift, now)
    set_clock(handover)
    if is_new or added:
        audit.record("risk.handed", f"shift:{shift.pk}", who=by)
    return handover


def set_clock(handover: RiskHandover) -> None:
    """When somebody has to be called next; None where nothing waits. The caller saves nothing beside."""
    first = waiting().filter(shift=handover.shift_id).order_by("sign_due_at").first()
    handover.page_due_at = first.sign_due_at if first is not None else None
    handover.save(update_fields=["gathered_at", "page_step", "page_due_at"])


def waiting() -> QuerySet[RiskItem]:
    """Handed over, not signed, and not over by itself."""
    return RiskItem.objects.filter(signed_at=None, over_at=None)


def _add_all(shift: Shift, now: datetime, by: StaffMember | None) -> int:
    incoming, added = people.comes_next(shift, now), 0
    for what, thing in standing.everything(now):
        if people.leaves(shift, thing, now) and not waiting().filter(**standing.about(thing)).exists():
            added += _add(shift, what, thing, by, _due(shift, thing, incoming, now))
    return added


def _add(shift: Shift, what: str, thing: Thing, by: StaffMember | None, due: datetime) -> bool:
    known = RiskItem.objects.filter(shift=shift, **standing.about(thing)).first()
    if known is None:
        RiskItem.objects.create(shift=shift, what=what, handed_by=by, sign_due_at=due, **standing.about(thing))
        return True
    if known.signed_at is None:  # it was over for a while, and stands again
        known.over_at, known.sign_due_at = None, due
        known.save(update_fields=["over_at", "sign_due_at"])
        return True
    return False


def _due(shift: Shift, thing: Thing, incoming: list[StaffMember], now: datetime) -> datetime:
    """A quarter of an hour after the end for whoever comes; where nobody comes who may know of it, at the end."""
    ends = max(shift.ends_at, now)
    return ends + people.sign_within() if any(people.knows(one, thing) for one in incoming) else ends


def _none_later_than_now_said(shift: Shift, now: datetime) -> None:
    """It ended sooner than planned, or whoever was to come does not: nothing waits longer than from now."""
    incoming = people.comes_next(shift, now)
    for item in waiting().filter(shift=shift).select_related(*WITH_THING):
        due = _due(shift, standing.thing_of(item), incoming, now)
        if due < item.sign_due_at:
            item.sign_due_at = due
            item.save(update_fields=["sign_due_at"])
