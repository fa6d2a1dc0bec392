"""Being away: leave is asked for and approved; being ill takes effect at once and nobody can refuse it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from config import clock
from rota import audit
from rota.models import Away, Shift, StaffMember
from rota.planning import publish, reachable
from rota.planning.arranging import may_step_in, must_arrange, must_be_theirs
from rota.planning.claims import let_go
from rota.planning.history import Kind, note
from rota.planning.hours import Span, left_of
from rota.planning.locks import lock_cover, lock_people

State = Away.State


@transaction.atomic
def ask(staff: StaffMember, kind: str, begins: datetime, ends: datetime, by: StaffMember) -> Away:
    """Leave waits for a rota manager. Illness counts from now: shifts in it are free, and the gaps are told."""
    if ends <= begins:
        raise ValidationError(_("It ends after it begins."), code="backwards")
    if kind == Away.Kind.SICK:
        return _is_ill(staff, begins, ends, by)
    must_be_theirs(staff, by)
    lock_people([staff])
    away = _stored(Away(staff=staff, kind=Away.Kind.LEAVE, during=DateTimeTZRange(begins, ends), asked_by=by))
    audit.record("away.asked", f"away:{away.pk}", who=by)
    return away


@transaction.atomic
def approve(away: Away, by: StaffMember) -> Away:
    """Leave is granted, and its shifts are open. Refused where that leaves an hour with too few people."""
    must_arrange(by)
    if away.staff_id == by.pk:
        raise PermissionDenied(_("Somebody else has to decide about your own leave."))
    lock_cover()
    lock_people([away.staff])
    away = _waiting(away)
    shifts = _shifts_in(away.staff, away.during.lower, away.during.upper)
    if any(one.starts_at <= clock.now() for one in shifts):
        raise ValidationError(_("One of their shifts runs now. It has to be finished first."), code="begun")
    reachable.must_leave_enough(without=shifts)
    for one in shifts:
        let_go(one, by=by, why="leave")
    return _decide(away, State.APPROVED, by)


@transaction.atomic
def refuse(away: Away, by: StaffMember, why: str = "") -> Away:
    """`why` goes to whoever asked."""
    must_arrange(by)
    if away.staff_id == by.pk:
        raise PermissionDenied(_("Somebody else has to decide about your own leave."))
    return _decide(_waiting(away), State.REFUSED, by, why)


@transaction.atomic
def withdraw(away: Away, by: StaffMember) -> Away:
    """They are there after all. Shifts that were freed for it do not come back by themselves."""
    must_be_theirs(away.staff, by)
    away = Away.objects.select_for_update().get(pk=away.pk)
    if away.state not in (State.ASKED, State.APPROVED):
        return away
    return _decide(away, State.WITHDRAWN, by)


def shifts_in(away: Away) -> list[Shift]:
    """What somebody is on in that time: what its approval would open."""
    return list(_theirs(away.staff, away.during.lower, away.during.upper))


def _is_ill(staff: StaffMember, begins: datetime, ends: datetime, by: StaffMember) -> Away:
    if staff.pk != by.pk and not may_step_in(by):
        raise PermissionDenied(_("They say so themselves, or a rota manager or a lead does."))
    lock_cover()
    lock_people([staff])
    away = _as_ill(staff, begins, ends, by)
    for shift in _shifts_in(staff, begins, ends):
        _take_off(shift, max(begins, clock.now()), by)
    audit.record("away.ill", f"away:{away.pk}", who=by)
    return away


def _take_off(shift: Shift, since: datetime, by: StaffMember) -> None:
    """Ahead: the place is open again. Running: it ends with them, and the rest of it is a new open place."""
    if shift.starts_at >= min(since, clock.now()):
        let_go(shift, by=by, why="ill")
        return
    slot, ends = shift.slot, shift.ends_at
    shift.during = DateTimeTZRange(shift.starts_at, since)
    shift.finished_at = since if since <= clock.now() else None
    shift.on_break_since = None
    shift.save(update_fields=["during", "finished_at", "on_break_since"])
    note(shift, Kind.FINISHED, by=by, why="ill")
    needs_senior = slot.needs_senior if slot else False
    publish.make_place(shift.duty, since, ends, by, needs_senior=needs_senior)


def _as_ill(staff: StaffMember, begins: datetime, ends: datetime, by: StaffMember) -> Away:
    """Stored around what is there: what was only asked for falls away, what was approved stays as it is."""
    times = Away.objects.filter(staff=staff, during__overlap=(begins, ends))
    times.filter(state=State.ASKED).update(state=State.WITHDRAWN, decided_at=clock.now(), decided_by=by)
    approved = list(times.filter(state=State.APPROVED).order_by("during"))
    rows = [
        Away.objects.create(
            staff=staff, kind=Away.Kind.SICK, during=DateTimeTZRange(*free), state=State.APPROVED, asked_by=by,
            decided_by=by, decided_at=clock.now(),
        )
        for free in left_of(Span(begins, ends), (Span(one.during.lower, one.during.upper) for one in approved))
    ]  # fmt: skip
    return (rows or approved)[0]


def _shifts_in(staff: StaffMember, begins: datetime, ends: datetime) -> list[Shift]:
    return list(_theirs(staff, begins, ends).select_for_update(of=("self",)))


def _theirs(staff: StaffMember, begins: datetime, ends: datetime) -> QuerySet[Shift]:
    shifts = staff.shifts.filter(during__overlap=(begins, ends), during__endswith__gt=clock.now())
    return shifts.order_by("pk")


def _waiting(away: Away) -> Away:
    away = Away.objects.select_for_update().get(pk=away.pk)
    if away.kind == Away.Kind.SICK:
        raise ValidationError(_("Nobody decides about being ill."), code="ill")
    if away.state != State.ASKED:
        words = {"name": away.decided_by.name if away.decided_by else "", "state": away.get_state_display()}
        raise ValidationError(_("%(name)s was first. It is: %(state)s.") % words, code="decided")
    return away


def _decide(away: Away, state: Away.State, by: StaffMember, why: str = "") -> Away:
    away.state, away.decided_by, away.decided_at, away.why = state, by, clock.now(), why.strip()[:200]
    away.save(update_fields=["state", "decided_by", "decided_at", "why"])
    audit.record(f"away.{state.value}", f"away:{away.pk}", who=by)
    return away


def _stored(away: Away) -> Away:
    try:
        with transaction.atomic():
            away.save(force_insert=True)
    except IntegrityError:
        words = _("%(name)s asked for a part of that time already, or is away then.") % {"name": away.staff.name}
        raise ValidationError(words, code="overlap") from None
    return away
