"""Silence: a kind question, a pause without danger, and in danger a lead who is called until somebody has it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from chat import conversations, moved, queue, saying, silence
from chat.console import board, texts
from chat.models import Conversation, Message, Phone, StaffNote
from chat.moves import replayed
from chat.sms import who_sees
from chat.sms.wording import words
from chat.urgency import Urgency
from config import clock
from escalation.missed import open_what_was_missed
from escalation.models import Escalation
from moderation import concerns
from moderation.flags import raise_flag
from moderation.models import Flag
from rota.models import StaffMember
from tests.chat.people import Aisha, Writer, aisha, counsellor, talks_to, transcript_of
from tests.people import make_lena
from tests.sms.test_in_wording import FORBIDDEN, grade
from tests.sms.webhooks import Texter

pytestmark = pytest.mark.usefixtures("database")

ON_THE_PAGE = {key: str(text) for key, text in saying.ON_THE_PAGE.items()}


def goes_by(minutes: float, sam: StaffMember | None = None) -> None:
    """Time passes; Sam's console stays open, and the clocks look each half minute."""
    for _ in range(int(minutes * 2)):
        clock.move(timedelta(seconds=30))
        if sam is not None:
            Conversation.objects.filter(owner=sam, ended_at=None).update(lease_until=clock.now() + queue.lease())
        silence.tick()


def now_of(her: Aisha | Writer) -> Conversation:
    return Conversation.objects.get(pk=her.conversation.pk)


@pytest.fixture
def sam() -> StaffMember:
    return counsellor()


@pytest.fixture
def her(sam: StaffMember) -> Aisha:
    """Aisha, whom Sam just answered."""
    her = aisha()
    her.says("hello")
    Message.objects.update(reading=Message.Reading.READ)
    queue.take_next(sam)
    talks_to(sam, her.conversation).says("Hello, I am Sam.")
    return her


def said_by_the_service(conversation: Conversation) -> list[str]:
    return [body for _, body in transcript_of(conversation) if body in ON_THE_PAGE.values()]


def test_who_falls_silent_is_asked_twice_and_then_the_chat_pauses(her: Aisha, sam: StaffMember) -> None:
    goes_by(4.5, sam)
    assert (now_of(her).state, said_by_the_service(her.conversation)) == ("active", [])

    goes_by(1, sam)
    assert (now_of(her).state, now_of(her).silence_step) == ("quiet", 1)
    goes_by(5, sam)
    assert said_by_the_service(her.conversation) == [ON_THE_PAGE["nudge"]] * 2
    goes_by(5, sam)

    paused = now_of(her)
    assert (paused.state, paused.owner, paused.close_reason) == ("paused", None, "silence")
    assert said_by_the_service(her.conversation)[-1] == ON_THE_PAGE["pause"]
    assert replayed(her.conversation.history.order_by("pk")) == "paused"
    assert conversations.come_back(her.conversation).state == "waiting"


def test_no_chat_pauses_before_their_last_words_were_read(her: Aisha, sam: StaffMember) -> None:
    her.says("i have to tell you something")
    talks_to(sam, her.conversation).says("I am here.")
    goes_by(20, sam)
    assert now_of(her).state == "quiet"

    Message.objects.update(reading=Message.Reading.READ)
    goes_by(1, sam)

    assert now_of(her).state == "paused"


def test_any_word_of_theirs_ends_it_and_none_of_the_services(her: Aisha, sam: StaffMember) -> None:
    since = now_of(her).silent_since
    goes_by(6, sam)
    assert now_of(her).silent_since == since  # what the service said is nobody's words

    her.says("sorry, i was downstairs")

    woken = now_of(her)
    assert (woken.state, woken.silent_since, woken.silence_step) == ("active", None, 0)
    assert her.conversation.history.order_by("pk").last().kind == "spoke_again"  # type: ignore[union-attr]
    talks_to(sam, her.conversation).says("Good that you are back.")
    anew = now_of(her).silent_since
    assert since is not None
    assert anew is not None
    assert anew - since > timedelta(minutes=5)


def test_who_waits_for_us_is_never_asked(sam: StaffMember) -> None:
    her = aisha()
    queue.take_next(sam)
    her.says("hello?")

    goes_by(20, sam)

    assert (now_of(her).state, now_of(her).silent_since) == ("active", None)


