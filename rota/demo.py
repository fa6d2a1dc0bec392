"""People to try the product with: one or more for every role, on shift whenever somebody looks.

Never on a live service: everybody here has the same password, and it is printed.
"""

import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from config import clock
from config.tuning import change_setting, setting
from rota import audit
from rota.models import Clearance, Role, Shift, StaffMember
from rota.people import add_staff
from rota.planning.history import Kind, note

PIECE = timedelta(hours=12)
DAYS_AHEAD = 30
# Without letters and digits that look like each other: somebody will type it.
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


class DemoPerson(NamedTuple):
    email: str
    name: str
    role: str
    duty: str = ""
    level: str = StaffMember.Level.TRAINED

    def as_sign_in(self, password: str) -> dict[str, str]:
        return {"role": str(self.role), "email": self.email, "name": self.name, "password": password}


CAST = (
    DemoPerson("amina@demo.example", "Amina K.", Role.COUNSELLOR, Shift.Duty.COUNSELLOR),
    DemoPerson("sam@demo.example", "Sam", Role.COUNSELLOR, Shift.Duty.COUNSELLOR, StaffMember.Level.SENIOR),
    DemoPerson("grace@demo.example", "Grace W.", Role.SHIFT_LEAD, Shift.Duty.SHIFT_LEAD, StaffMember.Level.SENIOR),
    DemoPerson("okafor@demo.example", "R. Okafor", Role.SAFEGUARDING_LEAD, Shift.Duty.ON_CALL_1),
    DemoPerson("hollis@demo.example", "J. Hollis", Role.SAFEGUARDING_LEAD),
    DemoPerson("maya@demo.example", "Maya T.", Role.MANAGER, Shift.Duty.MANAGER),
    DemoPerson("ben@demo.example", "Ben S.", Role.MODERATOR, Shift.Duty.MODERATOR),
    DemoPerson("tess@demo.example", "Tess L.", Role.MODERATOR, Shift.Duty.MODERATOR),
    DemoPerson("rhys@demo.example", "Rhys P.", Role.ROTA),
    DemoPerson("ines@demo.example", "Ines V.", Role.PRIVACY),
)


@transaction.atomic
def make_demo() -> str:
    """Adds who is missing and puts everybody on shift for the next 30 days. Gives the password; safe to repeat."""
    password = demo_password()
    for person in CAST:
        member = StaffMember.objects.filter(email=person.email).first()
        if member is None:
            member = add_staff(person.email, person.name, [person.role], person.level)
        _clear(member)
        if person.duty:
            _keep_on_shift(member, person.duty)
    _give_password(password)
    _open_with_one()
    return password


def _clear(member: StaffMember) -> None:
    """Checks, training and supervision that hold for a year: without them nobody could try an open shift or a swap."""
    noted = set(member.clearances.values_list("kind", flat=True))
    until = (clock.now() + timedelta(days=365)).date()
    missing = [kind for kind in Clearance.Kind if kind not in noted]
    Clearance.objects.bulk_create(Clearance(staff=member, kind=kind, valid_until=until) for kind in missing)


def _open_with_one() -> None:
    """Whoever tries the product plays everybody in turn: it opens with one of them. A live service wants two."""
    if setting("cover.least_people") != 1:
        change_setting("cover.least_people", 1, why="Demo: one person tries both sides.", set_by=None)


def demo_password() -> str:
    """The one password of this installation's demo people: made once, kept in the data folder."""
    path = Path(settings.NIGHTLIGHT_DATA) / "demo-password"
    if path.exists():
        return path.read_text().strip()
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(password + "\n")
    return password


def sign_ins(password: str) -> dict[str, object]:
    """Who can sign in as what, as a list and by role (the first of each role)."""
    people = [person.as_sign_in(password) for person in CAST]
    by_role = {person["role"]: person for person in reversed(people)}
    return {"password": password, "sign_in": "/staff/sign-in/", "people": people, **by_role}


def _give_password(password: str) -> None:
    """Hashed once for all of them: a good hash is slow, and nobody should wait for ten of them at every start."""
    people = StaffMember.objects.filter(email__in=[person.email for person in CAST])
    first = people.get(email=CAST[0].email)
    known = first.password if first.check_password(password) else make_password(password)
    people.exclude(password=known).update(password=known)


def _keep_on_shift(member: StaffMember, duty: str) -> None:
    """Fills the time ahead with shifts of 12 hours, from noon and midnight UTC, around those there are."""
    now = clock.now()
    begin = _piece_of(now)
    taken = [(shift.starts_at, shift.ends_at) for shift in member.shifts.filter(during__endswith__gt=begin)]
    shifts = []
    while begin < now + timedelta(days=DAYS_AHEAD):
        end = begin + PIECE
        # Where a shift was ended by hand, the person is on again from now: somebody tries the product again.
        free = _gaps(max(begin, now) if taken else begin, end, taken)
        shifts += [Shift(staff=member, duty=duty, during=DateTimeTZRange(*gap)) for gap in free]
        begin = end
    if Shift.objects.bulk_create(shifts):  # hundreds of them: one row in the audit for each person
        audit.record("shifts.put_on", f"staff:{member.pk}", who=None)
    _set_hours_aside(member, now)


def _set_hours_aside(member: StaffMember, now: datetime) -> None:
    """They are on day and night, so that anybody who is tried is there: their hours warn of nothing."""
    soon = member.shifts.filter(during__overlap=DateTimeTZRange(now, now + timedelta(days=1)))
    for shift in soon.exclude(history__kind=Kind.HOURS_OVERRIDDEN):
        note(shift, Kind.HOURS_OVERRIDDEN, by=None, why="Demo people are on all day.")


def _gaps(begin: datetime, end: datetime, taken: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    free = []
    for taken_from, taken_until in sorted(taken):
        if taken_until <= begin or taken_from >= end:
            continue
        if begin < taken_from:
            free.append((begin, taken_from))
        begin = max(begin, taken_until)
    return [*free, (begin, end)] if begin < end else free


def _piece_of(moment: datetime) -> datetime:
    moment = moment.astimezone(UTC)
    return moment.replace(hour=12 if moment.hour >= 12 else 0, minute=0, second=0, microsecond=0)
