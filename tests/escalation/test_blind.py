"""Some messages of each week are read again by somebody who is told nothing; what they fear reaches a lead at once."""

import json
import re
import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections
from django.urls import reverse

from chat.keeping.erase import erase_conversation
from chat.models import Conversation, Hold, Message
from chat.urgency import Urgency
from config import clock
from config.tuning import change_setting
from escalation.models import Escalation
from escalation.open import open_about_staff, open_escalation
from moderation.assess import assess_pending
from moderation.blind import commands as blind
from moderation.blind.draw import by_chance, draw, draw_what_is_due, flagged_of, unflagged_of
from moderation.blind.weeks import Week, last_ended, week_of
from moderation.checks import rules
from moderation.models import BlindDraw, BlindLook, BlindReading, Flag
from rota.models import AuditRow, Role, StaffMember
from tests.escalation.blind import CHECK, Reader, assessed, last_week, long_lock, many, over, words_of
from tests.people import YoungWriter, make_aisha, person

LOST = "i dont see the point of anything any more"


@pytest.fixture
def mina(database: str) -> StaffMember:
    return person("Mina", Role.MODERATOR)


@pytest.fixture
def kofi(database: str) -> StaffMember:
    return person("Kofi", Role.MODERATOR)


def drawn_from(young: YoungWriter, *said: tuple[str, str]) -> list[BlindReading]:
    """A chat that is over, of which each message was drawn."""
    for body, urgency in said:
        assessed(young.says(body), urgency)
    over(young.conversation)
    draw(last_week())
    return list(BlindReading.objects.order_by("message__place"))


# Reading


def test_what_the_checks_passed_over_and_a_reader_fears_reaches_a_lead(aisha, mina, lena):
    (reading,) = drawn_from(aisha, (LOST, Urgency.ROUTINE))
    reader = Reader(mina)

    page = reader.takes_next()
    answer = words_of(reader.says(reading, "very_soon", "self_harm"))

    assert LOST in page
    assert "Written down" in answer
    flag = Flag.objects.get()
    assert (flag.message_id, flag.urgency, flag.category) == (reading.message_id, "very_soon", "self_harm")
    assert (flag.raised_by, flag.state) == (mina, Flag.State.RAISED)
    escalation = open_escalation(flag)  # its job
    assert escalation.conversation_id == aisha.conversation.pk
    reading.refresh_from_db()
    assert (reading.verdict, reading.judged_by, reading.taken_by) == ("very_soon", mina, None)


def test_the_flag_comes_with_the_promise_that_somebody_is_called(aisha, mina):
    (reading,) = drawn_from(aisha, (LOST, Urgency.ROUTINE))
    Reader(mina).takes_next()

    Reader(mina).says(reading, "now", "self_harm")

    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'escalation.open_escalation'")
        assert [json.loads(args) for (args,) in cursor.fetchall()] == [{"flag_id": Flag.objects.get().pk}]


def test_soon_in_a_chat_that_is_over_calls_a_lead_because_nobody_else_would_answer(aisha, mina):
    (reading,) = drawn_from(aisha, (LOST, Urgency.ROUTINE))
    Reader(mina).takes_next()

    Reader(mina).says(reading, "soon", "self_harm")

    assert Flag.objects.get().urgency == Urgency.VERY_SOON
    reading.refresh_from_db()
    assert reading.verdict == "soon"


@pytest.mark.parametrize("verdict", ["nothing", "everyday"])
def test_what_needed_nobody_calls_nobody(aisha, mina, verdict):
    (reading,) = drawn_from(aisha, (LOST, Urgency.ROUTINE))
    Reader(mina).takes_next()

    Reader(mina).says(reading, verdict)

    assert not Flag.objects.exists()
    reading.refresh_from_db()
    assert (reading.verdict, reading.category) == (verdict, "")


