"""The test page at the start of a shift whose person may be called: does a call reach them?

Leads of a shift and everybody on call. It goes by the ways of a real call (rota/reach), and counts as answered by a
press on any page of theirs, a key on the telephone, or a reply.

Whoever does not answer in time is called about a young person all the same, and
does not count as cover until they answer.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from config import clock
from rota.models import Shift, StaffMember
from rota.planning.history import Kind, note
from rota.planning.on_shift import mark_came
from rota.reach.calling import go_on
from rota.reach.paths import OWNERS, Owner
from rota.reach.plan import Call

Duty = Shift.Duty
KIND = "shift"
GIVEN_UP_AFTER = timedelta(minutes=15)
CALLED = (Duty.SHIFT_LEAD, Duty.ON_CALL_1, Duty.ON_CALL_2, Duty.MANAGER)


def tick() -> int:
    """For the clock: a test page for each shift that has begun and had none. Gives how many."""
    sent = sum(_send(pk) for pk in _due().values_list("pk", flat=True))
    go_on(Call(f"{KIND}:{shift.pk}", shift.staff, shift.test_page_at) for shift in _unanswered() if shift.test_page_at)
    return sent


def start() -> None:
    """Told to the engine that reaches people."""
    OWNERS[KIND] = Owner(
        lambda pk, staff: _unanswered().filter(pk=pk, staff=staff).exists(),
        lambda pk, staff, _way: answer(Shift.objects.filter(pk=pk, staff=staff)[0], staff),
    )


def waiting_for(staff: StaffMember) -> Shift | None:
    """The shift whose test page this person has not answered yet: shown on every page of theirs until they do."""
    running = staff.shifts.filter(during__contains=clock.now(), test_page_at__isnull=False, finished_at=None)
    return running.filter(test_page_answered_at=None).first() if staff.is_active else None


@transaction.atomic
def answer(shift: Shift, by: StaffMember) -> Shift:
    """It reached them. Safe to repeat."""
    if shift.staff_id != by.pk:
        raise PermissionDenied(_("This test page is for somebody else."))
    shift = Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if shift.test_page_at is not None and shift.test_page_answered_at is None:
        shift.test_page_answered_at = clock.now()
        shift.save(update_fields=["test_page_answered_at"])
        note(shift, Kind.TEST_PAGE_ANSWERED, by=by)
        mark_came(shift)
    return shift


def _unanswered() -> QuerySet[Shift]:
    """Whoever has not answered within a few minutes is not cover, and is not rung on for hours."""
    since = clock.now() - GIVEN_UP_AFTER
    asked = Shift.objects.filter(test_page_at__gt=since, test_page_answered_at=None, finished_at=None)
    return asked.filter(during__contains=clock.now(), staff__is_active=True).select_related("staff")


def _due() -> QuerySet[Shift]:
    running = Shift.objects.filter(slot__isnull=False, during__contains=clock.now(), duty__in=CALLED)
    return running.filter(test_page_at=None, finished_at=None, staff__is_active=True)


@transaction.atomic
def _send(shift_id: int) -> bool:
    shift = _due().select_for_update(of=("self",), skip_locked=True).filter(pk=shift_id).first()
    if shift is None:
        return False
    shift.test_page_at = clock.now()
    shift.save(update_fields=["test_page_at"])
    note(shift, Kind.TEST_PAGE, by=None)
    return True
