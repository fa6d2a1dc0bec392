"""Whoever waits too long, says they are not safe, or is gone while in danger reaches a person."""

from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from chat import access, conversations, handover, one_owner, queue, silence
from chat import waits as waits_of_the_service
from chat.models import Conversation, Message, YoungPerson
from chat.urgency import Urgency
from config import clock, sealing
from config.models import DataKey
from escalation import jobs_process
from escalation.clocks import tick as look_for_escalations
from escalation.models import Escalation
from moderation import concerns, incidents
from moderation.models import Flag, Incident
from rota import cover
from rota.models import StaffMember
from tests.chat.people import aisha, counsellor, talks_to
from tests.people import YoungWriter, make_lena


@pytest.fixture(autouse=True)
def right_time():
    yield
    clock.reset()


@pytest.fixture
def lena(database) -> StaffMember:
    return make_lena()


@pytest.fixture
def sam(lena) -> StaffMember:
    return counsellor()


def waits(urgency: str) -> Conversation:
    conversation = aisha().conversation
    queue.raise_urgency(conversation, urgency)
    return conversation


def writes_in(conversation: Conversation) -> YoungWriter:
    return YoungWriter(conversation.young_person, conversation)


def sam_is_there(sam: StaffMember) -> None:
    cover.say_present([sam.pk])


def open_incidents() -> set[str]:
    return set(Incident.objects.filter(closed_at=None).values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("urgency", "seconds", "calls_a_lead"),
    [("now", 60, True), ("very_soon", 300, True), ("not_checked", 300, False), ("soon", 900, False),
     ("routine", 2700, False)],
)  # fmt: skip
def test_h12_who_waits_too_long_alarms_everybody_and_in_danger_a_lead(sam, urgency, seconds, calls_a_lead):
    waits(urgency)

    clock.move(timedelta(seconds=seconds - 5))
    sam_is_there(sam)
    concerns.watch_waiting()
    assert not open_incidents()
    clock.move(timedelta(seconds=6))
    concerns.watch_waiting()
    concerns.watch_waiting()

    assert open_incidents() == {"reply_overdue"}
    assert "waited too long" in str(incidents.words())
    assert Flag.objects.filter(check_name="queue.overdue").exists() is calls_a_lead
    queue.take_next(sam)
    concerns.watch_waiting()
    assert not open_incidents()


def test_h12_one_wait_is_one_flag_and_a_lead_is_called_for_it(sam, lena):
    her = waits("now")
    clock.move(timedelta(seconds=61))

    for _ in range(5):
        concerns.watch_waiting()
        clock.move(timedelta(seconds=4))
        look_for_escalations()

    assert Flag.objects.get().times_raised == 1
    escalation = Escalation.objects.get(conversation=her)
    assert escalation.pages.get().staff == lena
    assert escalation.headline == "waits too long for an answer"


def test_h12_who_was_taken_and_hears_nothing_alarms_too(sam, lena):
    her = waits("now")
    queue.take_next(sam)

    clock.move(timedelta(seconds=61))
    sam_is_there(sam)
    concerns.watch_waiting()

    assert open_incidents() == {"reply_overdue"}
    assert Flag.objects.get().check_name == "queue.overdue"
    Conversation.objects.update(lease_until=clock.now() + queue.lease())
    talks_to(sam, her).says("I am here now.")
    concerns.watch_waiting()
    assert not open_incidents()


def test_h12_whose_words_are_left_without_an_answer_alarms_too(sam, lena):
    her = waits("very_soon")
    queue.take_next(sam)
    talks_to(sam, her).says("I am here now.")
    writes_in(her).says("are you still there")

    clock.move(timedelta(seconds=295))
    sam_is_there(sam)
    concerns.watch_waiting()
    assert not open_incidents()
    clock.move(timedelta(seconds=6))
    writes_in(her).says("please")  # a second message does not start the wait anew
    concerns.watch_waiting()

    assert open_incidents() == {"reply_overdue"}
    assert Flag.objects.get().check_name == "queue.overdue"
    Conversation.objects.update(lease_until=clock.now() + queue.lease())
    talks_to(sam, her).says("Sorry, I am here.")
    concerns.watch_waiting()
    assert not open_incidents()


