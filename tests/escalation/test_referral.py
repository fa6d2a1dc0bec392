"""H23: a referral is phoned, written, sent as it was previewed, asked about until it is answered, and called back."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils.timezone import localtime

from config import clock
from config.tuning import change_setting
from escalation import emergency
from escalation.banners import pages_of
from escalation.decide import acknowledge
from escalation.joining import link_by_hand
from escalation.models import Chase, Escalation, EscalationEvent, Page, Referral, Share
from escalation.open import open_by_hand
from escalation.reaching import standing
from escalation.referral import clock as referral_clock
from escalation.referral import making
from escalation.referral.answers import Answer, Written, answers_in, written_of
from escalation.referral.document import warnings
from escalation.referral.moves import IllegalMove
from escalation.referral.outcomes import Said, said_of
from escalation.working.checks import check_all_due
from rota.models import AuditRow, StaffMember
from tests.access.looking import body_of, shows_who_they_are
from tests.escalation.referrals import CALL, a_council, at_now, begun, phoned, previewed, ready, sent
from tests.people import make_aisha

SignedIn = Callable[[StaffMember], Client]
HOUR = timedelta(hours=1)


def steps_of(escalation: Escalation) -> list[str]:
    kinds = EscalationEvent.Kind
    told = escalation.history.filter(kind__in=[kinds.REFERRED, kinds.CHASED, kinds.ANSWERED, kinds.RECALLED])
    return list(told.order_by("pk").values_list("detail", flat=True))


def test_h23_it_is_phoned_written_within_a_day_chased_and_answered(escalation: Escalation, lena: StaffMember) -> None:
    referral = begun(escalation, lena)
    assert referral.phone_due_at == referral.began_at + timedelta(minutes=15)

    referral = phoned(referral, lena)
    assert referral.written_due_at == referral.phoned_at + 24 * HOUR
    referral = ready(referral, lena)
    referral = making.send(referral, seen=referral.version, sha256=previewed(referral), by=lena)
    assert (referral.state, referral.chases.filter(done_at=None).count()) == ("awaiting", 1)
    referral = making.chase(referral, words="nobody answered", seen=referral.version, by=lena)
    assert referral.chases.filter(done_at=None).count() == 1
    said = Said("Priti: an assessment begins tomorrow")
    referral = making.answer(referral, "accepted", said, at=at_now(), seen=referral.version, by=lena)

    assert (referral.state, referral.outcome, said_of(referral)) == ("answered", "accepted", said)
    assert not Chase.objects.filter(done_at=None).exists()
    assert steps_of(escalation) == [
        "referral.begun", "referral.phoned", "referral.sent", "referral.chased", "referral.answered",
    ]  # fmt: skip


def test_h23_each_change_is_one_step_one_version_and_one_row_of_the_audit(
    escalation: Escalation, lena: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    escalation.refresh_from_db()
    council, version, audited = a_council(lena), escalation.version, AuditRow.objects.count()

    referral = phoned(begun(escalation, lena, council=council), lena)

    escalation.refresh_from_db()
    assert escalation.version == version + 2
    assert AuditRow.objects.count() == audited + 2
    assert referral.version == 1


def test_h23_nothing_is_sent_but_what_was_previewed(escalation: Escalation, lena: StaffMember) -> None:
    referral = ready(phoned(begun(escalation, lena), lena), lena)
    seen = previewed(referral)
    more = written_of(referral)
    referral = making.write(
        referral, leaving=((*more.leaves, "history"), more.basis, more.how), seen=referral.version, by=lena
    )

    with pytest.raises(ValidationError, match="not what you looked at"):
        making.send(referral, seen=referral.version, sha256=seen, by=lena)

    assert Referral.objects.get().state == "phoned"
    referral = making.send(referral, seen=referral.version, sha256=previewed(referral), by=lena)
    assert sha256(referral.sent.encode()).hexdigest() == referral.sent_sha256


def test_h23_what_is_not_ticked_is_not_in_it(escalation: Escalation, lena: StaffMember) -> None:
    referral = sent(escalation, lena)

    left = json.loads(referral.sent)
    fields = [line["field"] for section in left["sections"] for line in section["lines"]]
    assert sorted(fields) == ["birth", "told", "what"]
    assert "words of siblings" not in referral.sent
    assert {share.how for share in Share.objects.all()} == {"by telephone", "by post"}


def test_h23_a_question_that_nobody_answered_stops_it_and_not_known_does_not(
    escalation: Escalation, lena: StaffMember
) -> None:
    referral = ready(phoned(begun(escalation, lena), lena), lena)
    answers = dict(written_of(referral).answers)
    del answers["school"]
    referral = making.write(referral, answers=answers, seen=referral.version, by=lena)

    with pytest.raises(ValidationError, match="School or college"):
        making.send(referral, seen=referral.version, sha256=previewed(referral), by=lena)

    answers["school"] = Answer("not_told")
    referral = making.write(referral, answers=answers, seen=referral.version, by=lena)
    assert making.send(referral, seen=referral.version, sha256=previewed(referral), by=lena).state == "awaiting"


def test_h23_words_and_not_known_at_once_are_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        answers_in({"words-school": "Ashby High", "how-school": "not_known", "how-when": "not_told"}, "social_care")

    assert list(refusal.value.message_dict) == ["school"]


def test_h23_it_warns_of_what_is_missing_and_of_what_says_who_somebody_else_is(
    escalation: Escalation, lena: StaffMember
) -> None:
    referral = begun(escalation, lena)
    answers = {
        "what": Answer("known", "her friend at 07700 900123 saw it"),
        "siblings": Answer("known", "Kayleigh, 6"),
        "why_harm": Answer("not_known"),
        "names": Answer("known", "Aisha"),
    }

    said = " ".join(warnings(referral, Written(answers, ("what", "siblings", "why_harm"))))

    assert "does not leave: Names" in said
    assert "not known: Why this is harm" in said
    assert "who somebody else is: Brothers and sisters" in said
    assert "What happened, or may happen holds a telephone number" in said


def test_h23_threshold_not_met_needs_the_next_offer(escalation: Escalation, lena: StaffMember) -> None:
    referral = sent(escalation, lena)
    for outcome in ("signposted", "declined"):
        with pytest.raises(ValidationError) as refusal:
            making.answer(referral, outcome, Said("below it"), at=at_now(), seen=referral.version, by=lena)
        assert list(refusal.value.message_dict) == ["next_offer"]

    said = Said("below it", "early help at school, from Monday")
    answered = making.answer(referral, "signposted", said, at=at_now(), seen=referral.version, by=lena)

    assert said_of(answered) == said


def test_h23_nobody_refers_before_the_acknowledgement_and_nobody_who_is_no_lead(
    escalation: Escalation, lena: StaffMember, sam: StaffMember
) -> None:
    council = a_council(lena)
    with pytest.raises(ValidationError, match="Acknowledge"):
        making.begin(escalation, "social_care", council=council, client_id=uuid4(), by=lena)
    with pytest.raises(PermissionDenied):
        making.begin(escalation, "social_care", council=council, client_id=uuid4(), by=sam)


def test_h23_the_same_form_twice_begins_one_and_an_old_page_changes_nothing(
    escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    first = begun(escalation, lena)
    again = making.begin(escalation, "social_care", council=first.council, client_id=first.client_id, by=lena)
    phoned(first, marc)

    assert again.pk == first.pk
    with pytest.raises(making.ChangedMeanwhile):
        making.phone(first, {"at": at_now(), **CALL}, seen=0, by=lena)
    now = Referral.objects.get()
    with pytest.raises(IllegalMove):
        making.phone(now, {"at": at_now(), **CALL}, seen=now.version, by=lena)


def test_h23_nobody_phoned_and_its_lead_and_who_is_on_call_are_called_again_and_again(
    escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=marc)
    escalation.refresh_from_db()
    referral = begun(escalation, marc)
    referral_clock.tick()
    assert not Page.objects.filter(duty="referral").exists()

    clock.move(timedelta(minutes=16))
    referral_clock.tick()
    referral_clock.tick()

    called = Page.objects.filter(duty="referral")
    assert sorted(called.values_list("staff__name", flat=True)) == ["Lena", "Marc"]
    assert {page.pk for page in called} <= set(standing().values_list("pk", flat=True))
    assert any("referral" in frame["url"] for _call, frame in pages_of(lena) if frame["escalation"] == escalation.pk)
    clock.move(timedelta(minutes=31))
    referral_clock.tick()
    assert called.all().count() == 4
    phoned(Referral.objects.get(pk=referral.pk), marc)
    clock.move(timedelta(minutes=31))
    referral_clock.tick()
    assert called.all().count() == 4
    assert not standing().filter(duty="referral").exists()


def test_h23_an_answer_that_never_comes_is_asked_about_without_end(escalation: Escalation, lena: StaffMember) -> None:
    referral = sent(escalation, lena)

    for _round in range(4):
        due_at = referral.chases.get(done_at=None).due_at
        clock.move(due_at - clock.now() + timedelta(seconds=1))
        assert [one.what for one in referral_clock.overdue(clock.now())] == ["chase"]
        referral = making.chase(referral, words="rang and rang", seen=referral.version, by=lena)

    assert list(referral_clock.overdue(clock.now())) == []
    assert referral.chases.count() == 5


def test_h23_what_is_called_back_ends_the_waiting_and_its_notice_repeats_nothing(
    escalation: Escalation, lena: StaffMember, signed_in: SignedIn
) -> None:
    referral = sent(escalation, lena)
    for share in Share.objects.all():
        making.recall(share, why="it went to the wrong council", by=lena)

    referral.refresh_from_db()
    assert (referral.state, referral.chases.filter(done_at=None).count()) == ("recalled", 0)
    share = Share.objects.get(how="by post")
    page = signed_in(lena).get(f"/escalations/{escalation.pk}/shares/{share.pk}/notice/").content.decode()
    assert referral.sent_sha256 in page
    assert "words of what" not in page


def test_h23_the_file_is_byte_for_byte_what_the_hash_is_of_and_taking_it_is_written_down(
    escalation: Escalation, lena: StaffMember, signed_in: SignedIn
) -> None:
    referral = sent(escalation, lena)
    address = f"/escalations/{escalation.pk}/referrals/{referral.pk}"
    browser = signed_in(lena)
    assert browser.get(f"{address}/file.json").status_code == 302  # who they are first

    file = shows_who_they_are(browser).get(f"{address}/file.json")
    page = body_of(browser.get(f"{address}/print/"))

    assert sha256(file.content).hexdigest() == referral.sent_sha256
    assert referral.sent_sha256 in page
    assert "by Lena" in page
    taken = AuditRow.objects.filter(about=f"referral:{referral.pk}", who=lena)
    for verb in ("referral.exported", "referral.printed"):
        assert taken.filter(action=verb, ground=f"escalation:{escalation.pk}").count() == 1


def test_h23_where_no_pdf_is_installed_the_page_says_so(
    escalation: Escalation, lena: StaffMember, signed_in: SignedIn
) -> None:
    referral = sent(escalation, lena)
    browser = shows_who_they_are(signed_in(lena))
    address = f"/escalations/{escalation.pk}/referrals/{referral.pk}/"
    shown = browser.get(address)

    answer = browser.get(f"{address}file.pdf")

    if shown.context["can_pdf"]:
        assert answer.content.startswith(b"%PDF")
    else:
        assert "PDFs are not installed here" in shown.content.decode()
        assert answer["Location"] == address


def test_h23_what_is_known_is_filled_in_and_nothing_of_it_leaves_by_itself(
    escalation: Escalation, lena: StaffMember
) -> None:
    written = written_of(begun(escalation, lena))

    assert "took some of my mums tablets" in written.answers["own_words"].words
    assert written.answers["referrer"].words.startswith("Lena")
    assert written.leaves == ()


def test_h23_whoever_has_no_business_with_it_finds_none_of_its_pages(
    escalation: Escalation, lena: StaffMember, sam: StaffMember, olu: StaffMember, signed_in: SignedIn
) -> None:
    referral = sent(escalation, lena)
    for somebody in (sam, olu):
        browser = signed_in(somebody)
        for page in ("", "form/", "leaves/", "preview/", "print/", "file.json", "file.pdf"):
            answer = browser.get(f"/escalations/{escalation.pk}/referrals/{referral.pk}/{page}")
            assert answer.status_code == 404, page


def test_a_referral_of_another_escalation_is_not_reached_through_this_one(
    escalation: Escalation, lena: StaffMember, signed_in: SignedIn
) -> None:
    referral = sent(escalation, lena)
    browser = signed_in(lena)

    assert browser.get(f"/escalations/{escalation.pk + 1}/referrals/{referral.pk}/").status_code == 404
    assert browser.get(f"/escalations/{escalation.pk}/referrals/{10**20}/").status_code == 404


# The duty to report child sexual abuse


def test_the_duty_has_its_own_clock_and_names_the_exemption_or_is_made(
    escalation: Escalation, lena: StaffMember
) -> None:
    referral = begun(escalation, lena, "csa_duty")
    escalation.refresh_from_db()

    assert escalation.kind == "csa_duty"
    assert referral.phone_due_at == referral.began_at + HOUR
    with pytest.raises(ValidationError):
        making.exempt(referral, basis="not_needed", why="hm", seen=referral.version, by=lena)
    with pytest.raises(ValidationError):
        making.exempt(referral, basis="peers", why=" ", seen=referral.version, by=lena)
    exempt = making.exempt(referral, basis="reported_already", why="the school did", seen=referral.version, by=lena)
    assert (exempt.state, exempt.exempt_why) == ("exempt", "the school did")


def test_the_duty_is_put_off_for_seven_days_at_most_and_for_a_reason(escalation: Escalation, lena: StaffMember) -> None:
    referral = begun(escalation, lena, "csa_duty")

    def until(days: float) -> str:
        return f"{localtime(referral.began_at + timedelta(days=days)):%Y-%m-%dT%H:%M}"

    with pytest.raises(ValidationError):
        making.put_off(referral, until=until(7.1), why="he reads her phone", seen=referral.version, by=lena)
    with pytest.raises(ValidationError):
        making.put_off(referral, until=until(2), why="", seen=referral.version, by=lena)
    referral = making.put_off(referral, until=until(2), why="he reads her phone", seen=referral.version, by=lena)

    assert (referral.state, referral.exempt_basis) == ("draft", "endangers")
    assert referral.phone_due_at > referral.began_at + timedelta(days=1)


def test_where_the_law_knows_no_such_duty_it_is_not_offered(
    escalation: Escalation, lena: StaffMember, signed_in: SignedIn
) -> None:
    change_setting("service.nation", "scotland", why="we moved", set_by=lena)

    with pytest.raises(ValidationError):
        begun(escalation, lena, "csa_duty")

    page = signed_in(lena).get(f"/escalations/{escalation.pk}/referrals/").content.decode()
    assert 'value="csa_duty"' not in page


# Two escalations that become one


def test_h23_what_a_joined_one_left_open_is_shown_chased_and_asked_about_where_it_goes_on(
    escalation: Escalation, lena: StaffMember, marc: StaffMember, signed_in: SignedIn
) -> None:
    """Marc referred, and called 999, in the later one; Lena has the older one, in which everything goes on."""
    other = open_by_hand(make_aisha().conversation, "very_soon", "the same girl", marc)
    referral = begun(other, marc)
    phone = {"service": "ambulance", "called_at": clock.now(), "reference": "NW-1", "shared": "where she is"}
    called = emergency.call(other.pk, **phone, by=marc)
    acknowledge(escalation, acknowledged_by=lena)

    link_by_hand(Escalation.objects.get(pk=escalation.pk), Escalation.objects.get(pk=other.pk), why="her aunt", by=lena)

    browser = signed_in(lena)
    page = browser.get(f"/escalations/{escalation.pk}/").content.decode()
    assert "NW-1" in page
    assert "Marc began a referral" in page
    listed = browser.get(f"/escalations/{escalation.pk}/referrals/").content.decode()
    assert f"/escalations/{other.pk}/referrals/{referral.pk}/" in listed
    clock.move(timedelta(minutes=61))
    referral_clock.tick()
    check_all_due()
    asked = Page.objects.filter(duty__in=["referral", "help_arrived"])
    assert set(asked.values_list("escalation", "duty")) == {
        (escalation.pk, "referral"), (escalation.pk, "help_arrived"),
    }  # fmt: skip
    assert {page.duty for page in standing().filter(staff=lena, escalation=escalation)} & {"referral", "help_arrived"}

    emergency.answer(escalation.pk, called.pk, what="reached", words="the crew has her", by=lena)
    phoned(Referral.objects.get(), lena)

    clock.move(timedelta(minutes=61))
    referral_clock.tick()
    check_all_due()
    assert asked.count() == len({"referral", "help_arrived"})
