"""What happens to words once they are stored: read, marked, flagged, handed to a lead; or seen to be unread."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections

from chat import journal, queue
from chat.console import board
from chat.models import Conversation, Mark, Message
from chat.urgency import Urgency
from config import clock
from moderation import incidents
from moderation.assess import assess_pending
from moderation.checks import CHECKS, CheckUnavailable, Context, Finding
from moderation.models import Assessment, Flag, Incident
from tests.people import make_aisha, make_sam

DANGER = "took some of my mums tablets about an hour ago"


@pytest.fixture(autouse=True)
def right_time():
    yield
    clock.reset()


@pytest.fixture
def aisha(database):
    return make_aisha()


def jobs(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [name])
        return int(cursor.fetchone()[0])


def test_words_of_danger_are_marked_flagged_and_handed_to_a_lead(aisha):
    message = aisha.says(DANGER)

    assess_pending()

    mark = Mark.objects.filter(words="medicine taken").get()
    assert DANGER[mark.start : mark.end] == "took some of my mums tablets"
    flag = Flag.objects.filter(words="medicine taken").get()
    assert (flag.urgency, flag.state, flag.message_id) == ("now", "raised", message.pk)
    assert Conversation.objects.get().urgency == Urgency.NOW
    assert jobs("escalation.open_escalation") >= 1
    assessment = Assessment.objects.get(message=message)
    assert (assessment.read_from_place, assessment.read_to_place) == (1, 1)
    assert assessment.rules_version


def test_ordinary_words_raise_nothing(aisha):
    aisha.says("this homework is killing me lol")

    assess_pending()

    assert not Flag.objects.exists()
    assert Message.objects.get().reading == Message.Reading.READ
    assert Conversation.objects.get().urgency == Urgency.ROUTINE


def test_a_yes_is_read_with_the_question_before_it(aisha):
    sam = make_sam()
    aisha.says("everything is too much")
    conversation = aisha.is_taken_by(sam)
    key = conversation.sealing_key()
    system = journal.Speaker(by="system")
    question = "are you thinking of killing yourself?"
    journal.append_now(journal.Words(conversation.pk, uuid4(), system, question, key.pk, key.unwrapped()))
    Message.objects.filter(by="system").update(by="counsellor", staff=sam)
    aisha.says("yh")

    assess_pending()

    assert Conversation.objects.get().urgency == Urgency.NOW


def broken(body: str, context: Context) -> list[Finding]:
    raise CheckUnavailable("broken")


def wrong(body: str, context: Context) -> list[Finding]:
    return [Finding("wrong", "self_harm", "no such urgency", "words", 0, 1, None)]  # type: ignore[arg-type]


broken.name = "broken"  # type: ignore[attr-defined]
wrong.name = "wrong"  # type: ignore[attr-defined]


@pytest.mark.parametrize("check", [broken, wrong])
def test_h09_a_check_that_cannot_run_is_seen_and_hides_nothing(aisha, check):
    aisha.says("hello")

    assess_pending(checks=(check,))

    assert Message.objects.get().reading == Message.Reading.FAILED
    assert [flag.urgency for flag in Flag.objects.all()] == [Urgency.NOT_CHECKED]
    assert Conversation.objects.get().urgency == Urgency.NOT_CHECKED
    assert jobs("escalation.open_escalation") == 0


def test_h09_the_other_checks_still_speak(aisha):
    aisha.says(DANGER)

    assess_pending(checks=(broken, *CHECKS))  # type: ignore[arg-type]

    assert Conversation.objects.get().urgency == Urgency.NOW
    assert Flag.objects.filter(urgency=Urgency.NOT_CHECKED).exists()


def test_h09_unread_words_show_after_five_seconds_and_go_before_routine(aisha, database):
    make_aisha().says("second")
    Message.objects.exclude(conversation=aisha.conversation).update(reading=Message.Reading.READ)
    aisha.says("first words, still unread")
    Conversation.objects.filter(pk=aisha.conversation.pk).update(waiting_since=clock.now())

    clock.move(timedelta(seconds=6))

    assert board.queue_frame().waiting.not_checked == 1
    assert queue.take_next(make_sam()).pk == aisha.conversation.pk


def test_h11_late_reading_is_one_incident_for_the_service_and_ends_by_itself(aisha):
    for _ in range(3):
        aisha.says("hello?")
    clock.move(timedelta(seconds=61))

    incidents.watch()
    incidents.watch()

    assert Incident.objects.filter(closed_at=None).count() == 1
    assert "not being checked" in (board.queue_frame().incident or "")
    assess_pending()
    incidents.watch()
    assert not Incident.objects.filter(closed_at=None).exists()


def test_two_workers_read_each_message_once(aisha):
    for number in range(12):
        aisha.says(f"message {number}")

    with ThreadPoolExecutor(3) as workers:
        counts = list(workers.map(lambda _: read_in_a_thread(), range(3)))

    assert sum(counts) == 12
    assert Assessment.objects.count() == 12


def read_in_a_thread() -> int:
    try:
        return assess_pending()
    finally:
        connections.close_all()


def test_h10_a_later_harmless_message_lowers_nothing(aisha):
    aisha.says(DANGER)
    assess_pending()

    aisha.says("nah im fine, only joking, all good")
    assess_pending()

    assert Conversation.objects.get().urgency == Urgency.NOW
    assert Flag.objects.filter(urgency=Urgency.NOW, state="raised").exists()
