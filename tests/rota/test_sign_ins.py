"""Where people are signed in, the lock of a sign-in whose person went away, and showing who one is."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from config import clock
from rota import sign_ins, step_up
from rota.models import AuditRow, Role, SignIn, StaffMember
from rota.people import end_role, grant_role, sign_out_everywhere, suspend
from tests.rota.conftest import PASSWORD, person
from tests.rota.test_sign_in import get, sign_in

Browser = Callable[[], Client]
MINUTE = timedelta(minutes=1)
LOCKED = 423
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def page(sam: StaffMember, sits_down: Browser) -> Client:
    page = sits_down()
    sign_in(page, sam.email)
    return page


def post(page: Client, path: str, form: dict[str, str] | None = None, **headers: str) -> HttpResponse:
    answer: HttpResponse = page.post(path, form or {}, secure=True, headers=headers)  # type: ignore[assignment]
    return answer


def is_signed_in(page: Client) -> bool:
    return not get(page, "/console/").headers.get("Location", "").startswith("/staff/sign-in/")


# The list


def test_a_sign_in_is_a_row_with_the_browser_and_no_address(sam: StaffMember, sits_down: Browser) -> None:
    page = sits_down()
    page.post(
        "/staff/sign-in/", {"login": sam.email, "password": PASSWORD}, secure=True, headers={"user-agent": FIREFOX}
    )

    [row] = sign_ins.list_of(sam)

    assert (row.browser, row.how, row.session_key) == ("Firefox, Windows", "password", page.session.session_key)
    assert "Firefox, Windows" in get(page, "/staff/sign-ins/").content.decode()


def test_ending_one_leaves_the_others(sam: StaffMember, page: Client, sits_down: Browser) -> None:
    other = sits_down()
    sign_in(other, sam.email)
    lost = SignIn.objects.get(session_key=other.session.session_key)

    post(page, f"/staff/sign-ins/{lost.pk}/end/")

    assert not is_signed_in(other)
    assert is_signed_in(page)
    assert [row.session_key for row in sign_ins.list_of(sam)] == [page.session.session_key]
    assert AuditRow.objects.get(action="staff.sign_in_ended").who == sam


def test_nobody_ends_the_sign_in_of_somebody_else(
    sam: StaffMember, page: Client, lena: StaffMember, sits_down: Browser
) -> None:  # noqa: E501
    hers = sits_down()
    sign_in(hers, lena.email)
    row = SignIn.objects.get(staff=lena)

    assert post(page, f"/staff/sign-ins/{row.pk}/end/").status_code == 404
    assert is_signed_in(hers)


def test_ending_all_ends_this_one_too(sam: StaffMember, page: Client) -> None:
    post(page, "/staff/sign-ins/end/")

    assert not is_signed_in(page)
    assert sign_ins.list_of(sam) == []


@pytest.mark.parametrize(
    "ends",
    [
        lambda sam, lena: suspend(sam, lena),
        lambda sam, lena: sign_out_everywhere(sam, lena),
        lambda sam, lena: grant_role(sam, Role.MODERATOR, lena),
        lambda sam, lena: end_role(sam, Role.COUNSELLOR, lena),
    ],
)
def test_what_changes_who_may_ends_every_sign_in(
    sam: StaffMember, lena: StaffMember, page: Client, ends: Callable[[StaffMember, StaffMember], None]
) -> None:
    ends(sam, lena)

    assert not is_signed_in(page)
    assert sign_ins.list_of(sam) == []
    assert not Session.objects.filter(session_key=page.session.session_key).exists()


# Twelve hours


HOUR = timedelta(hours=1)


def busy_until(page: Client, end: timedelta) -> None:
    """Somebody who works all day, to within a few minutes of `end`."""
    passed = timedelta()
    while passed + 8 * MINUTE < end:
        clock.move(8 * MINUTE)
        passed += 8 * MINUTE
        assert is_signed_in(page)
    clock.move(end - passed)


def state(page: Client) -> dict[str, int | bool]:
    told: dict[str, int | bool] = page.get("/staff/lock/", secure=True, headers={"accept": "application/json"}).json()
    return told


def test_after_twelve_hours_nothing_opens_until_they_show_who_they_are_and_then_it_is_over(
    sam: StaffMember, page: Client
) -> None:
    busy_until(page, 12 * HOUR)

    asked = get(page, "/console/?view=7")
    assert asked.status_code == LOCKED
    assert "You have been signed in for twelve hours" in asked.content.decode()
    assert (state(page)["locked"], state(page)["due"]) == (True, True)
    clock.move(15 * MINUTE)

    assert not is_signed_in(page)
    assert sign_ins.list_of(sam) == []


def test_whoever_shows_who_they_are_at_the_end_goes_on_where_they_were(sam: StaffMember, page: Client) -> None:
    """H19 and H01: no chat is cut off because a clock ran out. The same session, so the same open console."""
    key = page.session.session_key
    busy_until(page, 12 * HOUR + 10 * MINUTE)

    answer = post(page, "/staff/unlock/", {"password": PASSWORD, "next": "/console/?view=7"})

    assert answer["Location"] == "/console/?view=7"
    assert page.session.session_key == key
    busy_until(page, 11 * HOUR)
    assert get(page, "/console/").status_code == 200
    assert AuditRow.objects.filter(action="staff.sign_in_renewed", who=sam).count() == 1


def test_the_end_is_told_half_an_hour_before_and_showing_who_one_is_then_is_enough(page: Client) -> None:
    words = "You are asked who you are at"
    busy_until(page, 11.4 * HOUR)
    assert "data-sign-in-ends hidden" in get(page, "/staff/sign-ins/").content.decode()
    clock.move(8 * MINUTE)

    told = get(page, "/staff/sign-ins/").content.decode()
    assert words in told
    assert "data-sign-in-ends hidden" not in told
    assert state(page)["tell_at"] == [1800, 300]
    shown = post(page, "/staff/show-who-you-are/", {"password": PASSWORD, "next": "/console/"})

    assert shown["Location"] == "/console/"
    assert state(page)["ends_in"] > 11 * 3600
    assert "data-sign-in-ends hidden" in get(page, "/staff/sign-ins/").content.decode()


def test_at_the_end_a_password_alone_is_too_little_for_somebody_with_a_second_step(page: Client) -> None:
    from tests.rota.test_sign_in import next_code, turn_on_the_second_step

    secret = turn_on_the_second_step(page)
    busy_until(page, 12 * HOUR)

    assert post(page, "/staff/unlock/", {"password": PASSWORD}).status_code == LOCKED
    assert "Or your password" not in get(page, "/console/").content.decode()
    # The app's clock stands still in a story; the service's has moved.
    clock.move(-12 * HOUR)
    code = next_code(secret)
    clock.move(12 * HOUR)
    assert post(page, "/staff/unlock/", {"code": code}).status_code == 302
    assert get(page, "/console/").status_code == 200


# The lock


def test_after_ten_minutes_without_a_sign_no_page_opens_and_the_way_back_is_kept(page: Client) -> None:
    clock.move(11 * MINUTE)

    locked = get(page, "/console/?view=7")

    assert locked.status_code == LOCKED
    assert b"data-console" not in locked.content
    assert 'value="/console/?view=7"' in locked.content.decode()
    answer = post(page, "/staff/unlock/", {"password": PASSWORD, "next": "/console/?view=7"})
    assert answer["Location"] == "/console/?view=7"
    assert get(page, "/console/").status_code == 200


def test_whoever_goes_on_working_is_not_locked_and_a_script_that_asks_by_itself_is_nobody(page: Client) -> None:
    for _ in range(3):
        clock.move(6 * MINUTE)
        assert get(page, "/console/").status_code == 200
    for _ in range(2):
        clock.move(4 * MINUTE)
        assert page.get("/console/", secure=True, headers={"sec-fetch-mode": "cors"}).status_code == 200
    clock.move(4 * MINUTE)

    assert page.get("/console/", secure=True, headers={"accept": "application/json"}).status_code == LOCKED


def test_a_hand_on_the_page_keeps_it_open(page: Client) -> None:
    for _ in range(3):
        clock.move(8 * MINUTE)
        assert post(page, "/staff/here/", accept="application/json").status_code == 200

    assert get(page, "/console/").status_code == 200


def test_the_lock_can_be_turned_at_once(page: Client) -> None:
    answer = post(page, "/staff/lock/", {"next": "/console/"})

    assert answer["Location"] == "/console/"
    assert get(page, "/console/").status_code == LOCKED
    assert get(page, "/staff/sign-ins/").status_code == LOCKED


def test_a_wrong_password_does_not_unlock_and_guessing_ends(page: Client) -> None:
    post(page, "/staff/lock/")

    for _ in range(5):
        wrong = post(page, "/staff/unlock/", {"password": "not this one at all"})
        assert wrong.status_code == LOCKED
        assert "That password is not right." in wrong.content.decode()
    assert "Too many tries" in post(page, "/staff/unlock/", {"password": PASSWORD}).content.decode()
    assert get(page, "/console/").status_code == LOCKED


def test_words_that_were_sent_while_it_was_locked_come_back_and_are_nowhere_in_the_open(page: Client) -> None:
    clock.move(11 * MINUTE)

    locked = post(page, "/escalations/open/", {"body": "she said it began in june", "tag": "a"})
    kept = re.search(r'name="kept" value="([^"]+)"', locked.content.decode())

    assert kept
    assert b"began in june" not in locked.content
    assert "june" not in str(Session.objects.values_list("session_data", flat=True))
    back = post(page, "/staff/unlock/", {"password": PASSWORD, "kept": kept[1]}).content.decode()
    assert 'action="/escalations/open/"' in back
    assert 'name="body" value="she said it began in june"' in back


def test_what_was_kept_for_one_is_nobody_elses(page: Client, lena: StaffMember, sits_down: Browser) -> None:
    clock.move(11 * MINUTE)
    locked = post(page, "/escalations/open/", {"body": "she said it began in june"})
    kept = re.search(r'name="kept" value="([^"]+)"', locked.content.decode())
    hers = sits_down()
    sign_in(hers, lena.email)

    assert kept
    answer = post(hers, "/staff/unlock/", {"password": PASSWORD, "kept": kept[1]})

    assert answer.status_code == 302


def test_signing_out_is_open_to_a_locked_sign_in(page: Client) -> None:
    post(page, "/staff/lock/")

    post(page, "/staff/sign-out/")

    assert not is_signed_in(page)


@pytest.mark.parametrize("place", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:go()"])
def test_unlocking_leads_nowhere_else(page: Client, place: str) -> None:
    post(page, "/staff/lock/")

    assert post(page, "/staff/unlock/", {"password": PASSWORD, "next": place})["Location"] == "/staff/"


# Showing who one is


def test_a_fresh_sign_in_counts_for_five_minutes(page: Client, sam: StaffMember) -> None:
    assert get(page, "/staff/two-step/app/").status_code == 200
    clock.move(6 * MINUTE)

    asked = get(page, "/staff/two-step/app/")

    assert asked["Location"].startswith("/staff/show-who-you-are/?next=")
    shown = post(page, asked["Location"], {"password": PASSWORD, "next": "/staff/two-step/app/"})
    assert shown["Location"] == "/staff/two-step/app/"
    assert get(page, "/staff/two-step/app/").status_code == 200
    assert AuditRow.objects.get(action="staff.stepped_up").who == sam


def test_whoever_has_a_second_step_shows_that_and_not_the_password(page: Client) -> None:
    from tests.rota.test_sign_in import next_code, turn_on_the_second_step

    secret = turn_on_the_second_step(page)
    clock.move(6 * MINUTE)

    assert post(page, "/staff/show-who-you-are/", {"password": PASSWORD}).status_code == 200
    assert get(page, "/staff/two-step/app/off/").status_code == 302
    assert post(page, "/staff/show-who-you-are/", {"code": next_code(secret)}).status_code == 302
    assert get(page, "/staff/two-step/app/off/").status_code == 200


def test_unlocking_by_password_opens_the_page_and_nothing_more(page: Client) -> None:
    from tests.rota.test_sign_in import turn_on_the_second_step

    turn_on_the_second_step(page)
    clock.move(11 * MINUTE)

    post(page, "/staff/unlock/", {"password": PASSWORD})

    assert get(page, "/console/").status_code == 200
    assert get(page, "/staff/two-step/app/off/").status_code == 302


def test_a_form_that_needs_it_comes_back_afterwards(sits_down: Browser, database: str) -> None:
    maya, olu = person("Maya", Role.MANAGER, password=PASSWORD), person("Olu", Role.ROTA)
    page = sits_down()
    sign_in(page, maya.email)
    clock.move(6 * MINUTE)

    asked = post(page, f"/staff/people/{olu.pk}/roles/", {"role": "moderator"}).content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', asked)

    assert kept
    assert olu.roles_held() == {Role.ROTA}
    back = post(page, "/staff/show-who-you-are/", {"password": PASSWORD, "kept": kept[1]}).content.decode()
    assert f'action="/staff/people/{olu.pk}/roles/"' in back
    post(page, f"/staff/people/{olu.pk}/roles/", {"role": "moderator"})
    assert olu.roles_held() == {Role.ROTA, Role.MODERATOR}


def test_a_sign_in_that_was_made_elsewhere_has_shown_nothing(sam: StaffMember, sits_down: Browser) -> None:
    page = sits_down()
    page.force_login(sam, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert get(page, "/staff/two-step/app/").status_code == 302
    assert SignIn.objects.get().stepped_up_at is None
    assert step_up.step_up_required
