"""Somebody sees it differently (H23, H25): it goes up, ends by a person, and nothing is closed over it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.urgency import Urgency
from config import clock
from config.tuning import setting
from escalation.decide import acknowledge, decide
from escalation.dissent import due, making, policy
from escalation.dissent.access import escalation_to_differ
from escalation.dissent.calls import who_has
from escalation.dissent.owed import duty_of
from escalation.dissent.stages import LAST, people_of
from escalation.models import Dissent, Escalation, EscalationEvent, Page
from escalation.open import open_about_staff
from escalation.reaching import standing
from escalation.rows import open_rows
from escalation.timeline import timeline
from escalation.working import closing
from rota.models import AuditRow, Role, Shift, StaffMember
from tests.escalation.referrals import sent
from tests.escalation.words import reasons, shown_to
from tests.people import YoungWriter, on_shift, person

SignedIn = Callable[[StaffMember], Client]
MINUTE = timedelta(minutes=1)
WORDS = "She said he has a key. I would not let her go home tonight."


@pytest.fixture
def sasha(database: str) -> StaffMember:
    """The shift lead who is on."""
    sasha = person("Sasha", Role.SHIFT_LEAD)
    on_shift(sasha, Shift.Duty.SHIFT_LEAD)
    return sasha


@pytest.fixture
def mona(database: str) -> StaffMember:
    return person("Mona", Role.MANAGER)


@pytest.fixture
def decided(escalation: Escalation, aisha: YoungWriter, sam: StaffMember, lena: StaffMember) -> Escalation:
    """Sam has her chat; Lena decided."""
    aisha.is_taken_by(sam)
    acknowledge(escalation, acknowledged_by=lena)
    decide(escalation, **reasons(), decided_by=lena)
    return Escalation.objects.get(pk=escalation.pk)


def raised(escalation: Escalation, by: StaffMember, **more: Any) -> Dissent:
    said = {"words": WORDS, "client_id": uuid4(), "shown_policy": policy.version(), **more}
    return making.raise_it(escalation.pk, by=by, **said)


def fresh(dissent: Dissent) -> Dissent:
    return Dissent.objects.get(pk=dissent.pk)


def seen(dissent: Dissent) -> int:
    return dissent.steps.count()


def called(dissent: Dissent) -> set[StaffMember]:
    """Whom a call about it stands for now."""
    return {page.staff for page in standing().filter(duty=duty_of(dissent))}


def its_time_is_over(dissent: Dissent) -> None:
    due_at = fresh(dissent).stage_due_at
    assert due_at is not None
    clock.move(due_at - clock.now() + timedelta(seconds=1))
    due.tick()


def written(escalation: Escalation) -> tuple[int, int, int]:
    """Steps that count, versions, rows of the audit that are about changes."""
    steps = escalation.history.exclude(kind__in=EscalationEvent.QUIET).count()
    rows = AuditRow.objects.filter(ground=f"escalation:{escalation.pk}", about__startswith="dissent:")
    return steps, Escalation.objects.get(pk=escalation.pk).version, rows.exclude(action="dissent.opened").count()


def test_the_counsellor_differs_is_answered_takes_it_up_and_agrees(
    signed_in: SignedIn, decided: Escalation, sam: StaffMember, lena: StaffMember, sasha: StaffMember
) -> None:
    """Sam may not read the escalation, and says it from his own page of it. Each step is written once."""
    browser, home = signed_in(sam), reverse("dissent:home", args=[decided.pk])
    assert b"Do you see it differently?" in browser.get(reverse("escalation:show", args=[decided.pk])).content
    page = browser.get(home)
    assert b"What it is for" in page.content  # the policy, in place
    before = written(decided)
    typed = {
        "differ_words": WORDS, "differ_against": "us", "differ_once": page.context["differ_once"],
        "differ_decision": page.context["differ_decision"], "differ_policy": policy.version(),
    }  # fmt: skip
    assert browser.post(home, {**typed, "differ_words": " "}).status_code == 422
    assert written(decided) == before

    browser.post(home, typed)
    browser.post(home, typed)  # twice is once

    dissent = Dissent.objects.get()
    assert (dissent.stage, dissent.whom, dissent.words) == (1, lena, WORDS)
    assert dissent.stage_due_at == dissent.at + 15 * MINUTE
    assert written(decided) == tuple(count + 1 for count in before)
    assert called(dissent) == {lena}
    banner = shown_to(decided.pk, lena)
    assert banner is not None
    address = reverse("dissent:show", args=[decided.pk, dissent.pk])
    assert banner["url"] == address
    leads = signed_in(lena)
    assert (
        b"A difference of opinion has come to you" in leads.get(reverse("escalation:show", args=[decided.pk])).content
    )

    answer = {"differ_answer": "The crew is with her, and her aunt takes her.", "seen": 1}
    assert leads.post(f"{address}settling/", {"differ_settle": "as I decided", "seen": 1}).status_code == 422
    assert leads.post(f"{address}answer/", answer).status_code == 302
    assert leads.post(f"{address}answer/", answer).status_code == 409  # what she saw is no longer so
    assert called(dissent) == set()
    assert (shown_to(decided.pk, sam) or {})["words"] == "what you see differently was answered"

    browser.post(f"{address}next-stage/", {"differ_up": "Her aunt lives with him.", "seen": 2})

    assert fresh(dissent).stage == 2
    assert called(dissent) == {sasha}
    assert WORDS.encode() in signed_in(sasha).get(address).content
    browser.post(f"{address}settling/", {"differ_settle": "With Sasha: she stays in hospital.", "seen": 3})
    over = fresh(dissent)
    assert (over.state, over.stage_due_at) == (Dissent.State.SETTLED, None)
    assert written(decided) == tuple(count + 4 for count in before)
    assert shown_to(decided.pk, sasha) is None
    titles = [item.title for item in timeline(decided)]
    assert "Sam sees it differently" in titles
    assert "Sam: a difference of opinion is settled" in titles


def test_what_nobody_settles_goes_up_by_its_clock_and_calls_without_end_until_somebody_acts(
    decided: Escalation, sam: StaffMember, lena: StaffMember, marc: StaffMember, sasha: StaffMember, mona: StaffMember
) -> None:
    dissent = raised(decided, sam)
    stages = [(1, {lena}), (2, {sasha}), (3, {marc}), (4, {mona})]
    for stage, people in stages:
        assert (fresh(dissent).stage, called(dissent)) == (stage, people)
        its_time_is_over(dissent)
    assert dissent.steps.filter(kind="taken_up", by=None, words=None).count() == 3

    calls = Page.objects.filter(duty=duty_of(dissent), staff=mona)
    for number in range(2, 6):  # and so on: nothing comes after the last stage but a person
        assert (fresh(dissent).stage, calls.count()) == (LAST, number)
        clock.move(31 * MINUTE)
        due.tick()
        due.tick()
    assert escalation_to_differ(mona, decided.pk) == decided  # she was called: she may read it until it is over
    making.settle(fresh(dissent), words="Sam is right: she stays.", by=mona, seen=seen(dissent))
    clock.move(10 * timedelta(days=1))
    due.tick()
    assert calls.count() == 6
    assert called(dissent) == set()


def test_an_answer_gives_the_stage_its_time_once_and_no_more(
    decided: Escalation, sam: StaffMember, lena: StaffMember, sasha: StaffMember
) -> None:
    dissent = raised(decided, sam)
    clock.move(10 * MINUTE)

    making.answer(dissent, words="I see it so.", by=lena, seen=1)
    again = fresh(dissent).stage_due_at
    making.answer(dissent, words="And still.", by=lena, seen=2)

    assert again is not None
    assert again > dissent.at + 20 * MINUTE
    assert fresh(dissent).stage_due_at == again


def test_h23_nothing_is_closed_over_it_by_no_way(
    decided: Escalation, escalation: Escalation, sam: StaffMember, lena: StaffMember, signed_in: SignedIn
) -> None:
    dissent = raised(decided, sam)
    row = next(one for one in open_rows(Escalation.objects.all(), staff=lena) if one.id == decided.pk)
    assert row.differs
    assert b"seen differently" in signed_in(lena).get(reverse("escalation:list")).content

    with pytest.raises(ValidationError, match="not settled"):
        closing.close(decided.pk, why="She is safe.", by=lena)
    assert any("not settled" in why for why in closing.open_ends(decided))
    making.take_back(dissent, words="I had it wrong.", by=sam, seen=1)
    assert not any("not settled" in why for why in closing.open_ends(decided))


def test_h23_what_the_program_raised_is_no_error_while_somebody_differs(
    escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    raised(escalation, marc)

    with pytest.raises(ValidationError, match="not settled"):
        decide(escalation, **reasons(outcome="error"), decided_by=lena)


def test_with_another_agency_the_stages_last_working_days_of_its_nation(
    escalation: Escalation, lena: StaffMember, mona: StaffMember, marc: StaffMember
) -> None:
    """They decline: their stages are 2, 5 and 2 working days, then the chair."""
    clock.move(datetime(2027, 3, 25, 12, tzinfo=clock.now().tzinfo) - clock.now())  # Thursday before Easter
    on_shift(lena, Shift.Duty.ON_CALL_1)
    referral = sent(escalation, lena)
    dissent = raised(escalation, lena, referral_id=referral.pk)
    assert (dissent.against, dissent.whom, who_has(dissent)) == (Dissent.With.AGENCY, None, [lena])
    assert f"{dissent.stage_due_at:%a %d}" == "Wed 31"  # neither Friday nor Monday counts

    its_time_is_over(dissent)
    assert (fresh(dissent).stage, f"{fresh(dissent).stage_due_at:%a %d}") == (2, "Wed 07")
    its_time_is_over(dissent)
    assert called(dissent) == {mona}
    its_time_is_over(dissent)
    assert (fresh(dissent).stage, called(dissent)) == (LAST, {mona})
    with pytest.raises(ValidationError):
        raised(escalation, lena, referral_id=referral.pk + 1)


def test_two_at_once_one_wins_and_the_other_is_told(decided: Escalation, sam: StaffMember, lena: StaffMember) -> None:
    for _round in range(5):
        dissent = raised(decided, sam)
        acts = [
            lambda one=dissent: making.answer(one, words="No.", by=lena, seen=1),
            lambda one=dissent: making.take_back(one, words="My mistake.", by=sam, seen=1),
        ]

        with ThreadPoolExecutor(2) as pool:
            came = sorted(pool.map(_try, acts))

        assert came == ["done", "somebody was first"]
        assert seen(dissent) == 2
        if fresh(dissent).state == Dissent.State.OPEN:
            making.take_back(fresh(dissent), words="My mistake.", by=sam, seen=2)


def _try(act: Callable[[], object]) -> str:
    try:
        act()
        return "done"
    except making.ChangedMeanwhile as first:
        return str(first)
    finally:
        connection.close()


def test_a_newer_decision_is_read_before_somebody_differs_with_the_older(
    signed_in: SignedIn, decided: Escalation, sam: StaffMember, lena: StaffMember
) -> None:
    browser, home = signed_in(sam), reverse("dissent:home", args=[decided.pk])
    page = browser.get(home)
    decide(decided, **reasons(why="The crew found her awake."), decided_by=lena)

    answer = browser.post(home, {
        "differ_words": WORDS, "differ_against": "us", "differ_once": page.context["differ_once"],
        "differ_decision": page.context["differ_decision"], "differ_policy": policy.version(),
    })  # fmt: skip

    assert answer.status_code == 409
    assert "Lena was first" in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert not Dissent.objects.exists()


def test_who_took_part_may_and_who_did_not_may_not(
    signed_in: SignedIn, decided: Escalation, sam: StaffMember, olu: StaffMember, mona: StaffMember
) -> None:
    """Whoever had her chat once may still; others find nothing, also by the number of somebody else's."""
    other = person("Ida", Role.COUNSELLOR)
    type(decided.conversation).objects.filter(pk=decided.conversation_id).update(owner=other)
    raised(decided, sam)
    dissent = raised(decided, other)

    theirs = signed_in(sam).get(reverse("dissent:mine")).content.decode()
    assert reverse("dissent:home", args=[decided.pk]) in theirs
    assert reverse("dissent:show", args=[decided.pk, dissent.pk]) not in theirs  # his own only
    assert signed_in(sam).get(reverse("dissent:show", args=[decided.pk, dissent.pk])).status_code == 404
    for stranger in (olu, mona):
        assert signed_in(stranger).get(reverse("dissent:home", args=[decided.pk])).status_code == 404
        with pytest.raises(PermissionDenied):
            raised(decided, stranger)


