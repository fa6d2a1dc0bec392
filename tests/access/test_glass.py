"""Break-glass: a phone number is opened by who may, for a reason, with a second person, and never silently (H19)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from chat.urgency import Urgency
from config import clock
from escalation.banners import pages_of
from escalation.decide import acknowledge
from escalation.glass import breaking
from escalation.glass.shown import notices_for
from escalation.models import Escalation, Glass, GlassCall
from escalation.open import open_about_staff, open_escalation
from rota.models import AuditRow, Role, SignIn, StaffMember
from tests.access.cast import with_a_number
from tests.access.looking import signed_in
from tests.people import flagged, make_aisha, make_lena, make_marc, person

NUMBER = "+447700900123"
WHY = "an ambulance needs to call her back"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _the_clock_is_put_right() -> Iterator[None]:
    yield
    clock.reset()


@pytest.fixture
def lena(database: str) -> StaffMember:
    return make_lena()


@pytest.fixture
def marc(database: str) -> StaffMember:
    return make_marc()


@pytest.fixture
def ines(database: str) -> StaffMember:
    return person("Ines", Role.PRIVACY)


@pytest.fixture
def now(lena: StaffMember) -> Escalation:
    return with_a_number(open_escalation(flagged(make_aisha().says("i took the whole packet"))))


@pytest.fixture
def very_soon(lena: StaffMember) -> Escalation:
    flag = flagged(make_aisha().says("he hits me"), urgency=Urgency.VERY_SOON)
    return with_a_number(open_escalation(flag))


def rows(glass: Glass) -> list[tuple[str, str]]:
    found = AuditRow.objects.filter(ground=f"glass:{glass.pk}").order_by("pk")
    return list(found.values_list("action", "who__name"))


def test_h19_for_now_one_lead_opens_it_at_once_and_a_second_reviews_it_afterwards(now, lena, marc, ines):
    glass = breaking.ask(now, reason=WHY, by=lena)

    assert breaking.open_contact(glass, by=lena) == NUMBER
    glass.refresh_from_db()
    assert glass.review_due_at == glass.shown_at + timedelta(days=1)
    assert [notice.url for notice in notices_for(marc, marc.roles_held())] == [f"/escalations/{now.pk}/contact/"]
    assert notices_for(lena, lena.roles_held()) == []
    with pytest.raises(PermissionDenied):
        breaking.review(glass, was_right=True, words="it was mine", by=lena)
    clock.move(timedelta(days=1, minutes=1))
    assert "Overdue" in notices_for(marc, marc.roles_held())[0].words

    breaking.review(glass, was_right=False, words="the ambulance had it already", by=marc)

    assert notices_for(marc, marc.roles_held()) == []
    assert rows(glass) == [("glass.asked", "Lena"), ("glass.opened", "Lena"), ("glass.reviewed", "Marc")]


def test_h19_otherwise_a_second_lead_agrees_first_and_is_called_on_every_console(very_soon, lena, marc):
    acknowledge(very_soon, acknowledged_by=lena)
    glass = breaking.ask(very_soon, reason=WHY, by=lena)

    with pytest.raises(ValidationError):
        breaking.open_contact(glass, by=lena)
    with pytest.raises(PermissionDenied):
        breaking.second(glass, by=lena)
    assert [frame["url"] for _call, frame in pages_of(marc)] == [f"/escalations/{very_soon.pk}/contact/"]
    assert pages_of(lena) == []

    breaking.second(glass, by=marc)

    assert pages_of(marc) == []
    with pytest.raises(PermissionDenied):
        breaking.open_contact(glass, by=marc)
    assert breaking.open_contact(glass, by=lena) == NUMBER
    assert rows(glass) == [("glass.asked", "Lena"), ("glass.agreed", "Marc"), ("glass.opened", "Lena")]


def test_h19_an_asking_lapses_after_half_an_hour_and_one_that_was_refused_opens_nothing(very_soon, lena, marc):
    lapsed = breaking.ask(very_soon, reason=WHY, by=lena)
    clock.move(30 * MINUTE)
    with pytest.raises(ValidationError):
        breaking.second(lapsed, by=marc)
    refused = breaking.ask(very_soon, reason=WHY, by=lena)
    assert refused.pk != lapsed.pk
    breaking.refuse(refused, by=marc)

    for glass in (lapsed, refused):
        with pytest.raises(ValidationError):
            breaking.open_contact(glass, by=lena)
    assert not Glass.objects.exclude(shown_at=None).exists()


def test_h19_what_was_allowed_and_not_opened_lapses_too_and_it_takes_another_asking(now, lena, marc):
    """What was Now last week is no leave to look today; nor is what a second lead agreed to then."""
    alone = breaking.ask(now, reason=WHY, by=lena)
    clock.move(30 * MINUTE)
    with pytest.raises(ValidationError, match="not opened in time"):
        breaking.open_contact(alone, by=lena)
    Escalation.objects.filter(pk=now.pk).update(urgency=Urgency.VERY_SOON)
    again = breaking.ask(now, reason=WHY, by=lena)
    assert again.pk != alone.pk
    breaking.second(again, by=marc)
    clock.move(29 * MINUTE)
    assert again.pk == breaking.ask(now, reason=WHY, by=lena).pk
    clock.move(MINUTE)

    with pytest.raises(ValidationError, match="not opened in time"):
        breaking.open_contact(again, by=lena)
    page = signed_in(marc).get(f"/escalations/{now.pk}/contact/").content.decode()
    assert page.count("Lapsed: it was not opened in time.") == 2


def test_h19_a_number_is_shown_once_for_two_minutes(now, lena):
    glass = breaking.ask(now, reason=WHY, by=lena)
    breaking.open_contact(glass, by=lena)
    clock.move(MINUTE)
    assert breaking.open_contact(glass, by=lena) == NUMBER  # the page that showed it may have been lost
    clock.move(MINUTE)

    with pytest.raises(ValidationError):
        breaking.open_contact(glass, by=lena)
    assert breaking.ask(now, reason=WHY, by=lena).pk != glass.pk


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.SAFEGUARDING_LEAD])
def test_h19_nobody_but_a_lead_asks_agrees_opens_or_reviews(very_soon, lena, role):
    other = person("Other", role)
    glass = breaking.ask(very_soon, reason=WHY, by=lena)

    for act in (
        lambda: breaking.ask(very_soon, reason=WHY, by=other),
        lambda: breaking.second(glass, by=other),
        lambda: breaking.refuse(glass, by=other),
        lambda: breaking.open_contact(glass, by=other),
        lambda: breaking.review(glass, was_right=True, words="yes", by=other),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_h19_there_is_no_number_behind_an_allegation_or_somebody_who_never_texted(lena, marc):
    allegation = open_about_staff(person("Robin", Role.COUNSELLOR), "now", "crossed a line", opened_by=marc)
    with pytest.raises(PermissionDenied):
        breaking.ask(allegation, reason=WHY, by=lena)
    with pytest.raises(ValidationError):
        breaking.ask(open_escalation(flagged(make_aisha().says("i took them"))), reason=WHY, by=lena)


def test_h19_the_database_itself_refuses_a_lead_who_agrees_with_themselves_or_opens_alone(very_soon, lena):
    glass = breaking.ask(very_soon, reason=WHY, by=lena)

    for change in ({"agreed_by": lena}, {"reviewed_by": lena}, {"shown_at": clock.now()}, {"agree_before": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Glass.objects.filter(pk=glass.pk).update(**change)


def test_h19_the_privacy_officer_is_told_until_they_have_looked_and_never_sees_the_number(now, lena, ines):
    maya = person("Maya", Role.MANAGER)
    glass = breaking.ask(now, reason=WHY, by=lena)
    breaking.open_contact(glass, by=lena)
    browser = signed_in(ines)

    page = browser.get("/escalations/contacts/").content.decode()

    assert WHY in page
    assert NUMBER not in page
    assert "A phone number or an address was asked for" in page
    assert browser.get(f"/escalations/{now.pk}/contact/").status_code == 404
    assert not GlassCall.objects.filter(staff=maya).exists()
    browser.post(f"/escalations/contacts/{glass.pk}/seen/")
    assert "A phone number or an address was asked for" not in browser.get("/escalations/contacts/").content.decode()


def test_h19_where_there_is_no_privacy_officer_the_managers_are_told(now, lena):
    maya = person("Maya", Role.MANAGER)

    breaking.ask(now, reason=WHY, by=lena)

    assert GlassCall.objects.get().staff == maya
    assert WHY in signed_in(maya).get("/escalations/contacts/").content.decode()


def test_h19_by_page_somebody_shows_who_they_are_first_and_the_number_is_in_one_answer_alone(now, lena, marc, caplog):
    browser = signed_in(lena)
    page = f"/escalations/{now.pk}/contact/"
    assert "Ask for the phone number" in browser.get(f"/escalations/{now.pk}/").content.decode()

    asked_who = browser.post(page, {"reason": WHY})
    assert not Glass.objects.exists()
    assert asked_who.status_code == 200
    shows_who_they_are(browser)
    assert browser.post(page, {"reason": " "}).status_code == 422
    assert browser.post(page, {"reason": WHY}).status_code == 302
    glass = Glass.objects.get()
    answer = browser.post(f"{page}{glass.pk}/opening/")

    assert NUMBER in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert answer["Refresh"].endswith(f"; url={page}")
    assert NUMBER not in browser.get(page).content.decode()
    assert NUMBER not in caplog.text
    clock.move(3 * MINUTE)
    late = browser.post(f"{page}{glass.pk}/opening/")
    assert (late.status_code, NUMBER in late.content.decode()) == (422, False)
    other = signed_in(marc)
    assert other.post(f"{page}{glass.pk}/opening/").status_code == 404
    review = {"was_right": "yes", "review": "it reached her"}
    assert other.post(f"{page}{glass.pk}/review/", review).status_code == 302
    assert "it was right" in other.get(page).content.decode()


def shows_who_they_are(browser: Client) -> None:
    SignIn.objects.filter(session_key=browser.session.session_key).update(stepped_up_at=clock.now())
