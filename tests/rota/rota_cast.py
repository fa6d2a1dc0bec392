"""People and places for the stories of the rota's pages."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.test import Client

from config import clock
from rota.models import Clearance, Role, Shift, Slot, StaffMember
from rota.planning import claims, publish
from tests.rota.conftest import person

LONDON = ZoneInfo("Europe/London")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def cleared(name: str, *roles: str, level: str = "trained", works_as: str = "paid") -> StaffMember:
    """Somebody whose check, training and supervision are in date for a year."""
    member = person(name, *roles, level=level)
    StaffMember.objects.filter(pk=member.pk).update(works_as=works_as)
    member.refresh_from_db()
    for kind in Clearance.Kind:
        Clearance.objects.create(staff=member, kind=kind, valid_until=clock.now().date() + timedelta(days=365))
    return member


def planner() -> StaffMember:
    return StaffMember.objects.filter(email="olu@example.org").first() or cleared("Olu", Role.ROTA)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)


def in_days(days: int) -> date:
    return clock.now().astimezone(LONDON).date() + timedelta(days=days)


def open_place(
    days: int = 3, begins: int = 18, hours: int = 4, duty: str = Shift.Duty.COUNSELLOR, **more: bool
) -> Slot:
    since = at(in_days(days), begins)
    return publish.add(duty, since, since + timedelta(hours=hours), planner(), is_open=True)


def shift_of(member: StaffMember, days: int = 3, begins: int = 18, duty: str = Shift.Duty.COUNSELLOR) -> Shift:
    return claims.assign(open_place(days, begins, duty=duty), member, planner())


def browser_of(member: StaffMember, *, checks: bool = False) -> Client:
    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=checks)
    client.force_login(member, backend=BACKEND)
    return client
