"""A rota as a charity would have it, for the pictures. Runs in the house: `manage.py shell -c "...planned()"`."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from django.core.exceptions import ValidationError

from config import clock
from config.tuning import change_setting
from rota.demo import demo_password
from rota.models import Clearance, Role, Slot, StaffMember
from rota.people import add_staff
from rota.planning import claims, patterns, publish, wall

EVENINGS = [{"from": "16:00", "until": "24:00", "people": 2}]
PATTERNS = (
    ("Evening chat", "counsellor", time(16), time(20), 2),
    ("Late chat", "counsellor", time(20), time(0), 2),
    ("Lead of the evening", "shift_lead", time(16), time(0), 1),
    ("On call", "on_call_1", time(16), time(8), 1),
)
# Friday's second place and Saturday's first: what nobody has yet.
OPEN = {(4, 2), (5, 1)}


def planned() -> tuple[date, int]:
    """A week with people on it, and one that is a draft. Gives its Monday, and the number of a place nobody has."""
    change_setting("rota.staffing", EVENINGS, why="We are there in the evenings.", set_by=None)
    rhys, grace, okafor, hollis = (demo(name) for name in ("rhys", "grace", "okafor", "hollis"))
    monday = wall.today() + timedelta(days=14 - wall.today().weekday())
    for name, duty, begins, ends, people in PATTERNS:
        rule = {"rule": "FREQ=DAILY", "first_day": monday, "by": rhys}
        patterns.make(name=name, duty=duty, begins=begins, ends=ends, people=people, **rule)
    patterns.fill(monday + timedelta(days=20))
    week = Slot.objects.filter(day__gte=monday, day__lt=monday + timedelta(days=7)).order_by("during", "number")
    publish.publish(week, rhys)
    nia, olu, lena = (counsellor(name, "trained", "volunteer") for name in ("Nia", "Olu", "Lena"))
    priya, marc = (counsellor(name, "senior", "paid") for name in ("Priya", "Marc"))
    for duty, people in (
        ("shift_lead", [grace]),
        ("on_call_1", [okafor, hollis]),
        ("counsellor", [nia, priya, olu, marc, lena, demo("sam")]),
    ):
        fill(list(week.filter(duty=duty)), people, rhys)
    return monday, next(one.pk for one in week if (one.day.weekday(), one.number) in OPEN and one.duty == "counsellor")


def demo(name: str) -> StaffMember:
    return StaffMember.objects.get(email=f"{name}@demo.example")


def counsellor(name: str, level: str, works_as: str) -> StaffMember:
    """Somebody new, with everything in date."""
    member = add_staff(f"{name.lower()}@demo.example", name, [Role.COUNSELLOR], level, password=demo_password())
    StaffMember.objects.filter(pk=member.pk).update(works_as=works_as)
    until = (clock.now() + timedelta(days=365)).date()
    Clearance.objects.bulk_create(Clearance(staff=member, kind=kind, valid_until=until) for kind in Clearance.Kind)
    return demo(name.lower())


def fill(places: Sequence[Slot], people: Sequence[StaffMember], by: StaffMember) -> None:
    """People in turn; whoever may not, by the rules, is passed over."""
    for count, place in enumerate(places):
        if place.duty == "counsellor" and (place.day.weekday(), place.number) in OPEN:
            continue
        for turn in range(len(people)):
            try:
                claims.assign(place, people[(count + turn) % len(people)], by)
                break
            except ValidationError:
                continue
