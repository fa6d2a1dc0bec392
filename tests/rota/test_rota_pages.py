"""The pages of the rota, through the browser without script: what each role sees and may do, and who may not."""

from datetime import timedelta

import pytest
from django.test import Client

from config import clock
from rota.models import Away, Clearance, Pattern, Role, Shift, ShiftEvent, ShiftNote, Slot, StaffMember, Swap
from rota.planning import test_pages as tests_of_pages
from tests.rota.conftest import HOUR, on_shift, person
from tests.rota.rota_cast import LONDON, at, browser_of, cleared, in_days, open_place, planner, shift_of


def get(page: Client, path: str, status: int = 200) -> str:
    answer = page.get(path, secure=True)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def post(page: Client, path: str, status: int = 302, **typed: object) -> str:
    answer = page.post(path, typed, secure=True, follow=status == 302)
    if status != 302:
        assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def nia(database: str) -> StaffMember:
    return cleared("Nia", Role.COUNSELLOR)


@pytest.fixture
def priya(database: str) -> StaffMember:
    return cleared("Priya", Role.COUNSELLOR)


@pytest.fixture
def olu(database: str) -> StaffMember:
    return planner()


def test_a_counsellor_sees_their_own_shifts_and_nobody_elses(nia: StaffMember, priya: StaffMember) -> None:
    mine, other = shift_of(nia), shift_of(priya)
    page = browser_of(nia)
    day = in_days(3)

    for path in (f"/rota/?day={day}", f"/rota/month/?day={day}"):
        shown = get(page, path)
        assert f"/rota/shifts/{mine.pk}/" in shown
        assert f"/rota/shifts/{other.pk}/" not in shown
        assert "Priya" not in shown
    assert "Priya" not in page.get(f"/rota/list.csv?day={day}", secure=True).content.decode()
    get(page, f"/rota/shifts/{mine.pk}/")
    get(page, f"/rota/shifts/{other.pk}/", status=404)


def test_a_shift_lead_sees_the_floor_and_a_moderator_only_themselves(nia: StaffMember) -> None:
    lead, ben = cleared("Grace", Role.SHIFT_LEAD), cleared("Ben", Role.MODERATOR)
    floor, review = shift_of(nia), shift_of(ben, duty=Shift.Duty.MODERATOR)
    path = f"/rota/?day={in_days(3)}"

    lead_sees, ben_sees = get(browser_of(lead), path), get(browser_of(ben), path)

    assert f"/rota/shifts/{floor.pk}/" in lead_sees
    assert f"/rota/shifts/{review.pk}/" not in lead_sees
    assert f"/rota/shifts/{review.pk}/" in ben_sees
    assert "Nia" not in ben_sees
    get(browser_of(lead), f"/rota/shifts/{review.pk}/", status=404)


def test_a_manager_reads_everything_and_changes_nothing(nia: StaffMember) -> None:
    maya = cleared("Maya", Role.MANAGER)
    shift, place, page = shift_of(nia), open_place(5), browser_of(maya)

    for path in ("/rota/people/", f"/rota/people/{nia.pk}/", "/rota/patterns/", f"/rota/places/{place.pk}/"):
        assert "<form" not in get(page, path).split('id="main"')[1].split("</main>")[0], path
    assert f"/rota/shifts/{shift.pk}/" in get(page, f"/rota/?day={in_days(3)}")
    for path in ("/rota/put-on/", "/rota/publication/", "/rota/patterns/new/", "/rota/list/"):
        post(page, path, status=403)
    for path in (f"/rota/places/{place.pk}/person/", f"/rota/shifts/{shift.pk}/release/"):
        post(page, path, status=404)
    assert Shift.objects.get() == shift


def test_the_privacy_officer_has_no_business_here(database: str, noor: StaffMember) -> None:
    page = browser_of(noor)

    for path in ("/rota/", "/rota/month/", "/rota/mine/", "/rota/open/", "/rota/list.csv"):
        get(page, path, status=403)
    assert 'href="/rota/"' not in get(page, "/staff/sign-ins/")


def test_an_open_shift_is_taken_with_one_button(nia: StaffMember) -> None:
    place, page = open_place(), browser_of(nia)

    assert "Take it" in get(page, "/rota/open/")
    assert "It is yours" in post(page, f"/rota/places/{place.pk}/claim/")

    assert Shift.objects.get().staff == nia
    assert f"/rota/shifts/{Shift.objects.get().pk}/" in get(page, "/rota/mine/")