def test_h25_for_whom_an_allegation_is_about_there_is_no_dissent_and_nobody_else_hears_of_it(
    signed_in: SignedIn, sam: StaffMember, lena: StaffMember, marc: StaffMember, sasha: StaffMember, mona: StaffMember
) -> None:
    """It is about Marc. He is the only other lead: the stages go past him and past the shift lead."""
    allegation = open_about_staff(marc, Urgency.NOW, "He wrote to her at night.", sam)
    acknowledge(allegation, acknowledged_by=lena)
    decide(allegation, **reasons(), decided_by=lena)
    dissent = raised(allegation, mona)
    for _stage in range(6):
        assert called(dissent) <= {lena, mona}
        its_time_is_over(dissent) if fresh(dissent).stage < LAST else due.tick()

    assert {page.staff for page in Page.objects.filter(duty=duty_of(dissent))} <= {lena, mona}
    for nobody in (marc, sasha, sam):
        assert shown_to(allegation.pk, nobody) is None
        browser = signed_in(nobody)
        for name, numbers in (("home", [allegation.pk]), ("show", [allegation.pk, dissent.pk])):
            assert browser.get(reverse(f"dissent:{name}", args=numbers)).status_code == 404
        assert str(allegation.pk) not in browser.get(reverse("dissent:mine")).content.decode()
        with pytest.raises(PermissionDenied):
            raised(allegation, nobody)


