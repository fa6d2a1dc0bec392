"""The rota of the planning stories: who is cleared, who plans, and places at wall times."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from config import clock
from rota.models import Clearance, Role, Shift, Slot, StaffMember
from rota.planning import publish, wall
from rota.shifts import put_on
from tests.rota.conftest import person

DUTY = Shift.Duty
HOUR = timedelta(hours=1)


def cleared(staff: StaffMember, days: int = 400, kinds: Iterable[str] = Clearance.Kind.values) -> StaffMember:
    """With a DBS check, training and supervision that hold for so many days."""
    for kind in kinds:
        Clearance.objects.create(staff=staff, kind=kind, valid_until=wall.today() + timedelta(days=days))
    return staff


def worker(name: str, *roles: str, works_as: str = "paid", level: str = "trained", days: int = 400) -> StaffMember:
    """Somebody who may be put on: a counsellor unless something else is said."""
    staff = person(name, *(roles or (Role.COUNSELLOR,)), level=level)
    StaffMember.objects.filter(pk=staff.pk).update(works_as=works_as)
    staff.refresh_from_db()
    return cleared(staff, days)


def rhys() -> StaffMember:
    """The rota manager of these stories."""
    return person("Rhys", Role.ROTA)


def place(begins: datetime, hours: float = 4, duty: str = DUTY.COUNSELLOR, **more: object) -> Slot:
    """An open place."""
    return publish.make_place(duty, begins, begins + hours * HOUR, None, **more)  # type: ignore[arg-type]


def in_hours(hours: float) -> datetime:
    return clock.now() + hours * HOUR


def from_now() -> Callable[[float], datetime]:
    """So many hours from this moment, however long the story takes."""
    now = clock.now()
    return lambda hours: now + hours * HOUR


def at(day: date, text: str) -> datetime:
    return wall.moment(day, time.fromisoformat(text))


def go_to(moment: datetime) -> None:
    clock.move(moment - clock.now())


def two_on_call(begins: datetime, ends: datetime, names: tuple[str, str] = ("Lena", "Marc")) -> list[Shift]:
    """Two safeguarding leads who can be reached all that time, so that nothing else has to be."""
    duties = (DUTY.ON_CALL_1, DUTY.ON_CALL_2)
    shifts = []
    for name, duty in zip(names, duties, strict=True):
        lead = worker(name, Role.SAFEGUARDING_LEAD)
        at_ = begins
        while at_ < ends:
            until = min(ends, at_ + 24 * HOUR)
            shifts.append(put_on(lead, duty, at_, until))
            at_ = until
    return shifts