def test_after_an_outage_nobody_is_asked_twice_in_a_moment(her: Aisha, sam: StaffMember) -> None:
    clock.move(timedelta(hours=2))
    Conversation.objects.update(lease_until=clock.now() + timedelta(days=1))

    for _ in range(3):
        silence.tick()

    assert said_by_the_service(her.conversation) == [ON_THE_PAGE["nudge"]]
    goes_by(4.5)
    assert len(said_by_the_service(her.conversation)) == 1
    goes_by(1)
    assert len(said_by_the_service(her.conversation)) == 2


@pytest.mark.parametrize("why", ["now", "very_soon", "not_checked", "an open flag"])
def test_h15_silence_in_danger_calls_a_lead_and_no_clock_ends_it(her: Aisha, sam: StaffMember, why: str) -> None:
    lena = make_lena()
    if why == "an open flag":
        raise_flag(Message.objects.get(place=1), check_name="t", words="low mood", urgency=Urgency.SOON)
    else:
        queue.raise_urgency(her.conversation, why)

    goes_by(2.5, sam)
    assert (now_of(her).state, said_by_the_service(her.conversation)) == ("quiet", [ON_THE_PAGE["nudge"]])
    goes_by(3, sam)

    assert (now_of(her).state, now_of(her).owner) == ("safety_hold", sam)
    clock.move(timedelta(seconds=6))
    assert concerns.watch_holds() == 1  # here no job runs: the clock finds what was not told
    assert concerns.watch_holds() == 0
    flag = Flag.objects.get(check_name="silence.at_risk")
    assert flag.urgency == ("now" if why == "now" else "very_soon")
    clock.move(timedelta(seconds=5))
    open_what_was_missed()
    assert Escalation.objects.get().pages.get().staff == lena
    goes_by(30, sam)
    assert now_of(her).state == "safety_hold"
    assert len(said_by_the_service(her.conversation)) == 1


def held(her: Aisha, sam: StaffMember) -> Conversation:
    queue.raise_urgency(her.conversation, Urgency.VERY_SOON)
    goes_by(6, sam)
    assert now_of(her).state == "safety_hold"
    return now_of(her)


def test_h15_their_own_words_end_the_hold(her: Aisha, sam: StaffMember) -> None:
    held(her, sam)

    her.says("i am here")

    assert (now_of(her).state, now_of(her).owner) == ("active", sam)
    reached = her.conversation.history.order_by("pk").last()
    assert reached is not None
    assert (reached.kind, reached.from_value, reached.to_value) == ("reached", "safety_hold", "active")


def test_h15_h16_a_hold_whose_counsellor_is_gone_stays_held_and_is_given_out_first(
    her: Aisha, sam: StaffMember
) -> None:
    held(her, sam)
    other = aisha().conversation
    queue.raise_urgency(other, Urgency.VERY_SOON)
    Conversation.objects.filter(pk=other.pk).update(waiting_since=clock.now() - timedelta(minutes=50))
    clock.move(timedelta(seconds=91))

    assert queue.return_lost_leases() == 1

    alone = now_of(her)
    assert (alone.state, alone.owner) == ("safety_hold", None)
    assert alone.reply_due_at is not None
    assert queue.take_next(counsellor("Priya")).pk == her.conversation.pk
    assert now_of(her).state == "safety_hold"
    her.says("i am here")
    assert replayed(her.conversation.history.order_by("pk")) == now_of(her).state == "active"


def test_h15_words_in_a_hold_that_nobody_has_put_them_in_front(her: Aisha, sam: StaffMember) -> None:
    held(her, sam)
    clock.move(timedelta(seconds=91))
    queue.return_lost_leases()

    her.says("is somebody there")

    back = now_of(her)
    assert (back.state, back.owner) == ("waiting", None)
    assert back.cut_off_at is not None
    assert back.reply_due_at is not None


def test_h15_danger_that_comes_up_late_in_a_silence_is_held_at_once(her: Aisha, sam: StaffMember) -> None:
    goes_by(11, sam)
    queue.raise_urgency(her.conversation, Urgency.NOW)

    silence.tick()

    assert now_of(her).state == "safety_hold"


def test_a_new_counsellor_gets_the_whole_silence_but_not_in_danger(her: Aisha, sam: StaffMember) -> None:
    since = now_of(her).silent_since
    clock.move(timedelta(minutes=4))

    assert silence.anew(now_of(her))["silent_since"] - since > timedelta(minutes=3)
    queue.raise_urgency(her.conversation, Urgency.NOW)
    assert silence.anew(now_of(her)) == {}


