"""What others decided about somebody's shifts in the last two weeks, in sentences with the reason."""

from datetime import timedelta

from django.utils.translation import gettext as _

from config import clock
from rota.models import Away, Shift, ShiftEvent, StaffMember, Swap
from rota.pages import wall

LATELY = timedelta(days=14)
# Reasons the engine writes itself; they are said already.
OWN_REASONS = ("ill", "leave", "suspended")


def lately(staff: StaffMember) -> list[str]:
    """Newest first."""
    since = clock.now() - LATELY
    found = [*_swaps(staff, since), *_leave(staff, since), *_taken_off(staff, since)]
    return [words for _at, words in sorted(found, reverse=True)]


def _swaps(staff: StaffMember, since: object) -> list[tuple[object, str]]:
    said = {
        Swap.State.APPROVED: _("%(to)s has your shift of %(when)s."),
        Swap.State.REFUSED: _("Your swap of %(when)s with %(to)s was refused. %(why)s"),
    }
    swaps = Swap.objects.filter(by=staff, state__in=said, decided_at__gt=since).select_related("to")
    return [
        (
            one.decided_at,
            (said[Swap.State(one.state)] % {"to": one.to.name, "when": _when(one), "why": one.why}).strip(),
        )
        for one in swaps
    ]


def _when(swap: Swap) -> str:
    # The row of a shift that changed hands is kept, and no longer among those that count.
    shift = Shift.with_released.get(pk=swap.shift_id)
    return wall.long_span(shift.starts_at, shift.ends_at)


def _leave(staff: StaffMember, since: object) -> list[tuple[object, str]]:
    said = {
        Away.State.APPROVED: _("Your leave %(when)s is approved."),
        Away.State.REFUSED: _("Your leave %(when)s was refused."),
    }
    times = staff.times_away.filter(kind=Away.Kind.LEAVE, state__in=said, decided_at__gt=since)
    return [
        (one.decided_at, said[Away.State(one.state)] % {"when": wall.long_span(one.during.lower, one.during.upper)})
        for one in times
    ]


def _taken_off(staff: StaffMember, since: object) -> list[tuple[object, str]]:
    rows = ShiftEvent.objects.filter(kind=ShiftEvent.Kind.RELEASED, at__gt=since, shift__staff=staff)
    rows = rows.exclude(by=staff).exclude(why__in=OWN_REASONS).order_by("pk")
    shifts = {one.pk: one for one in Shift.with_released.filter(pk__in=[row.shift_id for row in rows])}
    words = _("You were taken off %(when)s. %(why)s")
    return [
        (
            row.at,
            words
            % {"when": wall.long_span(shifts[row.shift_id].starts_at, shifts[row.shift_id].ends_at), "why": row.why},
        )
        for row in rows
    ]
