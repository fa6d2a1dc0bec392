"""What was decided reaches its person, what is missing can be acted on, what a shift asks is said where they are."""

from datetime import UTC, datetime, timedelta

import pytest

from config import clock
from rota.models import Away, PlaceOffer, Role, Shift, Slot, StaffMember, Swap
from rota.planning import asking, breaks, swaps, test_pages
from rota.shifts import put_on
from tests.rota.conftest import on_shift, person
from tests.rota.rota_cast import browser_of, cleared, in_days, open_place, planner, shift_of
from tests.rota.test_rota_pages import get, post

DATA = {"accept": "application/json"}


@pytest.fixture
def nia(database: str) -> StaffMember:
    return cleared("Nia", Role.COUNSELLOR)


@pytest.fixture
def priya(database: str) -> StaffMember:
    return cleared("Priya", Role.COUNSELLOR)


@pytest.fixture
def olu(database: str) -> StaffMember:
    return planner()


def box(member: StaffMember) -> list[str]:
    """The sentences of the box in somebody's console."""
    answer = browser_of(member).get("/rota/now/", secure=True, headers=DATA)
    return [line["words"] for line in answer.json()["lines"]]


def seen(member: StaffMember) -> None:
    post(browser_of(member), "/rota/mine/seen/", until=clock.now().isoformat())


def test_who_gave_and_who_takes_a_shift_are_both_told_until_they_have_seen_it(
    nia: StaffMember, priya: StaffMember, olu: StaffMember
) -> None:
    given, back = shift_of(nia, days=3), shift_of(priya, days=5)
    swap = swaps.ask(given, priya, nia, in_return=back)
    swaps.agree(swap, priya)
    for member in (nia, priya):
        seen(member)
        assert "of yours" not in " ".join(box(member))
    post(browser_of(olu), f"/rota/swaps/{swap.pk}/decision/", answer="approve")

    assert "Priya has your shift of" in get(browser_of(nia), "/rota/mine/")
    assert "The shift of Nia is yours now" in get(browser_of(priya), "/rota/mine/")
    for member in (nia, priya):
        assert "waits for you" in get(browser_of(member), "/rota/")
        assert [words for words in box(member) if "shift" in words]
        seen(member)
        assert "waits for you" not in get(browser_of(member), "/rota/")
        assert box(member) == []
        assert "Decided lately" in get(browser_of(member), "/rota/mine/")


def test_refused_leave_says_why_and_a_swap_that_came_to_nothing_is_told(
    nia: StaffMember, priya: StaffMember, olu: StaffMember
) -> None:
    given, back, day = shift_of(nia, days=3), shift_of(priya, days=5), in_days(7)
    post(browser_of(nia), "/rota/away/", kind="leave", begins=f"{day}T00:00", ends=f"{day}T23:30")
    leave = Away.objects.get()
    post(browser_of(olu), f"/rota/away/{leave.pk}/decision/", answer="refuse", why="six others are away")
    swap = swaps.ask(given, priya, nia, in_return=back)
    swaps.agree(swap, priya)
    day = in_days(5)
    post(browser_of(priya), "/rota/away/", kind="sick", begins=f"{day}T00:00", ends=f"{day}T23:30")

    told = get(browser_of(nia), "/rota/mine/")

    assert "was refused. six others are away" in told
    assert "with Priya came to nothing" in told
    assert Swap.objects.get().state == "withdrawn"


def test_a_reason_that_somebody_typed_is_told_whatever_the_word(nia: StaffMember, olu: StaffMember) -> None:
    """The service writes "leave" and "ill" itself where it opens a shift; a person may write them too."""
    shift, other = shift_of(nia, days=9), shift_of(nia, days=11)
    post(browser_of(olu), f"/rota/shifts/{shift.pk}/release/", why="leave")
    post(browser_of(olu), f"/rota/shifts/{other.pk}/release/", why="the duty moved")

    told = get(browser_of(nia), "/rota/mine/")

    assert "You were taken off" in told
    assert told.count("You were taken off") == 2
    assert "the duty moved" in told


