"""Whatever happens, in whatever order: one owner or one clock, a history that gives the state, and a fair queue."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chat import conversations, handover, one_owner, queue, silence
from chat.models import Conversation, Message
from chat.moves import MOVES, HasEnded, IllegalMove, Move, State, TakenBySomebody, move, replayed
from chat.urgency import Urgency
from config import clock
from escalation import hold
from escalation.open import open_by_hand
from moderation import concerns
from moderation.flags import judge, raise_flag
from rota.models import Role, Shift, StaffMember
from tests.chat.people import Aisha, aisha, counsellor, talks_to
from tests.people import make_lena, on_shift, person

MOST_PEOPLE = 3
REFUSALS = (
    PermissionDenied,
    ValidationError,
    HasEnded,
    IllegalMove,
    TakenBySomebody,
    handover.NotOffered,
    queue.NobodyWaiting,
    queue.CarriesEnough,
    conversations.TooLongAgo,
)

ORDER = f"SELECT c.id FROM chat_conversation c WHERE {queue.NOBODY_HAS} ORDER BY {queue.ORDER}"  # noqa: S608

people = st.integers(min_value=0, max_value=MOST_PEOPLE - 1)
staff_members = st.integers(min_value=0, max_value=3)


@dataclass
class Cast:
    """Who works here in every run: two with room, one new, a shift lead and a safeguarding lead."""

    staff: list[StaffMember]
    lena: StaffMember
    shift: list[Shift] = field(default_factory=list)


_cast: Cast | None = None


def cast() -> Cast:
    assert _cast is not None
    return _cast


def in_order() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(ORDER, queue.level_parameters(clock.now()))
        return [row[0] for row in cursor.fetchall()]


def is_any(*states: State) -> bool:
    return Conversation.objects.filter(state__in=states).exists()


@contextmanager
def may_be_refused() -> Iterator[None]:
    try:
        yield
    except REFUSALS:
        pass


class Life(RuleBasedStateMachine):
    """Three young people, four who can take them, and everything that may happen between them."""

    def __init__(self) -> None:
        super().__init__()
        self.people: list[Aisha] = []

    def of(self, who: int) -> Aisha | None:
        return self.people[who] if who < len(self.people) else None

    def conversation_of(self, who: int) -> Conversation | None:
        her = self.of(who)
        return None if her is None else Conversation.objects.select_related("owner").get(pk=her.conversation.pk)

    def with_owner(self, who: int, act: Callable[[Conversation, StaffMember], object]) -> None:
        conversation = self.conversation_of(who)
        if conversation is not None and conversation.owner is not None:
            with may_be_refused():
                act(conversation, conversation.owner)

    @initialize()
    def two_are_talked_to_and_one_waits(self) -> None:
        for number in range(MOST_PEOPLE):
            self.people.append(aisha())
            self.she_says(number, is_read=True)
        for number in range(2):
            queue.take_next(cast().staff[0])
            self.the_counsellor_says(number)

    # What young people do

    @rule(who=people, is_read=st.booleans())
    def she_says(self, who: int, is_read: bool) -> None:
        her = self.of(who)
        if her is not None:
            her.says("hello")
            if is_read:
                Message.objects.filter(conversation=her.conversation).update(reading=Message.Reading.READ)

    @rule(who=people, really=st.integers(min_value=0, max_value=5))
    def she_leaves(self, who: int, really: int) -> None:
        if really == 5 and (conversation := self.conversation_of(who)):
            conversations.leave(conversation)

    @rule(who=people)
    def she_exits(self, who: int) -> None:
        if conversation := self.conversation_of(who):
            conversations.left_the_page(conversation)

    @rule(who=people)
    def she_says_that_she_is_not_safe(self, who: int) -> None:
        if conversation := self.conversation_of(who):
            conversations.says_not_safe(conversation)

    @rule(who=people, knows=st.booleans())
    def she_comes_back(self, who: int, knows: bool) -> None:
        if conversation := self.conversation_of(who):
            with may_be_refused():
                conversations.come_back(conversation, knows_code_word=knows)

    # What staff do

    @rule(number=staff_members)
    def somebody_takes_the_next(self, number: int) -> None:
        staff = cast().staff[number]
        first, load = next(iter(in_order()), None), queue.load_of(staff)
        with may_be_refused():
            taken = queue.take_next(staff)
            assert taken.pk == first
            self._is_within_the_cap(taken, load)

    @rule(who=people)
    def the_counsellor_says(self, who: int) -> None:
        self.with_owner(who, lambda conversation, owner: talks_to(owner, conversation).says("I am here."))

    @rule(who=people, to=st.none() | staff_members)
    def the_counsellor_hands_over(self, who: int, to: int | None) -> None:
        asked = None if to is None else cast().staff[to]
        self.with_owner(who, lambda one, owner: handover.offer(one, to=asked, note="A note.", by=owner))

    @precondition(lambda self: is_any(State.HANDING_OVER))
    @rule(number=staff_members, accepts=st.booleans())
    def somebody_answers_an_offer(self, number: int, accepts: bool) -> None:
        """Those whom it is offered to, from one of them on, until one can."""
        conversation = Conversation.objects.filter(state=State.HANDING_OVER).first()
        assert conversation is not None
        for staff in [*cast().staff[number:], *cast().staff[:number]]:
            load = queue.load_of(staff)
            with may_be_refused():
                if accepts:
                    self._is_within_the_cap(handover.accept(conversation, by=staff), load)
                else:
                    handover.decline(conversation, by=staff)

    @rule(who=people, act=st.sampled_from([handover.keep, conversations.start_ending, conversations.carry_on]))
    def the_counsellor_thinks_again(self, who: int, act: Callable[..., object]) -> None:
        self.with_owner(who, lambda conversation, owner: act(conversation, by=owner))

    @precondition(lambda self: is_any(State.ENDING, State.QUIET))
    @rule(who=people, goodbye=st.booleans())
    def the_counsellor_ends_it(self, who: int, goodbye: bool) -> None:
        if goodbye:
            self.the_counsellor_says(who)
        self.with_owner(
            who,
            lambda one, owner: conversations.end_conversation(one, ended_by=owner, reason="goodbye", summary=""),
        )

    @rule(who=people)
    def a_lead_takes_over(self, who: int) -> None:
        if conversation := self.conversation_of(who):
            with may_be_refused():
                handover.take_over(conversation, by=cast().lena)

    @precondition(lambda self: is_any(State.SAFETY_HOLD))
    @rule(reached=st.booleans())
    def a_lead_ends_a_hold(self, reached: bool) -> None:
        conversation, lena = Conversation.objects.filter(state=State.SAFETY_HOLD).first(), cast().lena
        assert conversation is not None
        escalation = open_by_hand(conversation, "now", "A reason.", lena)
        if reached:
            hold.reached(escalation, why="She rang.", by=lena)
        else:
            hold.stand_down(escalation, why="She is safe.", is_sure=True, by=lena)

    @rule(who=people)
    def the_counsellor_answers_the_flags(self, who: int) -> None:
        self.with_owner(who, lambda conversation, owner: judge(conversation, agrees=True, judged_by=owner))

    @rule(who=people, urgency=st.sampled_from(["routine", "soon"]))
    def a_person_lowers_it(self, who: int, urgency: str) -> None:
        self.with_owner(who, lambda one, owner: queue.lower_urgency(one, Urgency(urgency), by=owner, why="A film."))

    @rule(number=staff_members)
    def a_console_lives(self, number: int) -> None:
        owned = Conversation.objects.filter(owner=cast().staff[number], ended_at=None)
        owned.update(lease_until=clock.now() + queue.lease())

    # What machines and clocks do

    @rule(who=people, urgency=st.sampled_from(list(Urgency)), check=st.sampled_from(["a", "b"]))
    def something_is_noticed(self, who: int, urgency: Urgency, check: str) -> None:
        conversation = self.conversation_of(who)
        if conversation is None:
            return
        order, owner, rank = in_order(), conversation.owner, Urgency(conversation.urgency).rank

        raise_flag(conversation, check_name=check, words="low mood", urgency=urgency)

        after = Conversation.objects.get(pk=conversation.pk)
        assert after.owner == owner
        assert Urgency(after.urgency).rank >= rank
        if conversation.pk in order:
            assert in_order().index(conversation.pk) <= order.index(conversation.pk)

    @rule(minutes=st.sampled_from([3, 6, 11, 16]))
    def nobody_says_a_word(self, minutes: int) -> None:
        """Consoles stay open; nobody writes."""
        for part in (minutes // 2, minutes - minutes // 2):
            clock.move(timedelta(minutes=part) - timedelta(seconds=1))
            for number in range(len(cast().staff)):
                self.a_console_lives(number)
            Conversation.objects.filter(owner=cast().lena).update(lease_until=clock.now() + queue.lease())
            self.time_passes(1)

    @rule(seconds=st.sampled_from([61, 91, 125, 301, 1000, 90_000]))
    def time_passes(self, seconds: int) -> None:
        clock.move(timedelta(seconds=seconds))
        held = list(Conversation.objects.filter(state=State.SAFETY_HOLD).values_list("pk", flat=True))

        for look in (queue.return_lost_leases, queue.let_go_of_places, handover.tick, silence.tick):
            look()
        concerns.watch_waiting()
        concerns.watch_holds()

        assert set(Conversation.objects.filter(pk__in=held).values_list("state", flat=True)) <= {State.SAFETY_HOLD}
        assert one_owner.uncared_for() == []

    @rule(who=people, what=st.sampled_from(list(Move)))
    def something_that_cannot_be(self, who: int, what: Move) -> None:
        conversation = self.conversation_of(who)
        if conversation is None or (State(conversation.state), what) in MOVES:
            return
        before = self._row_and_history(conversation)

        with pytest.raises((IllegalMove, HasEnded)), transaction.atomic():
            move(Conversation.objects.select_for_update().get(pk=conversation.pk), what)

        assert self._row_and_history(conversation) == before

    # What is always so

    @invariant()
    def one_owner_or_one_clock(self) -> None:
        for one in Conversation.objects.filter(ended_at=None):
            runs = one.reply_due_at is not None
            assert one.owner_id is not None or runs, one.state
            assert runs is (one.owner_id is None or one.state == State.HANDING_OVER), one.state
            assert (one.lease_until is None) is (one.owner_id is None), one.state

    @invariant()
    def history_gives_the_state(self) -> None:
        for her in self.people:
            conversation = Conversation.objects.get(pk=her.conversation.pk)
            assert replayed(conversation.history.order_by("pk")) == conversation.state

    @invariant()
    def the_order_is_total_and_stable(self) -> None:
        order = in_order()
        assert order == in_order()
        waiting = Conversation.objects.filter(ended_at=None, owner=None).values_list("pk", flat=True)
        assert sorted(order) == sorted(waiting)
        urgent = [pk for pk in order if Conversation.objects.filter(pk=pk, urgency=Urgency.NOW).exists()]
        assert order[: len(urgent)] == urgent

    def teardown(self) -> None:
        for her in self.people:
            conversations.leave(her.conversation)
        clock.reset()

    @staticmethod
    def _is_within_the_cap(taken: Conversation, before: queue.Load) -> None:
        assert before.carried < before.cap + (taken.urgency == Urgency.NOW)

    @staticmethod
    def _row_and_history(conversation: Conversation) -> tuple[Any, int]:
        return Conversation.objects.filter(pk=conversation.pk).values().get(), conversation.history.count()


def test_h10_h15_h16_h25_any_order_of_events_keeps_every_promise(database: str) -> None:
    global _cast
    shift_lead = person("Ines", Role.SHIFT_LEAD, level="senior")
    on_shift(shift_lead, Shift.Duty.SHIFT_LEAD, ends=20)
    staff = [counsellor("Sam"), counsellor("Ben", level="new"), counsellor("Nia", level="trained"), shift_lead]
    _cast = Cast(staff, make_lena())

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Life,
        settings=settings(
            max_examples=12,
            stateful_step_count=22,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )
