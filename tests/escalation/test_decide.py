"""A lead takes it on, and decides."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from hypothesis.strategies import sampled_from

from chat.urgency import Urgency
from config import clock
from escalation import emergency
from escalation.clocks import tick
from escalation.decide import AlreadyAcknowledged, acknowledge, decide
from escalation.models import Decision, EmergencyCall, Escalation, EscalationEvent
from escalation.moves import MOVES, Act, IllegalMove, move
from escalation.open import open_escalation
from escalation.read import note_reading
from escalation.working import closing, handing, lease
from escalation.working.picture import Known, draw
from escalation.working.put_off import put_off
from escalation.working.scales import put_on_scale
from moderation.models import Flag, FlagEvent
from rota.models import AuditRow, StaffMember
from tests.escalation.words import reasons
from tests.people import YoungWriter, flagged, make_aisha

S = Escalation.State


def fresh(escalation: Escalation) -> Escalation:
    return Escalation.objects.get(pk=escalation.pk)


def test_lena_acknowledges_and_the_flag_follows(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    after = fresh(escalation)
    assert (after.state, after.lead) == (S.ACKNOWLEDGED, lena)
    assert Flag.objects.get().state == "acknowledged"
    assert FlagEvent.objects.latest("pk").by == lena
    assert AuditRow.objects.filter(action="escalation.acknowledged", who=lena).count() == 1


def test_acknowledging_again_changes_nothing_and_a_second_lead_is_told_who(
    escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    first = acknowledge(escalation, acknowledged_by=lena)
    clock.move(timedelta(minutes=1))

    again = acknowledge(escalation, acknowledged_by=lena)
    with pytest.raises(AlreadyAcknowledged) as told:
        acknowledge(escalation, acknowledged_by=marc)

    assert again.acknowledged_at == first.acknowledged_at
    assert told.value.by == lena
    assert escalation.history.filter(kind="acknowledged").count() == 1


def test_h12_of_two_leads_at_once_exactly_one_owns_it(lena: StaffMember, marc: StaffMember) -> None:
    escalations = [open_escalation(flagged(make_aisha().says("words"))) for _n in range(10)]

    for escalation in escalations:
        with ThreadPoolExecutor(4) as pool:
            told = list(pool.map(lambda lead: _try_to_acknowledge(escalation, lead), [lena, marc, lena, marc]))  # noqa: B023

        owner = fresh(escalation).lead
        assert owner is not None
        assert set(told) == {owner.name}
        assert escalation.history.filter(kind="acknowledged").count() == 1


def test_sam_cannot_acknowledge_or_decide(escalation: Escalation, sam: StaffMember, lena: StaffMember) -> None:
    with pytest.raises(PermissionDenied):
        acknowledge(escalation, acknowledged_by=sam)
    acknowledge(escalation, acknowledged_by=lena)
    with pytest.raises(PermissionDenied):
        decide(escalation, **reasons(), decided_by=sam)

    assert not Decision.objects.exists()


def test_nobody_decides_before_it_is_acknowledged(escalation: Escalation, lena: StaffMember) -> None:
    with pytest.raises(IllegalMove):
        decide(escalation, **reasons(), decided_by=lena)


def test_a_decision_says_everything_and_confirms_the_flag(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    decision = decide(escalation, **reasons(consulted="Marc"), decided_by=lena)

    stored = Decision.objects.get(pk=decision.pk)
    assert stored.why == "Tablets an hour ago, feels sick."
    assert stored.parent_not_told_why == "Not safe at home."
    assert stored.young_person_not_told_why is None
    assert fresh(escalation).state == S.DECIDED
    assert Flag.objects.get().state == "confirmed"
    assert escalation.history.get(kind="decided").to_value == "decided"


def test_any_lead_may_decide_what_another_acknowledged(
    escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    assert decide(escalation, **reasons(), decided_by=marc).decided_by == marc


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"young_person_told": None}, "young_person_told"),
        ({"young_person_told": False}, "young_person_not_told_why"),
        ({"young_person_told": False, "young_person_not_told_why": "  "}, "young_person_not_told_why"),
        ({"parent_told": None}, "parent_told"),
        ({"parent_not_told_why": ""}, "parent_not_told_why"),
    ],
)
def test_h24_told_or_the_reason_why_not(
    changed: dict[str, Any], field: str, escalation: Escalation, lena: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    with pytest.raises(ValidationError) as refused:
        decide(escalation, **reasons(**changed), decided_by=lena)

    assert set(refused.value.message_dict) == {field}
    assert not Decision.objects.exists()


def test_h24_the_database_holds_it_too(escalation: Escalation, lena: StaffMember) -> None:
    said = reasons(young_person_told=False)
    said.pop("young_person_not_told_why")

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(escalation=escalation, decided_by=lena, decided_at=clock.now(), **said)


def test_everything_that_is_missing_is_said_at_once(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    nothing = reasons(
        outcome="", why=" ", for_the_child="", review_on=None, young_person_told=None, parent_told=None,
        options=" ", shared="",
    )  # fmt: skip

    with pytest.raises(ValidationError) as refused:
        decide(escalation, **nothing, decided_by=lena)

    assert set(refused.value.message_dict) == {
        "outcome", "why", "for_the_child", "review_on", "young_person_told", "parent_told", "options", "shared",
    }  # fmt: skip


@pytest.mark.parametrize("why", ["x" * 4001, "nul \0", "half \ud83d"])
def test_words_that_cannot_be_kept_are_refused(why: str, escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    with pytest.raises(ValidationError):
        decide(escalation, **reasons(why=why), decided_by=lena)


def test_a_day_that_is_over_is_no_review_day(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    with pytest.raises(ValidationError):
        decide(escalation, **reasons(review_on=(clock.now() - timedelta(days=2)).date()), decided_by=lena)


def test_no_further_action_waits_for_a_second_lead(
    escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    nothing_more = reasons(outcome=Decision.Outcome.NO_FURTHER_ACTION)

    decide(escalation, **nothing_more, decided_by=lena)
    waits = fresh(escalation)
    with pytest.raises(ValidationError):
        decide(escalation, **{**nothing_more, "why": "I am sure."}, decided_by=lena)
    decide(escalation, **nothing_more, decided_by=marc)

    assert waits.state == S.SECOND_REVIEW
    assert waits.due_at is not None
    assert waits.due_at - clock.now() <= timedelta(days=1)
    assert fresh(escalation).state == S.DECIDED
    assert Flag.objects.get().state == "handled"
    assert Decision.objects.count() == 2


def test_a_second_lead_who_sees_more_danger_decides_otherwise(
    escalation: Escalation, lena: StaffMember, marc: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    decide(escalation, **reasons(outcome=Decision.Outcome.NO_FURTHER_ACTION), decided_by=lena)

    decide(escalation, **reasons(), decided_by=marc)

    assert fresh(escalation).state == S.DECIDED
    assert Flag.objects.get().state == "confirmed"


def test_new_danger_while_a_second_lead_is_awaited_pages(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    decide(escalation, **reasons(outcome=Decision.Outcome.NO_FURTHER_ACTION), decided_by=lena)

    again = open_escalation(flagged(aisha.says("i took more")))

    assert (again.pk, again.state) == (escalation.pk, S.ACKNOWLEDGED)
    assert again.pages.filter(staff=lena).count() == 2


def test_the_same_decision_posted_twice_is_one(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    said = reasons()

    assert decide(escalation, **said, decided_by=lena) == decide(escalation, **said, decided_by=lena)
    assert Decision.objects.count() == 1


def test_a_change_of_mind_is_another_decision(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)
    decide(escalation, **reasons(), decided_by=lena)

    decide(escalation, **reasons(outcome=Decision.Outcome.REFER), decided_by=lena)

    assert [decision.outcome for decision in Decision.objects.order_by("pk")] == ["emergency_agreed", "refer"]


def test_the_flags_nobody_escalated_have_their_clocks_again(
    escalation: Escalation, aisha: YoungWriter, lena: StaffMember
) -> None:
    low = flagged(aisha.says("i feel low"), words="low mood", urgency=Urgency.SOON)
    open_escalation(flagged(aisha.says("i took more"), words="more taken"))
    low.refresh_from_db()
    assert low.acknowledge_due_at is None

    acknowledge(escalation, acknowledged_by=lena)
    decide(escalation, **reasons(), decided_by=lena)

    low.refresh_from_db()
    assert low.state == "raised"
    assert low.acknowledge_due_at is not None


def test_reading_begins_the_looking_into_and_is_noted_once_a_minute(escalation: Escalation, lena: StaffMember) -> None:
    acknowledge(escalation, acknowledged_by=lena)

    for _look in range(3):
        note_reading(escalation, read_by=lena)
    clock.move(timedelta(seconds=61))
    note_reading(escalation, read_by=lena)

    assert escalation.history.filter(kind="read").count() == 2
    assert fresh(escalation).state == S.ASSESSING


def test_a_move_that_is_not_in_the_table_is_illegal(lena: StaffMember) -> None:
    allowed = {(known.state, known.act) for known in MOVES}
    for state, act in product(S.values, Act):
        escalation = Escalation(state=state)
        if (state, act) in allowed:
            move(escalation, act, by=lena)
            assert (state, act, escalation.state) in {(one.state, one.act, one.to) for one in MOVES}
        else:
            with pytest.raises(IllegalMove):
                move(escalation, act, by=lena)
            assert escalation.state == state


def test_whatever_leads_do_in_whatever_order_its_rows_agree(lena: StaffMember, marc: StaffMember) -> None:
    run_state_machine_as_test(
        lambda: LeadsAtWork(lena, marc),
        settings=settings(
            max_examples=15,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


Way = Callable[[int, StaffMember, dict[str, StaffMember]], object]


def _puts_off(pk: int, who: StaffMember, _leads: dict[str, StaffMember]) -> None:
    put_off(pk, until=clock.now() + timedelta(minutes=20), why="waits for the school", by=who)


def _offers(pk: int, who: StaffMember, leads: dict[str, StaffMember]) -> None:
    other = next(one for one in leads.values() if one != who)
    handing.offer(pk, to=other, why="my shift ends", by=who)


def _calls(pk: int, who: StaffMember, _leads: dict[str, StaffMember]) -> None:
    emergency.call(pk, service="both", called_at=clock.now(), reference="not known", shared="where she is", by=who)


def _answers(what: str) -> Way:
    def way(pk: int, who: StaffMember, _leads: dict[str, StaffMember]) -> None:
        for call in EmergencyCall.objects.filter(escalation=pk):
            if call.ended_at is None:
                emergency.answer(pk, call.pk, what=what, words="the control room says so", by=who)

    return way


def _reviews(pk: int, who: StaffMember, _leads: dict[str, StaffMember]) -> None:
    day = (clock.now() + timedelta(days=3)).date()
    closing.review(pk, words="she is at school", next_on=day, by=who)


WAYS: dict[str, Way] = {
    "extend": lambda pk, who, _leads: lease.extend(pk, by=who),
    "let_go": lambda pk, who, _leads: lease.let_go(pk, why="I am ill", by=who),
    "put_off": _puts_off,
    "offer": _offers,
    "accept": lambda pk, who, _leads: handing.accept(pk, by=who),
    "decline": lambda pk, who, _leads: handing.decline(pk, by=who),
    "take_over": lambda pk, who, _leads: handing.take_over(pk, why="she sleeps", by=who),
    "scale": lambda pk, who, _leads: put_on_scale(pk, whose="lead", score=3, by=who),
    "picture": lambda pk, who, _leads: draw(pk, Known(worried="pills", own_words="sick", need="in_need"), by=who),
    "call": _calls,
    "reached": _answers("reached"),
    "not_yet": _answers("not_yet"),
    "over": _answers("over"),
    "review": _reviews,
    "close": lambda pk, who, _leads: closing.close(pk, why="she is safe with her aunt", by=who),
    "reopen": lambda pk, who, _leads: closing.reopen(pk, why="she wrote again", by=who),
}


class LeadsAtWork(RuleBasedStateMachine):
    """Two leads and one escalation: any act at any time, and the rows have to agree afterwards."""

    people = sampled_from(["lena", "marc"])

    def __init__(self, lena: StaffMember, marc: StaffMember) -> None:
        super().__init__()
        self.leads = {"lena": lena, "marc": marc}

    @initialize()
    def begins(self) -> None:
        self.aisha = make_aisha()
        self.escalation = open_escalation(flagged(self.aisha.says("words")))
        self.seen = set(self.escalation.history.values_list("pk", flat=True))
        self.version = fresh(self.escalation).version

    @rule(who=people)
    def acknowledges(self, who: str) -> None:
        before = fresh(self.escalation)
        try:
            acknowledge(self.escalation, acknowledged_by=self.leads[who])
        except AlreadyAcknowledged as already:
            assert already.by == before.lead  # noqa: PT017
        except IllegalMove:
            assert before.state == S.CLOSED
        self.agree()

    @rule(who=people, outcome=sampled_from(Decision.Outcome.values))
    def decides(self, who: str, outcome: str) -> None:
        before = fresh(self.escalation)
        last = before.decisions.order_by("-pk").first()
        try:
            decide(self.escalation, **reasons(outcome=outcome), decided_by=self.leads[who])
        except IllegalMove:
            assert before.state in (S.OPENED, S.CLOSED) or outcome == "error"
        except ValidationError:
            assert outcome == "error" or before.state == S.SECOND_REVIEW
            if outcome != "error":
                assert last is not None
                assert (last.decided_by, outcome) == (self.leads[who], "nfa")
        self.agree()

    @rule(who=people, what=sampled_from(sorted(WAYS)))
    def works(self, who: str, what: str) -> None:
        try:
            WAYS[what](self.escalation.pk, self.leads[who], self.leads)
        except (IllegalMove, ValidationError):
            assert fresh(self.escalation).version == self.version
        self.agree()

    @rule(minutes=sampled_from([1, 4, 60, 60 * 24 * 3]))
    def time_passes(self, minutes: int) -> None:
        clock.move(timedelta(minutes=minutes))
        tick()
        self.agree()

    @rule(who=people)
    def reads(self, who: str) -> None:
        note_reading(self.escalation, read_by=self.leads[who])
        self.agree()

    def agree(self) -> None:
        now = fresh(self.escalation)
        history = list(now.history.order_by("pk"))
        new = [one for one in history if one.pk not in self.seen and one.kind not in EscalationEvent.QUIET]
        assert now.version - self.version == len(new)
        names = f"escalation:{now.pk}"
        assert AuditRow.objects.filter(about=names).count() >= sum(one.kind != "opened" for one in new)
        self.seen, self.version = {one.pk for one in history}, now.version
        decisions = list(now.decisions.order_by("pk"))
        assert (now.acknowledged_at is None) == (now.state == S.OPENED)
        assert now.is_undecided <= (now.page_due_at is not None)
        assert (now.lead is None) == (now.state == S.OPENED)
        assert (now.closed_at is not None) == (now.state == S.CLOSED)
        assert sum(event.kind == "decided" for event in history) == len(decisions)
        if now.state in (S.DECIDED, S.MONITORING, S.REVIEW_DUE, S.SECOND_REVIEW):
            assert now.check_due_at is not None  # somebody looks again, whatever was decided
        if now.emergency_calls.filter(ended_at=None).exists():
            assert now.check_due_at is not None
            assert now.state != S.CLOSED
        if now.state == S.SECOND_REVIEW:
            assert decisions[-1].outcome == "nfa"
        if now.state == S.DECIDED and decisions[-1].outcome == "nfa":
            assert decisions[-1].decided_by != decisions[-2].decided_by
            assert decisions[-2].outcome == "nfa"


def _try_to_acknowledge(escalation: Escalation, lead: StaffMember) -> str:
    try:
        acknowledge(escalation, acknowledged_by=lead)
        return lead.name
    except AlreadyAcknowledged as already:
        return already.by.name
    finally:
        connection.close()