def test_what_is_decided_while_somebody_reads_stays_new(nia: StaffMember, olu: StaffMember) -> None:
    until = clock.now()
    clock.move(timedelta(seconds=5))
    shift_of(nia)

    post(browser_of(nia), "/rota/mine/seen/", until=until.isoformat())

    assert "Olu put you on" in " ".join(box(nia))
    post(browser_of(nia), "/rota/mine/seen/", until="nonsense")
    assert box(nia) == []


def test_a_gap_leads_to_who_could_fill_it_and_one_press_asks_them(nia: StaffMember, olu: StaffMember) -> None:
    place, day = open_place(), in_days(3)
    for path in (f"/rota/?day={day}", f"/rota/month/?day={day}"):
        assert f"/rota/gaps/?day={day}" in get(browser_of(olu), path)
    shown = get(browser_of(olu), f"/rota/gaps/?day={day}")
    assert "Nobody yet: Counsellor" in shown
    assert "Nia" in shown
    assert "and ask 1 person" in shown  # a time with too few as well

    assert "1 person is asked" in post(browser_of(olu), f"/rota/places/{place.pk}/offer/")
    assert "Nia (no answer yet)" in get(browser_of(olu), f"/rota/places/{place.pk}/")
    assert "You are asked to take a shift" in get(browser_of(nia), "/rota/mine/")
    assert "Olu asks whether you can take" in " ".join(box(nia))
    post(browser_of(nia), f"/rota/places/{place.pk}/no/")
    assert "Nia (cannot)" in get(browser_of(olu), f"/rota/places/{place.pk}/")
    post(browser_of(nia), f"/rota/places/{place.pk}/no/", status=404)


def test_a_thin_time_is_opened_and_offered_with_one_press_that_cannot_be_made_up(
    nia: StaffMember, olu: StaffMember
) -> None:
    page, begins = browser_of(olu), clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=30)
    typed = {"what": "least_people", "begins": begins.isoformat(), "ends": (begins + timedelta(hours=2)).isoformat()}

    for wrong in ({"what": "duty"}, {"begins": "x"}, {"ends": begins.isoformat()}):
        assert "covered, or offered already" in post(page, "/rota/gaps/offer/", **{**typed, **wrong})
    assert "1 person is asked" in post(page, "/rota/gaps/offer/", **typed)

    [slot] = Slot.objects.all()
    assert (slot.during.lower, slot.during.upper) == (begins, begins + timedelta(hours=2))
    assert PlaceOffer.objects.get().staff == nia


def test_a_shift_lead_sees_gaps_and_asks_nobody(nia: StaffMember) -> None:
    place = open_place()
    lead = browser_of(cleared("Grace", Role.SHIFT_LEAD))

    shown = get(lead, f"/rota/gaps/?day={in_days(3)}")

    assert "Nobody yet: Counsellor" in shown
    assert "Could take it" not in shown
    post(lead, f"/rota/places/{place.pk}/offer/", status=404)
    post(lead, "/rota/gaps/offer/", status=403)
    get(browser_of(nia), "/rota/gaps/", status=403)


def test_the_box_of_a_console_says_what_a_shift_asks_and_answers_where_one_is(nia: StaffMember) -> None:
    lena = cleared("Lena", Role.SAFEGUARDING_LEAD)
    shift = on_shift(lena, Shift.Duty.ON_CALL_1, -1, 9)
    place = Slot.objects.create(day=in_days(0), duty="on_call_1", during=shift.during, published_at=clock.now())
    Shift.objects.filter(pk=shift.pk).update(slot=place)
    test_pages.tick()
    page = browser_of(lena)
    assert "A test page was sent to you" in get(page, "/console/")

    answer = page.post(f"/rota/shifts/{shift.pk}/test-page/", secure=True, headers=DATA).json()

    assert answer["said"] == "Thank you. Pages reach you."
    assert "test page" not in str(answer["lines"])
    assert [one["words"] for one in answer["acts"]] == ["Take a break", "Finish my shift"]
    refused = page.post(f"/rota/shifts/{shift.pk}/end/", secure=True, headers=DATA).json()
    assert "could be reached" in refused["refused"]
    assert page.post(f"/rota/shifts/{shift.pk}/note/", {"body": " "}, secure=True, headers=DATA).json()["refused"]