def test_what_was_flagged_raises_no_second_flag_unless_it_is_more_urgent_than_was_noticed(aisha, mina):
    as_noticed, worse = drawn_from(aisha, ("i stopped eating", Urgency.SOON), ("and now this", Urgency.SOON))
    reader = Reader(mina)
    for _one in range(2):
        reader.takes_next()
        reading = reader.holds()
        reader.says(reading, "now" if reading == worse else "soon", "eating")

    assert [flag.message_id for flag in Flag.objects.all()] == [worse.message_id]
    assert BlindReading.objects.get(pk=as_noticed.pk).judged_at is not None


def test_two_messages_of_one_chat_are_two_flags(aisha, mina):
    drawn_from(aisha, ("one", Urgency.ROUTINE), ("two", Urgency.ROUTINE))
    reader = Reader(mina)
    for _one in range(2):
        reader.takes_next()
        reader.says(reader.holds(), "now", "abuse")

    assert Flag.objects.values("message").distinct().count() == 2


def test_pressed_twice_is_said_once_also_after_a_lead_answered_the_flag(aisha, mina):
    (reading,) = drawn_from(aisha, (LOST, Urgency.ROUTINE))
    reader = Reader(mina)
    reader.takes_next()
    reader.says(reading, "now", "self_harm")
    Flag.objects.update(state=Flag.State.CONFIRMED)

    assert "Written down" in words_of(reader.says(reading, "now", "self_harm"))

    assert Flag.objects.count() == 1


@pytest.mark.parametrize(
    ("verdict", "category", "words"),
    [
        ("", "", "Choose how soon"),
        ("dire", "", "Choose how soon"),
        ("now", "", "Choose what"),
        ("soon", "x", "Choose what"),
    ],
)
def test_half_an_answer_is_refused_and_nothing_is_lost(aisha, mina, verdict, category, words):
    (reading,) = drawn_from(aisha, (LOST, Urgency.ROUTINE))
    reader = Reader(mina)
    reader.takes_next()

    answer = reader.says(reading, verdict, category)

    assert answer.status_code == 422
    assert words in words_of(answer)
    assert LOST in words_of(answer)
    assert verdict != "now" or 'value="now" checked' in answer.content.decode()
    assert reader.holds() == reading
    assert not Flag.objects.exists()


# Blind


def test_the_page_is_the_same_whether_the_checks_noticed_something_or_not(mina):
    """Two chats with the same words: all that differs is a number that was given by chance."""
    for urgency in (Urgency.ROUTINE, Urgency.NOW):
        young = make_aisha("Canary-nickname")
        assessed(young.says("before it"))
        assessed(young.says("the same words"), urgency)
        over(young.conversation)
    draw(last_week())
    readings = BlindReading.objects.filter(message__place=2).order_by("was_flagged")
    pages = []
    for reading in readings:
        reader = Reader(mina)
        BlindReading.objects.exclude(pk=reading.pk).update(judged_at=None, taken_by=None, taken_until=None)
        reading.taken_by, reading.taken_until = mina, clock.now() + timedelta(hours=1)
        reading.save()
        BlindLook.objects.get_or_create(reading=reading, by=mina)
        html = reader.client.get(reverse("blind:show", args=[reading.pk])).content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        pages.append(_without_chance(main, reading))
        BlindReading.objects.filter(pk=reading.pk).update(taken_by=None, taken_until=None)
        for said in (CHECK, "canary", "Canary-nickname", "was_flagged", "score", "data-mark", "<mark"):
            assert said not in main
        assert young.conversation.handle not in main

    assert [one.was_flagged for one in readings] == [False, True]
    assert pages[0] == pages[1]


def _without_chance(main: str, reading: BlindReading) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", main).replace(f"/blind/{reading.pk}/", "/blind/N/")


def test_it_is_shown_after_the_few_turns_before_it_and_nothing_that_came_later(aisha, mina):
    for number in range(1, 11):
        aisha.says(f"turn-{number}-")
    asked = Message.objects.get(conversation=aisha.conversation, place=9)
    assessed(asked)
    over(aisha.conversation)
    draw(last_week())

    page = Reader(mina).takes_next()

    assert [f"turn-{number}-" in page for number in range(1, 11)] == [False, False, *[True] * 7, False]
    assert "Young person" in page


