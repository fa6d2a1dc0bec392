"""What others decided about somebody's shifts in the last two weeks, in sentences with the reason.

What they have not seen yet is new, until they say that they have seen it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from config import clock
from rota.models import Away, Shift, ShiftEvent, StaffMember, Swap
from rota.pages import wall
from rota.planning import asking

LATELY = timedelta(days=14)
# Reasons the engine writes itself.
OWN_REASONS = ("ill", "leave", "suspended")
Kind = ShiftEvent.Kind


class Decided(NamedTuple):
    """One decision, as its person reads it."""

    at: datetime
    words: str
    is_new: bool = False


def lately(staff: StaffMember) -> list[Decided]:
    """Newest first."""
    since = clock.now() - LATELY
    found = [*_swaps(staff, since), *_leave(staff, since), *_changed(staff, since)]
    return [one._replace(is_new=_is_new(staff, one.at)) for one in sorted(found, reverse=True)]


def new(staff: StaffMember) -> list[Decided]:
    return [one for one in lately(staff) if one.is_new]


def have_seen(staff: StaffMember, until: datetime) -> None:
    """They have seen what was decided up to that moment, and not what came since."""
    at = min(until, clock.now())
    StaffMember.objects.filter(Q(decisions_seen_at=None) | Q(decisions_seen_at__lt=at), pk=staff.pk).update(
        decisions_seen_at=at
    )


def waiting(staff: StaffMember) -> int:
    """How much waits for their answer or their eyes."""
    return asked_of(staff).count() + asking.open_for(staff).count() + len(new(staff))


def asked_of(staff: StaffMember) -> QuerySet[Swap]:
    asked = Swap.objects.filter(to=staff, state=Swap.State.ASKED, shift__during__startswith__gt=clock.now())
    return asked.select_related("shift__staff", "by", "in_return").order_by("shift__during")


def _is_new(staff: StaffMember, at: datetime) -> bool:
    return staff.decisions_seen_at is None or at > staff.decisions_seen_at


def _swaps(staff: StaffMember, since: datetime) -> Iterable[Decided]:
    """Told to both: whoever gave, and whoever takes."""
    State = Swap.State
    said = {
        (True, State.APPROVED): _("%(other)s has your shift of %(given)s."),
        (True, State.REFUSED): _("Your swap of %(given)s with %(other)s was refused. %(why)s"),
        (True, State.WITHDRAWN): _("Your swap of %(given)s with %(other)s came to nothing: a shift of it is gone."),
        (False, State.APPROVED): _("The shift of %(other)s is yours now: %(given)s."),
        (False, State.REFUSED): _("You do not have the shift of %(other)s, %(given)s: it was refused. %(why)s"),
        (False, State.WITHDRAWN): _("The shift of %(other)s, %(given)s, is not for you to take any more."),
    }
    swaps = Swap.objects.filter(Q(by=staff) | Q(to=staff), decided_at__gt=since, state__in=[s for _g, s in said])
    for one in swaps.exclude(Q(decided_by=staff) & ~Q(state=State.APPROVED)).select_related("to", "by"):
        gave = one.by_id == staff.pk
        if not gave and one.answered_at is None:
            continue  # they never agreed: it was nothing of theirs
        words = said[gave, State(one.state)]
        other = one.to.name if gave else one.by.name
        told = words % {"other": other, "given": _when(one.shift_id), "why": one.why}
        if one.state == State.APPROVED and one.in_return_id:
            back = _("You have %(when)s.") if gave else _("They have your shift of %(when)s.")
            told = f"{told} {back % {'when': _when(one.in_return_id)}}"
        assert one.decided_at is not None
        yield Decided(one.decided_at, told.strip())


def _when(shift_id: int) -> str:
    # The row of a shift that changed hands is kept, and no longer among those that count.
    shift = Shift.with_released.get(pk=shift_id)
    return wall.long_span(shift.starts_at, shift.ends_at)


def _leave(staff: StaffMember, since: datetime) -> Iterable[Decided]:
    said = {
        Away.State.APPROVED: _("Your leave %(when)s is approved."),
        Away.State.REFUSED: _("Your leave %(when)s was refused. %(why)s"),
    }
    times = staff.times_away.filter(kind=Away.Kind.LEAVE, state__in=said, decided_at__gt=since)
    for one in times.exclude(decided_by=staff):
        when = wall.long_span(one.during.lower, one.during.upper)
        assert one.decided_at is not None
        yield Decided(one.decided_at, (said[Away.State(one.state)] % {"when": when, "why": one.why}).strip())


def _changed(staff: StaffMember, since: datetime) -> Iterable[Decided]:
    """Put on by somebody else and still to come, taken off by somebody else, told ill by somebody else."""
    rows = ShiftEvent.objects.filter(kind__in=(Kind.PUT_ON, Kind.RELEASED), at__gt=since, shift__staff=staff)
    rows = rows.exclude(by=None).exclude(by=staff)
    shifts = {one.pk: one for one in Shift.with_released.filter(pk__in=rows.values("shift"))}
    for row in rows.select_related("by").order_by("pk"):
        shift = shifts[row.shift_id]
        words = _put_on(shift) if row.kind == Kind.PUT_ON else _taken_off(row, shift)
        if words:
            more = {"when": wall.long_span(shift.starts_at, shift.ends_at), "name": row.by.name if row.by else ""}
            yield Decided(row.at, (words % {**more, "why": row.why}).strip())


def _put_on(shift: Shift) -> str:
    is_ahead = shift.released_at is None and shift.starts_at > clock.now()
    return _("%(name)s put you on: %(when)s. Please confirm it.") if is_ahead and not shift.confirmed_at else ""


def _taken_off(row: ShiftEvent, shift: Shift) -> str:
    """Approved leave says so itself."""
    if row.why in OWN_REASONS:
        during = (shift.starts_at, shift.ends_at)
        away = Away.objects.filter(staff=shift.staff_id, state=Away.State.APPROVED, during__overlap=during).first()
        if away is not None:
            ill = _("%(name)s said that you are ill. Your shift of %(when)s is open for others.")
            return ill if away.kind == Away.Kind.SICK else ""
    return _("You were taken off %(when)s. %(why)s")
