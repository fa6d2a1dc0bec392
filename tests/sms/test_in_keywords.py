"""One word means one thing to the network, another to us and a third to a child: nobody's plea is lost (H06).

The table of docs/texts.md: every word in every state a conversation can be in.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.db import connection, transaction

from chat.console import board
from chat.models import Conversation, IncomingText, Message, OutgoingText, Phone
from chat.queue import raise_urgency, take_next
from chat.sms.keywords import MEANINGS, Meaning, keyword_in
from chat.sms.wording import CATALOGUE, words
from chat.urgency import Urgency
from config import clock
from moderation import assess, tasks
from moderation.models import Flag
from rota.models import Role, Shift, StaffMember
from tests.chat.people import at_once
from tests.people import ended, make_sam, on_shift, person
from tests.sms.webhooks import Texter, everything_said, rows

HOUR = timedelta(hours=1)
SYNONYMS = {
    Meaning.STOP: ("stop", "stopall", "unsubscribe", "revoke", "optout"),
    Meaning.END: ("end", "quit", "cancel"),
    Meaning.START: ("start", "unstop"),
    Meaning.HELP: ("help", "info"),
    Meaning.NOW: ("now",),
    Meaning.LEAVE: ("leave",),
    None: ("please",),
}
WORDS = [(meaning, word) for meaning, all_of_them in SYNONYMS.items() for word in all_of_them]


@dataclass
class Scene:
    """Tom, somebody on shift, and how things stand before the next text."""

    tom: Texter
    sam: StaffMember
    # The one he is or was in; None where he never wrote.
    before: Conversation | None = None


def none() -> Scene:
    sam = person("Sam", Role.COUNSELLOR, level="senior")
    on_shift(sam, Shift.Duty.COUNSELLOR, ends=20)
    return Scene(Texter(), sam)


def waiting() -> Scene:
    scene = none()
    scene.before = scene.tom.texts("hello").message.conversation
    return scene


def active() -> Scene:
    scene = waiting()
    scene.before = take_next(scene.sam)
    return scene


def active_and_now() -> Scene:
    scene = active()
    assert scene.before is not None
    raise_urgency(scene.before, Urgency.NOW)
    return scene


def over_lately() -> Scene:
    scene = active()
    assert scene.before is not None
    ended(scene.before)
    clock.move(3 * HOUR)
    return scene


def over_long_ago() -> Scene:
    scene = over_lately()
    clock.move(9.5 * HOUR)
    return scene


def stopped() -> Scene:
    scene = active()
    phone = scene.tom.phone
    phone.texts, phone.texts_changed_at = Phone.Texts.STOPPED, clock.now()
    phone.save()
    return scene


class Then(NamedTuple):
    """What one text leads to: what is said at once, who is told what, and how things stand."""

    said: tuple[str, ...] = ()
    flags: tuple[tuple[str, str], ...] = ()
    state: str = "waiting"
    texts: str = "open"
    urgency: str = "routine"
    same: bool = True


NOTHING_TOLD = {"to_whom": "", "what": "", "why": "", "outcome": ""}
KEYS = {words(key, minutes=0, name="", old="", **NOTHING_TOLD): key for key in CATALOGUE}
HELLO, STOP, NOW_WORD = ("sms.welcome_plain",), "text.stop_word", "text.now_word"
SOON = "very_soon"
OPENS = Then(HELLO, same=False)
COMES_BACK = Then(HELLO)
CARRIES_ON = Then(state="active")

TABLE: dict[Meaning | None, dict[str, Then]] = {
    None: {
        "none": OPENS,
        "waiting": Then(),
        "active": CARRIES_ON,
        "active_and_now": CARRIES_ON._replace(urgency="now"),
        "over_lately": COMES_BACK,
        "over_long_ago": OPENS,
        "stopped": CARRIES_ON._replace(texts="stopped"),
    },
    Meaning.STOP: {
        "none": Then(flags=((STOP, SOON),), texts="stopped", urgency=SOON, same=False),
        "waiting": Then(flags=((STOP, SOON),), texts="stopped", urgency=SOON),
        "active": Then(flags=((STOP, SOON),), state="active", texts="stopped", urgency=SOON),
        "active_and_now": Then(flags=((STOP, "now"),), state="active", texts="stopped", urgency="now"),
        "over_lately": Then(texts="stopped"),
        "over_long_ago": Then(texts="stopped", same=False),
        "stopped": Then(flags=((STOP, SOON),), state="active", texts="stopped", urgency=SOON),
    },
    Meaning.END: {
        "none": OPENS,
        "waiting": Then(("sms.stopcheck",), ((STOP, SOON),), urgency=SOON),
        "active": Then(("sms.stopcheck",), ((STOP, SOON),), "active", urgency=SOON),
        "active_and_now": Then(("sms.stopcheck",), ((STOP, "now"),), "active", urgency="now"),
        "over_lately": COMES_BACK,
        "over_long_ago": OPENS,
        "stopped": Then((), ((STOP, SOON),), "active", "stopped", SOON),
    },
    Meaning.START: {
        "none": OPENS,
        "waiting": Then(),
        "active": CARRIES_ON,
        "active_and_now": CARRIES_ON._replace(urgency="now"),
        "over_lately": COMES_BACK,
        "over_long_ago": OPENS,
        "stopped": Then(("sms.started",), state="active"),
    },
    Meaning.HELP: {
        "none": Then(("sms.help",), same=False),
        "waiting": Then(("sms.help",)),
        "active": Then(("sms.help",), state="active"),
        "active_and_now": Then(("sms.help",), state="active", urgency="now"),
        "over_lately": Then(("sms.help",)),
        "over_long_ago": Then(("sms.help",), same=False),
        "stopped": CARRIES_ON._replace(texts="stopped"),
    },
    Meaning.NOW: {
        "none": Then(("sms.now",), ((NOW_WORD, SOON),), urgency=SOON, same=False),
        "waiting": Then(("sms.now",), ((NOW_WORD, SOON),), urgency=SOON),
        "active": Then(("sms.now",), ((NOW_WORD, SOON),), "active", urgency=SOON),
        "active_and_now": Then(("sms.now",), ((NOW_WORD, "now"),), "active", urgency="now"),
        "over_lately": Then(("sms.now",), ((NOW_WORD, SOON),), urgency=SOON),
        "over_long_ago": Then(("sms.now",), ((NOW_WORD, SOON),), urgency=SOON, same=False),
        "stopped": Then((), ((NOW_WORD, SOON),), "active", "stopped", SOON),
    },
    Meaning.LEAVE: {
        "none": OPENS,
        "waiting": Then(("sms.left",), state="closed_by_yp"),
        "active": Then(("sms.left",), state="closed_by_yp"),
        "active_and_now": Then(("sms.left",), state="closed_by_yp", urgency="now"),
        "over_lately": Then(("sms.left",), state="closed_by_yp"),
        "over_long_ago": Then(("sms.left",), state="closed_by_yp", same=False),
        "stopped": Then(state="closed_by_yp", texts="stopped"),
    },
}
SCENES = (none, waiting, active, active_and_now, over_lately, over_long_ago, stopped)


@pytest.mark.parametrize("scene_of", SCENES, ids=lambda scene: scene.__name__)
def test_h06_every_word_in_every_state(database, scene_of):
    scene = scene_of()

    happened = {word: what_happens(scene, word) for _, word in WORDS}

    assert happened == {word: TABLE[meaning][scene_of.__name__] for meaning, word in WORDS}


def what_happens(scene: Scene, word: str) -> Then:
    """The word is texted, the jobs are done, it is looked at; then everything is as it was before."""
    with transaction.atomic():
        heard = len(scene.tom.heard()) if scene.before else 0
        text = scene.tom.texts(word.upper())
        let_the_work_be_done()
        conversation = scene.tom.conversation
        assert everything_said()[-1] == word.upper()
        assert text.message.reading == Message.Reading.PENDING
        assert text.keyword == (word if word in MEANINGS else "")
        happened = Then(
            said=tuple(KEYS.get(body, body) for body in scene.tom.heard()[heard:]),
            flags=tuple(flags()),
            state=conversation.state,
            texts=scene.tom.phone.texts,
            urgency=conversation.urgency,
            same=scene.before is not None and conversation.pk == scene.before.pk,
        )
        transaction.set_rollback(True)
    return happened


@pytest.mark.parametrize("word", SYNONYMS[Meaning.STOP])
def test_h06_the_words_of_somebody_who_stopped_us_are_still_taken_in(database, word):
    tom = Texter()
    make_sam()
    tom.texts(word)

    tom.texts("no wait")
    tom.texts("are you there")

    assert everything_said() == [word, "no wait", "are you there"]
    assert tom.conversation.state == Conversation.State.WAITING
    assert tom.heard() == []


def test_h06_leaving_in_danger_is_told_to_a_lead(database):
    scene = active_and_now()

    scene.tom.texts("LEAVE")

    assert waiting_jobs() == ["escalation.left_in_danger"]
    assert scene.tom.heard()[-1] == words("sms.left")


def test_h06_stopping_after_a_chat_that_ended_in_danger_is_told_too(database):
    scene = active_and_now()
    assert scene.before is not None
    ended(scene.before)

    scene.tom.texts("STOP")
    let_the_work_be_done()

    assert flags() == {(STOP, "now")}
    assert scene.tom.conversation.urgency == Urgency.NOW


def test_h06_whoever_starts_again_is_as_urgent_as_they_were(database):
    scene = active_and_now()
    scene.tom.texts("STOP")
    scene.tom.texts("LEAVE")
    clock.move(13 * HOUR)

    scene.tom.texts("START")

    assert scene.before is not None
    assert scene.tom.conversation.pk != scene.before.pk
    assert scene.tom.conversation.urgency == Urgency.NOW
    assert scene.tom.phone.may_be_texted


def test_h06_stop_from_a_number_that_was_thought_dead_stops_our_texts(database):
    scene = waiting()
    Phone.objects.update(texts=Phone.Texts.DEAD, texts_changed_at=clock.now())

    scene.tom.texts("STOP")

    assert scene.tom.phone.texts == Phone.Texts.STOPPED


def test_h06_a_word_is_told_to_a_lead_while_the_worker_reads_it(database):
    """Both hold what the other needs next, if the worker locks the text against being pointed at."""
    incoming = Texter().texts("now")

    def tells_a_lead() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        tasks.asked_for_now(incoming.pk)
        return "told"

    with transaction.atomic():
        assert assess._claimed(incoming.message_id) is not None
        assert at_once([tells_a_lead]) == ["told"]


def test_a_job_that_runs_twice_raises_one_flag(database):
    scene = waiting()
    text = scene.tom.texts("STOP")

    for _ in range(3):
        tasks.stop_word(incoming_id=text.pk)

    assert flags() == {(STOP, SOON)}
    assert Flag.objects.count() == 1


def test_with_nobody_here_no_person_is_promised(database):
    tom = Texter()

    for word in ("hello", "HELP", "NOW"):
        tom.texts(word)

    assert tom.heard() == [words("sms.closed")] * 3


def test_how_long_it_takes_is_said_only_where_it_was_measured(database):
    sam = make_sam()
    for number in range(3):
        Texter(f"+44770090010{number}").texts("hello")
    clock.move(timedelta(minutes=9))
    for _ in range(3):
        taken = take_next(sam)
        ended(taken)

    tom = Texter()
    tom.texts("hello")

    assert tom.heard() == [words("sms.welcome", minutes=9)]


def test_a_wait_of_a_minute_is_said_as_one(database):
    sam = make_sam()
    for number in range(3):
        Texter(f"+44770090010{number}").texts("hello")
        ended(take_next(sam))

    tom = Texter()
    tom.texts("hello")

    assert tom.heard() == [words("sms.welcome_one")]
    assert "often in a minute." in tom.heard()[0]


def test_whoever_starts_again_in_the_queue_is_greeted_and_promised_nobody_who_is_not_there(database):
    tom = Texter()
    tom.texts("hello")
    tom.texts("STOP")

    tom.texts("START")
    make_sam()
    tom.texts("STOP")
    tom.texts("START")

    assert tom.heard() == [words("sms.closed")] * 2 + [words("sms.welcome_plain")]


def test_h06_what_a_flag_says_of_a_phone_is_over_when_they_start_again(database):
    scene = active()
    assert scene.before is not None
    scene.tom.texts("STOP")
    let_the_work_be_done()
    assert noticed(scene.before) == ["asked us to stop texting, so we cannot answer"]

    scene.tom.texts("START")

    assert noticed(scene.before) == ["asked us to stop texting, and then to start again"]


def test_h07_a_flag_says_how_many_texts_did_not_arrive(database):
    scene = active_and_now()
    assert scene.before is not None
    for body in ("HELP", "INFO"):
        scene.tom.texts(body)
    first, second = OutgoingText.objects.order_by("-pk")[:2]

    def goes_wrong(text: OutgoingText) -> list[str]:
        OutgoingText.objects.filter(pk=text.pk).update(state="undelivered")
        tasks.text_went_wrong(text.pk)
        assert scene.before is not None
        return noticed(scene.before)

    assert goes_wrong(first) == ["a text did not arrive"]
    assert goes_wrong(second) == ["2 texts did not arrive"]
    OutgoingText.objects.update(state="delivered")
    assert noticed(scene.before) == ["a text did not arrive at first"]


def noticed(conversation: Conversation) -> list[str]:
    """What stands beside the conversation on its console."""
    return [frame.words for _, frame in board.flag_frames(conversation.pk)]


def test_two_machines_do_not_talk_for_ever_and_every_word_is_kept(database):
    tom, make = Texter(), make_sam
    make()

    for number in range(40):
        tom.texts("HELP" if number % 2 else f"automatic answer {number}")

    assert len(tom.heard()) == 6
    assert len(everything_said()) == 40
    assert not Message.objects.filter(by="young_person").exclude(reading="pending").exists()
    clock.move(HOUR)
    tom.texts("HELP")
    assert len(tom.heard()) == 7


def test_however_much_somebody_hears_what_they_ask_for_is_done(database):
    tom = Texter()
    make_sam()
    for _ in range(10):
        tom.texts("HELP")

    tom.texts("NOW")
    tom.texts("STOP")

    assert tom.conversation.urgency == Urgency.VERY_SOON
    assert tom.phone.texts == Phone.Texts.STOPPED
    assert waiting_jobs() == ["moderation.asked_for_now", "moderation.stop_word"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *(
            (text, "stop")
            for text in ("stop", "STOP", " Stop ", "Stop.", "STOP!!!", "stop…", "\nstop\r\n", "ＳＴＯＰ", "stop'")
        ),
        *(
            (text, "")
            for text in ("stop it", "please stop", "stopp", "don't stop", "s t o p", "", ".", "st\0op", "stop\0")
        ),
        *(
            (text, "")
            for text in ("stop " + "x" * 40, "i need help", "help me", "now what", "leave me alone", "the end")
        ),
        *((word.title(), word) for word in MEANINGS),
    ],
)
def test_h06_only_a_text_that_is_the_word_and_nothing_else_counts(text, word):
    assert keyword_in(text) == word


def test_h06_what_the_network_took_for_stop_is_a_stop(database):
    make_sam()
    tom = Texter()

    text = tom.texts("arret", OptOutType="STOP")
    again = tom.texts("END", OptOutType="STOP")

    assert (text.keyword, again.keyword) == ("stop", "end")
    assert tom.phone.texts == Phone.Texts.STOPPED
    assert tom.heard() == []


def test_every_word_of_the_table_is_there():
    assert {word: meaning for meaning, word in WORDS if meaning} == MEANINGS
    assert set(TABLE) == {*Meaning, None}
    assert all(set(row) == {scene.__name__ for scene in SCENES} for row in TABLE.values())


def flags() -> set[tuple[str, str]]:
    return set(Flag.objects.values_list("check_name", "urgency"))


def waiting_jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


def let_the_work_be_done() -> None:
    """What the jobs process does, for the jobs of moderation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE task_name LIKE 'moderation.%' ORDER BY id")
        for name, arguments in cursor.fetchall():
            getattr(tasks, name.partition(".")[2])(**json.loads(arguments))


def test_the_rows_of_one_text_are_few(database):
    Texter().texts("hello")

    assert rows() == (1, 1, 2, 1, 1)
    assert IncomingText.objects.get().came_by == IncomingText.CameBy.WEBHOOK