def test_each_look_at_the_words_is_written_down(aisha, mina):
    (reading,) = drawn_from(aisha, (LOST, Urgency.ROUTINE))
    looks = AuditRow.objects.filter(
        action="conversation.quoted", about=f"conversation:{aisha.conversation.pk}", ground=f"blind:{reading.pk}"
    )
    reader = Reader(mina)

    reader.opens()
    assert looks.count() == 0
    reader.takes_next()
    reader.opens("blind:show", reading.pk)

    assert [row.who_id for row in looks] == [mina.pk, mina.pk]


# Who


def test_nobody_reads_of_a_chat_that_they_were_in(sam, mina):
    young = make_aisha()
    young.says("hello")
    young.is_taken_by(sam)
    sam.role_grants.create(role=Role.MODERATOR)
    drawn_from(young, (LOST, Urgency.ROUTINE))

    assert "Nothing waits for you" in Reader(sam).takes_next()
    assert LOST in Reader(mina).takes_next()


def test_somebody_with_no_business_here_gets_nowhere(aisha, olu, sam, mina):
    (reading,) = drawn_from(aisha, (LOST, Urgency.ROUTINE))
    Reader(mina).takes_next()

    for staff in (olu, sam):
        reader = Reader(staff)
        assert reader.client.get(reverse("blind:home")).status_code == 403
        assert reader.client.post(reverse("blind:next")).status_code == 403
        assert reader.client.get(reverse("blind:show", args=[reading.pk])).status_code == 403
        assert reader.says(reading, "now", "abuse").status_code == 403
    assert not Flag.objects.exists()


def test_who_was_not_given_one_neither_reads_nor_answers_it(aisha, mina, kofi):
    (reading,) = drawn_from(aisha, (LOST, Urgency.ROUTINE))
    Reader(mina).takes_next()
    other = Reader(kofi)

    assert LOST not in other.opens("blind:show", reading.pk)
    assert "never given to you" in words_of(other.says(reading, "nothing"))
    assert "Nothing waits for you" in other.takes_next()
    reading.refresh_from_db()
    assert reading.judged_at is None


def test_a_chat_that_goes_on_is_its_counsellors_and_waits(aisha, mina):
    assessed(aisha.says(LOST))
    draw(last_week())
    assert "Nothing waits for you" in Reader(mina).takes_next()

    over(aisha.conversation)

    assert LOST in Reader(mina).takes_next()


def test_what_is_held_or_heard_in_an_allegation_is_neither_drawn_nor_shown(mina, sam, lena):
    held, heard, later = make_aisha(), make_aisha(), make_aisha()
    for young in (held, heard, later):
        assessed(young.says(LOST))
        over(young.conversation)
    Hold.objects.create(young_person=held.young_person, why=Hold.Why.POLICE, placed_by=lena)
    open_about_staff(sam, Urgency.NOW, "what they told", lena, heard_in=heard.conversation)

    draw(last_week())

    assert [one.message.conversation_id for one in BlindReading.objects.all()] == [later.conversation.pk]
    open_about_staff(sam, Urgency.NOW, "and this", lena, heard_in=later.conversation)
    assert "Nothing waits for you" in Reader(mina).takes_next()


def test_an_allegation_that_comes_meanwhile_takes_the_words_away_and_not_their_answer(aisha, mina, sam, lena):
    (reading,) = drawn_from(aisha, (LOST, Urgency.ROUTINE))
    reader = Reader(mina)
    reader.takes_next()
    open_about_staff(sam, Urgency.NOW, "what they told", lena, heard_in=aisha.conversation)

    assert LOST not in reader.opens("blind:show", reading.pk)
    reader.says(reading, "now", "abuse")

    assert Flag.objects.get().raised_by == mina


# One at a time


def test_two_readers_are_given_two_and_each_only_one(aisha, mina, kofi):
    drawn_from(aisha, ("first", Urgency.ROUTINE), ("second", Urgency.ROUTINE))
    one, other = Reader(mina), Reader(kofi)

    one.takes_next()
    other.takes_next()
    one.takes_next()

    assert one.holds() != other.holds()
    assert BlindReading.objects.exclude(taken_by=None).count() == 2