def test_whoever_comes_second_is_told_who_was_first(nia: StaffMember, priya: StaffMember) -> None:
    place = open_place()
    post(browser_of(nia), f"/rota/places/{place.pk}/claim/")

    assert "Nia was first" in post(browser_of(priya), f"/rota/places/{place.pk}/claim/")
    assert Shift.objects.get().staff == nia


def test_h25_a_volunteer_is_told_in_words_why_a_shift_is_not_for_them(database: str) -> None:
    tess = cleared("Tess", Role.COUNSELLOR, works_as="volunteer")
    long, page = open_place(hours=5), browser_of(tess)

    shown = get(page, "/rota/open/")

    assert "within 24 hours" in shown
    assert "Take it" not in shown
    assert "within 24 hours" in post(page, f"/rota/places/{long.pk}/claim/")
    assert not Shift.objects.exists()


def test_drafts_and_duties_of_others_cannot_be_seen_or_taken(nia: StaffMember, olu: StaffMember) -> None:
    draft, lead = open_place(), open_place(duty=Shift.Duty.SHIFT_LEAD)
    Slot.objects.filter(pk=draft.pk).update(published_at=None)
    page = browser_of(nia)

    for place in (draft, lead):
        get(page, f"/rota/places/{place.pk}/", status=404)
        post(page, f"/rota/places/{place.pk}/claim/", status=404)
    assert "not published" in get(browser_of(olu), f"/rota/?day={in_days(3)}")


def test_a_swap_is_asked_agreed_and_approved(nia: StaffMember, priya: StaffMember, olu: StaffMember) -> None:
    given, back = shift_of(nia, days=3), shift_of(priya, days=5)
    nias, priyas, olus = browser_of(nia), browser_of(priya), browser_of(olu)

    assert "Priya" in get(nias, f"/rota/shifts/{given.pk}/swap/")
    assert "For one of theirs" in get(nias, f"/rota/shifts/{given.pk}/swap/?to={priya.pk}")
    post(nias, f"/rota/shifts/{given.pk}/swap/", to=priya.pk, in_return=back.pk)
    swap = Swap.objects.get()
    assert "Nia asks you" in get(priyas, "/rota/mine/")
    post(priyas, f"/rota/swaps/{swap.pk}/answer/", answer="agree")
    assert "Nia gives Priya" in get(olus, "/rota/approvals/")
    assert "Approved" in post(olus, f"/rota/swaps/{swap.pk}/decision/", answer="approve")

    assert {(one.staff, one.slot_id) for one in Shift.objects.all()} == {(priya, given.slot_id), (nia, back.slot_id)}


def test_a_swap_is_refused_withdrawn_and_nobody_elses(nia: StaffMember, priya: StaffMember, olu: StaffMember) -> None:
    given, amina = shift_of(nia), cleared("Amina", Role.COUNSELLOR)
    post(browser_of(nia), f"/rota/shifts/{given.pk}/swap/", to=priya.pk)
    first = Swap.objects.get()

    for page, path in ((browser_of(amina), "answer"), (browser_of(olu), "answer"), (browser_of(priya), "decision")):
        post(page, f"/rota/swaps/{first.pk}/{path}/", status=404, answer="agree")
    post(browser_of(priya), f"/rota/swaps/{first.pk}/answer/", answer="refuse")
    post(browser_of(nia), f"/rota/shifts/{given.pk}/swap/", to=amina.pk)
    second = Swap.objects.exclude(pk=first.pk).get()
    assert "Keep it after all" in get(browser_of(nia), "/rota/mine/")
    post(browser_of(nia), f"/rota/swaps/{second.pk}/answer/", answer="withdraw")

    assert "with Priya was refused" in get(browser_of(nia), "/rota/mine/")
    assert [one.state for one in Swap.objects.order_by("pk")] == ["refused", "withdrawn"]
    post(browser_of(amina), f"/rota/shifts/{given.pk}/swap/", status=404, to=amina.pk)


def test_why_a_colleague_cannot_take_a_shift_is_not_told(nia: StaffMember, priya: StaffMember) -> None:
    given = shift_of(nia)
    Clearance.objects.create(staff=priya, kind="dbs", valid_until=in_days(-1))

    shown = post(browser_of(nia), f"/rota/shifts/{given.pk}/swap/", status=422, to=priya.pk)

    assert "is not possible" in shown
    assert "DBS" not in shown


