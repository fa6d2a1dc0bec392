"""A lead works on an escalation: has it while they are there, hands it on, asks, writes down what is known."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from chat.urgency import Urgency
from config import clock
from escalation.access import escalations_open_to, may_read_words
from escalation.actions import actions_for
from escalation.changing import Stale
from escalation.clocks import tick
from escalation.decide import acknowledge, decide
from escalation.models import Advice, Decision, Escalation, Picture
from escalation.open import open_escalation
from escalation.working import advice, closing, handing, lease
from escalation.working.next_one import pull_next
from escalation.working.picture import Known, draw
from escalation.working.put_off import put_off
from escalation.working.scales import put_on_scale, side_by_side
from rota.models import AuditRow, StaffMember
from tests.escalation.conftest import TABLETS
from tests.escalation.words import form, from_page, reasons, shown_to
from tests.people import YoungWriter, flagged, make_aisha

SignedIn = Callable[[StaffMember], Client]
S = Escalation.State


def fresh(escalation: Escalation) -> Escalation:
    return Escalation.objects.get(pk=escalation.pk)


def names(escalation: Escalation, staff: StaffMember) -> set[str]:
    return {action.name for action in actions_for(fresh(escalation), staff)}


def very_soon(words: str = "i have a plan") -> Escalation:
    return open_escalation(flagged(make_aisha().says(words), words="a plan", urgency=Urgency.VERY_SOON))


def test_the_next_one_is_the_most_urgent_and_of_those_the_one_due_first(lena: StaffMember) -> None:
    soon = very_soon()
    now = [open_escalation(flagged(make_aisha().says("tablets"))) for _n in range(2)]

    taken = [pull_next(lena) for _n in range(4)]

    assert taken == [*now, soon, None]
    assert {one.lead for one in Escalation.objects.all()} == {lena}


def test_two_leads_who_take_the_next_at_once_get_two(lena: StaffMember, marc: StaffMember) -> None:
    waiting = {very_soon().pk for _n in range(10)}

    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(_take_five, [lena, marc]))

    assert set(taken[0]) | set(taken[1]) == waiting
    assert len(taken[0]) == len(taken[1]) == 5


def _take_five(lead: StaffMember) -> list[int]:
    try:
        found = [pull_next(lead) for _n in range(5)]
        return [one.pk for one in found if one is not None]
    finally:
        connection.close()


def test_h12_a_lead_who_is_gone_has_it_no_longer_and_it_rings_again(
    escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    clock.move(timedelta(minutes=4))
    tick()
    assert fresh(escalation).lead == lena
    clock.move(timedelta(minutes=2))
    before = escalation.pages.count()

    tick()

    gone = fresh(escalation)
    assert (gone.state, gone.lead, gone.acknowledged_at) == (S.OPENED, None, None)
    assert escalation.pages.count() == before + 1
    assert escalation.history.get(kind="let_go").about == lena
    assert acknowledge(escalation, acknowledged_by=marc).lead == marc


def test_an_open_page_keeps_it(signed_in: SignedIn, escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    browser = signed_in(lena)

    for _minute in range(4):
        clock.move(timedelta(minutes=3))
        browser.get(reverse("escalation:rows") + f"?selected={escalation.pk}")
        tick()

    assert fresh(escalation).lead == lena
    assert not escalation.history.filter(kind__in=["taken", "let_go"]).exists()


def test_the_list_of_somebody_else_keeps_it_for_nobody(
    signed_in: SignedIn, escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    clock.move(timedelta(minutes=4))
    signed_in(marc).get(reverse("escalation:rows") + f"?selected={escalation.pk}")
    clock.move(timedelta(minutes=2))

    tick()

    assert fresh(escalation).lead is None


def test_more_time_lasts_until_the_decision_is_due_and_no_longer(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    longer = lease.extend(escalation.pk, by=lena)

    assert longer.lease_until == longer.decide_due_at
    assert fresh(escalation).decide_due_at == escalation.decide_due_at


def test_now_cannot_be_put_off(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    assert "put_off" not in names(escalation, lena)
    with pytest.raises(ValidationError):
        put_off(escalation.pk, until=clock.now() + timedelta(minutes=1), why="later", by=lena)


def test_very_soon_is_put_off_with_a_reason_and_past_its_time_with_a_second_one(lena: StaffMember) -> None:
    escalation = acknowledge(very_soon(), acknowledged_by=lena)
    late = escalation.decide_due_at + timedelta(minutes=30)
    for until, why, past in [(late, "", "x"), (late, "her school calls at nine", ""), (clock.now(), "x", "x")]:
        with pytest.raises(ValidationError):
            put_off(escalation.pk, until=until, why=why, past_due_why=past, by=lena)

    put_off(escalation.pk, until=late, why="her school calls", past_due_why="she is in class", by=lena)

    held = fresh(escalation)
    assert (held.decide_due_at, held.page_due_at, held.held_until) == (escalation.decide_due_at, late, late)
    clock.move(late - timedelta(minutes=1) - clock.now())
    tick()
    assert fresh(escalation).lead == lena
    assert not escalation.pages.filter(duty="decision").exists()
    clock.move(timedelta(minutes=20))
    tick()
    assert fresh(escalation).lead is None  # put off is not taken care of


def test_it_stays_the_leads_until_the_other_accepts(
    escalation: Escalation, lena: StaffMember, marc: StaffMember, sam: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    with pytest.raises(ValidationError):
        handing.offer(escalation.pk, to=sam, why="he is there", by=lena)  # no lead

    handing.offer(escalation.pk, to=marc, why="my shift ends", by=lena)

    assert fresh(escalation).lead == lena
    banner = shown_to(escalation.pk, marc)
    assert banner is not None
    assert banner["words"] == "Lena asks you to take this over"
    assert {"accept", "decline"} <= names(escalation, marc)
    assert "accept" not in names(escalation, lena)
    handing.accept(escalation.pk, by=marc)
    after = fresh(escalation)
    assert (after.lead, after.offered_to, after.acknowledged_at) == (marc, None, fresh(escalation).acknowledged_at)
    assert shown_to(escalation.pk, marc) is None


def test_whoever_takes_it_over_says_why(escalation: Escalation, lena: StaffMember, marc: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    with pytest.raises(ValidationError):
        handing.take_over(escalation.pk, why=" ", by=marc)
    handing.take_over(escalation.pk, why="Lena was called out", by=marc)

    assert fresh(escalation).lead == marc
    assert "take_over" in names(escalation, lena)


def test_the_asked_one_may_read_it_and_answer_until_it_is_closed(
    signed_in: SignedIn, escalation: Escalation, lena: StaffMember, marc: StaffMember, sam: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    assert escalation not in escalations_open_to(sam)

    asked = advice.ask(escalation.pk, whom=sam, question="Did she name a place?", by=lena)

    assert may_read_words(sam, fresh(escalation))
    assert names(escalation, sam) == {"advise", "differ"}
    browser = signed_in(sam)
    page = browser.get(reverse("escalation:show", args=[escalation.pk])).content.decode()
    assert "Did she name a place?" in page
    assert "took some of my mums tablets" in page
    with pytest.raises(PermissionDenied):
        advice.answer(escalation.pk, asked.pk, words="Leeds", by=_not_asked())
    posted = {"advice_answer": "Leeds, she said.", **from_page(escalation)}
    answered = browser.post(reverse("escalation:advise", args=[escalation.pk, asked.pk]), posted)
    assert answered.status_code == 302
    assert Advice.objects.get().answer == "Leeds, she said."
    assert names(escalation, sam) == {"differ"}

    draw(escalation.pk, Known(worried="tablets", no_own_words_why="asleep", need="in_need"), by=lena)
    decide(fresh(escalation), **reasons(outcome="refer"), decided_by=lena)
    closing.close(escalation.pk, why="the council has it", by=lena)
    assert escalation not in escalations_open_to(sam)


def _not_asked() -> StaffMember:
    from rota.models import Role
    from tests.people import person

    return person("Priya", Role.COUNSELLOR)


def test_three_answers_stand_side_by_side_with_those_before(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    for whose, score in [("child", 2), ("worker", 4), ("lead", 3), ("child", 5)]:
        put_on_scale(escalation.pk, whose=whose, score=score, by=lena)
        clock.move(timedelta(seconds=1))

    columns = side_by_side(fresh(escalation))

    assert [column["now"].score for column in columns] == [5, 4, 3]
    assert [one.score for one in columns[0]["before"]] == [2]
    for whose, score in [("child", 11), ("child", None), ("nobody", 3)]:
        with pytest.raises(ValidationError):
            put_on_scale(escalation.pk, whose=whose, score=score, by=lena)


def test_the_same_form_sent_twice_is_one_row(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    once, seen = uuid4(), fresh(escalation).version

    first = draw(escalation.pk, Known(worried="w", own_words="o", need="in_need"), by=lena, client_id=once, seen=seen)
    again = draw(escalation.pk, Known(worried="w", own_words="o", need="in_need"), by=lena, client_id=once, seen=seen)

    assert (first, Picture.objects.count()) == (again, 1)


@pytest.mark.parametrize(
    "known",
    [
        Known(worried="tablets", need="in_need"),
        Known(own_words="i feel sick", need="in_need"),
        Known(worried="tablets", own_words="i feel sick", need="grave"),
        Known(worried="x" * 4001, own_words="o", need="in_need"),
    ],
)
def test_h23_their_own_words_are_needed_or_why_nobody_has_them(
    known: Known, escalation: Escalation, lena: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    with pytest.raises(ValidationError):
        draw(escalation.pk, known, by=lena)


def test_whoever_acts_on_an_old_page_is_told_who_was_first_and_keeps_what_they_typed(
    signed_in: SignedIn, escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    old = from_page(escalation)
    put_on_scale(escalation.pk, whose="child", score=2, by=marc)

    posted = {**old, "worried": "what Lena typed", "own_words": "hers", "need": "in_need"}
    answer = signed_in(lena).post(reverse("escalation:picture", args=[escalation.pk]), posted)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "2 of 10, written down by Marc" in page
    assert "what Lena typed" in page
    assert f'name="version" value="{fresh(escalation).version}"' in page
    assert not Picture.objects.exists()
    again = {**posted, **from_page(escalation)}
    assert signed_in(lena).post(reverse("escalation:picture", args=[escalation.pk]), again).status_code == 302


def test_a_decision_is_bound_to_what_was_on_the_screen(
    signed_in: SignedIn, escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    posted = form(escalation, why="Because of the tablets")
    aisha.says("he is at the door")

    asked_again = signed_in(lena).post(reverse("escalation:decide", args=[escalation.pk]), posted)

    page = asked_again.content.decode()
    assert asked_again.status_code == 409
    assert "he is at the door" in page
    assert "Because of the tablets" in page
    assert not Decision.objects.exists()
    posted |= from_page(escalation)
    assert signed_in(lena).post(reverse("escalation:decide", args=[escalation.pk]), posted).status_code == 302
    assert len(Decision.objects.get().seen) == 64


def test_a_new_flag_asks_again_too(escalation: Escalation, aisha: YoungWriter, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    page = from_page(escalation)
    open_escalation(flagged(aisha.says("more"), words="more taken"))

    with pytest.raises(Stale):
        decide(escalation, **reasons(), seen=int(page["version"]), seen_words=page["on_screen"], decided_by=lena)


def test_a_form_without_its_page_is_refused(signed_in: SignedIn, escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    assert signed_in(lena).post(reverse("escalation:decide", args=[escalation.pk]), form()).status_code == 409
    assert not Decision.objects.exists()


def test_of_ten_who_do_the_same_at_once_one_wins(escalation: Escalation, lena: StaffMember, marc: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    seen = fresh(escalation).version

    with ThreadPoolExecutor(5) as pool:
        won = list(pool.map(lambda _n: _scales_once(escalation.pk, marc, seen), range(10)))

    assert sum(won) == 1
    assert fresh(escalation).version == seen + 1


def _scales_once(pk: int, by: StaffMember, seen: int) -> bool:
    try:
        put_on_scale(pk, whose="lead", score=1, by=by, seen=seen)
        return True
    except Stale:
        return False
    finally:
        connection.close()


def test_each_viewer_is_sent_what_they_may_do(
    escalation: Escalation, lena: StaffMember, marc: StaffMember, olu: StaffMember
) -> None:
    assert {"acknowledge", "call", "ask_contact"} <= names(escalation, lena)
    assert not {"decide", "scale", "put_off", "close", "reopen", "accept"} & names(escalation, lena)
    acknowledge(escalation, acknowledged_by=lena)

    assert {"decide", "extend", "offer", "let_go", "scale", "picture", "ask_advice"} <= names(escalation, lena)
    assert "take_over" in names(escalation, marc)
    assert not {"extend", "offer", "let_go"} & names(escalation, marc)
    assert names(escalation, olu) == set()


def test_every_page_of_it_goes_into_the_audit(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    put_on_scale(escalation.pk, whose="child", score=2, words=TABLETS, by=lena)

    rows = AuditRow.objects.filter(about=f"escalation:{escalation.pk}", who=lena)
    assert set(rows.values_list("action", flat=True)) == {"escalation.acknowledged", "escalation.scaled"}
