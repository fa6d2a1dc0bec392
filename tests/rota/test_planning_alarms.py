"""H13: what nobody covers is told in time, who does not come is missed, and a call that reaches nobody is no cover."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from config.tuning import DEFAULTS, change_setting, forget_settings
from moderation import incident_pages, incidents, rota_incidents
from moderation.models import Incident, IncidentPage
from rota import cover
from rota.access import paging_chain
from rota.models import ConsoleSeen, GapAlarm, Role, Shift, ShiftEvent
from rota.planning import claims, clocks, gaps, needs, no_shows, on_shift, publish, reachable, test_pages, wall
from rota.shifts import put_on
from tests.rota.conftest import on_shift as put_on_now
from tests.rota.conftest import person
from tests.rota.planned import DUTY, HOUR, from_now, go_to, in_hours, place, rhys, two_on_call, worker

Kind = Incident.Kind


def told() -> list[tuple[str, float]]:
    rows = GapAlarm.objects.order_by("pk")
    return [(one.what if one.slot is None else f"place {one.slot_id}", float(one.hours)) for one in rows]


def called(kind: str) -> list[str]:
    incident_pages.page_all_due()
    pages = IncidentPage.objects.filter(incident__kind=kind).order_by("pk")
    return [page.staff.name for page in pages]


def is_open(kind: str) -> bool:
    return Incident.objects.filter(kind=kind, closed_at=None).exists()


def enough(at: object) -> None:
    """Two who talk, one of them senior, and a lead: only the place of the story is a gap."""
    for name, duty, role, level in (
        ("Sam", DUTY.COUNSELLOR, Role.COUNSELLOR, "senior"),
        ("Ama", DUTY.COUNSELLOR, Role.COUNSELLOR, "trained"),
        ("Lena", DUTY.ON_CALL_1, Role.SAFEGUARDING_LEAD, "trained"),
    ):
        staff = worker(name, role, level=level)
        for day in range(9):
            put_on(staff, duty, at(24 * day - 1), at(24 * day + 23))  # type: ignore[operator]


def test_h13_a_gap_is_told_at_72_24_4_and_half_an_hour_once_each(database: str) -> None:
    at = from_now()
    enough(at)
    slot = place(at(100))

    found = []
    for hours in (0, 27, 29, 40, 75, 77, 95, 97, 99, 99.6, 101):
        go_to(at(hours))
        gaps.tell()
        gaps.tell()
        found.append(len(told()))

    assert found == [0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4]
    assert told() == [(f"place {slot.pk}", hours) for hours in (72, 24, 4, 0.5)]
    assert gaps.nearest_step(slot) == Decimal("0.5")


def test_h13_a_place_that_opens_late_is_told_once_at_the_nearest_step(database: str) -> None:
    at = from_now()
    enough(at)
    slot = place(at(3))

    gaps.tell()

    assert told() == [(f"place {slot.pk}", 4)]


def test_h13_hours_without_two_people_a_senior_or_a_lead_are_told_where_no_place_is_open(database: str) -> None:
    """Only where the rota is in use: without a published place every hour of the year would be one gap."""
    at = from_now()
    gaps.tell()
    assert told() == []

    ada = worker("Ada")
    claims.claim(place(at(20)), ada)
    gaps.tell()

    assert {what for what, _step in told()} == {needs.LEAST_PEOPLE, needs.LEAD, needs.SENIOR}
    before = len(told())
    gaps.tell()
    assert len(told()) == before


def test_needs_are_counted_by_the_half_hour_at_its_thinnest_moment(database: str) -> None:
    day = wall.midnight(wall.today() + 3 * wall.A_DAY)
    at = lambda hours: day + hours * HOUR  # noqa: E731
    two_on_call(at(0), at(24))
    sam = worker("Sam", level="senior")
    for staff, begins, ends in ((sam, 8, 12), (worker("Ama"), 8, 10.2), (worker("Cat"), 10.3, 12)):
        put_on(staff, DUTY.COUNSELLOR, at(begins), at(ends))

    found = needs.gaps(at(8), at(12))

    assert [(gap.what, gap.begins, gap.ends, gap.missing) for gap in found] == [
        (needs.LEAST_PEOPLE, at(10), at(10.5), 1)
    ]


def test_needs_follow_the_hours_a_service_is_open(database: str) -> None:
    change_setting(
        "rota.staffing", [{"from": "16:00", "until": "22:00", "people": 3, "days": ["MO"]}], why="x", set_by=None
    )
    forget_settings()
    monday = wall.today() + (7 - wall.today().weekday()) * wall.A_DAY
    begins, ends = wall.midnight(monday), wall.midnight(monday + 2 * wall.A_DAY)

    found = [gap for gap in needs.gaps(begins, ends) if gap.what == needs.LEAST_PEOPLE]

    assert [(gap.begins, gap.ends, gap.missing) for gap in found] == [(begins + 16 * HOUR, begins + 22 * HOUR, 3)]


@pytest.mark.parametrize(("level", "many", "is_gap"), [("trained", 8, False), ("trained", 9, True), ("new", 6, True)])
def test_one_lead_is_for_eight_counsellors_and_for_five_where_one_is_new(
    database: str, level: str, many: int, is_gap: bool
) -> None:
    grace = worker("Grace", Role.SHIFT_LEAD, level="senior")
    at = from_now()
    put_on(grace, DUTY.SHIFT_LEAD, at(20), at(30))
    for n in range(many):
        staff = worker(f"C{n}", level=level if n == 0 else "trained", days=99)
        put_on(staff, DUTY.COUNSELLOR, at(20), at(30))

    assert (needs.LEAD in {gap.what for gap in needs.gaps(at(22), at(24))}) == is_gap


def test_h13_a_far_gap_is_the_rota_managers_alone_and_a_near_one_calls_the_chain(database: str) -> None:
    at = from_now()
    enough(at)
    rota, slot = rhys(), place(at(71))
    gaps.tell()
    rota_incidents.watch_gaps()

    assert is_open(Kind.GAP_IN_ROTA)
    assert called(Kind.GAP_IN_ROTA) == ["Rhys"]
    assert incidents.words() is None  # nobody who talks with a child has to know three days before
    go_to(at(0.5))
    assert called(Kind.GAP_IN_ROTA) == ["Rhys"]
    go_to(at(1.1))
    assert called(Kind.GAP_IN_ROTA) == ["Rhys", "Rhys"]

    incident_pages.acknowledge(Incident.objects.get(kind=Kind.GAP_IN_ROTA), by=rota)
    go_to(at(46))
    assert called(Kind.GAP_IN_ROTA) == ["Rhys", "Rhys"]
    go_to(at(48))  # a day before: it calls again by itself
    gaps.tell()
    rota_incidents.watch_gaps()
    assert called(Kind.GAP_IN_ROTA) == ["Rhys"] * 3

    go_to(at(68))
    gaps.tell()
    rota_incidents.watch_gaps()
    for step in range(1, 4):
        go_to(at(68 + step * 0.1))
        found = called(Kind.GAP_IN_ROTA)
    assert "Lena" in found[3:]
    assert "gap in the rota" in (incidents.words() or "")

    claims.claim(slot, worker("Ben"))
    rota_incidents.watch_gaps()
    assert not is_open(Kind.GAP_IN_ROTA)


def test_h13_who_does_not_come_is_missed_after_five_minutes_and_the_coordinator_is_called(database: str) -> None:
    at = from_now()
    enough(at)
    rota, ada = rhys(), worker("Ada")
    shift = claims.claim(place(at(2)), ada)

    go_to(at(2 + 4.9 / 60))
    assert no_shows.tick() == 0
    go_to(at(2 + 5.1 / 60))
    assert (no_shows.tick(), no_shows.tick()) == (1, 0)
    rota_incidents.watch_no_shows()

    assert list(no_shows.missing_now()) == [shift]
    assert ShiftEvent.objects.filter(shift=shift, kind=ShiftEvent.Kind.MISSED, by=None).count() == 1
    assert called(Kind.NOBODY_CAME) == ["Rhys"]
    go_to(at(2.2))
    assert "Lena" in called(Kind.NOBODY_CAME)
    incident_pages.acknowledge(Incident.objects.get(kind=Kind.NOBODY_CAME), by=rota)

    on_shift.came(ada)  # late, and there all the same
    rota_incidents.watch_no_shows()

    assert not is_open(Kind.NOBODY_CAME)
    shift.refresh_from_db()
    assert shift.missed_at is not None
    assert shift.came_at is not None


def test_h13_who_sat_at_an_open_console_when_the_shift_began_has_come(database: str) -> None:
    at = from_now()
    ada = worker("Ada")
    shift = claims.claim(place(at(2)), ada)
    go_to(at(2.09))
    ConsoleSeen.objects.create(staff=ada, seen_at=in_hours(0))

    assert no_shows.tick() == 0
    shift.refresh_from_db()
    assert shift.came_at is not None
    assert shift.missed_at is None


def test_who_was_put_on_by_hand_alarms_nobody(database: str) -> None:
    """Whoever tries the product is on the whole day and looks in now and then."""
    put_on_now(person("Amina", Role.COUNSELLOR), DUTY.COUNSELLOR)
    put_on_now(person("Grace", Role.SHIFT_LEAD), DUTY.SHIFT_LEAD)
    clocks.look_again()
    clocks.tick()
    rota_incidents.watch_no_shows()
    rota_incidents.watch_gaps()

    assert not ShiftEvent.objects.exclude(kind=ShiftEvent.Kind.PUT_ON).exists()
    assert not Incident.objects.exists()
    assert not GapAlarm.objects.exists()


def test_h13_a_lead_whom_the_test_page_does_not_reach_is_called_and_is_no_cover(database: str) -> None:
    for name in ("cover.least_people", "cover.needs_lead"):
        change_setting(name, DEFAULTS[name], why="as in service", set_by=None)
    forget_settings()
    at = from_now()
    sam, ama, lena = worker("Sam", level="senior"), worker("Ama"), worker("Lena", Role.SAFEGUARDING_LEAD)
    for staff in (sam, ama):
        put_on(staff, DUTY.COUNSELLOR, at(-1), at(8))
    shift = claims.claim(place(at(0), duty=DUTY.ON_CALL_1, hours=8), lena)
    cover.say_present([sam.pk, ama.pk])
    assert cover.now().state == cover.State.OPEN

    assert (test_pages.tick(), test_pages.tick()) == (1, 0)
    assert test_pages.waiting_for(lena) == shift
    assert cover.now().state == cover.State.OPEN  # they have five minutes
    go_to(at(0.1))
    cover.say_present([sam.pk, ama.pk])

    assert cover.now().state == cover.State.NARROWED
    assert lena in paging_chain()[0].people
    assert lena.pk not in {one.staff_id for one in reachable._reaches(list(Shift.objects.all()))}
    assert needs.LEAD in {gap.what for gap in needs.gaps(at(0), at(1))}
    with pytest.raises(PermissionDenied):
        test_pages.answer(shift, sam)
    test_pages.answer(shift, lena)
    test_pages.answer(shift, lena)
    assert cover.now().state == cover.State.OPEN
    assert test_pages.waiting_for(lena) is None
    shift.refresh_from_db()
    assert shift.came_at is not None
    kinds = ShiftEvent.objects.filter(shift=shift).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["claimed", "test_page", "test_page_answered", "came"]


def test_thin_hours_are_named_for_whoever_runs_the_service(database: str) -> None:
    at = from_now()
    two_on_call(at(-1), at(20))

    thin = reachable.thin_hours()

    assert thin[0].begins == at(20).replace(minute=0, second=0, microsecond=0) or thin[0].begins <= at(20)
    assert {one.people for one in thin} == {0}
    assert publish.to_publish().count() == 0


def test_h13_the_process_of_clocks_tells_of_a_gap_and_calls_by_itself(database: str) -> None:
    from escalation.jobs_process import CLOCKS

    at = from_now()
    enough(at)
    rhys()
    place(at(3))
    clocks.look_again()
    rota_incidents._looked_at = 0.0

    for name, work in CLOCKS:
        if name in ("rota", "rota_incidents", "incident_pages"):
            work()

    incident = Incident.objects.get(kind=Kind.GAP_IN_ROTA)
    assert [page.staff.name for page in IncidentPage.objects.filter(incident=incident)] == ["Rhys"]
