"""The front doors of councils: found, kept, marked when they are old, and the number that counts now first."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config import clock
from config.tuning import setting
from escalation.models import Council
from escalation.referral import directory, directory_list
from escalation.referral.office_hours import LONDON, contacts_of, is_office_hours
from escalation.working_days import is_working_day
from rota.models import AuditRow, StaffMember
from tests.escalation.referrals import COUNCIL, a_council

SignedIn = Callable[[StaffMember], Client]
EASTER_MONDAY = datetime(2026, 4, 6, 10, 0, tzinfo=UTC)


def test_h23_a_council_is_found_by_its_name_and_by_the_places_in_it(lena: StaffMember) -> None:
    a_council(lena)
    a_council(lena, name="Southby Council", places="Fenton, Ash Green")

    assert [one.name for one in directory.found("hulme")] == ["Northmoor Council"]
    assert [one.name for one in directory.found("council ash")] == ["Southby Council"]
    assert directory.found("nowhere").count() == 0


def test_h23_at_easter_the_english_council_is_rung_out_of_hours_and_the_scottish_one_by_day(lena: StaffMember) -> None:
    english, scottish = a_council(lena), a_council(lena, name="Glenrow Council", nation="scotland")

    assert contacts_of(english, EASTER_MONDAY)[0].phone == "01632 960002"
    assert contacts_of(scottish, EASTER_MONDAY)[0].phone == "01632 960001"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31)), nation=st.sampled_from(Council.Nation.values))
def test_h14_office_hours_follow_the_clock_on_the_wall_in_london(database: str, at: datetime, nation: str) -> None:
    moment = at.replace(tzinfo=UTC)
    wall = moment.astimezone(LONDON)

    assert is_office_hours(moment, nation) == (9 <= wall.hour < 17 and is_working_day(wall.date(), nation))


def test_an_entry_that_nobody_checked_is_marked_and_one_that_is_checked_is_not(
    lena: StaffMember, signed_in: SignedIn
) -> None:
    council = a_council(lena)
    clock.move(timedelta(days=setting("directory.old_after_days")))
    browser = signed_in(lena)

    assert "was not checked for 90 days" in browser.get("/escalations/directory/").content.decode()
    assert browser.post(f"/escalations/directory/{council.pk}/checked/").status_code == 302

    assert "was not checked" not in browser.get("/escalations/directory/").content.decode()
    assert AuditRow.objects.filter(action="council.checked", about=f"council:{council.pk}", who=lena).count() == 1


def test_what_is_missing_or_no_number_is_said_field_by_field_and_stays_typed(
    lena: StaffMember, signed_in: SignedIn
) -> None:
    answer = signed_in(lena).post("/escalations/directory/new/", {**COUNCIL, "nation": "", "day_phone": "ask Jim"})

    assert answer.status_code == 422
    assert set(answer.context["errors"]) == {"nation", "day_phone"}
    assert "ask Jim" in answer.content.decode()
    assert not Council.objects.exists()


def test_a_name_stands_once_and_again_after_it_ended(lena: StaffMember, signed_in: SignedIn) -> None:
    council = a_council(lena)
    with pytest.raises(ValidationError):
        a_council(lena)

    signed_in(lena).post(f"/escalations/directory/{council.pk}/end/")

    assert directory.standing().count() == 0
    assert a_council(lena).pk != council.pk


def test_who_may_see_it_may_not_keep_it(sam: StaffMember, lena: StaffMember) -> None:
    with pytest.raises(PermissionDenied):
        a_council(sam)


def test_the_list_comes_back_as_it_went_out(lena: StaffMember) -> None:
    a_council(lena, day_phone="+44 1632 960001", places='Ash, =Fen, "Moor"')
    before = list(Council.objects.values(*directory.FIELDS))
    text = directory_list.written(directory.standing())

    taken = directory_list.read_in(text, by=lena)

    assert taken == (0, 1)
    assert list(Council.objects.values(*directory.FIELDS)) == before


def test_a_list_with_a_bad_line_is_refused_whole_with_the_number_of_each_bad_line(
    lena: StaffMember, signed_in: SignedIn
) -> None:
    rows = "\n".join(
        [
            "name,nation,day_phone,night_phone,checked_on",
            "Ashby,england,01632 960003,01632 960004,2026-01-02",
            "Beeby,france,01632 960003,01632 960004,2026-01-02",
            "Ceeby,wales,01632 960003",
            "",
            "ashby,wales,01632 960003,01632 960004,2999-01-01",
        ]
    )

    answer = signed_in(lena).post("/escalations/directory/list/", {"rows": rows})

    assert answer.status_code == 422
    assert [problem.line for problem in answer.context["problems"]] == [3, 4, 6]
    assert "Line 3: nation" in answer.content.decode()
    assert not Council.objects.exists()


def test_what_was_looked_up_long_ago_comes_in_as_old(lena: StaffMember) -> None:
    rows = "name,nation,day_phone,night_phone,checked_on\nAshby,ni,01632 960003,01632 960004,2020-01-02\n"

    directory_list.read_in(rows, by=lena)

    assert directory.is_old(Council.objects.get())
    assert clock.now() - Council.objects.get().checked_at > timedelta(days=365)
