"""A rota to look at: two counsellors, shifts of theirs, and places that nobody has. For stories and pictures."""

from tests.house import House

MAKE = """
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo
from config import clock
from rota.demo import demo_password
from rota.models import Clearance, Role, Shift, StaffMember
from rota.people import add_staff
from rota.planning import claims, publish

def cleared(name, works_as):
    member = StaffMember.objects.filter(email=f"{name.lower()}@demo.example").first()
    if member is None:
        member = add_staff(f"{name.lower()}@demo.example", name, [Role.COUNSELLOR], password=demo_password())
        StaffMember.objects.filter(pk=member.pk).update(works_as=works_as)
        until = (clock.now() + timedelta(days=365)).date()
        for kind in Clearance.Kind:
            Clearance.objects.create(staff=member, kind=kind, valid_until=until)
    return member

def place(days, hour, hours=4, duty="counsellor"):
    day = clock.now().astimezone(ZoneInfo("Europe/London")).date() + timedelta(days=days)
    begins = datetime.combine(day, time(hour), ZoneInfo("Europe/London")).astimezone(UTC)
    return publish.add(duty, begins, begins + timedelta(hours=hours), rhys, is_open=True)

rhys = StaffMember.objects.get(email="rhys@demo.example")
nia, priya = cleared("Nia", "volunteer"), cleared("Priya", "paid")
place(12, 18)
print(claims.assign(place(8, 18), nia, rhys).pk, claims.assign(place(10, 18), priya, rhys).pk, place(9, 18).pk)
"""


def scene(house: House) -> tuple[int, int, int]:
    """Nia has a shift in 8 days, Priya in 10, a place in 9 days is open and one in 12. Gives three numbers."""
    shift, other, place = house.manage("shell", "--verbosity", "0", "-c", MAKE).split()
    return int(shift), int(other), int(place)
