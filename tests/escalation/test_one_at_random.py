"""Anything at any time, about two young people: one escalation each, never looser, each change written down once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import integers, sampled_from

from chat.conversations import leave
from chat.models import Conversation, Post
from chat.urgency import Urgency
from config import clock
from escalation.danger import BY_HAND, VERBS
from escalation.decide import AlreadyAcknowledged, acknowledge, decide
from escalation.joining import came_back, link_by_hand
from escalation.models import Decision, Escalation, EscalationEvent, EscalationFlag, Page, Subject
from escalation.moves import IllegalMove
from escalation.open import open_by_hand, open_escalation, open_for_concern, open_for_leaving
from escalation.owner_saw import may_say_seen, say_seen
from escalation.page import page_all_due
from moderation.models import Flag
from rota.models import AuditRow, StaffMember
from tests.escalation.test_one_a_young_person import adds, post_flag, posts_too, worried
from tests.escalation.words import reasons
from tests.people import YoungWriter, flagged, make_aisha

CHANGES = {*VERBS.values(), BY_HAND, "escalation.acknowledged", "escalation.decided"}
URGENT = sampled_from([Urgency.NOW, Urgency.VERY_SOON])
WHO = sampled_from(["aisha", "tom"])


def test_h10_h11_one_a_young_person_whatever_comes(sam: StaffMember, lena: StaffMember, marc: StaffMember) -> None:
    run_state_machine_as_test(
        lambda: Anything(sam, [lena, marc]),
        settings=settings(
            max_examples=8,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class Anything(RuleBasedStateMachine):
    """Every example has young people of its own: what an earlier one left behind changes nothing."""

    def __init__(self, sam: StaffMember, leads: list[StaffMember]) -> None:
        super().__init__()
        self.sam, self.leads = sam, leads
        # By escalation: its two due times, and how often somebody's decision had ended them.
        self.dues: dict[int, tuple[datetime, datetime, int]] = {}
        self.since = Escalation.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    @initialize()
    def begins(self) -> None:
        self.people: dict[str, YoungWriter] = {"aisha": make_aisha(), "tom": make_aisha()}
        self.posts: dict[str, Post] = {name: posts_too(writer) for name, writer in self.people.items()}
        self.concerns = {name: worried(young_person=one.young_person) for name, one in self.people.items()}

    @rule(who=WHO, urgency=URGENT, reason=integers(0, 2))
    def says(self, who: str, urgency: Urgency, reason: int) -> None:
        if Conversation.objects.get(pk=self.people[who].conversation.pk).is_over:
            return
        open_escalation(flagged(self.people[who].says("words"), words=f"reason {reason}", urgency=urgency))

    @rule(who=WHO, urgency=URGENT)
    def writes(self, who: str, urgency: Urgency) -> None:
        open_escalation(post_flag(self.posts[who], urgency=urgency))

    @rule(who=WHO, urgency=URGENT)
    def somebody_outside_says(self, who: str, urgency: Urgency) -> None:
        adds(self.concerns[who], urgency)
        open_for_concern(self.concerns[who])

    @rule(who=WHO, urgency=URGENT, reason=integers(0, 1))
    def sam_is_worried(self, who: str, urgency: Urgency, reason: int) -> None:
        open_by_hand(self.people[who].conversation, urgency, f"Worried {reason}.", self.sam)

    @rule(who=WHO)
    def leaves(self, who: str) -> None:
        chat = Conversation.objects.get(pk=self.people[who].conversation.pk)
        if not chat.is_over:
            leave(chat)
        open_for_leaving(chat)

    @rule(lead=integers(0, 1), which=integers(0, 3))
    def acknowledges(self, lead: int, which: int) -> None:
        self.try_to(which, lambda one: acknowledge(one, acknowledged_by=self.leads[lead]))

    @rule(lead=integers(0, 1), which=integers(0, 3), nothing=sampled_from([True, False]))
    def decides(self, lead: int, which: int, nothing: bool) -> None:
        outcome = Decision.Outcome.NO_FURTHER_ACTION if nothing else Decision.Outcome.REFER
        said = reasons(outcome=outcome, next_offer="A chat tomorrow.")
        self.try_to(which, lambda one: decide(one, **said, decided_by=self.leads[lead]))

    @rule(which=integers(0, 3), other=integers(0, 3), lead=integers(0, 1))
    def finds_out(self, which: int, other: int, lead: int) -> None:
        if (second := self.one(other)) is not None:
            self.try_to(which, lambda one: link_by_hand(one, second, why="The same.", by=self.leads[lead]))

    @rule()
    def comes_back(self) -> None:
        came_back(self.people["aisha"].conversation, self.people["tom"].conversation)

    @rule(which=integers(0, 3))
    def its_owner_saw(self, which: int) -> None:
        self.try_to(which, lambda one: say_seen(one, by=self.sam) if may_say_seen(one, by=self.sam) else one)

    @rule(minutes=integers(1, 40))
    def time_goes_on(self, minutes: int) -> None:
        clock.move(timedelta(minutes=minutes))
        page_all_due()

    @rule()
    def every_job_runs_twice(self) -> None:
        """A job of a flag may always come again, and changes nothing once it has run."""
        links = EscalationFlag.objects.filter(escalation__in=self.mine()).values("flag")
        flags = [
            flag for flag in Flag.objects.filter(pk__in=links).order_by("pk") if Urgency(flag.urgency).opens_escalation
        ]
        for flag in flags:
            open_escalation(flag)
        before = self.rows()
        for flag in [*flags, *reversed(flags)]:
            open_escalation(flag)
        assert self.rows() == before

    @invariant()
    def nobody_has_two(self) -> None:
        undecided = [one for one in self.mine() if one.is_undecided]
        whose = [one.young_person_id for one in undecided if one.young_person_id]
        assert len(whose) == len(set(whose))

    @invariant()
    def no_due_time_moves_later_without_a_person(self) -> None:
        for one in self.mine():
            reopened = one.history.filter(kind="reopened").count()
            acknowledge_due, decide_due, before = self.dues.get(one.pk, (None, None, reopened))
            if acknowledge_due is not None and decide_due is not None:
                assert one.acknowledge_due_at <= acknowledge_due
                # A new clock runs only after a lead had decided, with a reason, and a second one was waited for.
                assert one.decide_due_at <= decide_due or reopened > before
                assert reopened <= one.decisions.count()
            self.dues[one.pk] = (one.acknowledge_due_at, one.decide_due_at, reopened)

    @invariant()
    def a_page_is_pending_or_sent(self) -> None:
        for one in self.mine():
            assert (one.page_due_at is not None) == one.is_undecided
            if one.is_undecided and one.acknowledged_at is None and one.urgency == Urgency.NOW:
                assert one.page_due_at is not None
                assert one.pages.exists() or one.page_due_at <= clock.now()
                assert one.page_due_at <= clock.now() + timedelta(minutes=2) or one.page_due_at <= one.decide_due_at

    @invariant()
    def every_change_is_written_once(self) -> None:
        for one in self.mine():
            steps = one.history.exclude(kind__in=EscalationEvent.QUIET).count()
            rows = AuditRow.objects.filter(about=f"escalation:{one.pk}", action__in=CHANGES).count()
            assert (one.version, rows) == (steps, steps)

    def try_to(self, which: int, does: Callable[[Escalation], Any]) -> None:
        """What may not be done is refused, and leaves no trace."""
        one = self.one(which)
        if one is None:
            return
        before = self.rows()
        try:
            does(one)
        except (AlreadyAcknowledged, IllegalMove, ValidationError):
            assert self.rows() == before

    def one(self, which: int) -> Escalation | None:
        mine = self.mine()
        return mine[which % len(mine)] if mine else None

    def mine(self) -> list[Escalation]:
        return list(Escalation.objects.filter(pk__gt=self.since, about_staff=None).order_by("pk"))

    def rows(self) -> list[Any]:
        kinds = (Escalation, EscalationEvent, EscalationFlag, Subject, Page, AuditRow)
        return [list(kind.objects.order_by("pk").values()) for kind in kinds]  # type: ignore[attr-defined]
