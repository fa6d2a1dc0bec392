"""The pages of the escalations, as people see and use them."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chat.models import Conversation
from config import clock
from escalation.decide import acknowledge, decide
from escalation.models import Decision, Escalation
from escalation.queries import seen_by
from rota.models import AuditRow, Role, Shift, StaffMember
from tests.escalation.conftest import TABLETS
from tests.escalation.words import form, reasons
from tests.people import YoungWriter, make_aisha, on_shift, person

SignedIn = Callable[[StaffMember], Client]


def at(name: str, escalation: Escalation | None = None) -> str:
    return reverse(f"escalation:{name}", args=[escalation.pk] if escalation else [])


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def everything(escalation: Escalation) -> list[tuple[str, str, dict[str, str]]]:
    """Every address of this app, with something to post."""
    report = {"conversation": str(escalation.conversation_id), "urgency": "now", "why": "worried"}
    return [
        ("get", at("list"), {}),
        ("get", at("rows"), {}),
        ("get", at("show", escalation), {}),
        ("get", at("conversation", escalation), {}),
        ("post", at("open"), report),
        ("post", at("acknowledge", escalation), {}),
        ("post", at("decide", escalation), form(escalation)),
    ]


def test_olu_finds_nothing_anywhere(signed_in: SignedIn, escalation: Escalation, olu: StaffMember) -> None:
    browser = signed_in(olu)

    for method, address, posted in everything(escalation):
        answer = getattr(browser, method)(address, posted)
        assert answer.status_code == 404, address
        assert TABLETS not in text(answer)

    assert not AuditRow.objects.filter(about=f"escalation:{escalation.pk}", who=olu).exists()
    assert Escalation.objects.get().acknowledged_at is None


def test_a_stranger_is_sent_to_the_sign_in(escalation: Escalation) -> None:
    for method, address, posted in everything(escalation):
        answer = getattr(Client(headers={"host": "localhost"}), method)(address, posted)
        assert answer.status_code == 302, address
        assert "sign-in" in answer["Location"]


def test_a_suspended_lead_finds_nothing(signed_in: SignedIn, escalation: Escalation, lena: StaffMember) -> None:
    browser = signed_in(lena)
    StaffMember.objects.filter(pk=lena.pk).update(is_active=False)

    assert browser.get(at("show", escalation)).status_code in {302, 404}


def test_the_whole_story_through_the_pages(
    signed_in: SignedIn, escalation: Escalation, aisha: YoungWriter, sam: StaffMember, lena: StaffMember
) -> None:
    browser = signed_in(lena)

    listed = browser.get(at("list"))
    assert aisha.conversation.handle in text(listed)
    assert "to acknowledge" in text(listed)
    assert TABLETS not in text(listed)
    shown = browser.get(at("show", escalation))
    assert "took some of my mums tablets" in text(shown)
    acknowledged = browser.post(at("acknowledge", escalation))
    assert acknowledged["Location"] == at("show", escalation)
    read = browser.get(at("conversation", escalation))
    assert "about an hour ago" in text(read)
    decided = browser.post(at("decide", escalation), form(escalation))
    assert decided.status_code == 302

    after = browser.get(at("show", escalation))
    decision = Decision.objects.get()
    assert (decision.decided_by, decision.young_person_told, decision.parent_told) == (lena, True, False)
    assert "Parent not told: Not safe at home." in text(after)
    for step in (
        "Message received",
        "Escalation opened",
        "Paged Lena",
        "Lena acknowledged",
        "Lena read",
        "Lena decided",
    ):
        assert step in text(after), step
    assert "seconds after the page, target 5 minutes" in text(after) or "s after the page" in text(after)


def test_reading_the_conversation_is_an_audit_row_and_shown(
    signed_in: SignedIn, escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    signed_in(marc).get(at("conversation", escalation))
    signed_in(marc).get(at("conversation", escalation))

    row = AuditRow.objects.filter(action="conversation.read", who=marc)
    assert row.count() == 2
    assert {one.about for one in row} == {f"conversation:{escalation.conversation_id}"}
    assert escalation.history.filter(kind="read", by=marc).count() == 1
    assert [seen["name"] for seen in seen_by(escalation)] == ["Marc"]


def test_h24_a_refused_decision_keeps_what_was_typed(
    signed_in: SignedIn, escalation: Escalation, lena: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    posted = form(escalation, why="A long careful reason", parent_not_told_why="")

    answer = signed_in(lena).post(at("decide", escalation), posted)

    assert answer.status_code == 422
    assert "A long careful reason" in text(answer)
    assert "Say why no parent was told." in text(answer)
    assert answer.context["errors"] == {"parent_not_told_why": "Say why no parent was told."}
    assert not Decision.objects.exists()


def test_a_decision_before_the_acknowledgement_is_refused_kindly(
    signed_in: SignedIn, escalation: Escalation, lena: StaffMember
) -> None:
    answer = signed_in(lena).post(at("decide", escalation), form(escalation))

    assert answer.status_code == 422
    assert "" in answer.context["errors"]


def test_marc_is_told_that_lena_was_first(
    signed_in: SignedIn, escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    answer = signed_in(marc).post(at("acknowledge", escalation), follow=True)

    assert "Lena was first and has it." in text(answer)
    assert Escalation.objects.get().lead == lena


def test_sam_escalates_from_the_console(
    signed_in: SignedIn, aisha: YoungWriter, sam: StaffMember, lena: StaffMember
) -> None:
    conversation = aisha.is_taken_by(sam)
    posted = {"conversation": str(conversation.pk), "urgency": "now", "why": "She has the tablets with her."}

    answer = signed_in(sam).post(at("open"), posted, headers={"accept": "application/json"})

    escalation = Escalation.objects.get()
    assert (answer.status_code, answer.json()) == (201, {"escalation": escalation.pk})
    shown = text(signed_in(lena).get(at("show", escalation)))
    assert "She has the tablets with her." in shown


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "-1", "٣", "999999"])
def test_an_escalation_of_nothing_is_not_found(number: str, signed_in: SignedIn, sam: StaffMember) -> None:
    posted = {"conversation": number, "urgency": "now", "why": "worried"}

    assert signed_in(sam).post(at("open"), posted).status_code == 404


def test_a_refused_report_keeps_what_was_typed(signed_in: SignedIn, aisha: YoungWriter, sam: StaffMember) -> None:
    conversation = aisha.is_taken_by(sam)
    posted = {"conversation": str(conversation.pk), "urgency": "", "why": "What I saw"}

    page = signed_in(sam).post(at("open"), posted)
    for_a_script = signed_in(sam).post(at("open"), posted, headers={"accept": "application/json"})

    assert page.status_code == 422
    assert "What I saw" in text(page)
    assert set(for_a_script.json()["errors"]) == {"urgency"}


def test_the_counsellor_knows_that_there_is_one_and_reads_no_more(
    signed_in: SignedIn, escalation: Escalation, aisha: YoungWriter, sam: StaffMember, lena: StaffMember
) -> None:
    aisha.is_taken_by(sam)
    acknowledge(escalation, acknowledged_by=lena)
    decide(escalation, **reasons(why="The reason of the lead"), decided_by=lena)
    browser = signed_in(sam)

    shown = browser.get(at("show", escalation))

    assert shown.status_code == 200
    assert "The reason of the lead" not in text(shown)
    assert "Parent not told" not in text(shown)
    assert browser.get(at("conversation", escalation)).status_code == 404
    assert browser.post(at("decide", escalation), form(escalation)).status_code in {403, 404}


def test_another_counsellor_sees_nothing_of_it(
    signed_in: SignedIn, escalation: Escalation, aisha: YoungWriter, sam: StaffMember
) -> None:
    aisha.is_taken_by(sam)
    priya = person("Priya", Role.COUNSELLOR)
    browser = signed_in(priya)

    assert aisha.conversation.handle not in text(browser.get(at("list")))
    assert browser.get(at("show", escalation)).status_code == 404
    report = {"conversation": str(escalation.conversation_id), "urgency": "now", "why": "worried"}
    assert browser.post(at("open"), report).status_code == 404


def test_a_shift_lead_reads_while_it_is_live_and_on_shift(signed_in: SignedIn, escalation: Escalation) -> None:
    rosa = person("Rosa", Role.SHIFT_LEAD)
    browser = signed_in(rosa)
    assert browser.get(at("show", escalation)).status_code == 404  # not on shift

    on_shift(rosa, Shift.Duty.SHIFT_LEAD)
    assert "took some of my mums tablets" in text(browser.get(at("show", escalation)))
    assert browser.post(at("acknowledge", escalation)).status_code == 403

    Conversation.objects.update(state="closed", ended_at=clock.now(), owner=None, reply_due_at=None)
    assert browser.get(at("show", escalation)).status_code == 404
    assert browser.get(at("conversation", escalation)).status_code == 404


def test_the_rows_are_a_fragment_in_the_order_of_what_is_due(
    signed_in: SignedIn, escalation: Escalation, lena: StaffMember
) -> None:
    from datetime import timedelta

    from chat.urgency import Urgency
    from escalation.open import open_escalation
    from tests.people import flagged

    clock.move(timedelta(minutes=6))  # Aisha's is overdue
    tom = make_aisha()
    later = open_escalation(flagged(tom.says("i have a plan"), words="a plan", urgency=Urgency.VERY_SOON))

    answer = signed_in(lena).get(at("rows") + f"?selected={later.pk}")

    assert "<html" not in text(answer)
    rows = answer.context["escalations"]
    assert [row.id for row in rows] == [escalation.pk, later.pk]
    assert [row.overdue for row in rows] == [True, False]
    assert rows[0].due_words == "overdue by 1 min"
    assert rows[1].due_words == "30 min left to acknowledge"
    assert (answer.context["overdue"], answer.context["due_soon"]) == (1, 0)
    assert answer.context["selected"] == later.pk


def test_nothing_is_found_under_odd_numbers(signed_in: SignedIn, lena: StaffMember) -> None:
    browser = signed_in(lena)

    for number in ("0", "9" * 25, "7"):
        assert browser.get(f"/escalations/{number}/").status_code == 404
    assert browser.get(at("rows") + "?selected=" + "9" * 40).status_code == 200
