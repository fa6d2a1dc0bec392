"""Handing over: with a note, never with nobody, and the young person knows who is there."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chat import handover, queue, silence
from chat.models import Conversation, HelpCall, StaffNote
from chat.moves import HasEnded, IllegalMove, TakenBySomebody, replayed
from chat.urgency import Urgency
from config import clock
from rota.models import Role, Shift, StaffMember
from tests.chat.people import Aisha, aisha, at_once, counsellor, reason_of, talks_to, transcript_of
from tests.people import make_lena, on_shift, person

pytestmark = pytest.mark.usefixtures("database")

NOTE = "Rows at home. She is safe tonight. Ask about her sister."


@pytest.fixture
def sam() -> StaffMember:
    return counsellor("Sam")


@pytest.fixture
def priya() -> StaffMember:
    return counsellor("Priya")


@pytest.fixture
def her(sam: StaffMember) -> Aisha:
    her = aisha()
    queue.take_next(sam)
    return her


def now_of(her: Aisha) -> Conversation:
    return Conversation.objects.select_related("owner").get(pk=her.conversation.pk)


def refused(work: Callable[[], object]) -> object:
    """What a race came to: the winner's name for who lost, None for who won."""
    try:
        work()
    except TakenBySomebody as other:
        return other.name
    except handover.NotOffered:
        return "not offered"
    return None


def test_h16_who_hands_over_has_it_until_somebody_accepts(her: Aisha, sam: StaffMember, priya: StaffMember) -> None:
    handover.offer(her.conversation, to=priya, note=NOTE, by=sam)

    between = now_of(her)
    assert (between.state, between.owner, between.offered_to) == ("handing_over", sam, priya)
    assert between.reply_due_at is not None
    her.says("are you there?")
    talks_to(sam, her.conversation).says("Yes. Priya will be with you in a moment.")

    handover.accept(her.conversation, by=priya)

    after = now_of(her)
    assert (after.state, after.owner, after.reply_due_at, after.offered_to) == ("active", priya, None, None)
    assert transcript_of(her.conversation)[-1][1] == (
        "Priya is here now and takes over from Sam. They have read a short note, so you do not need to start again."
    )
    assert handover.handover_note(after).body == NOTE  # type: ignore[union-attr]
    assert reason_of(talks_to(sam, her.conversation).says("one more thing")) == "not_yours"
    assert replayed(her.conversation.history.order_by("pk")) == "active"


def test_h16_a_note_is_needed_and_nobody_gets_what_they_cannot_take(
    her: Aisha, sam: StaffMember, priya: StaffMember
) -> None:
    off = counsellor("Olu", is_on_shift=False)

    for to, note in ((priya, " "), (off, NOTE), (sam, NOTE)):
        with pytest.raises(ValidationError):
            handover.offer(her.conversation, to=to, note=note, by=sam)
    with pytest.raises(TakenBySomebody, match="first"):
        handover.offer(her.conversation, to=None, note=NOTE, by=priya)

    assert now_of(her).state == "active"
    assert not StaffNote.objects.exists()


def test_h16_one_person_has_a_minute_then_it_is_anybodys(her: Aisha, sam: StaffMember, priya: StaffMember) -> None:
    nia = counsellor("Nia")
    handover.offer(her.conversation, to=priya, note=NOTE, by=sam)
    with pytest.raises(handover.NotOffered):
        handover.accept(her.conversation, by=nia)

    clock.move(timedelta(seconds=61))
    assert handover.tick() == 1

    assert list(handover.offered_to(nia)) == [her.conversation]
    assert handover.accept(her.conversation, by=nia).owner == nia


def test_h16_nobody_in_two_minutes_is_the_top_of_the_queue(her: Aisha, sam: StaffMember) -> None:
    other = aisha().conversation
    handover.offer(her.conversation, to=None, note=NOTE, by=sam)

    clock.move(timedelta(seconds=119))
    assert handover.tick() == 0
    clock.move(timedelta(seconds=2))
    assert handover.tick() == 1

    back = now_of(her)
    assert (back.state, back.owner, back.cut_off_at is not None) == ("waiting", None, True)
    assert "cut off" in transcript_of(her.conversation)[-1][1]
    assert queue.take_next(counsellor("Nia")) == her.conversation
    assert queue.take_next(counsellor("Ben")) == other


def test_h16_a_counsellor_who_crashes_while_handing_over_loses_nobody(her: Aisha, sam: StaffMember) -> None:
    handover.offer(her.conversation, to=None, note=NOTE, by=sam)
    clock.move(timedelta(seconds=100))
    assert queue.return_lost_leases() == 0  # its own clock runs

    clock.move(timedelta(seconds=21))
    handover.tick()

    assert now_of(her).state == "waiting"