def test_h25_a_break_that_is_due_the_end_that_comes_and_used_up_hours_are_said(
    nia: StaffMember, priya: StaffMember
) -> None:
    shift = on_shift(nia, Shift.Duty.COUNSELLOR, -1, 7)
    on_shift(priya, Shift.Duty.COUNSELLOR, -1, 9)
    assert "take one by" in " ".join(box(nia))
    clock.move(timedelta(hours=3, minutes=5))
    assert "Your break is due" in " ".join(box(nia))

    breaks.take_break(shift, nia)
    assert "On a break since" in " ".join(box(nia))
    clock.move(timedelta(minutes=25))
    breaks.end_break(shift, nia)
    assert "break" not in " ".join(box(nia))
    clock.move(timedelta(hours=3, minutes=20))

    assert "Your shift ends at" in " ".join(box(nia))
    StaffMember.objects.filter(pk=nia.pk).update(works_as="volunteer")
    assert "The most is 4" in " ".join(box(nia))
    assert Shift.objects.get(pk=shift.pk).ends_at > clock.now()


def test_h25_a_lead_sees_whose_shift_ends_while_young_people_are_theirs(nia: StaffMember) -> None:
    from tests.people import make_aisha

    lena = cleared("Lena", Role.SAFEGUARDING_LEAD)
    on_shift(lena, Shift.Duty.ON_CALL_1)
    shift = on_shift(nia, Shift.Duty.COUNSELLOR, -3, 0.1)
    assert "ends at" not in " ".join(box(lena))
    make_aisha().is_taken_by(nia)

    assert "The shift of Nia ends at" in " ".join(box(lena))
    form = get(browser_of(lena), f"/rota/come-on/?staff={nia.pk}")
    assert f'<option value="{nia.pk}" selected>' in form
    get(browser_of(lena), "/rota/come-on/?staff=999999999999999999999")
    assert shift.staff == nia


def test_h14_in_the_hour_that_is_there_twice_every_page_says_which(nia: StaffMember, priya: StaffMember) -> None:
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)  # the second half past one, in GMT
    clock.move(second - timedelta(minutes=50) - clock.now())
    first = second - timedelta(hours=1)
    shift = put_on(nia, Shift.Duty.COUNSELLOR, first - timedelta(minutes=20), second)
    put_on(priya, Shift.Duty.COUNSELLOR, first - timedelta(minutes=20), second + timedelta(hours=6))
    page = browser_of(nia)

    for path in ("/rota/mine/", "/console/", "/rota/?day=2027-10-31", f"/rota/shifts/{shift.pk}/", "/rota/away/"):
        assert "01:30 GMT" in get(page, path), path
    assert "01:10 BST" in get(page, "/rota/?day=2027-10-31")
    breaks.take_break(shift, nia)
    assert "On a break since 01:40 BST." in box(nia)
    assert browser_of(nia).get("/rota/now/", secure=True).json()["pill"] == "On shift until 01:30 GMT"


def test_a_privacy_officer_has_no_box_and_is_told_nothing(database: str, noor: StaffMember) -> None:
    assert browser_of(noor).get("/rota/now/", secure=True).status_code == 403
    assert "waits for you" not in get(browser_of(noor), "/staff/sign-ins/")
    assert not asking.open_for(noor).exists()
    assert person("Off", Role.COUNSELLOR).decisions_seen_at is None
