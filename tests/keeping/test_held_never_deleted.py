"""H22, property: whatever is held, or has an open escalation, is never deleted, by no schedule and by no person."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat.conversations import start_conversation
from chat.keeping.erase import MayNotErase, erase_conversation, erase_young_person
from chat.keeping.holds import AlreadyErased, ask_to_lift, lift_hold, place_hold
from chat.models import Conversation, ErasureAsked, Hold, RetentionProposal
from config import clock
from config.models import DataKey
from config.tuning import change_setting, forget_settings
from escalation.keeping import SETTLED
from escalation.models import Escalation
from escalation.open import open_escalation
from escalation.rights import clock as retention
from escalation.rights import erasures, proposals
from moderation.models import Flag
from rota.models import Role, StaffMember
from tests.keeping.people import is_decided, is_over
from tests.people import YoungWriter, flagged, make_aisha, person

# (what is done, to whom of three, a number)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            "talk talk end end hold hold_all lift escalate decide time time sweep sweep erase erase_all "
            "propose agree alone days ask_erasure agree_erasure".split()
        ),
        st.integers(0, 2),
        st.integers(0, 9),
    ),
    min_size=6,
    max_size=18,
)
MONTHS = (1, 6, 7, 12, 84, 90, 120, 300, 310, 360)


@pytest.fixture
def people(database: str) -> dict[str, StaffMember]:
    return {
        "lead": person("Lena", Role.SAFEGUARDING_LEAD),
        "privacy": person("Noor", Role.PRIVACY),
        "manager": person("Maya", Role.MANAGER),
    }


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_h22_what_is_held_or_has_an_open_escalation_is_never_deleted(people, steps):
    clock.reset()
    forget_settings()
    three = [make_aisha() for _ in range(3)]
    for what, whom, number in steps:
        kept = must_stay(three)
        try:
            DONE[what](three[whom], people, number)
        except (MayNotErase, AlreadyErased, PermissionDenied, ValidationError):
            pass  # said no: that is what it is for
        assert kept <= set(DataKey.objects.values_list("pk", flat=True)), (what, steps)


def must_stay(three: list[YoungWriter]) -> set[int]:
    """The keys of what is held or has an open escalation before the step, and of the open escalations."""
    keys: set[int] = set()
    for writer in three:
        theirs = Conversation.objects.filter(young_person=writer.young_person)
        open_ones = Escalation.objects.filter(conversation__in=theirs).exclude(state__in=SETTLED)
        held = Hold.objects.filter(lifted_at=None)
        if open_ones.exists() or held.filter(young_person=writer.young_person).exists():
            keys |= set(theirs.values_list("key", flat=True))
            keys |= set(Escalation.objects.filter(conversation__in=theirs).values_list("key", flat=True))
        keys |= set(theirs.filter(holds__in=held).values_list("key", flat=True))
    return keys - {None}


def newest(writer: YoungWriter) -> Conversation:
    return writer.young_person.conversations.order_by("-pk")[0]


def talk(writer: YoungWriter, people: Any, number: int) -> None:
    writer.young_person.refresh_from_db()  # once erased, an old page of theirs may not write any more
    writer.conversation = newest(writer)
    if writer.conversation.is_over:
        writer.conversation = start_conversation(writer.young_person)
    writer.says("hello again")


def end(writer: YoungWriter, people: Any, number: int) -> None:
    writer.conversation = newest(writer)
    is_over(writer)


def hold(writer: YoungWriter, people: Any, number: int) -> None:
    place_hold(newest(writer), why="police", placed_by=people["lead"])


def hold_all(writer: YoungWriter, people: Any, number: int) -> None:
    place_hold(writer.young_person, why="complaint", placed_by=people["privacy"])


def lift(writer: YoungWriter, people: Any, number: int) -> None:
    for one in Hold.objects.filter(lifted_at=None)[:1]:
        one = ask_to_lift(one, by=people["privacy" if number % 2 else "manager"])
        lift_hold(one, lifted_by=people["manager"])


def escalate(writer: YoungWriter, people: Any, number: int) -> None:
    writer.conversation = newest(writer)
    if not writer.conversation.is_over:
        open_escalation(flagged(writer.says("took tablets"), marked="tablets"))


def decide(writer: YoungWriter, people: Any, number: int) -> None:
    for one in Escalation.objects.filter(conversation__young_person=writer.young_person, state="opened"):
        is_decided(one, people["lead"])
    Flag.objects.filter(conversation__young_person=writer.young_person).update(state=Flag.State.HANDLED)


def time(writer: YoungWriter, people: Any, number: int) -> None:
    clock.move(timedelta(days=30.5 * MONTHS[number]))


def sweep(writer: YoungWriter, people: Any, number: int) -> None:
    for _ in range(3):
        retention.turn()


def erase(writer: YoungWriter, people: Any, number: int) -> None:
    erase_conversation(newest(writer), asked_by=people["privacy"])


def erase_all(writer: YoungWriter, people: Any, number: int) -> None:
    erase_young_person(writer.young_person, asked_by=people["privacy"])


def ask_erasure(writer: YoungWriter, people: Any, number: int) -> None:
    today = clock.now().date()
    young = newest(writer)
    erasures.ask(young, is_everything=number % 2 == 0, shown_by="in_chat", asked_on=today, by=people["privacy"])


def agree_erasure(writer: YoungWriter, people: Any, number: int) -> None:
    for one in ErasureAsked.objects.filter(agreed=None):
        erasures.decide(one, by=people["manager"], agrees=number < 8)


def propose(writer: YoungWriter, people: Any, number: int) -> None:
    kind = ("talks", "worried", "records")[number % 3]
    proposals.propose(kind, by=people["privacy"], why="what is over may go now")


def agree(writer: YoungWriter, people: Any, number: int) -> None:
    for one in RetentionProposal.objects.filter(agreed=None):
        proposals.decide(one, by=people["manager"], agrees=True)


def alone(writer: YoungWriter, people: Any, number: int) -> None:
    change_setting("keeping.alone_a_day", number, why="random", set_by=None)
    forget_settings()


def days(writer: YoungWriter, people: Any, number: int) -> None:
    name = ("keeping.no_concern_days", "keeping.concern_years", "keeping.referred_birthday")[number % 3]
    change_setting(name, number, why="random", set_by=None)
    forget_settings()


DONE: dict[str, Callable[[YoungWriter, Any, int], None]] = {
    one.__name__: one
    for one in (talk, end, hold, hold_all, lift, escalate, decide, time, sweep, erase, erase_all, propose, agree, alone,
                days, ask_erasure, agree_erasure)
}  # fmt: skip