def test_h16_two_who_cannot_call_a_lead(her: Aisha, sam: StaffMember, priya: StaffMember) -> None:
    handover.offer(her.conversation, to=priya, note=NOTE, by=sam)

    for _ in range(2):
        handover.decline(her.conversation, by=priya)  # again: counted once
    assert not HelpCall.objects.exists()
    assert list(handover.offered_to(priya)) == []
    handover.decline(her.conversation, by=counsellor("Nia"))

    assert HelpCall.objects.get().by == sam
    assert handover.keep(her.conversation, by=sam).state == "active"
    assert replayed(her.conversation.history.order_by("pk")) == "active"


def test_the_cap_counts_for_who_accepts_and_now_may_go_one_over(her: Aisha, sam: StaffMember) -> None:
    new = counsellor("Ben", level="new")
    aisha()
    queue.take_next(new)
    handover.offer(her.conversation, to=None, note=NOTE, by=sam)

    with pytest.raises(queue.CarriesEnough):
        handover.accept(her.conversation, by=new)
    queue.raise_urgency(her.conversation, Urgency.NOW)

    assert handover.accept(her.conversation, by=new).owner == new


def test_a_lead_takes_over_and_the_young_person_is_told_the_truth(her: Aisha, sam: StaffMember) -> None:
    lena = make_lena()

    handover.take_over(her.conversation, by=lena)
    handover.take_over(her.conversation, by=lena)

    assert (now_of(her).owner, now_of(her).state) == (lena, "active")
    assert [words for _, words in transcript_of(her.conversation)] == [
        "Lena is here now and takes over from Sam. They can read this chat, so you do not need to start again."
    ]
    assert her.conversation.history.filter(kind="taken_over", by=lena).count() == 1


def test_only_leads_take_over(her: Aisha, priya: StaffMember) -> None:
    shift_lead = person("Ines", Role.SHIFT_LEAD)
    with pytest.raises(PermissionDenied):
        handover.take_over(her.conversation, by=priya)
    with pytest.raises(PermissionDenied):
        handover.take_over(her.conversation, by=shift_lead)

    on_shift(shift_lead, Shift.Duty.SHIFT_LEAD)

    assert handover.take_over(her.conversation, by=shift_lead).owner == shift_lead


def test_h15_a_safety_hold_is_not_handed_over_and_a_lead_takes_it_as_it_is(her: Aisha, sam: StaffMember) -> None:
    talks_to(sam, her.conversation).says("hello")
    queue.raise_urgency(her.conversation, Urgency.NOW)
    clock.move(timedelta(minutes=6))
    silence.tick()

    with pytest.raises(ValidationError, match="lead has to take"):
        handover.offer(her.conversation, to=None, note=NOTE, by=sam)
    handover.take_over(her.conversation, by=make_lena())

    assert now_of(her).state == "safety_hold"


# Races


def test_of_two_who_accept_at_once_one_has_it_and_the_other_is_told_who(
    her: Aisha, sam: StaffMember, priya: StaffMember
) -> None:
    nia = counsellor("Nia")
    for number in range(1, 6):
        giver = now_of(her).owner or sam
        others = [who for who in (sam, priya, nia) if who != giver]
        handover.offer(her.conversation, to=None, note=NOTE, by=giver)

        came_to = at_once([partial(refused, partial(handover.accept, her.conversation, by=who)) for who in others])

        owner = now_of(her).owner
        assert owner in others
        assert sorted(came_to, key=str) == sorted([None, owner.name], key=str)
        assert her.conversation.history.filter(kind="accepted").count() == number


def test_a_lead_who_takes_over_while_somebody_accepts_wins_in_the_end(
    her: Aisha, sam: StaffMember, priya: StaffMember
) -> None:
    lena = make_lena()
    handover.offer(her.conversation, to=None, note=NOTE, by=sam)

    at_once(
        [
            partial(refused, partial(handover.accept, her.conversation, by=priya)),
            partial(refused, partial(handover.take_over, her.conversation, by=lena)),
        ]
    )

    assert (now_of(her).owner, now_of(her).state) == (lena, "active")
    assert replayed(her.conversation.history.order_by("pk")) == "active"


def test_who_keeps_it_too_late_is_told_who_has_it(her: Aisha, sam: StaffMember, priya: StaffMember) -> None:
    handover.offer(her.conversation, to=None, note=NOTE, by=sam)
    handover.accept(her.conversation, by=priya)

    with pytest.raises(TakenBySomebody) as lost:
        handover.keep(her.conversation, by=sam)

    assert lost.value.name == "Priya"
    with pytest.raises(IllegalMove):
        handover.keep(her.conversation, by=priya)


def test_after_the_end_there_is_nothing_to_take(her: Aisha, sam: StaffMember, priya: StaffMember) -> None:
    from chat.conversations import leave

    handover.offer(her.conversation, to=None, note=NOTE, by=sam)
    leave(her.conversation)

    for work in (handover.accept, handover.decline, handover.take_over):
        with pytest.raises(HasEnded):
            work(her.conversation, by=make_lena() if work is handover.take_over else priya)