@pytest.mark.parametrize("how", ["taken over", "handed over", "ending"])
def test_h16_who_was_taken_on_and_hears_nothing_alarms_too(sam, lena, how):
    her = waits("now")
    match how:
        case "taken over":
            handover.take_over(her, by=lena)
        case "handed over":
            queue.take_next(sam)
            talks_to(sam, her).says("I am here now.")
            clock.move(timedelta(seconds=5))
            handover.offer(her, to=None, note="Needs somebody for longer.", by=sam)
            handover.accept(her, by=counsellor("Amina"))
        case _:
            queue.take_next(sam)
            conversations.start_ending(her, by=sam)
    assert queue.overdue() == []

    clock.move(timedelta(seconds=61))

    assert queue.overdue() == [her]


@pytest.mark.parametrize("how", ["waits", "over", "over for long", "locked"])
def test_not_safe_is_heard_from_a_page_that_is_behind_the_times(sam, lena, how):
    young_person, cookie = access.new_young_person()
    her = conversations.start_conversation(young_person)
    client = Client()
    client.cookies[settings.YOUNG_PERSON_COOKIE] = cookie
    if how == "locked":
        YoungPerson.objects.filter(pk=young_person.pk).update(code_word="x", page_locked=True)
    elif how != "waits":
        conversations.leave(her)
    if how == "over for long":
        clock.move(timedelta(days=3))

    client.post("/chat/not-safe/")

    in_front = Conversation.objects.get(young_person=young_person, ended_at=None)
    assert (in_front.state, in_front.urgency, in_front.says_safe) == ("waiting", "now", "not_safe")
    assert (in_front.pk == her.pk) is (how != "over for long")


def test_the_wait_that_is_told_is_of_this_wait_and_not_of_the_whole_chat(sam):
    chats = [conversations.leave(aisha().conversation) for _ in range(3)]
    clock.move(timedelta(hours=3))
    for one in chats:
        conversations.come_back(one)
    clock.move(timedelta(minutes=2))
    for _ in chats:
        conversations.leave(queue.take_next(sam))

    assert waits_of_the_service.about_minutes() == 2


def test_one_that_cannot_be_moved_does_not_hold_up_the_others(sam):
    first, second = aisha().conversation, aisha().conversation
    for _ in range(2):
        queue.take_next(sam)
    DataKey.objects.filter(pk=first.key_id).update(wrapped_by="kek-0999")
    sealing.KEYS.forget(first.key_id)
    clock.move(timedelta(seconds=95))

    assert queue.return_lost_leases() == 1

    assert Conversation.objects.get(pk=second.pk).state == "waiting"


def test_after_the_database_was_away_people_get_time_to_say_that_they_are_there(monkeypatch):
    done = []

    def away() -> None:
        raise OperationalError

    clocks = [(name, partial(done.append, name)) for name in ("escalation", "leases", "silence", "places")]
    monkeypatch.setattr(jobs_process, "CLOCKS", tuple(clocks))
    assert jobs_process.one_round()
    assert jobs_process.one_round(gives_time=True)
    assert done == ["escalation", "leases", "silence", "places", "escalation", "silence"]

    monkeypatch.setattr(jobs_process, "CLOCKS", (("escalation", away), *clocks[1:]))
    assert not jobs_process.one_round()


def test_at_night_with_nobody_there_only_danger_alarms(lena):
    waits("routine")
    clock.move(timedelta(hours=2))

    concerns.watch_waiting()
    assert not open_incidents()
    waits("very_soon")
    clock.move(timedelta(minutes=6))
    concerns.watch_waiting()

    assert open_incidents() == {"reply_overdue"}


def test_h11_somebody_in_danger_now_with_everybody_full_rings_everywhere(lena):
    ben = counsellor("Ben", level="new")
    for _ in range(2):
        waits("now")
    queue.take_next(ben)
    waits("routine")
    counsellor("Ada")  # on the rota, and her console is not open
    cover.say_present([ben.pk])

    concerns.watch_waiting()

    assert "now_and_all_full" in open_incidents()
    with pytest.raises(queue.CarriesEnough):
        queue.take_next(ben)
    queue.take_next(counsellor("Nia"))
    concerns.watch_waiting()
    assert "now_and_all_full" not in open_incidents()


