"""H16, H25: coming on, breaks, the note at the end, going home, and a debrief. A child comes before a rule."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chat.models import Conversation, ConversationEvent
from chat.urgency import Urgency
from config import clock
from rota import cover
from rota.access import on_duty
from rota.models import AuditRow, Role, ShiftEvent, ShiftNote
from rota.planning import breaks, claims, debriefs, notes, on_shift
from rota.shifts import put_on
from tests.people import make_aisha
from tests.rota.conftest import on_shift as put_on_now
from tests.rota.planned import DUTY, from_now, go_to, in_hours, place, two_on_call, worker

Kind = ShiftEvent.Kind
NOTE = "otter-4 was tired and wants to come back tomorrow."


def kinds(shift: object) -> list[str]:
    return list(ShiftEvent.objects.filter(shift=shift).order_by("pk").values_list("kind", flat=True))


def code_of(refused: pytest.ExceptionInfo[ValidationError]) -> str:
    return str(refused.value.error_list[0].code)


def test_who_comes_a_little_early_has_come_once(database: str) -> None:
    at = from_now()
    ada = worker("Ada")
    shift = claims.claim(place(at(0.4)), ada)
    assert on_shift.came(worker("Ben")) is None

    assert on_shift.came(ada) == shift
    assert on_shift.came(ada) is None
    assert kinds(shift) == [Kind.CLAIMED, Kind.CAME]


def test_h16_nobody_goes_home_with_young_people_in_hand(database: str) -> None:
    at = from_now()
    two_on_call(at(-1), at(20))
    sam = worker("Sam")
    shift = put_on(sam, DUTY.COUNSELLOR, at(-3), at(1))
    aisha = make_aisha()
    aisha.is_taken_by(sam)

    with pytest.raises(ValidationError) as refused:
        on_shift.finish(shift, sam)
    assert code_of(refused) == "in_hand"
    with pytest.raises(ValidationError):
        breaks.take_break(shift, sam)
    notes.write(shift, NOTE, sam)
    with pytest.raises(ValidationError):
        on_shift.finish(shift, sam)
    assert on_duty(sam) == shift


def test_h16_h25_an_unsigned_note_is_the_leads_after_a_quarter_of_an_hour_and_frees_the_volunteer(
    database: str,
) -> None:
    at = from_now()
    two_on_call(at(-1), at(20))
    vi = worker("Vi", works_as="volunteer")
    shift = put_on(vi, DUTY.COUNSELLOR, at(-3.9), at(0.1))
    aisha = make_aisha()
    aisha.is_taken_by(vi)
    left = notes.write(shift, NOTE, vi)

    go_to(at(14.5 / 60))
    assert notes.tick() == 0
    go_to(at(15.5 / 60))
    assert (notes.tick(), notes.tick()) == (1, 0)

    left.refresh_from_db()
    assert left.lead is not None
    assert left.lead.name == "Lena"
    on_shift.finish(shift, vi)
    conversation = Conversation.objects.get(pk=aisha.conversation.pk)
    assert (conversation.owner, conversation.state) == (None, Conversation.State.WAITING)
    assert conversation.cut_off_at is not None  # first of their level, and told so
    assert list(notes.to_sign(left.lead)) == [left]
    notes.sign(left, left.lead)
    assert not notes.to_sign(left.lead).exists()
    assert kinds(shift)[-5:] == [
        Kind.NOTE_WRITTEN, Kind.NOTE_TO_LEAD, Kind.FINISHED, Kind.DEBRIEF_OFFERED, Kind.NOTE_SIGNED,
    ]  # fmt: skip


def test_h25_the_end_of_somebodys_hours_takes_no_young_person_from_them(database: str) -> None:
    at = from_now()
    sam = worker("Sam", works_as="volunteer", days=-1)
    shift = put_on(sam, DUTY.COUNSELLOR, at(-4), at(0.2))
    aisha = make_aisha()
    aisha.is_taken_by(sam)

    go_to(at(1))

    assert on_duty(sam) is None
    assert Conversation.objects.get(pk=aisha.conversation.pk).owner == sam
    from chat.access import conversation_owned_by

    assert conversation_owned_by(sam, aisha.conversation.pk)
    on_shift.came(sam)
    put_on(sam, DUTY.COUNSELLOR, at(0.5), at(2))
    assert on_shift.running(sam) is not None
    assert shift.ends_at < in_hours(0)


def test_a_note_is_sealed_and_read_by_whoever_comes_next_and_that_is_written_down(database: str) -> None:
    ada, ben, cat = worker("Ada"), worker("Ben"), worker("Cat")
    shift = put_on_now(ada, DUTY.COUNSELLOR)
    put_on_now(ben, DUTY.COUNSELLOR)
    left = notes.write(shift, "first", ada)
    left = notes.write(shift, NOTE, ada)

    assert NOTE.encode() not in bytes(ShiftNote.objects.values_list("body", flat=True).get())
    assert notes.words_of(ShiftNote.objects.get(), ben) == NOTE
    assert AuditRow.objects.filter(action="shift_note.read", who=ben).count() == 1
    with pytest.raises(PermissionDenied):
        notes.words_of(left, cat)
    with pytest.raises(PermissionDenied):
        notes.sign(left, ada)
    notes.sign(left, ben)
    with pytest.raises(ValidationError) as refused:
        notes.sign(left, worker_on("Dan"))
    assert refused.value.messages == ["Ben was first."]
    with pytest.raises(ValidationError):
        notes.write(shift, "another", ada)


def worker_on(name: str) -> object:
    staff = worker(name)
    put_on_now(staff, DUTY.COUNSELLOR)
    return staff


def test_h13_nobody_finishes_early_and_leaves_nobody_behind(database: str) -> None:
    at = from_now()
    ada, ben = worker("Ada"), worker("Ben")
    shift = put_on(ada, DUTY.COUNSELLOR, at(-1), at(3))
    other = put_on(ben, DUTY.COUNSELLOR, at(-1), at(3))

    with pytest.raises(ValidationError) as refused:
        on_shift.finish(shift, ada)
    assert code_of(refused) == "reachable"
    with pytest.raises(PermissionDenied):
        on_shift.finish(other, ada)
    two_on_call(at(-1), at(20))
    finished = on_shift.finish(shift, ada)

    assert finished.ends_at <= clock.now()
    assert on_duty(ada) is None
    assert on_shift.finish(shift, ada).finished_at == finished.finished_at


def test_a_break_counts_as_not_there_and_taking_somebody_on_ends_it(database: str) -> None:
    at = from_now()
    ada, ben = worker("Ada", level="senior"), worker("Ben")
    shift = put_on(ada, DUTY.COUNSELLOR, at(-1), at(7))
    with pytest.raises(ValidationError) as refused:
        breaks.take_break(shift, ada)
    assert code_of(refused) == "alone"

    second = put_on(ben, DUTY.COUNSELLOR, at(-1), at(7))
    cover.say_present([ada.pk, ben.pk])
    assert cover.now().present == 2
    shift = breaks.take_break(shift, ada)
    assert cover.now().present == 1
    with pytest.raises(ValidationError):
        breaks.take_break(second, ben)  # one stays

    assert breaks.tick() == 0
    make_aisha().is_taken_by(ada)
    assert breaks.tick() == 1
    shift.refresh_from_db()
    assert shift.on_break_since is None
    assert kinds(shift)[-2:] == [Kind.BREAK_BEGAN, Kind.BREAK_ENDED]


def test_a_break_is_due_in_the_middle_of_a_long_shift_until_it_was_long_enough(database: str) -> None:
    at = from_now()
    ada = worker("Ada")
    put_on(worker("Ben"), DUTY.COUNSELLOR, at(-1), at(7))
    shift = put_on(ada, DUTY.COUNSELLOR, at(-1), at(7))
    assert breaks.due_at(shift) == at(3)

    breaks.take_break(shift, ada)
    clock.move(timedelta(minutes=10))
    assert breaks.due_at(breaks.end_break(shift, ada)) == at(3)
    breaks.take_break(shift, ada)
    clock.move(timedelta(minutes=21))
    assert breaks.due_at(breaks.end_break(shift, ada)) is None
    assert breaks.due_at(put_on(ada, DUTY.COUNSELLOR, at(30), at(34))) is None


def test_a_debrief_is_offered_after_somebody_in_danger_and_never_ordered(database: str) -> None:
    sam, grace = worker("Sam"), worker("Grace", Role.SHIFT_LEAD)
    shift = put_on_now(sam, DUTY.COUNSELLOR)
    put_on_now(grace, DUTY.SHIFT_LEAD)
    from chat.handover import take_over
    from chat.queue import raise_urgency

    aisha = make_aisha()
    aisha.is_taken_by(sam)
    raise_urgency(aisha.conversation, Urgency.NOW)
    assert debriefs.open_for(sam) is None

    take_over(aisha.conversation, by=grace)

    offer = debriefs.open_for(sam)
    assert offer is not None
    assert offer.why == f"conversation {aisha.conversation.pk}"
    with pytest.raises(PermissionDenied):
        debriefs.take(shift, grace)
    debriefs.decline(shift, sam)
    assert debriefs.open_for(sam) is None
    assert debriefs.offer(sam, offer.why) is None  # once for one reason
    debriefs.offer(sam, "escalation 7")
    debriefs.take(shift, sam)
    assert kinds(shift)[-4:] == [
        Kind.DEBRIEF_OFFERED, Kind.DEBRIEF_DECLINED, Kind.DEBRIEF_OFFERED, Kind.DEBRIEF_TAKEN,
    ]  # fmt: skip
    assert ConversationEvent.objects.filter(kind="taken_over").exists()
