"""Who is next: the most urgent, then whoever waits longest. Nobody picks, is passed over or is taken twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import uuid4

import psycopg
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chat import conversations, queue
from chat.models import Conversation, ConversationEvent, Message
from chat.urgency import Urgency
from config import clock
from rota.models import StaffMember
from rota.people import suspend
from tests.chat.people import (
    aisha,
    at_once,
    counsellor,
    reason_of,
    talks_to,
    transcript_of,
    wait_until_waiting,
)
from tests.servers import Servers

pytestmark = pytest.mark.usefixtures("database")


def waits(urgency: str = "routine", *, minutes: float = 1, cut_off: bool = False) -> Conversation:
    """Somebody in the queue since then."""
    conversation = aisha().conversation
    since = clock.now() - timedelta(minutes=minutes)
    Conversation.objects.filter(pk=conversation.pk).update(
        urgency=urgency, waiting_since=since, cut_off_at=since if cut_off else None
    )
    return conversation


def take_all(staff: StaffMember) -> list[int]:
    """In the order they come, each ended before the next."""
    taken = []
    while True:
        try:
            conversation = queue.take_next(staff)
        except queue.NobodyWaiting:
            return taken
        taken.append(conversation.pk)
        Conversation.objects.filter(pk=conversation.pk).update(
            state="closed", owner=None, lease_until=None, ended_at=clock.now()
        )


# Order


def test_the_most_urgent_goes_first_and_inside_a_level_whoever_waits_longest() -> None:
    soon = waits("soon", minutes=2)
    young_routine = waits("routine", minutes=3)
    old_routine = waits("routine", minutes=20)
    very_soon = waits("very_soon", minutes=1)
    not_checked = waits("not_checked", minutes=2)
    now = waits("now", minutes=0)

    order = take_all(counsellor())

    assert order == [c.pk for c in (now, not_checked, very_soon, soon, old_routine, young_routine)]


def test_somebody_who_was_cut_off_goes_first_inside_their_level_and_not_before_the_next() -> None:
    soon = waits("soon", minutes=9)
    cut_off = waits("soon", minutes=1, cut_off=True)
    very_soon = waits("very_soon", minutes=0)

    assert take_all(counsellor()) == [very_soon.pk, cut_off.pk, soon.pk]


@pytest.mark.parametrize(
    ("minutes", "beats_soon", "beats_very_soon"), [(29, False, False), (31, True, False), (61, True, True)]
)
def test_a_wait_counts_for_more_after_30_and_after_60_minutes(
    minutes: float, beats_soon: bool, beats_very_soon: bool
) -> None:
    routine = waits("routine", minutes=minutes)
    soon = waits("soon", minutes=5)
    very_soon = waits("very_soon", minutes=5)

    order = take_all(counsellor())

    assert (order.index(routine.pk) < order.index(soon.pk)) is beats_soon
    assert (order.index(routine.pk) < order.index(very_soon.pk)) is beats_very_soon


def test_no_wait_however_long_goes_before_somebody_in_danger_now() -> None:
    for urgency in ("routine", "soon", "very_soon", "not_checked"):
        waits(urgency, minutes=60 * 24, cut_off=True)
    now = waits("now", minutes=0)

    assert queue.take_next(counsellor()).pk == now.pk


def test_words_that_nobody_could_read_for_five_seconds_count_as_very_soon() -> None:
    unread = aisha()
    soon = waits("soon", minutes=20)
    unread.says("hello?")
    clock.move(timedelta(seconds=6))

    assert take_all(counsellor()) == [unread.conversation.pk, soon.pk]


@dataclass(frozen=True)
class Wait:
    urgency: str
    seconds: int
    cut_off: bool

    def rank(self, nth: int) -> tuple[float, bool, float, int]:
        """What the reference says, in other words than the query: smaller goes first."""
        aged = 3 if self.seconds >= 3600 else 2 if self.seconds >= 1800 else 1
        own = {"now": 4, "very_soon": 3, "not_checked": 3, "soon": 2, "routine": 1}[self.urgency]
        return -max(own, aged), not self.cut_off, -self.seconds, nth


wait = st.builds(
    Wait,
    st.sampled_from(Urgency.values),
    st.one_of(st.sampled_from([0, 1, 1799, 1800, 3599, 3600, 90_000]), st.integers(0, 7200)),
    st.booleans(),
)


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(everybody=st.lists(wait, min_size=1, max_size=8))
def test_the_order_is_the_same_for_everybody_and_always_the_one_of_the_reference(everybody: list[Wait]) -> None:
    Conversation.objects.filter(state="waiting").update(state="closed", ended_at=clock.now(), owner=None)
    sam = StaffMember.objects.filter(name="Sam").first() or counsellor()
    made = [waits(one.urgency, minutes=one.seconds / 60, cut_off=one.cut_off).pk for one in everybody]

    order = take_all(sam)

    ranked = sorted(range(len(everybody)), key=lambda nth: everybody[nth].rank(nth))
    # People made within one example differ by milliseconds: equal waits are in the order they came.
    assert order == [made[nth] for nth in ranked]


# Taking


def test_whoever_is_taken_has_an_owner_a_lease_and_a_line_of_history() -> None:
    conversation = waits()
    sam = counsellor()

    taken = queue.take_next(sam)

    kept = Conversation.objects.get(pk=conversation.pk)
    assert taken.pk == kept.pk
    assert (kept.state, kept.owner, kept.waiting_since, kept.reply_due_at) == ("active", sam, None, None)
    assert kept.lease_until
    assert clock.now() < kept.lease_until <= clock.now() + timedelta(seconds=90)
    assert list(kept.history.values_list("kind", "by", "from_value", "to_value")) == [
        ("opened", None, "", "waiting"),
        ("taken", sam.pk, "waiting", "active"),
    ]


def test_an_empty_queue_says_so() -> None:
    with pytest.raises(queue.NobodyWaiting):
        queue.take_next(counsellor())


def test_nobody_takes_people_outside_their_shift_or_after_they_were_suspended() -> None:
    waits()
    suspended = counsellor("Sam")
    suspend(StaffMember.objects.get(pk=suspended.pk), None)

    for staff in (counsellor("Priya", is_on_shift=False), suspended):
        with pytest.raises(PermissionDenied):
            queue.take_next(staff)

    assert Conversation.objects.get().owner is None


@pytest.mark.parametrize(("level", "cap"), [("new", 1), ("trained", 2), ("senior", 3)])
def test_a_counsellor_carries_as_many_as_their_level_allows(level: str, cap: int) -> None:
    sam = counsellor(level=level)
    for _ in range(cap + 1):
        waits()

    for _ in range(cap):
        queue.take_next(sam)

    with pytest.raises(queue.CarriesEnough):
        queue.take_next(sam)
    assert Conversation.objects.filter(owner=sam).count() == cap


def test_somebody_urgent_counts_double() -> None:
    sam = counsellor(level="senior")
    waits("very_soon")
    waits()
    waits()

    queue.take_next(sam)
    queue.take_next(sam)

    with pytest.raises(queue.CarriesEnough):
        queue.take_next(sam)


def test_somebody_in_danger_now_goes_one_over_the_cap_and_only_one() -> None:
    sam = counsellor(level="trained")
    waits("routine")
    waits("routine")
    queue.take_next(sam)
    queue.take_next(sam)
    first, second = waits("now", minutes=2), waits("now", minutes=1)

    assert queue.take_next(sam) == first
    with pytest.raises(queue.CarriesEnough):
        queue.take_next(sam)
    assert Conversation.objects.get(pk=second.pk).owner is None


def attempts(staff: StaffMember) -> str | int:
    try:
        return queue.take_next(staff).pk
    except (queue.CarriesEnough, queue.NobodyWaiting) as reason:
        return type(reason).__name__


def test_two_tabs_of_one_counsellor_cannot_beat_the_cap() -> None:
    sam = counsellor(level="trained")
    for _ in range(6):
        waits()

    answers = at_once([partial(attempts, sam)] * 6)

    assert sorted(map(str, answers)).count("CarriesEnough") == 4
    assert Conversation.objects.filter(owner=sam).count() == 2


def test_counsellors_who_press_at_the_same_moment_get_different_people() -> None:
    everybody = [counsellor(f"C{number}") for number in range(6)]
    order = [waits(minutes=9 - number).pk for number in range(4)]

    answers = at_once([partial(attempts, staff) for staff in everybody])

    assert sorted(answer for answer in answers if isinstance(answer, int)) == sorted(order)
    assert answers.count("NobodyWaiting") == 2


def test_the_most_urgent_person_is_not_passed_over_while_their_words_are_being_stored(
    servers: Servers, database: str, superuser: psycopg.Connection
) -> None:
    urgent, other = waits("now"), waits()
    sam = counsellor()

    with psycopg.connect(servers.postgres.urls_of(database).superuser) as writer:
        writer.execute("UPDATE chat_conversation SET left_at = NULL, young_person_saw = 0 WHERE id = %s", [urgent.pk])

        def commits_once_sam_waits() -> int:
            wait_until_waiting(superuser, 1)
            writer.commit()
            return 0

        taken, _ = at_once([partial(attempts, sam), commits_once_sam_waits])

    assert taken == urgent.pk
    assert Conversation.objects.get(pk=other.pk).owner is None


# Urgency


def test_a_score_never_lowers_what_was_raised() -> None:
    conversation = waits("very_soon")

    for urgency in ("routine", "soon", "not_checked", "very_soon"):
        assert queue.raise_urgency(conversation, urgency) is False
    assert Conversation.objects.get().urgency == "very_soon"
    assert queue.raise_urgency(conversation, "now") is True
    assert Conversation.objects.get().urgency == "now"


def test_raising_brings_the_clock_forward_and_never_back() -> None:
    conversation = waits("routine")
    due_before = Conversation.objects.get().reply_due_at

    queue.raise_urgency(conversation, "now")

    due = Conversation.objects.get().reply_due_at
    assert due
    assert due_before
    assert due <= clock.now() + timedelta(minutes=1) < due_before
    clock.move(timedelta(seconds=30))
    queue.raise_urgency(conversation, "now")
    assert Conversation.objects.get().reply_due_at == due


def test_a_person_lowers_it_only_with_a_reason_and_both_are_written_down() -> None:
    conversation = waits("very_soon")
    sam = counsellor()

    for silence in ("", "   "):
        with pytest.raises(ValidationError):
            queue.lower_urgency(conversation, Urgency.SOON, by=sam, why=silence)
    assert Conversation.objects.get().urgency == "very_soon"
    queue.lower_urgency(conversation, Urgency.SOON, by=sam, why="It was about a film.")

    kept = ConversationEvent.objects.get(kind="urgency_lowered")
    assert Conversation.objects.get().urgency == "soon"
    assert (kept.by, kept.from_value, kept.to_value, kept.why) == (sam, "very_soon", "soon", "It was about a film.")


# A counsellor whose console fell silent


def test_a_lost_lease_goes_back_to_the_top_of_the_queue_and_the_young_person_is_told() -> None:
    her = aisha()
    queue.take_next(counsellor("Sam"))
    patient = waits("routine", minutes=25)
    clock.move(timedelta(seconds=91))

    assert queue.return_lost_leases() == 1
    assert queue.return_lost_leases() == 0

    kept = Conversation.objects.get(pk=her.conversation.pk)
    assert (kept.state, kept.owner, kept.lease_until) == ("waiting", None, None)
    assert kept.reply_due_at
    assert "cut off" in transcript_of(her.conversation)[0][1]
    assert Message.objects.get().by == "system"
    assert kept.history.last().kind == "returned_to_queue"
    assert take_all(counsellor("Priya")) == [her.conversation.pk, patient.pk]


def test_a_lease_that_still_runs_is_left_alone() -> None:
    waits()
    queue.take_next(counsellor())
    clock.move(timedelta(seconds=60))

    assert queue.return_lost_leases() == 0
    assert Conversation.objects.get().state == "active"


def test_words_for_a_conversation_that_went_back_are_refused() -> None:
    her = aisha()
    sam = counsellor()
    queue.take_next(sam)
    at_the_console = talks_to(sam, her.conversation)
    clock.move(timedelta(seconds=91))
    queue.return_lost_leases()

    assert reason_of(at_the_console.says("are you still there?")) == "not_yours"
    assert list(Message.objects.values_list("by", flat=True)) == ["system"]


def test_words_meant_for_another_conversation_reach_nobody() -> None:
    hers, his = aisha(), aisha()
    sam, priya = counsellor("Sam"), counsellor("Priya")
    queue.take_next(sam)
    queue.take_next(priya)

    assert reason_of(talks_to(sam, his.conversation).says("for her")) == "not_yours"
    assert transcript_of(hers.conversation) == transcript_of(his.conversation) == []


# One owner or one clock


def nobody_and_no_clock(conversation: Conversation) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(reply_due_at=None)


def waiting_with_an_owner(conversation: Conversation) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(owner=counsellor())


def active_without_an_owner(conversation: Conversation) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(state="active")


def over_with_an_owner(conversation: Conversation) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(state="closed", owner=counsellor(), ended_at=clock.now())


def ended_and_still_waiting(conversation: Conversation) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(ended_at=clock.now())


def over_without_an_end(conversation: Conversation) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(state="closed", owner=None, ended_at=None)


def an_urgency_nobody_knows(conversation: Conversation) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(urgency="whenever")


def a_state_nobody_knows(conversation: Conversation) -> None:
    Conversation.objects.filter(pk=conversation.pk).update(state="lost")


def a_second_open_conversation_of_one_person(conversation: Conversation) -> None:
    conversations.start_conversation(conversation.young_person)


@pytest.mark.parametrize(
    "put",
    [
        nobody_and_no_clock,
        waiting_with_an_owner,
        active_without_an_owner,
        over_with_an_owner,
        ended_and_still_waiting,
        over_without_an_end,
        an_urgency_nobody_knows,
        a_state_nobody_knows,
        a_second_open_conversation_of_one_person,
    ],
)
def test_the_database_refuses_a_conversation_that_nobody_looks_after(put: Callable[[Conversation], None]) -> None:
    conversation = waits()

    with pytest.raises(IntegrityError), transaction.atomic():
        put(conversation)


def test_history_is_only_added_to() -> None:
    waits()

    for change in (
        lambda: ConversationEvent.objects.update(kind="taken"),
        lambda: ConversationEvent.objects.all().delete(),
    ):
        with pytest.raises(Exception, match="permission denied|Cannot update or delete"), transaction.atomic():
            change()


# Ending and coming back


def test_whoever_writes_into_an_ended_chat_waits_again_with_a_clock() -> None:
    her = aisha()
    conversations.leave(her.conversation)

    conversations.come_back(her.conversation)
    conversations.come_back(her.conversation)

    kept = Conversation.objects.get()
    assert (kept.state, kept.ended_at, kept.owner) == ("waiting", None, None)
    assert kept.reply_due_at
    assert her.says("me again", uuid4())


@pytest.mark.parametrize("urgency", ["now", "very_soon"])
def test_a_counsellor_cannot_end_a_chat_with_somebody_in_danger(urgency: str) -> None:
    conversation = waits(urgency)
    sam = counsellor()
    queue.take_next(sam)

    with pytest.raises(ValidationError):
        conversations.end_conversation(conversation, ended_by=sam, reason="done", summary="")

    assert Conversation.objects.get().state == "active"