def test_who_says_they_are_not_safe_is_in_front_at_once_and_a_lead_is_called(sam, lena):
    waits("very_soon")
    her = aisha()

    for _ in range(2):
        conversations.says_not_safe(her.conversation)
    concerns.not_safe(Conversation.objects.get(pk=her.conversation.pk))
    clock.move(timedelta(seconds=4))
    look_for_escalations()

    kept = Conversation.objects.get(pk=her.conversation.pk)
    assert (kept.urgency, kept.says_safe) == ("now", "not_safe")
    assert kept.history.filter(kind="says_not_safe").count() == 1
    assert Escalation.objects.get().headline == "said they are not safe right now"
    assert queue.take_next(sam) == kept


# Gone while in danger


def test_who_closes_the_page_in_the_queue_keeps_the_place_and_a_lead_is_told(sam, lena):
    her = waits("very_soon")
    clock.move(timedelta(minutes=16))

    for _ in range(3):
        assert queue.let_go_of_places() == 0
        look_for_escalations()
        clock.move(timedelta(seconds=4))

    assert Escalation.objects.get().headline == "Left while in danger"
    assert Conversation.objects.get(pk=her.pk).state == "waiting"


def test_exit_while_in_danger_tells_a_lead_too(sam, lena):
    her = waits("now")
    queue.take_next(sam)

    conversations.left_the_page(her)
    clock.move(timedelta(seconds=4))
    for _ in range(2):
        look_for_escalations()

    assert Escalation.objects.get().headline == "Left while in danger"
    assert Conversation.objects.get(pk=her.pk).owner == sam


def test_who_leaves_without_danger_is_let_go_and_no_lead_is_called(sam, lena):
    her = aisha().conversation
    clock.move(timedelta(minutes=16))

    assert queue.let_go_of_places() == 1
    look_for_escalations()

    assert Conversation.objects.get(pk=her.pk).state == "abandoned"
    assert not Escalation.objects.exists()


# The order of the queue


def test_words_that_come_while_they_wait_count_at_once(sam):
    first, second = aisha(), aisha()
    Message.objects.update(reading=Message.Reading.READ)

    second.says("i took tablets")
    queue.raise_urgency(second.conversation, Urgency.NOW)

    assert queue.take_next(sam) == second.conversation
    assert queue.take_next(sam) == first.conversation


# The look each minute


def test_h16_the_look_each_minute_finds_what_no_clock_moved_and_closes_by_itself(sam, lena):
    with_owner = aisha().conversation
    queue.take_next(sam)
    handed = aisha().conversation
    queue.take_next(sam)
    handover.offer(handed, to=None, note="A note.", by=sam)
    waiting = aisha().conversation
    assert one_owner.uncared_for() == []

    clock.move(timedelta(minutes=5))  # and every clock of ours stands still

    assert concerns.check_one_owner() == sorted([with_owner.pk, handed.pk])
    assert waiting.pk not in one_owner.uncared_for()  # its clock runs, and alarms by itself
    assert open_incidents() == {"no_owner_no_clock"}
    assert Incident.objects.get().page_due_at is not None
    queue.return_lost_leases()
    handover.tick()
    assert concerns.check_one_owner() == []
    assert not open_incidents()


def test_h15_the_look_each_minute_finds_a_silence_in_danger_that_no_clock_moved(sam, lena):
    her = aisha()
    queue.take_next(sam)
    talks_to(sam, her.conversation).says("hello")
    queue.raise_urgency(her.conversation, Urgency.NOW)
    clock.move(timedelta(minutes=13))
    Conversation.objects.update(lease_until=clock.now() + queue.lease())  # Sam is there, and the clock is not

    assert one_owner.uncared_for() == [her.conversation.pk]
    silence.tick()
    assert one_owner.uncared_for() == []


def test_h16_the_clocks_together_leave_nothing_for_the_look(sam, lena):
    her = aisha()
    queue.take_next(sam)
    talks_to(sam, her.conversation).says("hello")
    queue.raise_urgency(her.conversation, Urgency.NOW)

    for _ in range(10):
        clock.move(timedelta(seconds=95))
        for look in (queue.return_lost_leases, handover.tick, silence.tick, concerns.watch_waiting):
            look()
        assert one_owner.uncared_for() == []