def test_a_call_about_it_leaves_the_chain_of_the_escalation_as_it_is(
    escalation: Escalation, aisha: YoungWriter, sam: StaffMember, lena: StaffMember, sasha: StaffMember
) -> None:
    """Nobody has acknowledged it yet: Sam wants it faster, and whom the chain called is called all the same."""
    aisha.is_taken_by(sam)
    step = Escalation.objects.get(pk=escalation.pk).page_step

    dissent = raised(escalation, sam)

    assert fresh(dissent).stage == 2  # nobody decided yet
    assert Escalation.objects.get(pk=escalation.pk).page_step == step
    assert {page.duty for page in standing().filter(staff=sasha)} >= {duty_of(dissent)}
    assert standing().filter(escalation=escalation).exclude(duty=duty_of(dissent)).exists()


def test_everybody_reads_the_policy_and_leads_see_who_has_which_version(
    signed_in: SignedIn, sam: StaffMember, lena: StaffMember
) -> None:
    browser, address = signed_in(sam), reverse("dissent:policy")
    whole = policy.version()
    assert browser.post(address, {"version": "0" * 64}).status_code == 409
    for _again in range(2):
        assert browser.post(address, {"version": whole}).status_code == 302
    assert sam.policies_read.count() == AuditRow.objects.filter(action="policy.read").count() == 1

    page = signed_in(lena).get(reverse("dissent:readers")).content.decode()
    assert "1 of 2 have read" in page
    assert page.index("has read none yet") < page.index("read this version,")
    assert browser.get(reverse("dissent:readers")).status_code == 403
    times = setting("dissent.stage_minutes")
    assert {len(times["now"]), len(times["very_soon"]), len(setting("dissent.agency_working_days"))} == {LAST}


