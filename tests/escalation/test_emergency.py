"""Emergency services were called: it asks until somebody knows that help arrived. And what comes after a decision."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from config import clock
from escalation import emergency
from escalation.clocks import tick
from escalation.decide import acknowledge, decide
from escalation.models import Decision, EmergencyCall, Escalation
from escalation.rows import open_rows
from escalation.working import closing
from escalation.working.picture import Known, draw
from rota.models import StaffMember
from tests.escalation.words import from_page, reasons, shown_to
from tests.people import make_marc, on_shift

SignedIn = Callable[[StaffMember], Client]
S = Escalation.State
FIVE = timedelta(minutes=5)


def fresh(escalation: Escalation) -> Escalation:
    return Escalation.objects.get(pk=escalation.pk)


def called(escalation: Escalation, by: StaffMember, **changed: object) -> EmergencyCall:
    said = {"service": "both", "called_at": clock.now(), "reference": "NW-4471", "shared": "tablets, an hour ago"}
    return emergency.call(escalation.pk, **{**said, **changed}, by=by)  # type: ignore[arg-type]


def asked(escalation: Escalation) -> int:
    return escalation.pages.filter(duty="help_arrived").count()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"service": ""}, "call_service"),
        ({"called_at": None}, "call_at"),
        ({"called_at": "later"}, "call_at"),
        ({"called_at": "last week"}, "call_at"),
        ({"reference": " "}, "call_reference"),
        ({"shared": ""}, "call_shared"),
    ],
)
def test_a_call_says_which_when_their_number_and_what_was_told(
    changed: dict[str, object], field: str, escalation: Escalation, lena: StaffMember
) -> None:
    at = {"later": clock.now() + timedelta(hours=1), "last week": clock.now() - timedelta(days=7)}
    changed = {name: at.get(str(value), value) for name, value in changed.items()}

    with pytest.raises(ValidationError) as refused:
        called(escalation, lena, **changed)

    assert set(refused.value.message_dict) == {field}


def test_whoever_must_call_first_calls_before_they_acknowledge(
    escalation: Escalation, lena: StaffMember, sam: StaffMember
) -> None:
    called(escalation, lena)

    assert fresh(escalation).state == S.OPENED
    with pytest.raises(PermissionDenied):
        called(escalation, sam)


def test_h12_it_asks_again_and_again_until_somebody_knows(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    made = called(escalation, lena)
    decide(fresh(escalation), **reasons(), decided_by=lena)

    for count in range(1, 4):
        clock.move(FIVE)
        tick()
        assert asked(escalation) == count
    banner = shown_to(escalation.pk, lena)
    assert banner is not None
    assert "Did help arrive?" in banner["words"]

    emergency.answer(escalation.pk, made.pk, what="not_yet", words="on their way", by=lena)
    assert shown_to(escalation.pk, lena) is None
    clock.move(FIVE)
    tick()
    assert asked(escalation) == 4
    emergency.answer(escalation.pk, made.pk, what="reached", words="the crew is with her", by=lena)
    clock.move(timedelta(hours=3))
    tick()
    assert asked(escalation) == 4
    assert shown_to(escalation.pk, lena) is None
    assert EmergencyCall.objects.get().reached_at is not None


def test_an_emergency_that_is_decided_and_not_recorded_asks_as_well(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    decide(fresh(escalation), **reasons(), decided_by=lena)

    clock.move(FIVE)
    tick()

    assert asked(escalation) == 1
    with pytest.raises(ValidationError):
        closing.close(escalation.pk, why="over", by=lena)


def test_the_one_on_call_is_asked_beside_its_lead(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    called(escalation, lena)
    marc = make_marc()
    on_shift(marc, "on_call_2")

    clock.move(FIVE)
    tick()

    assert set(escalation.pages.filter(duty="help_arrived").values_list("staff", flat=True)) == {lena.pk, marc.pk}


def test_a_call_ends_without_anybody_reached_only_with_words(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    made = called(escalation, lena)

    with pytest.raises(ValidationError):
        emergency.answer(escalation.pk, made.pk, what="over", words=" ", by=lena)
    ended = emergency.answer(escalation.pk, made.pk, what="over", words="She rang: she is with her aunt.", by=lena)
    with pytest.raises(ValidationError):
        emergency.answer(escalation.pk, made.pk, what="reached", words="too late", by=lena)

    assert (ended.reached_at, ended.outcome) == (None, "She rang: she is with her aunt.")


def test_it_stands_in_the_list_until_help_arrived(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    made = called(escalation, lena)
    later = (clock.now() + timedelta(days=9)).date()
    decide(fresh(escalation), **reasons(review_on=later), decided_by=lena)

    [row] = open_rows(Escalation.objects.all(), staff=lena)
    assert row.state_words == "did help arrive?"
    emergency.answer(escalation.pk, made.pk, what="reached", words="with her", by=lena)

    assert open_rows(Escalation.objects.all(), staff=lena) == []


def test_the_form_says_what_they_ask_and_what_can_be_located(
    signed_in: SignedIn, escalation: Escalation, lena: StaffMember
) -> None:
    page = signed_in(lena).get(reverse("escalation:show", args=[escalation.pk])).content.decode()

    assert "Are they awake and breathing?" in page
    assert "Nothing here follows a place." in page
    posted = {"call_service": "ambulance", "call_at": "never", "call_shared": "what she took"}
    answer = signed_in(lena).post(reverse("escalation:call", args=[escalation.pk]), {**posted, **from_page(escalation)})
    assert answer.status_code == 422
    assert set(answer.context["errors"]) == {"call_at", "call_reference"}
    assert "what she took" in answer.content.decode()


def test_the_day_of_review_comes_and_calls_until_somebody_looks(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    day = (clock.now() + timedelta(days=3)).date()
    decide(fresh(escalation), **reasons(outcome="internal_plan", review_on=day), decided_by=lena)

    due = fresh(escalation).check_due_at
    assert due is not None
    clock.move(due + timedelta(seconds=1) - clock.now())
    tick()
    assert fresh(escalation).state == S.REVIEW_DUE
    assert escalation.pages.filter(duty="review").exists()
    closing.review(escalation.pk, words="at school, sleeps", next_on=day + timedelta(days=7), by=lena)

    after = fresh(escalation)
    assert after.state == S.MONITORING
    assert after.check_due_at is not None
    assert (after.check_due_at.date() - day).days == 7
    assert shown_to(escalation.pk, lena) is None


def test_a_second_lead_who_does_not_come_is_called(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    decide(fresh(escalation), **reasons(outcome="nfa"), decided_by=lena)

    clock.move(timedelta(days=1, seconds=1))
    tick()

    assert escalation.pages.filter(duty="second_lead").exists()


def test_it_closes_when_nothing_is_open_and_opens_again_with_a_reason(
    escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    decide(fresh(escalation), **reasons(outcome="refer"), decided_by=lena)
    with pytest.raises(ValidationError) as refused:
        closing.close(escalation.pk, why="done", by=lena)
    assert "own words" in refused.value.messages[0]
    draw(escalation.pk, Known(worried="tablets", own_words="i feel sick", need="in_need"), by=lena)

    closing.close(escalation.pk, why="the council has her", by=lena)
    shut = fresh(escalation)
    assert (shut.state, shut.check_due_at, shut.page_due_at) == (S.CLOSED, None, None)

    closing.reopen(escalation.pk, why="she wrote to the school", by=marc)
    again = fresh(escalation)
    assert (again.state, again.lead, again.decided_at, again.closed_at) == (S.ACKNOWLEDGED, marc, None, None)
    assert again.page_due_at == again.decide_due_at
    assert again.decide_due_at > clock.now()


def test_threshold_not_met_needs_the_next_offer(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    with pytest.raises(ValidationError) as refused:
        decide(fresh(escalation), **reasons(outcome="nfa", next_offer=" "), decided_by=lena)

    assert set(refused.value.message_dict) == {"next_offer"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"options": ""}, "options"),
        ({"shared": ""}, "shared"),
        ({"basis": "because"}, "basis"),
    ],
)
def test_what_else_and_what_was_shared_are_said(
    changed: dict[str, str], field: str, escalation: Escalation, lena: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    with pytest.raises(ValidationError) as refused:
        decide(fresh(escalation), **reasons(**changed), decided_by=lena)

    assert set(refused.value.message_dict) == {field}
    decide(fresh(escalation), **reasons(shared="", basis="", not_shared_why="nobody has to know"), decided_by=lena)
    assert Decision.objects.get().not_shared_why == "nobody has to know"
