"""H14, H23: the state machine of a referral and its clocks, whatever is done in which order and at whatever moment."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from config import clock
from config.tuning import setting
from escalation.decide import acknowledge
from escalation.models import Chase, Escalation, EscalationEvent, Referral, Share
from escalation.referral import due, making
from escalation.referral.clock import overdue
from escalation.referral.moves import MOVES, Act, IllegalMove, move
from escalation.referral.outcomes import Said
from escalation.working_days import LONDON, bank_holidays, is_working_day
from rota.models import AuditRow, StaffMember
from tests.escalation.referrals import CALL, a_council, at_now, previewed, ready

NATIONS = ("england", "wales", "scotland", "ni")
State = Referral.State
# Both clock changes of these years, and the bank holidays around Easter and Christmas.
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31)) | st.sampled_from(
    [
        datetime(year, month, day, hour, 30)
        for year, month, days in (
            *((2026, 3, (27, 28, 29)), (2026, 10, (23, 24, 25)), (2027, 3, (26, 27, 28)), (2027, 10, (29, 30, 31))),
            *((2026, 4, (2, 3, 4)), (2026, 12, (23, 24, 25, 27)), (2027, 12, (24, 31)), (2028, 4, (13, 14))),
        )
        for day in days
        for hour in (0, 1, 2, 9, 16, 23)
    ]
)


@given(state=st.sampled_from(State.values), act=st.sampled_from(list(Act)))
def test_h23_a_move_that_is_not_in_the_table_raises_and_moves_nothing(state: str, act: Act) -> None:
    referral, wanted = Referral(state=state), {(one.state, one.act): one.to for one in MOVES}.get((state, act))

    if wanted is None:
        with pytest.raises(IllegalMove):
            move(referral, act)
        assert referral.state == state
    else:
        assert move(referral, act) == state
        assert referral.state == wanted


def test_h23_from_every_state_that_waits_there_is_a_way_on_and_answered_is_never_undone() -> None:
    for state in (State.DRAFT, State.PHONED, State.AWAITING):
        assert {one.to for one in MOVES if one.state == state} - {state}
    assert {one.to for one in MOVES if one.state == State.ANSWERED} == {State.ANSWERED}
    assert not [one for one in MOVES if one.state in (State.RECALLED, State.EXEMPT)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=MOMENTS, nation=st.sampled_from(NATIONS))
def test_h14_the_written_one_is_due_in_twenty_four_real_hours_and_the_answer_on_the_next_working_day(
    database: str, at: datetime, nation: str
) -> None:
    at = at.replace(tzinfo=UTC)
    answer = due.decision_due(at, nation)
    then, now = answer.astimezone(LONDON), at.astimezone(LONDON)

    assert due.written_due(at) - at == timedelta(hours=24)
    assert is_working_day(then.date(), nation)
    between = [now.date() + timedelta(days=n) for n in range(1, (then.date() - now.date()).days)]
    assert not any(is_working_day(day, nation) for day in between)
    assert then.date() not in bank_holidays(then.year, nation)
    # The same time on the wall, but for the hour that is not there on the night of a clock change.
    assert then.time().replace(fold=0) == now.time().replace(fold=0) or then.month == 3
    assert due.chase_due(at, nation) == answer
    assert due.notify_due(at, nation) == answer


class Walk:
    """One referral, and what was done to it."""

    def __init__(self, escalation: Escalation, by: StaffMember, kind: str) -> None:
        council = a_council(by, name=f"Council {uuid4()}")
        self.by = by
        self.referral = making.begin(escalation, kind, council=council, client_id=uuid4(), by=by)

    def does(self, act: Act) -> bool:
        """Whether it was possible."""
        self.referral = Referral.objects.get(pk=self.referral.pk)
        now, seen = self.referral, self.referral.version
        try:
            match act:
                case Act.WRITE:
                    ready(now, self.by)
                case Act.PHONE:
                    making.phone(now, {"at": at_now(), **CALL}, seen=seen, by=self.by)
                case Act.SEND if now.written_at is not None:
                    return False  # the same once more is safe, and changes nothing
                case Act.SEND:
                    making.send(now, seen=seen, sha256=previewed(now), by=self.by)
                case Act.CHASE:
                    making.chase(now, words="rang", seen=seen, by=self.by)
                case Act.ANSWER:
                    said = Said("no", "early help")
                    making.answer(now, "declined", said, at=at_now(), seen=seen, by=self.by)
                case Act.RECALL:
                    share = Share.objects.filter(referral=now, recalled_at=None).first()
                    if share is None:
                        return False
                    making.recall(share, why="the wrong place", by=self.by)
                case Act.EXEMPT:
                    basis = "peers" if now.kind == "csa_duty" else "not_needed"
                    making.exempt(now, basis=basis, why="because", seen=seen, by=self.by)
                case Act.PUT_OFF:
                    until = f"{localtime(clock.now() + timedelta(days=1)):%Y-%m-%dT%H:%M}"
                    making.put_off(now, until=until, why="he is there", seen=seen, by=self.by)
        except (IllegalMove, ValidationError):
            return False
        finally:
            self.referral = Referral.objects.get(pk=self.referral.pk)
        return True


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    acts=st.lists(st.tuples(st.sampled_from(list(Act)), st.integers(0, 40)), min_size=4, max_size=10),
    kind=st.sampled_from(["social_care", "csa_duty"]),
)
def test_h23_whatever_is_done_what_waits_has_a_clock_and_each_change_is_one_step_and_one_row(
    escalation: Escalation, lena: StaffMember, acts: list[tuple[Act, int]], kind: str
) -> None:
    if Escalation.objects.get(pk=escalation.pk).acknowledged_at is None:
        acknowledge(escalation, acknowledged_by=lena)
    walk = Walk(Escalation.objects.get(pk=escalation.pk), lena, kind)

    # Through the whole of it in between, so that every state is reached.
    for act, hours in [(Act.WRITE, 0), *acts[:2], (Act.PHONE, 1), *acts[2:4], (Act.SEND, 1), *acts[4:]]:
        clock.move(timedelta(hours=hours))
        before, was_due = counts(escalation), walk.referral.phone_due_at
        did = walk.does(act)
        after, referral = counts(escalation), walk.referral

        is_step = did and act != Act.WRITE
        assert after[:2] == (before[0] + is_step, before[1] + is_step), act
        assert after[2] >= before[2] + is_step
        if referral.phone_due_at != was_due:
            assert act == Act.PUT_OFF
            assert referral.exempt_why
            assert referral.phone_due_at <= referral.began_at + due.LONGEST_PUT_OFF
        waits_for_them = referral.state == State.AWAITING
        assert Chase.objects.filter(referral=referral, done_at=None).count() == waits_for_them
        if referral.state in (State.ANSWERED, State.RECALLED, State.EXEMPT):
            assert referral.pk not in {one.referral_id for one in overdue(clock.now() + timedelta(days=99))}
        else:
            assert referral.pk in {one.referral_id for one in overdue(clock.now() + timedelta(days=99))}
    clock.reset()
    assert setting("referral.written_hours") == 24


def counts(escalation: Escalation) -> tuple[int, int, int]:
    told = EscalationEvent.objects.filter(escalation=escalation).exclude(kind__in=EscalationEvent.QUIET)
    return Escalation.objects.get(pk=escalation.pk).version, told.count(), AuditRow.objects.count()