def test_leave_waits_for_a_rota_manager_and_being_ill_waits_for_nobody(nia: StaffMember, olu: StaffMember) -> None:
    shift, page = shift_of(nia), browser_of(nia)
    day = in_days(3)

    post(page, "/rota/away/", kind="leave", begins=f"{day}T00:00", ends=f"{day}T23:30")
    leave = Away.objects.get()
    assert "1 shift of theirs" in get(browser_of(olu), "/rota/approvals/")
    post(browser_of(olu), f"/rota/away/{leave.pk}/decision/", answer="refuse")
    assert Shift.objects.filter(pk=shift.pk).exists()
    assert "Get well" in post(page, "/rota/away/", kind="sick", begins=f"{day}T00:00", ends=f"{day}T23:30")

    assert not Shift.objects.filter(pk=shift.pk).exists()
    assert "nobody yet" in get(browser_of(olu), f"/rota/?day={day}")
    assert not Away.objects.filter(state="refused").exclude(pk=leave.pk).exists()


def test_nobody_decides_about_their_own_leave(olu: StaffMember) -> None:
    day = in_days(3)
    post(browser_of(olu), "/rota/away/", kind="leave", begins=f"{day}T00:00", ends=f"{day}T23:30")

    assert "Somebody else decides about your own" in get(browser_of(olu), "/rota/approvals/")
    post(browser_of(olu), f"/rota/away/{Away.objects.get().pk}/decision/", status=404, answer="approve")
    assert Away.objects.get().state == Away.State.ASKED


def test_what_was_typed_stays_where_it_is_refused(nia: StaffMember, olu: StaffMember) -> None:
    day = in_days(3)
    away = post(browser_of(nia), "/rota/away/", 422, kind="leave", begins=f"{day}T10:00", ends=f"{day}T09:00")
    put = post(browser_of(olu), "/rota/put-on/", 422, staff=nia.pk, duty="moderator", begins=f"{day}T10:00", ends="x")

    assert f'value="{day}T10:00"' in away
    assert "after the begin" in away
    assert f'<option value="{nia.pk}" selected>' in put
    assert 'value="x"' in put


def test_a_shift_from_its_begin_to_its_end(nia: StaffMember, priya: StaffMember) -> None:
    shift, page = on_shift(nia, Shift.Duty.COUNSELLOR), browser_of(nia)
    on_shift(priya, Shift.Duty.COUNSELLOR)
    shown = get(page, "/rota/mine/")
    assert "On now: Counsellor" in shown

    post(page, f"/rota/shifts/{shift.pk}/break/", then="begin")
    assert "Back from my break" in get(page, "/rota/mine/")
    post(page, f"/rota/shifts/{shift.pk}/break/", then="end")
    assert "This field is required" in post(page, f"/rota/shifts/{shift.pk}/note/", 422, body="   ")
    post(page, f"/rota/shifts/{shift.pk}/note/", body="three are waiting, all is calm")
    note = ShiftNote.objects.get()
    assert "three are waiting" not in get(page, f"/rota/shifts/{shift.pk}/")
    read = get(browser_of(priya), f"/rota/notes/{note.pk}/")
    assert "three are waiting, all is calm" in read
    post(browser_of(priya), f"/rota/notes/{note.pk}/")

    note.refresh_from_db()
    assert note.signed_by == priya
    assert "three are waiting, all is calm" in get(browser_of(priya), f"/rota/notes/{note.pk}/")  # to read it again
    kinds = [row.kind for row in ShiftEvent.objects.filter(shift=shift).order_by("pk")]
    assert kinds[-4:] == ["break_began", "break_ended", "note_written", "note_signed"]


def test_a_shift_is_finished_and_a_debrief_offered(nia: StaffMember) -> None:
    shift = on_shift(nia, Shift.Duty.COUNSELLOR, -1, 1)
    Shift.objects.filter(pk=shift.pk).update(came_at=clock.now())
    clock.move(timedelta(hours=1, minutes=5))
    page = browser_of(nia)

    assert "Thank you" in post(page, f"/rota/shifts/{shift.pk}/end/")
    assert "Would you like to talk about it?" in get(page, "/rota/mine/")
    post(page, f"/rota/shifts/{shift.pk}/debrief/", answer="declined")

    assert "Would you like to talk about it?" not in get(page, "/rota/mine/")
    assert ShiftEvent.objects.filter(kind="debrief_declined").exists()


