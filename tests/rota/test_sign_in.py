"""Signing in and out, through the door."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from rota import cache as cache_module
from rota.models import AuditRow, StaffMember
from rota.people import sign_out_everywhere, suspend
from tests.rota.conftest import PASSWORD

Browser = Callable[[], Client]


def sign_in(page: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    answer: HttpResponse = page.post("/staff/sign-in/", {"login": email, "password": password}, secure=True)  # type: ignore[assignment]
    return answer


def get(page: Client, path: str) -> HttpResponse:
    answer: HttpResponse = page.get(path, secure=True)  # type: ignore[assignment]
    return answer


def rows(action: str) -> int:
    return AuditRow.objects.filter(action=action).count()


@pytest.mark.parametrize(
    ("who", "goes_to"), [("lena", "/escalations/"), ("sam", "/console/"), ("olu", "/rota/"), ("noor", "/audit/")]
)
def test_everybody_comes_to_where_their_work_is(
    request: pytest.FixtureRequest, sits_down: Browser, who: str, goes_to: str | None
) -> None:
    member = request.getfixturevalue(who)
    page = sits_down()

    signed_in = sign_in(page, member.email)
    first = get(page, "/staff/")

    assert signed_in["Location"] == "/staff/"
    assert first.headers.get("Location") == goes_to
    assert AuditRow.objects.filter(action="staff.signed_in", about=f"staff:{member.pk}", who=member).count() == 1


def test_the_address_may_be_typed_in_any_case(sam: StaffMember, sits_down: Browser) -> None:
    assert sign_in(sits_down(), "Sam@Example.ORG").status_code == 302


def test_a_stranger_is_sent_to_the_sign_in_and_back(sam: StaffMember, sits_down: Browser) -> None:
    page = sits_down()

    assert get(page, "/staff/")["Location"] == "/staff/sign-in/?next=/staff/"
    answer = page.post("/staff/sign-in/?next=/console/", {"login": sam.email, "password": PASSWORD}, secure=True)
    elsewhere = sits_down().post(
        "/staff/sign-in/?next=https://elsewhere.example/", {"login": sam.email, "password": PASSWORD}, secure=True
    )

    assert answer["Location"] == "/console/"
    assert elsewhere["Location"] == "/staff/"


def test_a_wrong_password_an_unknown_address_and_a_suspended_person_hear_the_same(
    sam: StaffMember, olu: StaffMember, sits_down: Browser
) -> None:
    suspend(olu, None)

    answers = [
        sign_in(sits_down(), sam.email, "something else"),
        sign_in(sits_down(), "nobody@example.org"),
        sign_in(sits_down(), olu.email),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    errors = {str(answer.context["form"].non_field_errors()) for answer in answers}  # type: ignore[attr-defined]
    assert len(errors) == 1
    assert "not correct" in errors.pop()
    assert rows("staff.signed_in") == 0


def test_the_sixth_wrong_password_closes_the_door_for_a_while(sam: StaffMember, sits_down: Browser) -> None:
    for _ in range(5):
        sign_in(sits_down(), sam.email, "something else")

    answer = sign_in(sits_down(), sam.email)

    assert answer.status_code == 200
    assert "Too many" in str(answer.context["form"].errors)  # type: ignore[attr-defined]
    assert rows("staff.signed_in") == 0


REDIS_AWAY = {"default": {"BACKEND": "rota.cache.SteadyCache", "LOCATION": "redis://127.0.0.1:9/0"}}


@override_settings(CACHES=REDIS_AWAY)
def test_sign_in_works_and_counts_while_redis_is_away(
    sam: StaffMember, sits_down: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_away_until", 0.0)  # put back afterwards: Redis is there for the next story
    assert sign_in(sits_down(), sam.email).status_code == 302

    for _ in range(5):
        sign_in(sits_down(), sam.email, "something else")

    assert sign_in(sits_down(), sam.email).status_code == 200


def test_the_cookie_is_one_that_only_this_host_gets(sam: StaffMember, sits_down: Browser) -> None:
    page = sits_down()
    sign_in(page, sam.email)

    cookie = page.cookies["__Host-staff"]

    assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
    assert cookie["samesite"] == "Strict"
    assert set(page.cookies) <= {"__Host-staff", "__Host-form"}


def test_signing_out_takes_a_post_and_leaves_a_row(sam: StaffMember, sits_down: Browser) -> None:
    page = sits_down()
    sign_in(page, sam.email)

    assert get(page, "/staff/sign-out/").status_code == 200
    assert rows("staff.signed_out") == 0
    answer = page.post("/staff/sign-out/", secure=True)

    assert answer["Location"] == "/staff/sign-in/"
    assert get(page, "/staff/")["Location"].startswith("/staff/sign-in/")
    assert AuditRow.objects.get(action="staff.signed_out").who == sam


@pytest.mark.parametrize("end", [sign_out_everywhere, lambda sam: suspend(sam, None)])
def test_signing_out_everywhere_and_suspension_end_the_sign_in_at_once(
    sam: StaffMember, sits_down: Browser, end: Callable[[StaffMember], None]
) -> None:
    page = sits_down()
    sign_in(page, sam.email)
    assert get(page, "/console/").status_code == 200

    end(sam)

    assert get(page, "/console/")["Location"].startswith("/staff/sign-in/")


def test_nobody_signs_up_or_resets_a_password_by_e_mail(database: str) -> None:
    for name in ("account_signup", "account_reset_password", "account_email", "account_confirm_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


# The second step


def code_for(secret: str, *, off_by: int = 0) -> str:
    """What the app shows, on a phone whose clock is so many half minutes off."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    before, now, after = yield_hotp_counters_from_time()
    return str(format_hotp_value(hotp_value(secret, {-1: before, 0: now, 1: after}[off_by])))