def test_at_the_same_moment_two_get_two(aisha, mina, kofi):
    drawn_from(aisha, *((f"message {number}", Urgency.ROUTINE) for number in range(4)))
    gate, got = threading.Barrier(2), []

    def takes(staff: StaffMember) -> None:
        gate.wait()
        got.append(blind.take_next(staff).pk)
        connections.close_all()

    threads = [threading.Thread(target=takes, args=[staff]) for staff in (mina, kofi)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(got)) == 2


def test_when_their_time_is_over_somebody_else_may_have_it_and_both_are_heard(aisha, mina, kofi):
    (reading,) = drawn_from(aisha, (LOST, Urgency.ROUTINE))
    slow, quick = Reader(mina), Reader(kofi)
    slow.takes_next()
    clock.move(long_lock())
    slow.was_not_away()
    assert LOST in slow.opens("blind:show", reading.pk)  # nobody else wanted it

    assert LOST in quick.takes_next()
    quick.says(reading, "nothing")
    slow.was_not_away()
    answer = words_of(slow.says(reading, "now", "self_harm"))

    assert "yours is not counted" in answer
    assert Flag.objects.get().raised_by == mina
    reading.refresh_from_db()
    assert (reading.verdict, reading.judged_by) == ("nothing", kofi)


@pytest.mark.parametrize("why", ["known", "too_hard"])
def test_left_to_somebody_else_it_is_not_given_to_them_again(aisha, mina, kofi, why):
    (reading,) = drawn_from(aisha, (LOST, Urgency.ROUTINE))
    reader = Reader(mina)
    reader.takes_next()

    assert "Somebody else reads it" in words_of(reader.leaves(reading, why))

    assert "Nothing waits for you" in reader.takes_next()
    assert LOST not in reader.opens("blind:show", reading.pk)
    assert LOST in Reader(kofi).takes_next()


def test_what_was_too_hard_for_one_is_given_before_all_others(aisha, mina, kofi):
    readings = drawn_from(aisha, *((f"message {number}", Urgency.ROUTINE) for number in range(5)))
    last = max(readings, key=lambda one: one.pk)
    BlindLook.objects.create(reading=last, by=mina, skipped="too_hard")

    Reader(kofi).takes_next()

    assert Reader(kofi).holds() == last


def test_without_a_reason_it_is_kept(aisha, mina):
    (reading,) = drawn_from(aisha, (LOST, Urgency.ROUTINE))
    reader = Reader(mina)
    reader.takes_next()

    answer = reader.leaves(reading, "")

    assert "Say why you leave it" in words_of(answer)
    assert reader.holds() == reading


# The draw


def test_what_counts_as_noticed_is_what_the_checks_themselves_wrote(aisha):
    quiet, loud = aisha.says("hello is anybody there"), aisha.says("i took the whole packet of tablets")
    assess_pending(checks=(rules.check,))
    this_week = week_of(clock.now())

    assert [one.message_id for one in unflagged_of(this_week)] == [quiet.pk]
    assert [one.message_id for one in flagged_of(this_week)] == [loud.pk]
    assert Flag.objects.get(message=loud)
    assert not Flag.objects.filter(message=quiet).exists()


def test_only_what_young_people_said_in_that_week_and_what_could_be_checked_is_drawn_from(aisha):
    in_it = [assessed(aisha.says("first"), days=0), assessed(aisha.says("last"), days=6.9999)]
    assessed(aisha.says("a moment before"), days=-0.0001)
    assessed(aisha.says("the next week"), days=7.01)
    assessed(aisha.says("in no language we know"), Urgency.NOT_CHECKED)
    aisha.says("not read yet")

    row = draw(last_week())

    assert (row.unflagged, row.flagged) == (2, 0)
    assert sorted(one.message_id for one in row.readings.all()) == sorted(one.pk for one in in_it)