def test_a_note_is_read_by_whoever_takes_over_and_by_nobody_else(nia: StaffMember, olu: StaffMember) -> None:
    shift = on_shift(nia, Shift.Duty.COUNSELLOR)
    post(browser_of(nia), f"/rota/shifts/{shift.pk}/note/", body="juniper")
    note, off, maya = ShiftNote.objects.get(), cleared("Amina", Role.COUNSELLOR), cleared("Maya", Role.MANAGER)

    for somebody in (off, olu, maya, nia):
        assert "juniper" not in get(browser_of(somebody), f"/rota/notes/{note.pk}/", status=404)


def test_the_test_page_is_answered(database: str) -> None:
    lena = cleared("Lena", Role.SAFEGUARDING_LEAD)
    place = open_place(0, duty=Shift.Duty.ON_CALL_1)
    Slot.objects.filter(pk=place.pk).update(during=(clock.now() - HOUR, clock.now() + 7 * HOUR))
    shift = on_shift(lena, Shift.Duty.ON_CALL_1)
    Shift.objects.filter(pk=shift.pk).update(slot=place)
    tests_of_pages.tick()
    page = browser_of(lena)

    assert "A test page was sent to you" in get(page, "/rota/mine/")
    post(page, f"/rota/shifts/{shift.pk}/test-page/")

    assert Shift.objects.get().test_page_answered_at
    assert "A test page was sent to you" not in get(page, "/rota/mine/")


def test_h25_only_the_person_of_a_shift_presses_its_buttons(nia: StaffMember, priya: StaffMember) -> None:
    shift = on_shift(nia, Shift.Duty.COUNSELLOR)

    for name in ("confirmation", "test-page", "break", "note", "end", "debrief", "swap"):
        post(browser_of(priya), f"/rota/shifts/{shift.pk}/{name}/", status=404)
    assert not ShiftEvent.objects.exclude(kind="put_on").exists()


def test_a_rota_manager_plans_from_a_pattern_to_a_published_week(nia: StaffMember, olu: StaffMember) -> None:
    page, first = browser_of(olu), in_days(1)
    typed = {
        "name": "Evenings", "duty": "counsellor", "begins": "18:00", "ends": "22:00", "days": ["MO", "TH"],
        "every": 1, "people": 2, "first_day": first, "last_day": "",
    }  # fmt: skip
    assert "Something is missing" in post(page, "/rota/patterns/new/", 422, **{**typed, "days": []})
    post(page, "/rota/patterns/new/", **typed)
    assert "Mon, Thu" in get(page, "/rota/patterns/")

    place = Slot.objects.filter(day__gte=in_days(8)).order_by("during").first()
    assert place
    assert place.published_at is None
    get(browser_of(nia), f"/rota/places/{place.pk}/", status=404)
    assert "published" in post(page, "/rota/publication/", day=place.day)
    assert "Take it" in get(browser_of(nia), "/rota/open/")
    post(page, f"/rota/places/{place.pk}/person/", staff=nia.pk)
    shift = Shift.objects.get()
    assert "I will be there" in get(browser_of(nia), "/rota/mine/")
    post(browser_of(nia), f"/rota/shifts/{shift.pk}/confirmation/")
    assert "Confirmed" in get(page, f"/rota/shifts/{shift.pk}/")

    assert "Why" in post(page, f"/rota/shifts/{shift.pk}/release/", 422, why="")
    assert "The place is open" in post(page, f"/rota/shifts/{shift.pk}/release/", why="asked me on the phone")
    assert not Shift.objects.exists()
    assert "asked me on the phone" in get(browser_of(nia), "/rota/mine/")


def test_h13_nobody_is_taken_off_where_too_few_people_are_left(nia: StaffMember, olu: StaffMember) -> None:
    shift = shift_of(nia)

    assert "could be reached" in post(browser_of(olu), f"/rota/shifts/{shift.pk}/release/", 422, why="tidying up")
    assert Shift.objects.get() == shift