STEPS = st.lists(
    st.sampled_from(["answer", "up", "settle", "back", "wait", "wait", "leave", "come"]), min_size=1, max_size=9
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, who=st.lists(st.integers(0, 4), min_size=9, max_size=9), minutes=st.integers(1, 90))
def test_whatever_happens_an_open_one_has_a_stage_a_clock_and_somebody_and_ends_by_a_person(
    decided: Escalation,
    sam: StaffMember, lena: StaffMember, marc: StaffMember, sasha: StaffMember, mona: StaffMember,
    steps: list[str], who: list[int], minutes: int,
) -> None:  # fmt: skip
    people, dissent = [sam, lena, marc, sasha, mona], raised(decided, sam)
    for step, number in zip(steps, who, strict=False):
        before, by = fresh(dissent), people[number]
        _do(step, before, by, minutes)
        after = fresh(dissent)
        last = dissent.steps.order_by("-at", "-pk").first()
        assert last is not None
        if after.state == Dissent.State.OPEN:
            assert after.stage >= before.stage
            assert after.stage_due_at is not None
            assert people_of(after)
            if after.stage == before.stage and after.stage_due_at != before.stage_due_at:
                assert (last.kind, last.by is not None, bool(last.words)) == ("answered", True, True)
            assert closing.dissent(decided)
        else:
            assert last.by is not None
            assert last.words
            assert last.by_id != lena.pk  # never by whoever decided it, alone
        made = decided.history.filter(detail__startswith="dissent.").exclude(kind__in=EscalationEvent.QUIET)
        rows = AuditRow.objects.filter(action__startswith="dissent.", ground=f"escalation:{decided.pk}")
        assert made.count() == rows.count() == sum(one.steps.count() for one in decided.dissents.all())
    StaffMember.objects.update(is_active=True)
    if fresh(dissent).state == Dissent.State.OPEN:
        making.take_back(fresh(dissent), words="The next example.", by=sam, seen=seen(dissent))
    assert not closing.dissent(decided)


def _do(step: str, dissent: Dissent, by: StaffMember, minutes: int) -> None:
    acts = {"answer": making.answer, "up": making.take_up, "settle": making.settle, "back": making.take_back}
    if step == "wait":
        clock.move(timedelta(minutes=minutes))
        due.tick()
    elif step in acts:
        try:
            acts[step](dissent, words="Said.", by=StaffMember.objects.get(pk=by.pk), seen=seen(dissent))
        except (ValidationError, PermissionDenied, making.ChangedMeanwhile):
            pass
    elif by != dissent.by:
        StaffMember.objects.filter(pk=by.pk).update(is_active=step == "come")