def test_so_many_of_each_kind_are_drawn_and_how_many_there_were_is_written_down(aisha, mina):
    change_setting("blind.unflagged_a_week", 7, why="a story", set_by=mina)
    change_setting("blind.flagged_a_week", 3, why="a story", set_by=mina)
    many(aisha, 12)
    many(aisha, 5, Urgency.SOON)

    row = draw(last_week())

    assert (row.unflagged, row.drawn_unflagged, row.flagged, row.drawn_flagged) == (12, 7, 5, 3)
    assert Counter(row.readings.values_list("was_flagged", flat=True)) == {False: 7, True: 3}


def test_drawn_twice_is_drawn_once(aisha):
    many(aisha, 5)

    assert draw(last_week()) is not None
    assert draw(last_week()) is None

    assert (BlindDraw.objects.count(), BlindReading.objects.count()) == (1, 5)


def test_killed_in_the_middle_it_is_drawn_the_next_time(aisha, monkeypatch):
    many(aisha, 5)

    def killed(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("moderation.blind.draw.BlindReading.objects.bulk_create", killed)
        with pytest.raises(KeyboardInterrupt):
            draw(last_week())
    assert not BlindDraw.objects.exists()

    assert draw(last_week()).drawn_unflagged == 5


def test_it_is_drawn_an_hour_after_the_week_and_what_was_missed_is_made_up_for(aisha):
    week = last_ended()
    clock.move(week.next.ends - clock.now() + timedelta(minutes=30))
    assert draw_what_is_due() == 1  # the one before; of the newest not everything is read yet
    assert draw_what_is_due() == 0

    clock.move(timedelta(minutes=31))
    assert draw_what_is_due() == 1
    clock.move(timedelta(days=21))
    assert draw_what_is_due() == 3

    assert BlindDraw.objects.count() == 5


def test_two_weeks_of_the_year_have_an_hour_more_or_less():
    spring, autumn = Week(date(2027, 3, 22)), Week(date(2026, 10, 19))

    lengths = [one.ends.astimezone(UTC) - one.begins.astimezone(UTC) for one in (spring, autumn)]
    assert lengths == [timedelta(hours=167), timedelta(hours=169)]
    assert week_of(datetime(2027, 3, 28, 23, 30, tzinfo=UTC)) == spring.next  # half past midnight on Monday there
    assert week_of(datetime(2026, 10, 25, 23, 59, tzinfo=UTC)) == autumn


def test_each_message_is_as_likely_as_every_other(aisha):
    """300 draws of 4 out of 10: each is drawn about 120 times."""
    said = many(aisha, 10)
    drawn: Counter[int] = Counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
    for _time in range(300):
        together, messages = by_chance(unflagged_of(last_week()), 4)
        assert (together, len(set(messages))) == (10, 4)
        drawn.update(messages)

    expected = 300 * 4 / 10
    deviation = sum((drawn[one.pk] - expected) ** 2 / (expected * 0.6) for one in said)
    assert sum(drawn.values()) == 1200
    assert deviation < 27.9  # chi-square of 9 at one in a thousand


def test_numbers_tell_nothing_of_what_was_noticed(aisha, mina):
    many(aisha, 30)
    many(aisha, 12, Urgency.NOW)
    draw(last_week())

    kinds = list(BlindReading.objects.order_by("pk").values_list("was_flagged", flat=True))

    assert kinds != sorted(kinds)
    assert kinds != sorted(kinds, reverse=True)


# When the words go


def test_h22_what_was_drawn_goes_with_the_words(aisha, mina):
    first, second = drawn_from(aisha, ("one", Urgency.ROUTINE), ("two", Urgency.ROUTINE))
    reader = Reader(mina)
    reader.takes_next()
    taken = reader.holds()

    erase_conversation(Conversation.objects.get(pk=aisha.conversation.pk))

    assert not BlindReading.objects.exists()
    assert not BlindLook.objects.exists()
    assert BlindDraw.objects.get().drawn_unflagged == 2
    assert "not here any more" in words_of(reader.says(taken, "nothing"))
    assert {first.pk, second.pk} >= {taken.pk}
    assert not Escalation.objects.exists()