def test_a_pattern_is_changed_from_a_day_on_and_ended(olu: StaffMember) -> None:
    page, first = browser_of(olu), in_days(1)
    typed = {
        "name": "Evenings", "duty": "counsellor", "begins": "18:00", "ends": "22:00",
        "days": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], "every": 1, "people": 1, "first_day": first,
    }  # fmt: skip
    post(page, "/rota/patterns/new/", **typed)
    old = Pattern.objects.get()
    assert 'value="18:00"' in get(page, f"/rota/patterns/{old.pk}/")

    change = in_days(15)
    post(page, f"/rota/patterns/{old.pk}/", **{**typed, "begins": "17:00", "first_day": change})
    new = Pattern.objects.exclude(pk=old.pk).get()
    old.refresh_from_db()
    assert old.last_day == change - timedelta(days=1)
    begins = {slot.day: slot.during.lower for slot in Slot.objects.filter(cancelled_at=None)}
    assert begins[change] == at(change, 17)
    assert begins[change - timedelta(days=1)] == at(change - timedelta(days=1), 18)
    assert len(begins) == Slot.objects.filter(cancelled_at=None).count()

    post(page, f"/rota/patterns/{new.pk}/end/", last_day=in_days(20))
    assert not Slot.objects.filter(cancelled_at=None, day__gt=in_days(20)).exists()


def test_a_clearance_is_noted_and_thirty_days_before_its_end_it_warns(olu: StaffMember) -> None:
    nia, page = person("Nia", Role.COUNSELLOR), browser_of(olu)
    assert "never noted" in get(page, "/rota/people/")

    post(page, f"/rota/people/{nia.pk}/clearances/", kind="dbs", valid_until=in_days(20))
    post(page, f"/rota/people/{nia.pk}/works-as/", works_as="volunteer")
    assert "Something is missing" in post(page, f"/rota/people/{nia.pk}/clearances/", 422, kind="dbs", valid_until="x")

    shown = get(page, f"/rota/people/{nia.pk}/")
    assert "ends " in shown
    assert "Volunteer" in shown
    assert "ends " in get(browser_of(nia), "/rota/mine/")
    get(browser_of(nia), f"/rota/people/{nia.pk}/", status=404)


def test_somebody_without_clearance_is_not_put_on_by_hand(olu: StaffMember) -> None:
    nia, day = person("Nia", Role.COUNSELLOR), in_days(3)
    typed = {"staff": nia.pk, "duty": "counsellor", "begins": f"{day}T18:00", "ends": f"{day}T22:00"}

    assert "was never noted" in post(browser_of(olu), "/rota/put-on/", 422, **typed)
    assert not Shift.objects.exists()
    assert not Slot.objects.exists()


def test_a_lead_lets_somebody_stay_with_a_reason_and_a_counsellor_cannot(nia: StaffMember) -> None:
    lena = cleared("Lena", Role.SAFEGUARDING_LEAD)
    tess = cleared("Tess", Role.COUNSELLOR, works_as="volunteer")
    shift = on_shift(tess, Shift.Duty.COUNSELLOR, -4, 0.2)
    until = f"{(shift.ends_at + HOUR).astimezone(LONDON):%Y-%m-%dT%H:%M}"
    typed = {"staff": tess.pk, "duty": "counsellor", "until": until, "why": "somebody in danger is with them"}

    assert "Why" in get(browser_of(lena), "/rota/come-on/")
    post(browser_of(lena), "/rota/come-on/", **typed)
    assert ShiftEvent.objects.get(kind="hours_overridden").by == lena
    get(browser_of(nia), "/rota/come-on/", status=403)


def test_every_form_is_protected_against_other_sites(nia: StaffMember, olu: StaffMember) -> None:
    place, shift = open_place(), shift_of(nia, days=5)

    for member, path in (
        (nia, f"/rota/places/{place.pk}/claim/"),
        (nia, "/rota/away/"),
        (olu, f"/rota/shifts/{shift.pk}/release/"),
        (olu, "/rota/list/"),
    ):
        assert browser_of(member, checks=True).post(path, {}, secure=True).status_code == 403


def test_an_address_that_names_nothing_is_not_found(nia: StaffMember) -> None:
    for path in ("/rota/shifts/999999/", f"/rota/shifts/{2**70}/", "/rota/places/0/"):
        get(browser_of(nia), path, status=404)
    for day in ("2026-13-01", "x", "9999-12-31", "0001-01-01", ""):
        get(browser_of(nia), f"/rota/?day={day}")
        get(browser_of(nia), f"/rota/month/?day={day}")