def test_notes_and_drafts_of_staff_are_no_words(her: Aisha, sam: StaffMember) -> None:
    since = now_of(her).silent_since
    clock.move(timedelta(minutes=1))
    note = StaffNote(conversation=her.conversation, kind=StaffNote.Kind.NOTE, by=sam)
    note.body = "seems tired"
    note.save(force_insert=True)

    assert now_of(her).silent_since == since


# By text


def tom_is_answered(sam: StaffMember) -> "tuple[Texter, Conversation]":
    tom = Texter()
    tom.texts("hello")
    Message.objects.update(reading=Message.Reading.READ)
    conversation = queue.take_next(sam)
    talks_to(sam, conversation).says("Hello, I am Sam.")
    return tom, conversation


def test_by_text_there_is_more_time(sam: StaffMember) -> None:
    tom, conversation = tom_is_answered(sam)

    clock.move(timedelta(minutes=14))
    silence.tick()
    assert tom.heard()[-1] == "Hello, I am Sam."
    for minutes in (2, 45, 180):
        clock.move(timedelta(minutes=minutes))
        Conversation.objects.update(lease_until=clock.now() + queue.lease())
        silence.tick()

    assert tom.heard()[-3:] == [words("sms.nudge"), words("sms.nudge"), words("sms.pause_quietly")]
    assert Conversation.objects.get().state == "paused"
    tom.texts("back again")
    assert Conversation.objects.get(pk=conversation.pk).state == "waiting"


@pytest.mark.parametrize(("answer", "said"), [("A", "sms.risk_silent"), ("b.", "sms.nudge"), ("hm", "sms.nudge")])
def test_h04_words_about_danger_go_only_to_a_phone_that_nobody_else_sees(
    sam: StaffMember, answer: str, said: str
) -> None:
    tom, conversation = tom_is_answered(sam)
    assert who_sees.ask(conversation) is True
    tom.texts(answer)
    Message.objects.update(reading=Message.Reading.READ)
    talks_to(sam, conversation).says("Thank you. What happened?")
    queue.raise_urgency(conversation, Urgency.VERY_SOON)

    clock.move(timedelta(minutes=5, seconds=1))
    silence.tick()
    assert tom.heard()[-1] == words(said)
    clock.move(timedelta(minutes=5))
    silence.tick()

    assert Conversation.objects.get().state == "safety_hold"
    assert Phone.objects.get().seen_by == {"A": "only_them", "b.": "others"}.get(answer, "not_said")


def test_h04_whoever_has_them_asks_who_sees_the_phone_and_reads_the_answer_on_the_console(sam: StaffMember) -> None:
    tom, conversation = tom_is_answered(sam)
    stands_at = moved.boards()[sam.pk]
    assert board.mine_frame(sam).conversations[0].seen_by == ""

    texts.ask_who_sees(sam, conversation.pk)

    assert tom.heard()[-1] == words("sms.safe_ask")
    assert board.mine_frame(sam).conversations[0].seen_by == "not_said"
    assert moved.boards()[sam.pk] != stands_at
    tom.texts("B")
    assert board.mine_frame(sam).conversations[0].seen_by == "others"
    with pytest.raises(Conversation.DoesNotExist):
        texts.ask_who_sees(counsellor("Amina"), conversation.pk)
    Phone.objects.update(texts=Phone.Texts.STOPPED)
    with pytest.raises(ValidationError, match="cannot be asked by text"):
        texts.ask_who_sees(sam, conversation.pk)


def test_a_phone_that_stopped_us_is_not_texted_and_is_held_all_the_same(sam: StaffMember) -> None:
    tom, conversation = tom_is_answered(sam)
    queue.raise_urgency(conversation, Urgency.NOW)
    Phone.objects.update(texts=Phone.Texts.STOPPED)
    heard = tom.heard()

    clock.move(timedelta(minutes=11))
    silence.tick()

    assert Conversation.objects.get().state == "safety_hold"
    assert tom.heard() == heard


# The words


@pytest.mark.parametrize("key", ON_THE_PAGE)
def test_the_words_on_the_page_keep_the_rules_of_the_texts(key: str) -> None:
    given: dict[str, Any] = {"name": "Alexandra", "old": "Christopher"}
    with override("en-gb"):
        text = ON_THE_PAGE[key] % given
    sentences = [part.split() for part in text.replace("?", ".").split(".") if part.strip()]

    assert not FORBIDDEN.search(text)
    assert "!" not in text
    assert all(len(sentence) <= 20 for sentence in sentences)
    assert grade(sentences) <= 5.5
