"""What comes after a lead took it on, and after they decided: nobody who has to know is left out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from chat.models import OutgoingText
from chat.urgency import Urgency
from config import clock
from escalation.decide import acknowledge, decide
from escalation.models import Escalation, EscalationEvent, Page
from escalation.open import open_by_hand, open_escalation
from escalation.page import page_all_due
from escalation.timeline import timeline
from moderation.models import Flag
from moderation.texts import text_went_wrong
from rota.models import AuditRow, Role, Shift, StaffMember
from tests.escalation.words import reasons, shown_to
from tests.people import YoungWriter, flagged, make_aisha, on_shift, person
from tests.sms.phones import Texter, make_texter

SignedIn = Callable[[StaffMember], Client]
STEP = timedelta(seconds=120)


def page_of(escalation: Escalation, query: str = "") -> str:
    return reverse("escalation:show", args=[escalation.pk]) + query


def fails(text: OutgoingText, state: str = "undelivered") -> Flag | None:
    """What the job does once the carrier has said so."""
    OutgoingText.objects.filter(pk=text.pk).update(state=state, state_at=clock.now(), next_try_at=None)
    return text_went_wrong(OutgoingText.objects.select_related("message__conversation").get(pk=text.pk))


@pytest.fixture
def tom(database: str) -> Texter:
    tom = make_texter()
    type(tom.conversation).objects.update(urgency="now")
    return tom


# A page that was made before somebody looked


def test_who_comes_on_duty_after_everybody_was_called_is_called_and_may_look(
    signed_in: SignedIn, escalation: Escalation, lena: StaffMember
) -> None:
    late = person("Robin", Role.COUNSELLOR)
    clock.move(STEP)
    page_all_due()
    assert Page.objects.latest("pk").duty == "everybody"
    assert shown_to(escalation.pk, late) is None
    assert signed_in(late).get(page_of(escalation)).status_code == 404

    on_shift(late, Shift.Duty.COUNSELLOR)

    shown = shown_to(escalation.pk, late)
    assert shown is not None
    assert shown["for_you"] is True
    answer = signed_in(late).get(page_of(escalation))
    assert answer.status_code == 200
    assert "tablets" not in answer.content.decode().split("<main")[1]
    acknowledge(escalation, acknowledged_by=lena)
    assert shown_to(escalation.pk, late) is None
    assert signed_in(late).get(page_of(escalation)).status_code == 404


# Raised again


def test_the_lead_who_has_it_is_told_of_a_new_flag_until_they_look(
    signed_in: SignedIn, escalation: Escalation, aisha: YoungWriter, lena: StaffMember, marc: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    assert shown_to(escalation.pk, lena) is None

    open_escalation(flagged(aisha.says("he is coming up the stairs"), words="not safe at home"))

    shown = shown_to(escalation.pk, lena)
    assert shown is not None
    assert (shown["again"], shown["for_you"], shown["words"]) == (True, True, "not safe at home")
    assert shown_to(escalation.pk, marc) is None
    signed_in(lena).get(page_of(escalation, "?live"))  # a page that freshens itself is not somebody who looks
    signed_in(marc).get(page_of(escalation))
    assert shown_to(escalation.pk, lena) is not None
    signed_in(lena).get(page_of(escalation))
    assert shown_to(escalation.pk, lena) is None
    assert "Lena looked at what came up" in [item.title for item in timeline(escalation)]
    refreshed = AuditRow.objects.filter(action="escalation.refreshed", who=lena, about=f"escalation:{escalation.pk}")
    assert refreshed.count() == 1


def test_what_a_lead_raises_themselves_they_know(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    open_by_hand(escalation.conversation, "now", "I rang her school.", lena)

    assert shown_to(escalation.pk, lena) is None


def test_one_that_rises_to_now_after_somebody_has_it_calls_for_its_decision_in_the_time_of_now(
    lena: StaffMember, aisha: YoungWriter
) -> None:
    escalation = open_escalation(flagged(aisha.says("i have a plan"), words="a plan", urgency=Urgency.VERY_SOON))
    acknowledge(escalation, acknowledged_by=lena)

    open_escalation(flagged(aisha.says("i took tablets"), urgency=Urgency.NOW))

    shown = shown_to(escalation.pk, lena)
    assert shown is not None
    assert (shown["again"], shown["urgency"]) == (True, "now")
    clock.move(timedelta(minutes=15, seconds=1))
    assert page_all_due() == 1
    assert Page.objects.filter(duty="decision", staff=lena).count() == 1


def test_the_same_reason_again_is_told_again_and_once(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    first = flagged(aisha.says("i have a plan"), words="a plan", urgency=Urgency.VERY_SOON)
    open_escalation(first)
    acknowledge(escalation, acknowledged_by=lena)
    assert shown_to(escalation.pk, lena) is None

    climbed = flagged(aisha.says("tonight"), words="a plan", urgency=Urgency.NOW)
    for _time in range(3):
        open_escalation(climbed)

    assert climbed == first
    assert EscalationEvent.objects.filter(kind="joined", detail="a plan").count() == 2
    shown = shown_to(escalation.pk, lena)
    assert shown is not None
    assert shown["words"] == "a plan"


# Texts of ours that did not arrive


def test_each_text_of_ours_that_did_not_arrive_is_a_line_and_the_lead_hears_of_it(
    tom: Texter, lena: StaffMember
) -> None:
    first, second = tom.hears("Where are you?", "Are you there?")
    flag = fails(first)
    assert flag is not None
    escalation = open_escalation(flag)
    acknowledge(escalation, acknowledged_by=lena)
    clock.move(timedelta(seconds=30))

    again = fails(second, "failed")

    assert again is not None
    open_escalation(again)
    shown = shown_to(escalation.pk, lena)
    assert shown is not None
    assert shown["words"] == "a text did not arrive"
    titles = [item.title for item in timeline(escalation)]
    assert titles.count("A text from us did not arrive") == 2
    assert not any("received" in title for title in titles)
    assert titles.count("Raised again by the system") == 1


# One moment


def test_several_reasons_in_one_message_are_one_step(lena: StaffMember, aisha: YoungWriter) -> None:
    message = aisha.says("took tablets, an hour ago, dont tell anyone")
    for words in ("medicine taken", "time given", "asked for secrecy"):
        escalation = open_escalation(flagged(message, words=words))
    clock.move(timedelta(seconds=5))
    open_escalation(flagged(aisha.says("he is here"), words="not safe at home"))

    steps = [item for item in timeline(escalation) if item.title.startswith(("Escalation opened", "Raised again"))]

    assert [(step.title, step.detail) for step in steps] == [
        ("Escalation opened by the system", "medicine taken, time given, asked for secrecy"),
        ("Raised again by the system", "not safe at home"),
    ]


def test_an_open_page_is_told_that_it_would_be_another_one(
    signed_in: SignedIn, escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    browser = signed_in(lena)
    rows = reverse("escalation:rows") + f"?selected={escalation.pk}"

    def stamp() -> str:
        return str(browser.get(rows).context["stamp"])

    before = stamp()
    assert before == stamp() == browser.get(page_of(escalation)).context["stamp"]
    open_escalation(flagged(aisha.says("he is here"), words="not safe at home"))
    raised = stamp()
    decide(acknowledge(escalation, acknowledged_by=lena), **reasons(), decided_by=lena)

    assert len({before, raised, stamp()}) == 3
    other = open_escalation(flagged(make_aisha().says("i took tablets")))
    assert other.pk != escalation.pk
    assert signed_in(person("Kim", Role.COUNSELLOR)).get(rows).context["stamp"] == ""