def next_code(secret: str) -> str:
    """What the app shows next: a code counts once, and the one before it has shown that the app works."""
    return code_for(secret, off_by=1)


def turn_on_the_second_step(page: Client) -> str:
    form = get(page, "/staff/two-step/app/").context["form"]  # type: ignore[attr-defined]
    answer = page.post("/staff/two-step/app/", {"code": code_for(form.secret)}, secure=True)
    assert answer["Location"] == "/staff/two-step/recovery-codes/"
    return str(form.secret)


def test_with_the_second_step_a_password_is_not_enough(sam: StaffMember, sits_down: Browser) -> None:
    page = sits_down()
    sign_in(page, sam.email)
    secret = turn_on_the_second_step(page)

    other = sits_down()
    assert sign_in(other, sam.email)["Location"] == "/staff/two-step/code/"
    assert get(other, "/console/")["Location"].startswith("/staff/sign-in/")
    assert rows("staff.signed_in") == 1
    assert other.post("/staff/two-step/code/", {"code": "000000"}, secure=True).status_code == 200
    assert other.post("/staff/two-step/code/", {"code": next_code(secret)}, secure=True)["Location"] == "/staff/"
    assert rows("staff.signed_in") == 2


def test_a_phone_whose_clock_is_off_works_and_each_code_only_once(sam: StaffMember, sits_down: Browser) -> None:
    """Half a minute fast: were it slow, a story that is slow too would make it a whole minute."""
    page = sits_down()
    sign_in(page, sam.email)
    code = next_code(turn_on_the_second_step(page))

    first, second = sits_down(), sits_down()
    for other in (first, second):
        sign_in(other, sam.email)

    assert first.post("/staff/two-step/code/", {"code": code}, secure=True).status_code == 302
    again = second.post("/staff/two-step/code/", {"code": f"{code[:3]} {code[3:]}"}, secure=True)
    assert again.status_code == 200
    assert "used already" in again.content.decode()


@pytest.mark.parametrize("away", ["at first", "then"])
def test_a_code_counts_once_although_the_cache_comes_and_goes_between(
    sam: StaffMember, sits_down: Browser, monkeypatch: pytest.MonkeyPatch, away: str
) -> None:
    """Each process counts for itself while Valkey is away: what it counted then is not known before or after."""
    page = sits_down()
    sign_in(page, sam.email)
    code = next_code(turn_on_the_second_step(page))
    answers = []

    for is_away in (away == "at first", away == "then"):
        other = sits_down()
        sign_in(other, sam.email)
        monkeypatch.setattr(cache_module, "_away_until", float("inf") if is_away else 0.0)
        answers.append(other.post("/staff/two-step/code/", {"code": code}, secure=True).status_code)
        monkeypatch.setattr(cache_module, "_away_until", 0.0)

    assert answers == [302, 200]


def test_the_code_that_showed_that_an_app_works_does_not_sign_anybody_in(sam: StaffMember, sits_down: Browser) -> None:
    page = sits_down()
    sign_in(page, sam.email)
    form = get(page, "/staff/two-step/app/").context["form"]  # type: ignore[attr-defined]
    code = code_for(form.secret)
    assert page.post("/staff/two-step/app/", {"code": code}, secure=True).status_code == 302

    other = sits_down()
    sign_in(other, sam.email)

    assert other.post("/staff/two-step/code/", {"code": code}, secure=True).status_code == 200


def test_every_page_of_the_second_step_opens_and_it_can_be_turned_off(sam: StaffMember, sits_down: Browser) -> None:
    page = sits_down()
    sign_in(page, sam.email)
    turn_on_the_second_step(page)

    paths = ("", "app/off/", "recovery-codes/", "recovery-codes/new/")
    assert [get(page, f"/staff/two-step/{path}").status_code for path in paths] == [200] * len(paths)
    assert get(page, "/staff/show-who-you-are/").status_code == 200
    assert page.post("/staff/two-step/app/off/", secure=True)["Location"] == "/staff/two-step/"
    assert sign_in(sits_down(), sam.email)["Location"] == "/staff/"


def test_a_recovery_code_works_once(sam: StaffMember, sits_down: Browser) -> None:
    page = sits_down()
    sign_in(page, sam.email)
    turn_on_the_second_step(page)
    codes = get(page, "/staff/two-step/recovery-codes/").context["unused_codes"]  # type: ignore[attr-defined]
    told = get(page, "/staff/two-step/recovery-codes/file/").content.decode()
    assert codes[0] in told

    for expected in (302, 200):
        other = sits_down()
        sign_in(other, sam.email)
        assert other.post("/staff/two-step/code/", {"code": codes[0]}, secure=True).status_code == expected


def test_somebody_suspended_between_the_two_steps_stays_outside(sam: StaffMember, sits_down: Browser) -> None:
    page = sits_down()
    sign_in(page, sam.email)
    secret = turn_on_the_second_step(page)
    other = sits_down()
    sign_in(other, sam.email)

    suspend(sam, None)
    other.post("/staff/two-step/code/", {"code": next_code(secret)}, secure=True)

    assert get(other, "/console/")["Location"].startswith("/staff/sign-in/")
    assert rows("staff.signed_in") == 1


def test_the_secret_of_the_second_step_is_sealed(sam: StaffMember, sits_down: Browser) -> None:
    from allauth.mfa.models import Authenticator

    page = sits_down()
    sign_in(page, sam.email)
    secret = turn_on_the_second_step(page)

    stored = " ".join(str(data) for data in Authenticator.objects.values_list("data", flat=True))

    assert secret not in stored
    assert not re.search(r"\b[A-Z2-7]{32}\b", stored)
