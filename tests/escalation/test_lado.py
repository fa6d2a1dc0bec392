"""H25: the record of an allegation has its clock from the first moment, and does not exist for whoever it is about."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import localtime

from chat.urgency import Urgency
from config import clock
from escalation.banners import pages_of
from escalation.decide import acknowledge
from escalation.models import Council, Escalation, LadoRecord, Page
from escalation.open import open_about_staff
from escalation.referral import clock as referral_clock
from escalation.referral import lado
from escalation.referral.answers import written_of
from escalation.working_days import after_working_days
from rota.models import AuditRow, Role, StaffMember
from tests.access.looking import shows_who_they_are
from tests.escalation.referrals import a_council, begun, phoned, sent
from tests.people import person

SignedIn = Callable[[StaffMember], Client]
EMPTY = dict.fromkeys(lado.FIELDS, "")


@pytest.fixture
def allegation(lena: StaffMember, marc: StaffMember, olu: StaffMember) -> Escalation:
    """About Lena, a lead herself and the only one on call; Marc has it."""
    made = open_about_staff(lena, Urgency.NOW, "he asked for her marmalade", olu)
    acknowledge(made, acknowledged_by=marc)
    made.refresh_from_db()
    return made


def minutes_ago(minutes: float) -> str:
    return f"{localtime(clock.now() - timedelta(minutes=minutes)):%Y-%m-%dT%H:%M}"


def written(record: LadoRecord, by: StaffMember, **changed: str) -> LadoRecord:
    known = f"{localtime(record.known_at):%Y-%m-%dT%H:%M}"
    return lado.write(record, {**EMPTY, "known_at": known, **changed}, seen=record.version, by=by)


def test_h25_there_is_a_record_with_its_clock_before_anybody_opens_it(allegation: Escalation) -> None:
    referral_clock.tick()
    referral_clock.tick()

    record = LadoRecord.objects.get()
    assert record.known_at == allegation.opened_at
    assert record.notify_due_at == after_working_days(allegation.opened_at, 1, "england")


def test_h25_known_on_good_friday_it_is_due_on_tuesday_at_the_same_time() -> None:
    friday = datetime(2026, 4, 3, 8, 30, tzinfo=UTC)

    assert after_working_days(friday, 1, "england") == datetime(2026, 4, 7, 8, 30, tzinfo=UTC)


def test_h25_it_can_be_known_earlier_and_is_due_earlier_and_never_later(
    allegation: Escalation, marc: StaffMember
) -> None:
    record = lado.record_of(allegation)
    due_at = record.notify_due_at
    earlier = f"{localtime(record.known_at - timedelta(days=9)):%Y-%m-%dT%H:%M}"

    record = written(record, marc, known_at=earlier)
    assert record.notify_due_at < due_at
    with pytest.raises(ValidationError) as refusal:
        written(record, marc, known_at=minutes_ago(0))

    assert list(refusal.value.message_dict) == ["known_at"]


def test_h25_who_was_told_stays_told_with_what_they_advised(allegation: Escalation, marc: StaffMember) -> None:
    record = lado.record_of(allegation)
    with pytest.raises(ValidationError) as refusal:
        written(record, marc, notified_at=minutes_ago(0))
    assert list(refusal.value.message_dict) == ["adviser"]

    record = written(record, marc, notified_at=minutes_ago(0), adviser="R. Shah: do not speak to her yet")

    with pytest.raises(ValidationError):
        written(record, marc, adviser="gone")
    assert LadoRecord.objects.get().adviser == "R. Shah: do not speak to her yet"
    assert allegation.history.filter(detail="allegation.notified", by=marc).count() == 1
    assert AuditRow.objects.filter(action="allegation.notified", about=f"escalation:{allegation.pk}").count() == 1


def test_h25_an_officer_who_is_not_told_in_time_calls_everybody_but_its_subject(
    allegation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    referral_clock.tick()
    clock.move(timedelta(days=8))

    referral_clock.tick()

    assert set(Page.objects.filter(duty="referral").values_list("staff__name", flat=True)) == {"Marc"}
    assert [frame for _call, frame in pages_of(lena) if frame["escalation"] == allegation.pk] == []
    assert any("referrals" in frame["url"] for _call, frame in pages_of(marc))


def test_h25_an_outcome_says_who_decided_it(allegation: Escalation, marc: StaffMember) -> None:
    record = lado.record_of(allegation)
    with pytest.raises(ValidationError) as refusal:
        written(record, marc, outcome="unfounded", outcome_at=minutes_ago(0))
    assert list(refusal.value.message_dict) == ["outcome_words"]

    record = written(
        record, marc, outcome="unfounded", outcome_at=minutes_ago(0), outcome_words="the officer, by phone"
    )

    assert (record.outcome, record.criterion) == ("unfounded", "")


def test_h25_two_who_write_at_once_the_second_is_told_and_keeps_what_they_typed(
    allegation: Escalation, marc: StaffMember, signed_in: SignedIn
) -> None:
    record = lado.record_of(allegation)
    written(record, marc, interim="off every shift")

    known = f"{localtime(record.known_at):%Y-%m-%dT%H:%M}"
    posted = {**EMPTY, "known_at": known, "interim": "my long words", "seen": "0"}
    answer = signed_in(marc).post(f"/escalations/{allegation.pk}/allegation/", posted)

    assert answer.status_code == 409
    assert "my long words" in answer.content.decode()
    assert LadoRecord.objects.get().interim == "off every shift"


def test_h25_its_subject_finds_neither_record_nor_referral_and_may_do_nothing_with_them(
    allegation: Escalation, lena: StaffMember, marc: StaffMember, signed_in: SignedIn
) -> None:
    referral = sent(allegation, marc, "lado")
    share = referral.shares.first()
    browser = shows_who_they_are(signed_in(lena))

    for path in (
        "allegation/", "referrals/", f"referrals/{referral.pk}/", f"referrals/{referral.pk}/print/",
        f"referrals/{referral.pk}/file.json", f"referrals/{referral.pk}/preview/", f"shares/{share.pk}/recall/",
    ):  # fmt: skip
        for method in ("GET", "POST"):
            theirs = browser.generic(method, f"/escalations/{allegation.pk}/{path}")
            nobodys = browser.generic(method, f"/escalations/987654/{path}")
            assert theirs.status_code == nobodys.status_code, path
            assert theirs.status_code in (404, 405), path
    with pytest.raises(PermissionDenied):
        written(lado.record_of(allegation), lena, interim="nothing happened")
    assert not AuditRow.objects.filter(who=lena, about=f"escalation:{allegation.pk}").exists()


def test_h25_in_the_numbers_of_all_other_referrals_none_is_missing(
    allegation: Escalation, escalation: Escalation, marc: StaffMember
) -> None:
    first = begun(escalation, marc)
    sent(allegation, marc, "lado")
    council = Council.objects.get()

    second = begun(escalation, marc, "police", council=council)

    assert second.pk == first.pk + 1
    assert phoned(second, marc).shares.get().pk == 1


def test_h25_a_referral_to_the_officer_is_prefilled_from_the_record(allegation: Escalation, marc: StaffMember) -> None:
    record = written(lado.record_of(allegation), marc, criterion="harmed", interim="off every shift")
    a_council(marc)

    referral = begun(Escalation.objects.get(pk=allegation.pk), marc, "lado")

    filled = {name: answer.words for name, answer in written_of(referral).answers.items()}
    assert (filled["adult"], filled["interim"]) == ("Lena", "off every shift")
    assert filled["criterion"] == record.get_criterion_display()
    assert filled["known_since"] == date_format(localtime(allegation.opened_at), "j F Y H:i")
    assert "own_words" not in filled
    assert referral.phone_due_at == after_working_days(allegation.opened_at, 1, "england")


def test_h25_a_manager_may_write_the_record_and_a_counsellor_may_not(
    allegation: Escalation, sam: StaffMember, signed_in: SignedIn
) -> None:
    maya = person("Maya", Role.MANAGER)

    assert signed_in(maya).get(f"/escalations/{allegation.pk}/allegation/").status_code == 200
    assert signed_in(sam).get(f"/escalations/{allegation.pk}/allegation/").status_code == 404
